"""What a certifier meets: a visit under way for too long, one that went wrong, a question back, an objection."""

from datetime import timedelta

from nuanliu.domain.care.disputes.types import Finding
from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.care.types import VisitState
from nuanliu.domain.care.watching.types import Severity
from nuanliu.domain.network.types import Role
from nuanliu.jobs.demo.at_door import prove_at_the_door
from nuanliu.jobs.demo.cast import Cast
from nuanliu.jobs.demo.faults import find_faults
from nuanliu.jobs.demo.promises import change_the_menu, show_promises
from nuanliu.platform.ids import new_id
from nuanliu.usecases.certifying.asking import ask_back
from nuanliu.usecases.disputes.raising import raise_dispute
from nuanliu.usecases.disputes.ruling import Answer, propose_ruling
from nuanliu.usecases.watching.incidents import report_incident

SITE = "ZS01"
TOO_LONG = timedelta(hours=4)


def disagree(cast: Cast) -> None:
    """After the three weeks: at the site of the demo's certifier."""
    _not_ended(cast)
    _went_wrong(cast)
    _asked_back(cast)
    _objected(cast)
    show_promises(cast)
    find_faults(cast)
    prove_at_the_door(cast)
    change_the_menu(cast)


def _at_the_site(cast: Cast, state: VisitState) -> list[Visit]:
    """The site's visits in a state, the newest first."""
    rows = Visit.objects.filter(site=cast.sites[SITE].site, state=state)
    return list(rows.select_related("volunteer__login", "need__elder").order_by("-need__starts_at", "id"))


def _not_ended(cast: Cast) -> None:
    """Somebody began four hours ago and has not said that she has left."""
    starts = (cast.now - TOO_LONG).replace(minute=0, second=0, microsecond=0)
    elder = cast.sites[SITE].elders[-1]
    asked = starts - timedelta(hours=50)
    need = cast.place(elder, "S101", starts, by=cast.staff(SITE, Role.HOTLINE), at=asked)
    if need.published_at is None:
        need = cast.approve(SITE, need, at=asked + timedelta(hours=1))
    for visit in cast.fill(SITE, need, at=asked + timedelta(hours=2))[:1]:
        if need.helpers_wanted == 1:
            cast.begin(Need.objects.get(id=need.id), visit, at=starts)


def _went_wrong(cast: Cast) -> None:
    for visit in _at_the_site(cast, VisitState.SERVED)[:1]:
        report_incident(
            actor=cast.actor(visit.volunteer.login),
            visit_id=visit.id,
            severity=Severity.MID,
            words="老人家厨房的灯坏了，天黑看不见，怕摔。",
            token=new_id(),
            now=cast.now - timedelta(hours=1),
        )


def _asked_back(cast: Cast) -> None:
    certifier = cast.staff(SITE, Role.CERTIFIER)
    for visit in _at_the_site(cast, VisitState.CONFIRMED)[-1:]:
        if visit.need.elder.name != "陆朝珍":
            ask_back(
                actor=certifier,
                visit_id=visit.id,
                question="水电费的收据在哪里？",
                token=new_id(),
                now=cast.now - timedelta(hours=3),
            )


def _objected(cast: Cast) -> None:
    """An old person says that it was shorter; somebody of the site has proposed half an hour."""
    for visit in _at_the_site(cast, VisitState.CREDITED):
        people = {visit.certified_by, visit.confirmed_by, visit.start_by, visit.end_by}
        coordinator = cast.staff(SITE, Role.COORDINATOR)
        if coordinator.id in people or visit.certified_at is None:
            continue
        raised = max(visit.certified_at, cast.now - timedelta(days=2))
        dispute = raise_dispute(
            actor=cast.actor(visit.need.elder.login),
            visit_id=visit.id,
            words="来是来了，坐了半个钟头就走了。",
            token=new_id(),
            now=raised,
        )
        answer = Answer(Finding.MINUTES, 30, "邻居也说半个钟头就走了，改成半小时。")
        propose_ruling(actor=coordinator, dispute_id=dispute.id, answer=answer, token=new_id(), now=cast.now)
        return
