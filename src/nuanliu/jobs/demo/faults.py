"""False hours: one helper of whom a second person has yet to find it, one of whom it was found."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from nuanliu.domain.care.models import Visit
from nuanliu.domain.care.types import VisitState
from nuanliu.domain.integrity.conduct.models import Mark
from nuanliu.domain.integrity.conduct.types import MarkKind, Source
from nuanliu.domain.network.types import Actor, Role
from nuanliu.jobs.demo.cast import Cast
from nuanliu.platform.errors import Unable
from nuanliu.usecases.conduct.faults import Accusation, propose_fault, second_fault
from nuanliu.usecases.demo_people import VOLUNTEER_NUMBER

SITE = "ZS01"
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
FOUND = ("回访时老人说，那天下大雪，没有人来过。", "又打给老人和邻居，都说没来。本人也承认了。")
WAITING = "回访时老人说来了十来分钟，报的是一个钟头。"


def find_faults(cast: Cast) -> None:
    """At the site of the demo's certifier: he wrote the first down himself, and the second waits for him."""
    certifier, coordinator = cast.staff(SITE, Role.CERTIFIER), cast.staff(SITE, Role.COORDINATOR)
    found = None
    for visit in _certified(cast):
        found = _said(visit, FOUND[0], certifier, cast.now - 2 * DAY)
        if found is not None and _is_found(found, coordinator, cast.now - DAY):
            break
    for visit in _certified(cast):
        is_hers = found is not None and visit.volunteer_id == found.person_id
        if not is_hers and _said(visit, WAITING, coordinator, cast.now - 3 * HOUR) is not None:
            return


def _certified(cast: Cast) -> Iterator[Visit]:
    rows = Visit.objects.filter(site=cast.sites[SITE].site, state=VisitState.CREDITED, choice="time", disputes=None)
    rows = rows.filter(certified_at__lt=cast.now - 3 * DAY, volunteer__home_site=cast.sites[SITE].site)
    yield from rows.exclude(volunteer__volunteer__number=VOLUNTEER_NUMBER).order_by("-need__starts_at", "id")


def _said(visit: Visit, words: str, by: Actor, at: datetime) -> Mark | None:
    said = Accusation(kind=MarkKind.FALSE_HOURS, words=words, source=Source.CALL_BACK)
    try:
        return propose_fault(actor=by, visit_id=visit.id, said=said, now=at)
    except Unable:
        return None


def _is_found(mark: Mark, by: Actor, at: datetime) -> bool:
    try:
        second_fault(actor=by, mark_id=mark.id, is_so=True, words=FOUND[1], now=at)
    except Unable:
        return False
    return True
