"""Gatherings: planned, announced, filled, rolled, certified; one is given back to be counted again."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from nuanliu.domain.gatherings.models import Gathering, Signup
from nuanliu.domain.gatherings.types import GatheringState, Role
from nuanliu.platform.clock import at, local_date
from nuanliu.platform.ids import new_id
from nuanliu.usecases.gather.certify import certify_gathering
from nuanliu.usecases.gather.plan import announce_gathering, plan_gathering
from nuanliu.usecases.gather.planning import Plan
from nuanliu.usecases.gather.roll import keep_roll, open_roll, return_roll
from nuanliu.usecases.gather.sign_up import leave_list, sign_up

if TYPE_CHECKING:
    from tests.campaigns.month.play import Month

MINUTES = 120


def lay_out(month: "Month", first: date, days: int) -> None:
    """One after the other, at both sites by turns."""
    for number in range(month.cast.size.gatherings):
        day = first + timedelta(days=1 + number * (days - 6) // month.cast.size.gatherings)
        month.later(at(day, 9, 30), lambda now, n=number: plan(month, n, now))


def plan(month: "Month", number: int, now: datetime) -> None:
    """Three days ahead; helpers and old people sign up, more than there are places; one of them thinks again."""
    site, size = month.cast.sites[number % 2], month.cast.size
    chief = month.cast.at(site.pk, "judge")
    starts = at(local_date(now) + timedelta(days=3), 19)
    facts = Plan(
        service="S101", title=f"联欢{number}", about="", place="活动室", starts_at=starts,
        ends_at=starts + timedelta(minutes=MINUTES), wanted={Role.USHER: size.roll, Role.GUEST: size.roll},
    )  # fmt: skip
    party = plan_gathering(actor=chief, host_id=site.pk, plan=facts, token=new_id(), now=now)
    announce_gathering(actor=chief, gathering_id=party.id, now=now)
    for people, role in ((month.cast.volunteers, Role.USHER), (month.cast.elders, Role.GUEST)):
        for person in month.random.sample(people, k=min(size.roll + 2, len(people))):
            month.tried(
                f"signed up as {role}",
                lambda who=person, part=role: sign_up(
                    actor=month.cast.actor(who.pk), gathering_id=party.id, person_id=who.pk, role=part, now=now
                ),
            )
    line = Signup.objects.filter(gathering_id=party.id, role=Role.USHER, state="in").order_by("number").first()
    if line is not None:
        helper = month.cast.actor(line.person_id)
        month.tried("left", lambda: leave_list(actor=helper, gathering_id=party.id, signup_id=line.id, now=now))
    month.later(starts, lambda moment: call_roll(month, party, moment, number))


def call_roll(month: "Month", party: Gathering, now: datetime, number: int) -> None:
    """Most came; some helpers stayed a part of the time. The second roll is sent back once."""
    whose = {"actor": month.cast.at(party.site_id, "judge"), "gathering_id": party.id}
    open_roll(now=now, **whose)
    lines = list(Signup.objects.filter(gathering_id=party.id, state="in").order_by("number"))
    came = {line.number: line for line in lines if month.chance(85)} or {lines[0].number: lines[0]}
    minutes = {
        number: month.random.choice((20, 58, 87)) for number, line in came.items()
        if line.role == Role.USHER and month.chance(30)
    }  # fmt: skip
    over = now + timedelta(minutes=MINUTES + 10)
    keep_roll(came=set(came), minutes=minutes, hands_in=True, is_paper=number == 2, now=over, **whose)
    certifier = month.cast.at(party.site_id, "certifier")
    if number == 1:
        return_roll(actor=certifier, gathering_id=party.id, reason="再点一次", now=over)
        keep_roll(came=set(came), minutes=minutes, hands_in=True, is_paper=False, now=over, **whose)
        month.done["roll returned"] += 1
    month.later(over + timedelta(hours=14), lambda moment: certify(month, party, moment))


def certify(month: "Month", party: Gathering, now: datetime) -> None:
    """One certifier, or two; the model counts every line by itself."""
    lines = list(
        Signup.objects.filter(gathering_id=party.id, state="in", came=True, role=Role.USHER).order_by("number")
    )
    for role in ("certifier", "second certifier"):
        actor = month.cast.at(party.site_id, role)
        made = month.tried(
            "gathering certified", lambda a=actor: certify_gathering(actor=a, gathering_id=party.id, now=now)
        )
        if made is not None and made.state == GatheringState.CERTIFIED:
            break
    else:
        return
    plain, day = month.plain, local_date(party.starts_at)
    counted = {
        line.person_id: plain.counted(line.person_id, party.starts_at, line.minutes or 0, MINUTES) for line in lines
    }
    for line in lines:
        minutes = counted[line.person_id]
        plain.gathered[line.person_id, day] = plain.gathered.get((line.person_id, day), 0) + minutes
        plain.beside[line.person_id, "honour"] += minutes
        if line.choice:
            plain.beside[line.person_id, line.choice] += minutes * 100 // 60 if line.choice == "coin" else minutes
        else:
            plain.unchosen.append((line.person_id, minutes, now))
