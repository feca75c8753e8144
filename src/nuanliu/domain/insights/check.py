"""Are the summaries what the rows say? Everything is counted again, from the rows, and laid beside what stands."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Sum as SumOf
from django.db.models.functions import TruncDate

from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.insights.facts.people import people_now
from nuanliu.domain.insights.models import Cell, Mark
from nuanliu.domain.insights.refresh import BY_DAY, flow_code
from nuanliu.domain.insights.standings import path_on, paths_of
from nuanliu.domain.insights.types import NOW, Dimension, Key, Slice, Span, Subject, Sum
from nuanliu.domain.ledger.seals.tail import all_moved, sealed_lengths
from nuanliu.domain.people.models import Elder, Volunteer
from nuanliu.platform.clock import LOCAL, local_date

if TYPE_CHECKING:
    from uuid import UUID


@dataclass(frozen=True, slots=True)
class Wrong:
    """One figure that does not agree."""

    subject: str
    span: str
    start: date
    what: str
    stands: tuple[int, int]
    counted: tuple[int, int]

    def __str__(self) -> str:
        return f"{self.subject} {self.span} {self.start} {self.what}: {self.stands} stands, {self.counted} counted"


def check_summaries(*, now: datetime) -> list[Wrong]:
    """Everything that does not agree; empty if all is right. Days that wait to be made anew are told too."""
    return [*_waiting(), *_days(), *_people(now), *_book(), *_months()]


def _waiting() -> Iterator[Wrong]:
    waiting = Mark.objects.count()
    if waiting:
        yield Wrong("mark", "", NOW, "waiting", (waiting, 0), (0, 0))


def _stored(subject: Subject, span: Span, start: date) -> Slice:
    rows = Cell.objects.filter(subject=subject, span=span, start=start)
    return {Key(c.site_id, c.path, Dimension(c.dimension), c.value): Sum(c.count, c.amount) for c in rows}


def _compared(subject: Subject, span: Span, start: date, counted: Slice) -> Iterator[Wrong]:
    stored, nothing = _stored(subject, span, start), Sum()
    for key in stored.keys() | counted.keys():
        left, right = stored.get(key, nothing), counted.get(key, nothing)
        if left != right:
            what = f"{key.path} {key.dimension}={key.value}"
            yield Wrong(subject, span, start, what, (left.count, left.amount), (right.count, right.amount))


def days_with_rows(subject: Subject) -> set[date]:
    """Every day on which there is a row that could count."""
    if subject is Subject.JOINED:
        elders = Elder.objects.annotate(day=TruncDate("registered_at", tzinfo=LOCAL)).values_list("day", flat=True)
        return set(elders.distinct()) | set(Volunteer.objects.values_list("joined_on", flat=True).distinct())
    rows = (
        Visit.objects.exclude(ended_at=None).annotate(day=TruncDate("ended_at", tzinfo=LOCAL))
        if subject is Subject.VISIT
        else Need.objects.annotate(day=TruncDate("submitted_at", tzinfo=LOCAL))
    )
    return set(rows.order_by().values_list("day", flat=True).distinct())


def _days() -> Iterator[Wrong]:
    for subject, count in BY_DAY.items():
        stored = Cell.objects.filter(subject=subject, span=Span.DAY).values_list("start", flat=True).distinct()
        for day in sorted(set(stored) | days_with_rows(subject)):
            yield from _compared(subject, Span.DAY, day, count(day=day))


def _people(now: datetime) -> Iterator[Wrong]:
    yield from _compared(Subject.PEOPLE, Span.NOW, NOW, people_now(year=local_date(now).year))


def _book() -> Iterator[Wrong]:
    days: defaultdict[date, Slice] = defaultdict(dict)
    for site in sealed_lengths():
        paths = paths_of(site=site)
        for moved in all_moved(site=site):
            key = Key(site, path_on(paths=paths, day=moved.day), Dimension.FLOW, flow_code(moved.flow))
            days[moved.day].setdefault(key, Sum()).add(moved.count, moved.amount)
    stored = Cell.objects.filter(subject=Subject.BOOK, span=Span.DAY).values_list("start", flat=True).distinct()
    for day in sorted(set(stored) | days.keys()):
        yield from _compared(Subject.BOOK, Span.DAY, day, days[day])


def _months() -> Iterator[Wrong]:
    """Every month is the sum of its days."""
    sums: defaultdict[tuple[str, date, UUID, str, str, str], Sum] = defaultdict(Sum)
    columns = ("subject", "start", "site_id", "path", "dimension", "value")
    for span, sign in ((Span.DAY, 1), (Span.MONTH, -1)):
        rows = Cell.objects.filter(span=span).values_list(*columns).annotate(SumOf("count"), SumOf("amount"))
        for subject, start, site, path, dimension, value, count, amount in rows.order_by():
            key = (subject, start.replace(day=1), site, path, dimension, value)
            sums[key].add(sign * count, sign * amount)
    for (subject, month, _site, path, dimension, value), left in sums.items():
        if left != Sum():
            yield Wrong(subject, Span.MONTH, month, f"{path} {dimension}={value}", (0, 0), (left.count, left.amount))
