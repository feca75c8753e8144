"""What comes every week in the demo city: series in every state, pairs, and what somebody must answer for."""

from datetime import date, time, timedelta
from uuid import UUID, uuid4

from nuanliu.domain.care.series.models import FallbackTask
from nuanliu.domain.care.series.pairs import asked_first
from nuanliu.domain.care.series.types import ForWhom, PairSide, Wish
from nuanliu.domain.network.types import Actor, Role
from nuanliu.domain.people.models import Elder, Person
from nuanliu.jobs.demo.cast import Cast
from nuanliu.platform.errors import Unable
from nuanliu.usecases.accept_need import accept_need
from nuanliu.usecases.answer_fallback import nobody_goes
from nuanliu.usecases.pairing.ask import answer_pair, ask_pair
from nuanliu.usecases.pairing.change import pause_pair
from nuanliu.usecases.raise_fallbacks import raise_tasks
from nuanliu.usecases.series.change import pause_series
from nuanliu.usecases.series.place import Wanted, place_series

APART = 3
"""Old people of a site that other stories of the demo are about."""


def come_every_week(cast: Cast) -> None:
    """张桂兰 and 杨秀琼 are a pair with a visit a week; others wait, run, or rest."""
    leading, helper = cast.elder("ZS01", "张桂兰"), cast.helper("ZS01-0002")
    _pair(cast, "ZS01", leading, helper)
    wanted = Wanted(service_code="S101", weekdays=(2,), at=time(9, 30), minutes=60, wishes=(Wish.SAME_HELPER,))
    _place(cast, leading, wanted, by=cast.staff("ZS01", Role.COORDINATOR))
    for one in list(asked_first(volunteer_id=helper.pk, now=cast.now).order_by("until", "need_id"))[:1]:
        try:
            accept_need(actor=cast.actor(helper.login), need_id=one.need_id, now=cast.now)
        except Unable:
            continue
    _others(cast)
    _nobody(cast)


def _others(cast: Cast) -> None:
    second, third = cast.sites["LZ01"].elders[APART], cast.sites["LZ02"].elders[APART]
    shopping = Wanted(
        service_code="S201", weekdays=(1, 4), at=time(10), minutes=60, note="买菜，少盐。", for_whom=ForWhom.COUPLE
    )
    _place(cast, second, shopping, by=cast.staff("LZ01", Role.COORDINATOR))
    talk = Wanted(service_code="S102", weekdays=(6,), at=time(15), minutes=60, times=10)
    _place(cast, third, talk, by=cast.actor(third.person.login))
    fourth = cast.sites["ZS01"].elders[APART + 1]
    walk = Wanted(service_code="S302", weekdays=(3,), at=time(10), minutes=60)
    series = _place(cast, fourth, walk, by=cast.staff("ZS01", Role.COORDINATOR))
    back = _day(cast, 16)
    pause_series(actor=cast.staff("ZS01", Role.COORDINATOR), series_id=series, resumes_on=back, now=cast.now)
    ill = cast.sites["LZ01"].volunteers
    pair = _pair(cast, "LZ01", second, ill[1].person)
    pause_pair(
        actor=cast.staff("LZ01", Role.COORDINATOR),
        pair_id=pair,
        until=_day(cast, 9),
        substitute_id=ill[2].person.pk,
        now=cast.now,
    )


def _nobody(cast: Cast) -> None:
    """What starts within hours and has nobody is a task; the first of them is answered, the others wait."""
    raise_tasks(now=cast.now)
    tasks = FallbackTask.objects.filter(state="open").select_related("site").order_by("starts_at", "id")
    if tasks.count() > 1:
        task = tasks[0]
        leader = cast.staff(task.site.code, Role.COORDINATOR)
        nobody_goes(actor=leader, task_id=task.id, reason="下雨路滑，老人说改天。", now=cast.now)


def _day(cast: Cast, days: int) -> date:
    return (cast.now + timedelta(days=days)).date()


def _place(cast: Cast, elder: Elder, wanted: Wanted, *, by: Actor) -> UUID:
    return place_series(actor=by, elder_id=elder.pk, wanted=wanted, token=uuid4(), now=cast.now).id


def _pair(cast: Cast, site: str, elder: Elder, helper: Person) -> UUID:
    clerk = cast.staff(site, Role.COORDINATOR)
    pair = ask_pair(actor=clerk, elder_id=elder.pk, volunteer_id=helper.pk, token=uuid4(), now=cast.now)
    answer_pair(actor=clerk, pair_id=pair.id, side=PairSide.ELDER, is_agreed=True, now=cast.now)
    answer_pair(actor=cast.actor(helper.login), pair_id=pair.id, side=PairSide.VOLUNTEER, is_agreed=True, now=cast.now)
    return pair.id
