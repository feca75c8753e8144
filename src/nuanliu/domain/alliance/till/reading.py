"""What a code at the till is about: everything that is decided on, in one question and as plain values."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from django.db import connection

from nuanliu.domain.alliance import codes
from nuanliu.domain.alliance.policies import Terms
from nuanliu.domain.standards.published import PUBLISHED, standard_governing
from nuanliu.domain.standards.types import Standard
from nuanliu.platform.prepared import Prepared


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutCode:
    """A code, what it is for, at which shop, and what was agreed with that shop."""

    id: UUID
    home_site: UUID
    person: UUID
    code: str
    used_at: datetime | None
    expires_at: datetime
    offer: UUID
    title: str
    price: int
    is_counted: bool
    per_person: int
    per_span: str
    bearer: str
    fund: UUID | None
    shop: UUID
    site: UUID
    shop_name: str
    path: str
    """Where the shop stands in the tree."""
    monthly_coins: int | None
    """The budget that was agreed; None: as the Standard says."""
    terms: Terms
    published: str
    """Every version of the Standard, as `standards.published` reads it."""

    def standard(self, *, at: datetime) -> Standard:
        """The one that governs `at` at the shop's site."""
        return standard_governing(published=self.published, at=at, site=self.site)


_COLUMNS = (
    "c.id", "c.site_id", "c.person_id", "c.code", "c.used_at", "c.expires_at",
    "o.id", "o.title", "o.price", "o.is_counted", "o.per_person", "o.per_span", "o.bearer", "o.fund_id",
    "s.node_id", "s.site_id", "n.name", "n.path", "a.monthly_coins",
    "o.state", "s.state", "o.starts_on", "o.ends_on", "o.weekdays", "o.from_minute", "o.to_minute",
    "a.starts_on", "a.ends_on",
)  # fmt: skip


def _question(vendor: str) -> Prepared:
    columns = ", ".join([f"CAST({column} AS text)" for column in _COLUMNS] + [PUBLISHED[vendor]])
    return Prepared(
        "alliance_about_code",
        f"""SELECT {columns} FROM alliance_code c
        JOIN alliance_offer o ON o.id = c.offer_id
        JOIN alliance_shop s ON s.node_id = o.shop_id
        JOIN network_node n ON n.id = s.node_id
        LEFT JOIN alliance_agreement a ON a.shop_id = s.node_id AND a.replaced_at IS NULL
        WHERE c.code = $1""",  # noqa: S608 (our own columns)
    )


_QUESTIONS = {vendor: _question(vendor) for vendor in PUBLISHED}


def about_code(*, typed: str) -> AboutCode | None:
    """What a code as typed or scanned is about; None if there is none of ours with these characters."""
    code = codes.read(typed)
    row = _QUESTIONS[connection.vendor].ask([code]) if code else [""]
    if not row or not row[0] or not codes.is_ours(code=code, id=UUID(row[0])):
        return None
    return _read(row)


def _read(row: list[str]) -> AboutCode:
    (
        code_id, home, person, code, used, expires, offer, title, price, counted, times, span, bearer, fund,
        shop, site, name, path, monthly, offer_state, shop_state, starts, ends, weekdays, first, last,
        agreed_from, agreed_until, published,
    ) = row  # fmt: skip
    return AboutCode(
        id=UUID(code_id),
        home_site=UUID(home),
        person=UUID(person),
        code=code,
        used_at=_moment(used) if used else None,
        expires_at=_moment(expires),
        offer=UUID(offer),
        title=title,
        price=int(price),
        is_counted=counted in {"true", "1"},
        per_person=int(times),
        per_span=span,
        bearer=bearer,
        fund=UUID(fund) if fund else None,
        shop=UUID(shop),
        site=UUID(site),
        shop_name=name,
        path=path,
        monthly_coins=int(monthly) if monthly else None,
        terms=Terms(
            offer_state=offer_state,
            shop_state=shop_state,
            starts_on=date.fromisoformat(starts),
            ends_on=_day(ends),
            weekdays=int(weekdays),
            from_minute=int(first),
            to_minute=int(last),
            agreed_from=_day(agreed_from),
            agreed_until=_day(agreed_until),
        ),
        published=published,
    )


def _moment(text: str) -> datetime:
    """As either database writes it; SQLite does not say that it is UTC."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
