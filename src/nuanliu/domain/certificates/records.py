"""What a service record and a training record say, out of visits and courses: frozen when they are issued."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from nuanliu.domain.care.models import Visit
from nuanliu.domain.care.types import VisitState
from nuanliu.domain.certificates.facts import Facts
from nuanliu.domain.certificates.types import CertificateKind
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
    """Of each of the people who served in these days: hours, services and lines, in two questions for all."""
    begins, ends = clock.at(first, 0), clock.at(last + timedelta(days=1), 0)
    rows = Visit.objects.filter(
        volunteer__in=people,
        state__in=COUNTED,
        counted_minutes__gt=0,
        need__starts_at__gte=begins,
        need__starts_at__lt=ends,
    )
    by_person: dict[UUID, list[Visit]] = defaultdict(list)
    for visit in rows.select_related("need__service", "site", "unit").order_by("need__starts_at", "id"):
        by_person[visit.volunteer_id].append(visit)
    deciders = {visit.certified_by for visits in by_person.values() for visit in visits}
    names = dict(Person.objects.filter(pk__in=deciders).values_list("pk", "name"))
    known = {person.pk: person for person in people}
    return {who: _service(known[who], visits, names, first, last) for who, visits in by_person.items()}


def _service(person: Person, visits: list[Visit], names: dict[UUID, str], first: date, last: date) -> Facts:
    minutes: dict[str, int] = defaultdict(int)
    lines = []
    for visit in visits:
        counted, service = visit.counted_minutes or 0, visit.need.service.name
        minutes[service] += counted
        lines.append(
            [
                clock.local_date(visit.need.starts_at).isoformat(),
                service,
                visit.unit.name if visit.unit else visit.site.name,
                words.minutes(counted),
                visit.site.name,
                names.get(visit.certified_by, "") if visit.certified_by else "",
            ]
        )
    most = sorted(minutes, key=lambda name: (-minutes[name], name))
    content = "、".join(most[:MOST_WORDS]) + ("等" if len(most) > MOST_WORDS else "")
    last_line = visits[-1]
    return Facts(
        key=derived_id(person.pk, "service", first.isoformat(), last.isoformat(), _mark(visits)),
        kind=CertificateKind.SERVICE,
        title="",
        holder=person.name,
        person_id=person.pk,
        words=content,
        responsible=names.get(last_line.certified_by, "") if last_line.certified_by else "",
        minutes=sum(minutes.values()),
        services=len(visits),
        first_day=first,
        last_day=last,
        rows=lines,
    )


def _mark(visits: list[Visit]) -> str:
    """The same visits with the same minutes are the same record; one more, or one made void, is another."""
    return ",".join(f"{visit.id}:{visit.counted_minutes}" for visit in visits)


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
