"""The bonus on coins: out of a fund that somebody filled, never above it; and what was said about the cap."""

from dataclasses import asdict
from datetime import date, datetime
from uuid import UUID

from django.db.models import Max, Sum

from nuanliu.domain.ledger import operations as ledger
from nuanliu.domain.ledger.queries import balance_of
from nuanliu.domain.ledger.types import AccountKind, AccountRef, Kind, Outcome, Request, Unit
from nuanliu.domain.passbook import accounts
from nuanliu.domain.passbook.accounts import Holder
from nuanliu.domain.passbook.bonus_models import Bonus, Campaign, OverflowWish
from nuanliu.domain.passbook.operations import insist
from nuanliu.domain.standards.policies import BonusSum, bonus_on
from nuanliu.domain.standards.types import Standard
from nuanliu.platform.ids import derived_id


def fund_of(*, site: UUID) -> AccountRef:
    """A site's fund for bonuses."""
    return accounts.system(site=site, kind=AccountKind.BONUS, unit=Unit.COIN, spread_by=site)


def gives_overflow(*, person: UUID) -> bool | None:
    """What she said about what is above the cap; None if she was never asked."""
    newest = OverflowWish.objects.filter(person_id=person).order_by("-said_at", "-id").first()
    return newest.agrees if newest else None


def paid_in_year(*, person: UUID, year: int) -> int:
    """Hundredths of bonus for visits of that calendar year."""
    rows = Bonus.objects.filter(
        person_id=person, day__gte=date(year, 1, 1), day__lt=date(year + 1, 1, 1), undone_at=None
    )
    return rows.aggregate(total=Sum("paid"))["total"] or 0


def campaign_percent(*, path: str, day: date) -> int:
    """The highest campaign that reaches the place at `path` on that day."""
    codes = path.strip("/").split("/")
    above = ["/".join(codes[: count + 1]) + "/" for count in range(len(codes))]
    rows = Campaign.objects.filter(node__path__in=above, first_day__lte=day, last_day__gte=day)
    return rows.aggregate(highest=Max("percent"))["highest"] or 0


def pay_bonus(
    *,
    visit: UUID,
    posted_as: UUID,
    holder: Holder,
    base: int,
    star: int,
    campaign: int,
    day: date,
    room: int,
    until: date | None,
    standard: Standard,
    at: datetime,
) -> Bonus | None:
    """Pay the bonus on `base` hundredths, once a visit, and write down every line of the sum; None if none is due.

    The person's row is locked, so that the year is counted by one act at a time. Who else draws on the fund is met by
    the ledger: refused means that it has less now, so it is read and summed again.
    """
    if not bonus_on(
        base=base, star=star, campaign_percent=campaign, paid_this_year=0, fund_left=0, room=0, standard=standard
    ).due:
        return None
    spent = paid_in_year(person=holder.person, year=day.year)
    fund = fund_of(site=holder.site)
    while True:
        left = max(balance_of(account=fund).available, 0)
        found = bonus_on(
            base=base,
            star=star,
            campaign_percent=campaign,
            paid_this_year=spent,
            fund_left=left,
            room=room,
            standard=standard,
        )
        if not found.paid or _post((visit, posted_as), holder, fund, found, until, standard, at):
            break
    return Bonus.objects.create(
        site_id=holder.site,
        id=derived_id(posted_as, "bonus"),
        person_id=holder.person,
        visit_id=visit,
        day=day,
        made_at=at,
        standard_version=standard.version_id,
        **asdict(found),
    )


def _post(  # noqa: PLR0917 (the facts of one line)
    ids: tuple[UUID, UUID],
    holder: Holder,
    fund: AccountRef,
    found: BonusSum,
    until: date | None,
    standard: Standard,
    at: datetime,
) -> bool:
    visit, posted_as = ids
    result = ledger.post(
        Request(
            id=derived_id(posted_as, "bonus"),
            group=posted_as,
            site=holder.site,
            kind=Kind.BONUS,
            debit=fund.id,
            credit=accounts.savings(holder=holder, unit=Unit.COIN).id,
            amount=found.paid,
            occurred_at=at,
            subject=visit,
            standard_version=standard.version_id,
            lot=until,
        )
    )
    if result.outcome is Outcome.NOT_ENOUGH:
        return False
    insist([result])
    return True


def undo_bonus(*, posted_as: UUID, at: datetime) -> None:
    """The lines under `posted_as` were reversed, the bonus with them: it leaves the year's limit."""
    Bonus.objects.filter(id=derived_id(posted_as, "bonus"), undone_at=None).update(undone_at=at)
