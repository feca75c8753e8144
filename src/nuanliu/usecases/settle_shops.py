"""The month's statement of every shop and of the alliance: made, signed by both, disputed, answered."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.alliance.models import Redemption, Shop, Statement
from nuanliu.domain.alliance.policies import first_of_month
from nuanliu.domain.alliance.queries import agreement_of, budget_of
from nuanliu.domain.alliance.sums import facts_of, facts_of_all
from nuanliu.domain.alliance.types import Side, Signed, StatementState
from nuanliu.domain.audit.operations import record
from nuanliu.domain.network.types import SYSTEM, Actor, Power
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform import clock
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated
from nuanliu.usecases.run_shops import may_decide

QUARTER = 3
OF_ALL = UUID("a1a1a1a1-0000-7000-8000-000000000001")
"""What the ids of the alliance's own statements follow from."""


class UnableToSettle(Unable):
    """The statement cannot be signed, disputed or answered now."""


def period_before(*, today: date, period: str) -> tuple[date, date]:
    """First and last day of the month, or quarter, that is over."""
    last = first_of_month(today) - timedelta(days=1)
    if period == "quarterly":
        while last.month % QUARTER:
            last = first_of_month(last) - timedelta(days=1)
        return date(last.year, last.month - QUARTER + 1, 1), last
    return first_of_month(last), last


def make_statements(*, now: datetime) -> int:
    """Make what is missing for the period that is over: one a shop that took coins, and the alliance's. How many."""
    standard = standard_in_force(at=now)
    first, last = period_before(today=clock.local_date(now), period=standard.text("settlement_period"))
    if Statement.objects.filter(shop=None, month=first).exists():
        return 0
    until = now + standard.span("statement_dispute_days")
    took = Redemption.objects.filter(day__gte=first, day__lte=last).values("shop_id")
    made, facts = 0, []
    for shop in Shop.objects.filter(pk__in=took).select_related("node", "site").order_by("pk"):
        budget = budget_of(agreement=agreement_of(shop=shop.pk), standard=standard)
        found = facts_of(shop=shop, first=first, last=last, budget=budget)
        facts.append(found)
        made += _make(shop=shop, first=first, last=last, facts=found, until=until, now=now)
    if facts:
        made += _make(shop=None, first=first, last=last, facts=facts_of_all(of_shops=facts), until=until, now=now)
    return made


@repeated
def _make(*, shop: Shop | None, first: date, last: date, facts: dict[str, Any], until: datetime, now: datetime) -> int:
    with durable():
        statement, is_new = Statement.objects.get_or_create(
            pk=derived_id(shop.pk if shop else OF_ALL, "statement", first.isoformat()),
            defaults={
                "shop": shop,
                "month": first,
                "until": last,
                "facts": facts,
                "made_at": now,
                "dispute_until": until,
            },
        )
        if is_new:
            _note("statement.made", statement, SYSTEM, now)
        return int(is_new)


def access_statement(*, actor: Actor, statement_id: UUID, lock: bool = False) -> Statement:
    """A shop's own for its keeper, all for whoever runs the alliance. Raises NotVisible."""
    rows = Statement.objects.select_related("shop__node", "shop__site")
    rows = rows.select_for_update(of=("self",), no_key=True) if lock else rows
    found = rows.filter(pk=statement_id).first()
    if found is None or not (is_side(actor=actor, statement=found, side=Side.SHOP) or runs(actor, found)):
        raise NotVisible
    return found


def runs(actor: Actor, statement: Statement) -> bool:
    """Whether the actor signs for the alliance."""
    if statement.shop is None:
        return actor.has(Power.SHOP_DECIDE)
    return may_decide(actor=actor, shop=statement.shop)


def is_side(*, actor: Actor, statement: Statement, side: Side) -> bool:
    """Whether the actor keeps the shop (SHOP), or runs the alliance (any other side)."""
    if side is Side.SHOP:
        return statement.shop is not None and actor.may(Power.SHOP_KEEP, path=statement.shop.node.path)
    return runs(actor, statement)


@repeated
def sign_statement(
    *, actor: Actor, statement_id: UUID, for_shop: bool, how: Signed, signed_by: str, now: datetime
) -> Statement:
    """One side agrees, on the page or, entered by whoever runs the alliance, on paper. Both: it is agreed.

    Signing again changes nothing. Raises UnableToSettle (disputed, no_name), NotVisible.
    """
    with durable():
        found = access_statement(actor=actor, statement_id=statement_id, lock=True)
        is_own = is_side(actor=actor, statement=found, side=Side.SHOP if for_shop else Side.PERSON)
        if not is_own and not (how is Signed.PAPER and runs(actor, found)):
            raise NotVisible
        if found.state == StatementState.DISPUTED:
            raise UnableToSettle("disputed", _("这张单有异议，先答复再签。"))
        if not signed_by.strip():
            raise UnableToSettle("no_name", _("请写签字人的姓名。"), field="signed_by")
        side = "shop" if for_shop else "alliance"
        if getattr(found, f"{side}_signed_at") is None:
            setattr(found, f"{side}_signed_at", now)
            setattr(found, f"{side}_signed_how", how)
            setattr(found, f"{side}_signed_by", signed_by.strip())
            if found.alliance_signed_at and (found.shop_signed_at or found.shop is None):
                found.state = StatementState.AGREED
            found.save()
            _note("statement.signed", found, actor, now, side=side, how=how)
        return found


@repeated
def dispute_statement(*, actor: Actor, statement_id: UUID, words: str, now: datetime) -> Statement:
    """The shop says what is wrong, within the days the Standard gives. Raises UnableToSettle, NotVisible."""
    with durable():
        found = access_statement(actor=actor, statement_id=statement_id, lock=True)
        if not is_side(actor=actor, statement=found, side=Side.SHOP):
            raise NotVisible
        if found.shop_signed_at is not None or found.state == StatementState.AGREED:
            raise UnableToSettle("signed", _("这张单已经签过了。"))
        if now >= found.dispute_until:
            raise UnableToSettle("late", _("提异议的时间过了，请打热线说。"))
        if not words.strip():
            raise UnableToSettle("no_words", _("请写哪一笔不对。"), field="words")
        found.state, found.dispute, found.disputed_at = StatementState.DISPUTED, words.strip()[:300], now
        found.answer, found.answered_at = "", None
        found.save()
        _note("statement.disputed", found, actor, now)
        return found


@repeated
def answer_dispute(*, actor: Actor, statement_id: UUID, words: str, now: datetime) -> Statement:
    """Whoever runs the alliance answers; both may sign then. Raises UnableToSettle, NotVisible."""
    with durable():
        found = access_statement(actor=actor, statement_id=statement_id, lock=True)
        if not runs(actor, found):
            raise NotVisible
        if found.state != StatementState.DISPUTED:
            raise UnableToSettle("nothing", _("这张单没有要答复的。"))
        if not words.strip():
            raise UnableToSettle("no_words", _("请写答复。"), field="words")
        found.state, found.answer, found.answered_at = StatementState.OPEN, words.strip()[:300], now
        found.save()
        _note("statement.answered", found, actor, now)
        return found


def _note(action: str, statement: Statement, actor: Actor, now: datetime, **details: object) -> None:
    record(
        action=action,
        subject_type="shop_statement",
        subject_id=statement.pk,
        occurred_at=now,
        actor_id=actor.id,
        site_id=statement.shop.site_id if statement.shop else None,
        reason=statement.answer if action.endswith("answered") else statement.dispute,
        details={"month": statement.month.isoformat(), "coins": statement.facts["coins"], **details},
    )
