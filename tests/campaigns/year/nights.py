"""What the nights do, what the bureau does now and then; and the Standard changes in the middle of a month.

Months are not closed: that follows the day on which a line was recorded, and all of this year is recorded today.
"""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from nuanliu.domain.alliance.models import Statement
from nuanliu.domain.alliance.types import Signed, StatementState
from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.care.types import NeedState, VisitState
from nuanliu.domain.ledger.types import Unit
from nuanliu.domain.passbook.models import Estate, Grant
from nuanliu.domain.passbook.types import DeathPaper, EstateState, FundSource, FundTarget, PoolUseKind, PoolUseState
from nuanliu.platform.clock import at, local_date
from nuanliu.platform.ids import new_id
from nuanliu.usecases.certify_visit import credit_unchosen
from nuanliu.usecases.close_estates import close_estates
from nuanliu.usecases.fund_site import fund_site
from nuanliu.usecases.grant_time import grant_monthly
from nuanliu.usecases.record_death import record_death
from nuanliu.usecases.run_campaign import begin_campaign
from nuanliu.usecases.run_out import expire_lots, warn_of_expiry
from nuanliu.usecases.settle_shops import make_statements
from nuanliu.usecases.sign_statement import sign_statement
from nuanliu.usecases.time_out_holds import time_out_holds
from nuanliu.usecases.use_pool import ask_pool
from tests.campaigns.year.tally import NEVER

if TYPE_CHECKING:
    from tests.campaigns.year.play import Year


def lay_out(year: "Year", first: date, last: date) -> None:
    """Put every night and every act of the bureau into the calendar."""
    town = year.cast.town
    town.rules(at(first, 0) + timedelta(hours=10), coin_expiry_months=1, grant_expiry_days=45, death_transfer_days=30,
               moved_away_keep_months=6)  # fmt: skip
    town.rules(at(first + timedelta(days=45), 0), coin_expiry_months=2, grant_monthly_min=90, bonus_yearly_cap=30)
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        year.later(at(day, 0, 20), lambda now: expire(year, now))
        year.later(at(day, 0, 50), lambda now: grant(year, now))
        year.later(at(day, 0, 55), lambda now: close(year, now))
        year.later(at(day, 4), lambda now: credit(year, now))
        if number % 7 == 0:
            year.later(at(day, 8), lambda now: warn_of_expiry(now=now))
            year.later(at(day, 8, 30), lambda now: help_one(year, now))
            year.later(at(day, 5), lambda now: time_out_holds(now=now))
        if number % 20 == 12:
            year.later(at(day, 10, 30), lambda now: die(year, now))
        if number % 40 == 1:
            year.later(at(day, 8, 40), lambda now: fund(year, now))
        if day.day == 1:
            year.later(at(day, 6), lambda now: settle(year, now))
        if number % 60 == 20:
            year.later(at(day, 7), lambda now: campaign(year, now))


def expire(year: "Year", now: datetime) -> None:
    """What ran out goes to the pools, as many lots as the tally says."""
    lots = year.tally.expire(local_date(now))
    done = expire_lots(now=now)
    year.tally.done["lots expired"] += done
    assert done == lots, (now, done, lots)


def grant(year: "Year", now: datetime) -> None:
    """Each special beneficiary once a month; the pool gives what it has."""
    month, tally = local_date(now).replace(day=1), year.tally
    known = set(Grant.objects.filter(month=month).values_list("id", flat=True))
    made = grant_monthly(now=now)
    fresh = [one for one in Grant.objects.filter(month=month) if one.id not in known]
    gone = {one.pk for one in year.cast.gone}
    wanted = 0 if known else len([one for one in year.cast.special if one.pk not in gone])
    assert made == len(fresh) == wanted, (now, made, len(fresh), wanted)
    tally.done["granted"] += made
    for site in {one.site_id for one in fresh}:
        mine = [one for one in fresh if one.site_id == site]
        from_pool = sum(one.from_pool for one in mine)
        assert from_pool == min(sum(one.minutes for one in mine), tally.pool_time[site].available), now
        tally.pool_time[site].take(from_pool)
    for one in fresh:
        tally.grant[one.person_id].put({one.expires: one.minutes})


def credit(year: "Year", now: datetime) -> None:
    """Whoever has not chosen in time gets TIME."""
    waiting = list(Visit.objects.filter(state=VisitState.CERTIFIED, choice="").order_by("certified_at", "id"))
    year.tally.done["credited unchosen"] += credit_unchosen(now=now)
    for one in waiting:
        visit = Visit.objects.get(id=one.id)
        if visit.state == VisitState.CREDITED:
            year.credited(Need.objects.get(id=visit.need_id), visit)


def die(year: "Year", now: datetime) -> None:
    """Somebody dies: what was arranged is called off, what she had waits for her kin and then goes to the pool."""
    cast = year.cast
    people = year.random.choice((cast.elders, cast.volunteers))
    person = year.random.choice(people)
    done = year.tried(
        "died",
        lambda: record_death(
            actor=cast.staff[person.home_site_id, "clerk"], person_id=person.pk, died_on=local_date(now),
            paper=DeathPaper.CERTIFICATE, reason="去世", now=now,
        ),
    )  # fmt: skip
    if done is None:
        return
    people.remove(person)
    cast.gone.append(person)
    mother = cast.mothers.pop(person.pk, None)
    cast.gone += [mother] if mother is not None else []
    for need in Need.objects.filter(elder_id=person.pk, state=NeedState.CANCELLED):
        year.free(need)


def close(year: "Year", now: datetime) -> None:
    """Nobody was named in time: it goes to the pool, and so does what comes in afterwards."""
    year.tally.done["estates to the pool"] += close_estates(now=now)
    for estate in Estate.objects.filter(state=EstateState.POOLED):
        who, site, tally = estate.person_id, estate.site_id, year.tally
        time, coins = tally.time[who].available, tally.coin[who].available
        if time > 0:
            tally.time[who].take(time)
            tally.pool_time[site].put({NEVER: time})
        if coins > 0:
            tally.coin[who].take(coins)
            tally.pool_coin[site] += coins


def settle(year: "Year", now: datetime) -> None:
    """The statements of the month that is over are made; each is signed by the alliance and by its shop."""
    cast = year.cast
    cast.tally.done["statements"] += make_statements(now=now)
    for statement in Statement.objects.exclude(state=StatementState.AGREED).exclude(shop=None):
        for for_shop in (True, False):
            sign_statement(
                actor=cast.bureau, statement_id=statement.pk, for_shop=for_shop, how=Signed.PAPER, signed_by="老板",
                now=now,
            )  # fmt: skip


def fund(year: "Year", now: datetime) -> None:
    """The bureau fills a pool and a bonus fund; the fund is small and runs out."""
    cast = year.cast
    site = year.random.choice((cast.town.site, cast.town.other_site)).pk
    hours, coins = year.random.randint(1, 10) * 60, year.random.randint(1, 5) * 10
    for target, unit, amount in ((FundTarget.POOL, Unit.TIME, hours), (FundTarget.BONUS, Unit.COIN, coins)):
        made = year.tried(
            f"funded {target}",
            lambda t=target, u=unit, a=amount: fund_site(
                actor=cast.bureau, site_id=site, target=t, unit=u, source=FundSource.SPONSOR, giver="百盛百货",
                amount=a, token=new_id(), now=now,
            ),
        )  # fmt: skip
        if made is not None and target is FundTarget.POOL:
            year.tally.pool_time[site].put({NEVER: amount})
        elif made is not None:
            year.tally.fund[site] += amount


def campaign(year: "Year", now: datetime) -> None:
    """Three days on which coins bring more."""
    first = local_date(now) + timedelta(days=1)
    last, percent = first + timedelta(days=2), year.random.randint(5, 20)
    made = year.tried(
        "campaign",
        lambda: begin_campaign(
            actor=year.cast.bureau, node_id=year.cast.town.city.pk, title="敬老周", percent=percent,
            first_day=first, last_day=last, token=new_id(), now=now,
        ),
    )  # fmt: skip
    if made is not None:
        year.campaigns.append((first, last, percent))


def help_one(year: "Year", now: datetime) -> None:
    """Somebody in hardship gets time out of the pool."""
    elder = year.random.choice(year.cast.elders)
    actor, minutes = year.cast.staff[elder.home_site_id, "coordinator"], year.random.choice((30, 60, 600))
    use = year.tried(
        "pool asked",
        lambda: ask_pool(
            actor=actor, person_id=elder.pk, kind=PoolUseKind.HELP, minutes=minutes, reason="急难", token=new_id(),
            now=now,
        ),
    )  # fmt: skip
    if use is not None and use.state == PoolUseState.DONE:
        days = 45
        year.tally.pool_time[elder.home_site_id].take(minutes)
        year.tally.grant[elder.pk].put({local_date(now) + timedelta(days=days): minutes})
