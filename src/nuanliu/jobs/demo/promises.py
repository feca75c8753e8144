"""Promises that were not kept, and a catalogue that changes: given back late, an appeal, a service left out."""

from datetime import datetime, timedelta

from nuanliu.domain.care.menu.queries import values_of
from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.network.types import Role
from nuanliu.domain.people.models import Elder, Volunteer
from nuanliu.jobs.demo.cast import Cast
from nuanliu.jobs.demo.city import bureau
from nuanliu.platform.clock import at, local_date
from nuanliu.platform.ids import new_id
from nuanliu.usecases.accept_need import UnableToTakeNeed, accept_need
from nuanliu.usecases.cancel import cancel_visit
from nuanliu.usecases.conduct.appeals import appeal
from nuanliu.usecases.conduct.missing import note_absent, note_no_show
from nuanliu.usecases.demo_people import VOLUNTEER_NUMBER
from nuanliu.usecases.keep_catalogue import begin_change, publish_draft, save_draft
from nuanliu.usecases.keep_menu import leave_out

SITE, LEFT_OUT = "ZS01", "S502"
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def show_promises(cast: Cast) -> None:
    """After the three weeks: at the site of the demo's clerk, and on the page of the demo's volunteer."""
    leading = Volunteer.objects.select_related("person__login").get(number=VOLUNTEER_NUMBER)
    others = [one for one in cast.sites[SITE].volunteers if one.pk != leading.pk]
    visit = taken(cast, leading, on(cast, -6, 8))
    if visit is not None:
        when = visit.need.starts_at - 2 * HOUR
        actor = cast.actor(leading.person.login)
        cancel_visit(actor=actor, visit_id=visit.id, reason="孩子发烧，要去医院。", now=when)
    _missed(cast, others)
    _not_at_home(cast, others)


def _missed(cast: Cast, others: list[Volunteer]) -> None:
    """She did not come, the old person waited; she says why, and somebody else will look."""
    clerk = cast.staff(SITE, Role.HOTLINE)
    for helper in others:
        visit = taken(cast, helper, on(cast, -3, 8))
        if visit is None:
            continue
        when = visit.need.starts_at + HOUR
        mark = note_no_show(actor=clerk, visit_id=visit.id, reason="老人打来说等了四十分钟。", now=when)
        words = "那天路上塌方，手机没有信号。"
        appeal(actor=cast.actor(helper.person.login), mark_id=mark.id, words=words, now=when + 5 * HOUR)
        return


def _not_at_home(cast: Cast, others: list[Volunteer]) -> None:
    clerk = cast.staff(SITE, Role.HOTLINE)
    for helper in reversed(others):
        visit = taken(cast, helper, on(cast, -4, 8))
        if visit is not None:
            when = visit.need.starts_at + HOUR
            note_absent(actor=clerk, visit_id=visit.id, reason="敲门没人，邻居说走亲戚去了。", now=when)
            return


def on(cast: Cast, days: int, hour: int) -> datetime:
    """So many days from today, at that hour."""
    return at(local_date(cast.now) + days * DAY, hour)


def taken(cast: Cast, helper: Volunteer, starts: datetime, *, elder: Elder | None = None) -> Visit | None:
    """A chat arranged with this helper; None where she had something else."""
    elder = elder or cast.sites[SITE].elders[-2]
    asked = starts - 50 * HOUR
    need = cast.place(elder, "S101", starts, by=cast.staff(SITE, Role.HOTLINE), at=asked)
    if need.published_at is None:
        need = cast.approve(SITE, need, at=asked + HOUR)
    try:
        visit = accept_need(actor=cast.actor(helper.person.login), need_id=need.id, now=asked + 2 * HOUR)
    except UnableToTakeNeed:
        return None
    visit.need = Need.objects.get(id=need.id)
    return visit


def change_the_menu(cast: Cast) -> None:
    """A site leaves something out; the bureau has published a change that is to come, and is writing another."""
    lead = cast.staff(SITE, Role.COORDINATOR)
    left = cast.services[LEFT_OUT]
    leave_out(
        actor=lead,
        site_id=cast.sites[SITE].site.pk,
        service_id=left.pk,
        reason="医生下乡巡诊，下个月再来。",
        now=cast.now - 3 * DAY,
    )
    by = bureau(now=cast.now)
    hospital, walk = cast.services["S301"], cast.services["S302"]
    draft = begin_change(actor=by, service_id=hospital.pk, token=new_id(), now=cast.now - 2 * DAY)
    values = values_of(terms=hospital) | {"bring": "病历袋、水、老人的证件清单、充好电的手机"}
    save_draft(actor=by, draft_id=draft.pk, values=values, now=cast.now - 2 * DAY)
    publish_draft(
        actor=by,
        draft_id=draft.pk,
        reason="有老人排队时找不到家里人，要能马上打电话。",
        day=local_date(cast.now) + 7 * DAY,
        now=cast.now - DAY,
    )
    other = begin_change(actor=by, service_id=walk.pk, token=new_id(), now=cast.now - DAY)
    values = values_of(terms=walk) | {"max_minutes": 90, "never": f"{walk.never}下雨下雪不出门。"}
    save_draft(actor=by, draft_id=other.pk, values=values, now=cast.now - DAY)
