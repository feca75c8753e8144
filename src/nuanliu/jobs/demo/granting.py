"""What special beneficiaries were granted, who filled the pools, and what was decided about them."""

from datetime import date, datetime, timedelta

from nuanliu.domain.ledger.types import Unit
from nuanliu.domain.network.models import Appointment
from nuanliu.domain.network.types import Actor, Role
from nuanliu.domain.passbook.types import FundSource, FundTarget, PoolUseKind
from nuanliu.domain.people.queries import actor_for
from nuanliu.jobs.demo.cast import Cast
from nuanliu.platform.clock import local_date
from nuanliu.platform.ids import new_id
from nuanliu.usecases.fund_site import fund_site
from nuanliu.usecases.grant_time import grant_monthly
from nuanliu.usecases.run_campaign import begin_campaign
from nuanliu.usecases.use_pool import ask_pool

WEEKS = timedelta(days=24)
"""Before the first act of the play."""
FIRST = ((FundTarget.POOL, Unit.TIME, FundSource.GOVERNMENT, "六盘水市民政局", 60 * 60),)
THEN = (
    (FundTarget.POOL, Unit.TIME, FundSource.SPONSOR, "爱心企业联合会", 20 * 60),
    (FundTarget.BONUS, Unit.COIN, FundSource.SPONSOR, "爱心企业联合会", 50 * 100),
)
"""What is given before the first month's grants, and what after them."""
SITES = ("ZS01", "LZ01", "LZ02")
Given = tuple[FundTarget, Unit, FundSource, str, int]


def fill_and_grant(cast: Cast) -> None:
    """The bureau fills the pools of the first sites; the months are granted; a sponsor gives more, also for bonuses."""
    bureau, early = _bureau(cast), cast.now - WEEKS
    _fill(cast, bureau, FIRST, early)
    for moment in (early, cast.now):
        grant_monthly(now=moment)
    _fill(cast, bureau, THEN, cast.now)
    today = local_date(cast.now)
    _campaign(cast, bureau, today, today + timedelta(days=6))


def _fill(cast: Cast, bureau: Actor, given: tuple[Given, ...], at: datetime) -> None:
    for site in (cast.sites[code] for code in SITES):
        for target, unit, source, giver, amount in given:
            fund_site(
                actor=bureau,
                site_id=site.site.pk,
                target=target,
                unit=unit,
                source=source,
                giver=giver,
                amount=amount,
                token=new_id(),
                now=at,
            )


def _bureau(cast: Cast) -> Actor:
    post = Appointment.objects.filter(role=Role.BUREAU_STANDARDS.value, ended_at=None).select_related("holder")
    return actor_for(login=post[0].holder, now=cast.now)


def _campaign(cast: Cast, bureau: Actor, first: date, last: date) -> None:
    node = cast.sites[SITES[0]].site
    begin_campaign(
        actor=bureau,
        node_id=node.pk,
        title="敬老周",
        percent=10,
        first_day=first,
        last_day=last,
        token=new_id(),
        now=cast.now,
    )


def decide_about_pools(cast: Cast) -> None:
    """One old person was helped at once; for another, more is asked and waits for a second person."""
    site = cast.sites["ZS01"]
    for elder, minutes, reason in (
        (cast.elder("ZS01", "张桂兰"), 120, "刚出院，家里没人照看。"),
        (site.elders[3], 600, "老伴住院，两个月里要人陪。"),
    ):
        ask_pool(
            actor=cast.staff("ZS01", Role.COORDINATOR),
            person_id=elder.pk,
            kind=PoolUseKind.HELP,
            minutes=minutes,
            reason=reason,
            token=new_id(),
            now=cast.now - timedelta(hours=5),
        )
