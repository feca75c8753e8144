"""Books filled for the benchmarks, with the same towns that the tests use."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from nuanliu.domain.care.types import NeedState, VisitState
from nuanliu.domain.network.models import Login
from nuanliu.domain.network.types import Role
from nuanliu.domain.notices.operations import tell
from nuanliu.domain.notices.types import NoticeKind
from nuanliu.platform import clock
from nuanliu.platform.clock import local_date
from tests.support.bulk import add_needs, add_visits
from tests.support.town import Town, add_service


def confirmed_visits(count: int) -> None:
    """One site, four certifiers, 40 helpers, 41 old people, and `count` visits waiting to be certified."""
    town = Town.found()
    elders = [town.elder(f"老人{number}") for number in range(41)]
    helpers = [town.volunteer(f"志愿者{number}") for number in range(40)]
    for number in range(4):
        town.certifier(f"认定员{number}")
    add_visits(town, add_needs(town, elders, NeedState.CONFIRMED, count), helpers, VisitState.CONFIRMED)


@dataclass(frozen=True)
class BusySite:
    """A site with many rows, and the list pages to fetch: who signs in, page, its arguments, what is searched for."""

    pages: list[tuple[Login | None, str, dict[str, str], str]]


def a_busy_site(*, rows: int, now: datetime) -> BusySite:
    """So many needs in each state that a list shows, one old person and one helper who have `rows` of their own."""
    town = Town.found()
    town.now = now
    elder, helper = town.elder("张桂兰", phone="13900000001"), town.volunteer("李志愿")
    elders = [town.elder(f"王老人{number}") for number in range(max(1, rows // 10))]
    helpers = [town.volunteer(f"志愿者{number}") for number in range(max(1, rows // 10))]
    clerk, officer = town.staff(Role.COORDINATOR), town.staff(Role.BUREAU_STANDARDS, node=town.city)
    audit = town.staff(Role.BUREAU_AUDIT, "审计员", node=town.city)
    for state in (NeedState.SUBMITTED, NeedState.OPEN, NeedState.UNSERVED):
        add_needs(town, elders, state, rows, first=local_date(now))
    for need_state, state in ((NeedState.SERVED, VisitState.SERVED), (NeedState.CONFIRMED, VisitState.CONFIRMED)):
        add_visits(town, add_needs(town, elders, need_state, rows, first=local_date(now)), helpers, state)
    mine = add_needs(town, [elder], NeedState.MATCHED, rows, first=local_date(now))
    add_visits(town, mine, [helper], VisitState.TAKEN)
    for _line in range(rows):
        town.give(helper, 30)
    for need in mine:
        tell(person=helper, kind=NoticeKind.VISIT_TODAY, need=need, at=now)
        tell(person=elders[0], kind=NoticeKind.NEED_PUBLISHED, need=need, at=now)

    def login(person_id: UUID | None) -> Login:
        return Login.objects.get(pk=person_id)

    desk, old, young = login(clerk.id), login(elder.pk), login(helper.pk)
    columns = ("late", "review", "waiting", "matched", "serving", "confirm", "certify")
    return BusySite(
        [
            (None, "public:home", {}, ""),
            (None, "public:sites", {}, ""),
            (desk, "desk:board", {}, ""),
            *((desk, "desk:column", {"code": code}, "") for code in columns),
            (desk, "desk:people", {}, ""),
            (desk, "desk:day", {}, ""),
            (desk, "hotline:home", {}, "wlr"),
            (desk, "hotline:calls", {}, ""),
            (old, "elder:arrangements", {}, ""),
            (young, "volunteer:home", {}, ""),
            (young, "volunteer:visits", {}, ""),
            (young, "volunteer:passbook-unit", {"unit": "time"}, ""),
            (young, "volunteer:inbox", {}, ""),
            (login(officer.id), "bureau:home", {}, ""),
            (login(audit.id), "bureau:audit", {}, ""),
        ]
    )


def a_town_on_the_phone() -> Login:
    """A site with a catalogue of 25 services and people who ring up; the clerk who answers."""
    town = Town.found()
    town.now = clock.now()
    for number in range(2, 26):
        add_service(f"S9{number:02d}", name=f"服务{number}", name_en=f"Service {number}", position=number)
    town.elder("张桂兰", phone="13800000001")
    for name in ("王秀英", "王秀云"):
        town.elder(name)
    return Login.objects.get(pk=town.clerk().id)
