"""What a service record and a training record say, out of visits and courses: frozen when they are issued."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from nuanliu.domain.care.models import Visit
from nuanliu.domain.care.types import VisitState
from nuanliu.domain.certificates.facts import Facts
from nuanliu.domain.certificates.types import CertificateKind
from nuanliu.domain.gatherings.counted import served_at
from nuanliu.domain.gatherings.models import Signup
from nuanliu.domain.people.joining.models import TrainingRecord
from nuanliu.domain.people.models import Person
from nuanliu.platform import clock, words
from nuanliu.platform.ids import derived_id

COUNTED = (VisitState.CERTIFIED.value, VisitState.CREDITED.value)
"""Decided on by the site; what was made void is in none of them."""
MOST_WORDS = 6
"""Services named in the line of content; the lines below name all."""
COURSES = {"safety": "基础与安全培训", "site": "站点当面培训"}


def service_facts(*, people: Collection[Person], first: date, last: date) -> dict[UUID, Facts]:
    """Of each of the people who served in these days: hours, services and lines, in three questions for all."""
    begins, ends = clock.at(first, 0), clock.at(last + timedelta(days=1), 0)
    rows = Visit.objects.filter(
        volunteer__in=people,
        state__in=COUNTED,
        counted_minutes__gt=0,
        need__starts_at__gte=begins,
        need__starts_at__lt=ends,
    )
    by_person: dict[UUID, list[_Act]] = defaultdict(list)
    for visit in rows.select_related("need__service", "site", "unit").order_by("need__starts_at", "id"):
        by_person[visit.volunteer_id].append(_of_visit(visit))
    for line in served_at(people=[person.pk for person in people], begins=begins, ends=ends):
        if line.person_id is not None and line.counted_minutes:
            by_person[line.person_id].append(_of_gathering(line))
    for acts in by_person.values():
        acts.sort(key=lambda act: (act.starts_at, act.id))
    deciders = {act.certified_by for acts in by_person.values() for act in acts}
    names = dict(Person.objects.filter(pk__in=deciders).values_list("pk", "name"))
    known = {person.pk: person for person in people}
    return {who: _service(known[who], acts, names, first, last) for who, acts in by_person.items()}


@dataclass(frozen=True, slots=True)
class _Act:
    """A visit, or what somebody did at a gathering."""

    id: UUID
    starts_at: datetime
    service: str
    recorded_by: str
    site: str
    minutes: int
    certified_by: UUID | None


def _of_visit(visit: Visit) -> _Act:
    unit = visit.unit.name if visit.unit else visit.site.name
    minutes, need = visit.counted_minutes or 0, visit.need
    return _Act(visit.id, need.starts_at, need.service.name, unit, visit.site.name, minutes, visit.certified_by)


def _of_gathering(line: Signup) -> _Act:
    party, minutes = line.gathering, line.counted_minutes or 0
    unit = line.unit.name if line.unit else party.site.name
    return _Act(line.id, party.starts_at, party.service.name, unit, party.site.name, minutes, party.certified_by)


def _service(person: Person, acts: list[_Act], names: dict[UUID, str], first: date, last: date) -> Facts:
    minutes: dict[str, int] = defaultdict(int)
    lines = []
    for act in acts:
        minutes[act.service] += act.minutes
        lines.append(
            [
                clock.local_date(act.starts_at).isoformat(),
                act.service,
                act.recorded_by,
                words.minutes(act.minutes),
                act.site,
                names.get(act.certified_by, "") if act.certified_by else "",
            ]
        )
    most = sorted(minutes, key=lambda name: (-minutes[name], name))
    content = "、".join(most[:MOST_WORDS]) + ("等" if len(most) > MOST_WORDS else "")
    last_act = acts[-1]
    return Facts(
        key=derived_id(person.pk, "service", first.isoformat(), last.isoformat(), _mark(acts)),
        kind=CertificateKind.SERVICE,
        title="",
        holder=person.name,
        person_id=person.pk,
        words=content,
        responsible=names.get(last_act.certified_by, "") if last_act.certified_by else "",
        minutes=sum(minutes.values()),
        services=len(acts),
        first_day=first,
        last_day=last,
        rows=lines,
    )


def _mark(acts: list[_Act]) -> str:
    """The same acts with the same minutes are the same record; one more, or one made void, is another."""
    return ",".join(f"{act.id}:{act.minutes}" for act in acts)


def with_key(*, facts: Facts, key: UUID) -> Facts:
    """The same facts as a certificate of its own."""
    return replace(facts, key=key)


def training_facts(*, person: Person) -> Facts | None:
    """Every course she has passed; None if there is none."""
    rows = list(TrainingRecord.objects.filter(person=person, is_passed=True).order_by("taken_on", "recorded_at", "id"))
    if not rows:
        return None
    lines = [
        [
            one.taken_on.isoformat(),
            COURSES.get(one.course, one.course),
            one.version,
            words.minutes(one.minutes),
            f"答对 {one.score}/{one.questions}" if one.score is not None else "当面培训",
        ]
        for one in rows
    ]
    return Facts(
        key=derived_id(person.pk, "training", *(str(one.pk) for one in rows)),
        kind=CertificateKind.TRAINING,
        title="",
        holder=person.name,
        person_id=person.pk,
        words="、".join(dict.fromkeys(line[1] for line in lines)),
        minutes=sum(one.minutes for one in rows),
        services=len(rows),
        first_day=rows[0].taken_on,
        last_day=rows[-1].taken_on,
        rows=lines,
    )
