"""What stands in the house as the rows of a roster: the same columns and words that loading reads (`kinds`).

Read again, every row is as it is stored. What a column cannot say (a skill that is on no list) is left blank, and a
blank cell changes nothing.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from nuanliu.domain.network.models import Appointment, Node
from nuanliu.domain.network.reach import within
from nuanliu.domain.network.types import NodeKind, Role
from nuanliu.domain.people import sealing
from nuanliu.domain.people.models import Elder, Person, Proxy, Relation, Volunteer
from nuanliu.domain.people.queries import emergency_of, helper_note_of
from nuanliu.domain.people.types import ProxyPower
from nuanliu.platform.clock import local_date
from nuanliu.platform.national_codes import ETHNIC, POLITICAL, SEX
from nuanliu.usecases.rosters.choices import Choice
from nuanliu.usecases.rosters.ground import chunks
from nuanliu.usecases.rosters.kinds.catalogue import SKILLS
from nuanliu.usecases.rosters.kinds.elders import CIRCUMSTANCES
from nuanliu.usecases.rosters.kinds.network import BRANCH_KINDS, NODE_KINDS, OFFERS, TRADES
from nuanliu.usecases.rosters.kinds.people import LANGUAGES
from nuanliu.usecases.rosters.kinds.relatives import KINSHIPS
from nuanliu.usecases.rosters.kinds.staff import ROLES
from nuanliu.usecases.rosters.kinds.volunteers import CREDIT_CHOICES, FIVE_ELDERS
from nuanliu.usecases.rosters.types import RosterKind

Reach = tuple[str, ...]
Line = dict[str, str]
MADE_UP = ("p-", "s-", "t-")
"""Sign-in names that nobody chose begin so."""
WEEKDAYS = "一二三四五六日"


def _words(choice: Choice, codes: Iterable[str]) -> str:
    """Several codes in one cell; blank where the list does not have them in this order."""
    listed = list(codes)
    return (
        "、".join(choice.words[code] for code in listed) if listed == [c for c in choice.words if c in listed] else ""
    )


def _day(moment: date | datetime | None) -> str:
    if moment is None:
        return ""
    return (local_date(moment) if isinstance(moment, datetime) else moment).isoformat()


def _degrees(value: Any) -> str:
    return "" if value is None else f"{value:.5f}"


def _yes(value: object) -> str:
    return "是" if value else "否"


def _person(person: Person) -> Line:
    contact = sealing.contact_of(person)
    return {
        "name": person.name,
        "sex": "" if person.sex == "0" else str(SEX.get(person.sex, "")),
        "ethnicity": ETHNIC.get(person.ethnicity, ""),
        "identity": sealing.identity_of(person),
        "birth_date": _day(person.birth_date),
        "phone": contact.phone,
        "political_status": str(POLITICAL.get(person.political_status, "")),
        "address": contact.address,
        "street": person.street,
        "latitude": _degrees(person.latitude),
        "longitude": _degrees(person.longitude),
        "site": person.home_site.code,
        "branch": person.branch.code if person.branch else "",
    }


def _node(node: Node) -> Line:
    return {
        "code": node.code,
        "name": node.name,
        "parent": node.parent.code if node.parent else "",
        "short_name": node.short_name,
        "phone": node.phone,
        "address": node.address,
        "hours": node.hours,
        "latitude": _degrees(node.latitude),
        "longitude": _degrees(node.longitude),
    }


def _nodes(paths: Reach, kinds: Iterable[str]) -> QuerySet[Node]:
    rows = Node.objects.filter(within(paths=paths, column="path"), closed_at=None, kind__in=list(kinds))
    return rows.select_related("parent").order_by("path")


def organisations(paths: Reach) -> Iterator[Line]:
    """Everything that the roster of organisations may hold."""
    for node in _nodes(paths, NODE_KINDS.words):
        yield _node(node) | {"kind": NODE_KINDS.words[node.kind]}


def branches(paths: Reach) -> Iterator[Line]:
    """Party branches."""
    for node in _nodes(paths, [NodeKind.BRANCH]):
        activity_day = str(node.details.get("activity_day", ""))
        yield _node(node) | {"kind": BRANCH_KINDS.words.get(node.branch_kind, ""), "activity_day": activity_day}


def shops(paths: Reach) -> Iterator[Line]:
    """Shops, each with whoever keeps it."""
    nodes = list(_nodes(paths, [NodeKind.SHOP]))
    held = Appointment.objects.filter(node__in=nodes, role=Role.SHOP_OWNER, ended_at=None)
    owners = {one.node_id: one.holder.person for one in held.select_related("holder__person").order_by("-starts_at")}
    for node in nodes:
        known, owner = node.details, owners.get(node.pk)
        yield _node(node) | {
            "trade": TRADES.words.get(known.get("trade", ""), ""),
            "credit_code": known.get("credit_code", ""),
            "offer_kind": OFFERS.words.get(known.get("offer_kind", ""), ""),
            "offer": known.get("offer", ""),
            "monthly_coins": str(known.get("monthly_coins") or ""),
            "owner_name": owner.name if owner else "",
            "owner_identity": sealing.identity_of(owner) if owner else "",
            "owner_phone": sealing.contact_of(owner).phone if owner else "",
        }


def staff(paths: Reach) -> Iterator[Line]:
    """Appointments in force: a line each."""
    rows = Appointment.objects.filter(
        within(paths=paths, column="node__path"), ended_at=None, role__in=list(ROLES.words)
    )
    rows = rows.select_related("node", "holder__person__home_site", "holder__person__branch")
    for one in rows.order_by("node__path", "starts_at", "id"):
        name = one.holder.username
        yield _person(one.holder.person) | {
            "node": one.node.code,
            "role": ROLES.words[one.role],
            "username": "" if name.startswith(MADE_UP) else name,
            "since": _day(one.starts_at),
        }


def volunteers(paths: Reach) -> Iterator[Line]:
    """Volunteers."""
    rows = Volunteer.objects.filter(within(paths=paths, column="person__home_site__path"), person__closed_at=None)
    rows = rows.select_related("person__home_site", "person__branch").prefetch_related("free_times")
    for one in rows.order_by("number"):
        skills = [skill for skill in one.skills if skill in SKILLS.words]
        elders = [skill for skill in one.skills if skill in FIVE_ELDERS.words]
        is_sayable = one.skills == [*skills, *elders[:1]]
        free = sorted((span.weekday, span.from_minute, span.to_minute) for span in one.free_times.all())
        yield _person(one.person) | {
            "number": one.number,
            "skills": _words(SKILLS, skills) if is_sayable else "",
            "five_elders": elders[0] if is_sayable and elders else "",
            "languages": _words(LANGUAGES, one.languages),
            "reach_metres": f"{one.reach_metres / 1000:g}",
            "free_times": "、".join(_span(*span) for span in free),
            "default_choice": CREDIT_CHOICES.words.get(one.default_choice, ""),
            "joined_on": _day(one.joined_on),
            "trained_on": _day(one.trained_on),
            "insured_until": _day(one.insured_until),
            "declared_on": _day(one.declared_on),
            "health_declared_on": _day(one.health_declared_on),
        }


def _span(weekday: int, start: int, end: int) -> str:
    return f"周{WEEKDAYS[weekday - 1]}{start // 60}:{start % 60:02d}-{end // 60}:{end % 60:02d}"


def elders(paths: Reach) -> Iterator[Line]:
    """Old people."""
    rows = Elder.objects.filter(within(paths=paths, column="person__home_site__path"), person__closed_at=None)
    rows = rows.select_related("person__home_site", "person__branch", "regular_helper__volunteer")
    for one in rows.order_by("person__home_site__code", "person__name", "pk"):
        helper = getattr(one.regular_helper, "volunteer", None)
        name, phone = _contact(emergency_of(elder=one))
        yield _person(one.person) | {
            "has_phone": _yes(one.has_phone),
            "floor_and_stairs": one.floor_and_stairs,
            "circumstances": _words(CIRCUMSTANCES, one.circumstances),
            "languages": _words(LANGUAGES, one.languages),
            "emergency_name": name,
            "emergency_phone": phone,
            "helper_note": helper_note_of(elder=one),
            "regular_helper": helper.number if helper else "",
            "registered_on": _day(one.registered_at),
        }


def _contact(written: str) -> tuple[str, str]:
    """A name and a telephone out of what was written as one; both blank if it is neither."""
    name, _space, phone = written.rpartition(" ")
    if not phone.replace("-", "").isdigit():
        name, phone = written, ""
    return (name, phone) if " " not in name and not any(sign.isdigit() for sign in name) else ("", "")


def relatives(paths: Reach) -> Iterator[Line]:
    """Recorded relatives of old people, with what they may do for them."""
    rows = Relation.objects.filter(
        within(paths=paths, column="person__home_site__path"),
        person__elder__isnull=False,
        person__closed_at=None,
        relative__closed_at=None,
    )
    rows = rows.select_related("person__home_site", "person__branch", "relative__home_site", "relative__branch")
    for part in chunks(list(rows.order_by("person__home_site__code", "person__name", "relative__name", "id"))):
        agreed = {
            (proxy.elder_id, proxy.relative_id): proxy
            for proxy in Proxy.objects.filter(elder__in=[one.person_id for one in part], withdrawn_at=None)
        }
        for one in part:
            yield _relative(one, agreed.get((one.person_id, one.relative_id)))


def _relative(one: Relation, proxy: Proxy | None) -> Line:
    elder, powers = _person(one.person), set(proxy.powers) if proxy else set()
    return _person(one.relative) | {
        "elder_name": elder["name"],
        "elder_identity": elder["identity"],
        "elder_phone": elder["phone"],
        "kinship": KINSHIPS.words[one.kinship],
        "may_ask": _yes(ProxyPower.ASK in powers),
        "may_see": _yes(ProxyPower.SEE in powers),
        "may_confirm": _yes(ProxyPower.CONFIRM in powers),
        "may_give": _yes(ProxyPower.GIVE in powers),
        "how": proxy.how if proxy else "",
        "agreed_on": _day(proxy.agreed_at) if proxy else "",
    }


LISTINGS: dict[RosterKind, Callable[[Reach], Iterator[Line]]] = {
    RosterKind.ORGANISATIONS: organisations,
    RosterKind.BRANCHES: branches,
    RosterKind.SHOPS: shops,
    RosterKind.STAFF: staff,
    RosterKind.VOLUNTEERS: volunteers,
    RosterKind.ELDERS: elders,
    RosterKind.RELATIVES: relatives,
}


def table_of(*, columns: Sequence[Any], lines: Iterable[Line]) -> list[list[str]]:
    """Headings and rows, cell by cell."""
    return [
        [column.header for column in columns],
        *([line.get(column.field, "") for column in columns] for line in lines),
    ]
