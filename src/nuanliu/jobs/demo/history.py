"""Three weeks of visits, today's in every state, next week's needs: all relative to the day the demo is loaded."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import IntEnum

from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.network.types import Role
from nuanliu.domain.people.models import Elder, Person
from nuanliu.jobs.demo.cast import SEEN_ON_PAPER, Cast
from nuanliu.platform.clock import at, local, local_date
from nuanliu.usecases.cancel import cancel_need
from nuanliu.usecases.certify_visit import certify_visit, credit_unchosen
from nuanliu.usecases.review_need import review_need

SERVICES = ("S101", "S101", "S201", "S201", "S102", "S202", "S302", "S304", "S204", "S402", "S205", "S303", "S206")
NOTES = {
    "S101": "想有人和我说说话。",
    "S102": "想找人下盘棋。",
    "S201": "买降压药和青菜。",
    "S202": "家里的水电费该交了。",
    "S302": "想到公园走一走。",
    "S304": "早晚各提醒一次。",
}
APART = frozenset({"张桂兰", "陆朝珍"})
"""Whose stories are told apart: the visitor's old person, and the certifier's mother, whom he may not certify."""
HOURS = (9, 10, 14, 15, 16)
BUSY = ("ZS01", "ZS01", "LZ01", "LZ02", "ZS01", "LZ01", "LZ02", "ZS02", "SC01", "PZ01", "LZ03", "SC02", "PZ02")


class Until(IntEnum):
    """How far a visit has come when the curtain rises."""

    OPEN = 1
    TAKEN = 2
    SERVING = 3
    SERVED = 4
    CONFIRMED = 5
    CERTIFIED = 6


@dataclass(frozen=True)
class Scene:
    """One need and how far it has come."""

    site: str
    elder: Elder
    service: str
    starts_at: datetime
    until: Until
    first: Person | None = None
    choice: str | None = None
    waits_days: int = 1
    """Days between the visit and its certification."""


def play(cast: Cast) -> None:
    """Everything, in the order of time as far as one old person's visits depend on each other."""
    _leading_story(cast)
    _past_weeks(cast)
    _today(cast)
    _next_week(cast)
    _odd_cases(cast)
    _across_sites(cast)
    credit_unchosen(now=cast.now)


def _day(cast: Cast, days: int) -> date:
    return local_date(cast.now) + timedelta(days=days)


def show(cast: Cast, scene: Scene) -> tuple[Need, list[Visit]]:
    """Play one scene through the use cases, each act at its own hour."""
    now, starts = cast.now, scene.starts_at
    placed = min(starts - timedelta(hours=50), now - timedelta(hours=30))
    by_herself = cast.random.random() < 0.25 and scene.first is None
    clerk = cast.staff(scene.site, Role.HOTLINE)
    asker = cast.actor(scene.elder.person.login) if by_herself else clerk
    note = NOTES.get(scene.service, "")
    need = cast.place(scene.elder, scene.service, starts, by=asker, at=placed, note=note)
    if need.published_at is None:
        need = cast.approve(scene.site, need, at=placed + timedelta(hours=2))
    if scene.until < Until.TAKEN:
        return need, []
    visits = cast.fill(scene.site, need, at=placed + timedelta(hours=5), first=scene.first)
    if len(visits) == need.helpers_wanted:
        visits = [_serve(cast, scene, need, visit) for visit in visits]
    return need, visits


def _serve(cast: Cast, scene: Scene, need: Need, visit: Visit) -> Visit:
    """From the door to the book."""
    if scene.until < Until.SERVING:
        return visit
    begun = min(scene.starts_at + timedelta(minutes=cast.random.randint(-5, 4)), cast.now)
    visit = cast.begin(need, visit, at=begun)
    if scene.until < Until.SERVED:
        return visit
    choice = cast.random.choice(("time", "time", "coin", "")) if scene.choice is None else scene.choice
    ended = min(begun + timedelta(minutes=need.planned_minutes + cast.random.randint(-5, 9)), cast.now)
    visit = cast.finish(need, visit, at=ended, choice=choice)
    if scene.until < Until.CONFIRMED:
        return visit
    told = cast.minutes_later(ended, 20, 600)
    face = cast.random.choice(("happy", "happy", "happy", "fine", "fine", "sad"))
    visit = cast.confirm(scene.site, need, visit, at=told, face=face)
    if scene.until < Until.CERTIFIED:
        return visit
    decided = at(local_date(ended) + timedelta(days=scene.waits_days), 10, cast.random.randint(0, 59))
    return cast.certify(scene.site, visit, at=min(max(decided, told), cast.now))


def _leading_story(cast: Cast) -> None:
    """张桂兰 and 杨秀琼: the old person and the volunteer whom a visitor will be."""
    elder, helper = cast.elder("ZS01", "张桂兰"), cast.helper("ZS01-0002")
    past = ((-20, 9, "S101", "time"), (-13, 9, "S201", "coin"), (-8, 15, "S303", "time"), (-3, 9, "S201", ""))
    for days, hour, service, choice in past:
        show(cast, Scene("ZS01", elder, service, at(_day(cast, days), hour), Until.CERTIFIED, helper, choice))
    show(cast, Scene("ZS01", elder, "S101", at(_day(cast, -1), 15), Until.SERVED, helper, ""))
    soon = local(cast.now) + timedelta(hours=1)
    hour = soon.hour + (1 if soon.minute else 0)
    when = at(_day(cast, 0), hour) if 8 <= hour <= 18 and soon.date() == _day(cast, 0) else at(_day(cast, 1), 9)
    show(cast, Scene("ZS01", elder, "S201", when, Until.TAKEN, helper))
    show(cast, Scene("ZS01", elder, "S302", at(_day(cast, 4), 10), Until.OPEN))
    kin = cast.elder("ZS01", "陆朝珍")
    show(cast, Scene("ZS01", kin, "S101", at(_day(cast, -2), 10), Until.CONFIRMED))


def _past_weeks(cast: Cast) -> None:
    busy = 0
    for days in range(-21, 0):
        for hour in cast.random.sample(HOURS, 3):
            site = BUSY[busy % len(BUSY)]
            busy += 1
            elder = someone(cast, site)
            until = (
                Until.CERTIFIED if days < -3 else cast.random.choice((Until.SERVED, Until.CONFIRMED, Until.CERTIFIED))
            )
            service = cast.random.choice(SERVICES)
            show(cast, Scene(site, elder, service, at(_day(cast, days), hour), until))


def someone(cast: Cast, site: str) -> Elder:
    """Any old person of the site whose story is not told apart; those with own time a little more often."""
    elders = [elder for elder in cast.sites[site].elders if elder.person.name not in APART]
    with_time = [elder for elder in elders if any(v.pk == elder.pk for v in cast.sites[site].volunteers)]
    return cast.random.choice(with_time if with_time and cast.random.random() < 0.25 else elders)


def _today(cast: Cast) -> None:
    """Around this hour, if it is one at which people are visited; else during the day."""
    clock = local(cast.now)
    if 9 <= clock.hour < 19:
        offsets = (
            (-150, Until.SERVED),
            (-170, Until.CONFIRMED),
            (-20, Until.SERVING),
            (-35, Until.SERVING),
            (45, Until.TAKEN),
        )
        moments = [(cast.now + timedelta(minutes=minutes), until) for minutes, until in offsets]
    else:
        past = (Until.SERVED, Until.CONFIRMED, Until.SERVED, Until.CONFIRMED)
        day = [at(local_date(cast.now), hour) for hour in (9, 10, 14, 16)]
        moments = [
            (moment, until if moment + timedelta(hours=3) < cast.now else Until.TAKEN)
            for moment, until in zip(day, past, strict=True)
        ]
    for number, (moment, until) in enumerate(moments):
        site = ("ZS01", "LZ02", "ZS01", "LZ01", "ZS01")[number]
        show(cast, Scene(site, someone(cast, site), "S101" if number % 2 else "S201", _on_the_quarter(moment), until))


def _on_the_quarter(moment: datetime) -> datetime:
    return moment.replace(minute=moment.minute // 15 * 15, second=0, microsecond=0)


def _next_week(cast: Cast) -> None:
    for number in range(26):
        site = BUSY[number % len(BUSY)]
        starts = at(_day(cast, 1 + number % 7), cast.random.choice(HOURS))
        until = Until.TAKEN if number % 3 == 0 else Until.OPEN
        show(cast, Scene(site, someone(cast, site), cast.random.choice(SERVICES), starts, until))
    _for_review(cast)


def _for_review(cast: Cast) -> None:
    """Asked by old people themselves and waiting for the site; one of them longer than the Standard allows."""
    for number, site in enumerate(("ZS01", "ZS01", "LZ01", "LZ02", "ZS02", "SC01", "PZ01")):
        elder = someone(cast, site)
        asked = cast.now - timedelta(hours=27 if number == 0 else 1 + number)
        starts = at(_day(cast, 3 + number % 4), cast.random.choice(HOURS))
        service = cast.random.choice(("S101", "S102", "S201", "S202"))
        who = cast.actor(elder.person.login)
        cast.place(elder, service, starts, by=who, at=asked, note=NOTES.get(service, ""))


def _across_sites(cast: Cast) -> None:
    """Two volunteers help at the next site: two sites owe each other hours, which the bureau sees cancel out."""
    for days, site, home in ((-5, "ZS01", "ZS02"), (-4, "LZ01", "LZ02")):
        helper = cast.sites[home].volunteers[0].person
        starts = at(_day(cast, days), 8)
        show(cast, Scene(site, someone(cast, site), "S101", starts, Until.CERTIFIED, helper, "time"))


def _odd_cases(cast: Cast) -> None:
    """What a desk has to deal with."""
    _overdue(cast)
    _cancelled(cast)
    _returned(cast)
    _denied(cast)
    _told_by_telephone(cast)


def _overdue(cast: Cast) -> None:
    """A decision that is later than the law allows, and a need whose hour passed without a helper."""
    day = _day(cast, -18)
    show(cast, Scene("ZS01", someone(cast, "ZS01"), "S202", at(day, 10), Until.CONFIRMED))
    show(cast, Scene("ZS01", someone(cast, "ZS01"), "S101", at(_day(cast, -1), 10), Until.OPEN))


def _cancelled(cast: Cast) -> None:
    need, _visits = show(cast, Scene("LZ02", someone(cast, "LZ02"), "S302", at(_day(cast, 2), 10), Until.TAKEN))
    clerk = cast.staff("LZ02", Role.HOTLINE)
    cancel_need(actor=clerk, need_id=need.id, reason="老人要去女儿家住几天。", now=cast.now - timedelta(hours=2))


def _returned(cast: Cast) -> None:
    elder = someone(cast, "ZS01")
    asked = cast.now - timedelta(hours=9)
    who = cast.actor(elder.person.login)
    need = cast.place(elder, "S204", at(_day(cast, 3), 9), by=who, at=asked)
    coordinator = cast.staff("ZS01", Role.COORDINATOR)
    reason = "那天社区停水，请换一天。"
    review_need(actor=coordinator, need_id=need.id, approve=False, reason=reason, now=cast.now - timedelta(hours=3))


def _denied(cast: Cast) -> None:
    """The old person says that nobody came."""
    denied = Scene("LZ01", someone(cast, "LZ01"), "S101", at(_day(cast, -2), 14), Until.SERVED)
    need, visits = show(cast, denied)
    if visits and visits[0].ended_at is not None:
        told = cast.minutes_later(visits[0].ended_at, 60, 300)
        cast.confirm("LZ01", need, visits[0], at=told, face="sad", came=False)


def _told_by_telephone(cast: Cast) -> None:
    """Entered by hand: two people have to look. One is through, one waits for the second."""
    for days, reviewers in ((-6, (Role.CERTIFIER, Role.COORDINATOR)), (-2, (Role.CERTIFIER,))):
        starts = at(_day(cast, days), 14)
        elder = next(one for one in cast.sites["ZS01"].elders[-days:] if one.person.name not in APART)
        need, visits = show(cast, Scene("ZS01", elder, "S202", starts, Until.TAKEN))
        for visit in visits if len(visits) == need.helpers_wanted else ():
            over = starts + timedelta(minutes=need.planned_minutes)
            told = over + timedelta(hours=2)
            cast.report("ZS01", visit, started_at=starts, ended_at=over, at=told)
            cast.confirm("ZS01", need, visit, at=told, face="fine")
            for role in reviewers:
                by = cast.staff("ZS01", role)
                certify_visit(
                    actor=by, visit_id=visit.id, note=SEEN_ON_PAPER, now=min(told + timedelta(hours=18), cast.now)
                )
