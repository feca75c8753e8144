"""Reading the summaries: sums of some months under a place, whole or by what is below it, by value, by day."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Min, Q, QuerySet
from django.db.models import Sum as SumOf

from nuanliu.domain.insights.models import Cell
from nuanliu.domain.insights.periods import Period, plus_months
from nuanliu.domain.insights.types import NOW, Dimension, Span, Subject, Sum

Asked = tuple[Subject, Dimension]
Told = dict[tuple[Subject, Dimension, date], dict[str, Sum]]


def _cells(*, under: str, asked: Iterable[Asked], months: Iterable[date]) -> QuerySet[Cell]:
    wanted = Q(pk__in=[])
    dated = list(months)
    for subject, dimension in asked:
        when = Q(span=Span.NOW, start=NOW) if subject is Subject.PEOPLE else Q(span=Span.MONTH, start__in=dated)
        wanted |= Q(subject=subject, dimension=dimension) & when
    found = Cell.objects.filter(wanted).order_by()
    return found.filter(path__startswith=under) if under.count("/") > 1 else found


def sums_of(*, under: str, asked: Sequence[Asked], months: Iterable[date]) -> Told:
    """The sums of some months, one by one, of everything under a path: one query, whatever is asked."""
    rows: Any = _cells(under=under, asked=asked, months=months)
    found: defaultdict[tuple[Subject, Dimension, date], dict[str, Sum]] = defaultdict(dict)
    summed = rows.values_list("subject", "dimension", "start", "value").annotate(SumOf("count"), SumOf("amount"))
    for subject, dimension, start, value, count, amount in summed:
        found[Subject(subject), Dimension(dimension), start][value] = Sum(int(count), int(amount))
    return dict(found)


def within(told: Told, *, subject: Subject, dimension: Dimension, period: Period) -> dict[str, Sum]:
    """Of what `sums_of` told, the sums of a whole period by value."""
    months = [NOW] if subject is Subject.PEOPLE else period.all_months
    found: defaultdict[str, Sum] = defaultdict(Sum)
    for month in months:
        for value, one in told.get((subject, dimension, month), {}).items():
            found[value].add(one.count, one.amount)
    return dict(found)


def sums_below(
    *, under: str, asked: Sequence[Asked], period: Period, values: Iterable[str] | None = None
) -> dict[str, dict[Asked, dict[str, Sum]]]:
    """By the code of what stands directly below a path ("" for itself): the sums of a period. One query."""
    rows: Any = _cells(under=under, asked=asked, months=period.all_months)
    if values is not None:
        rows = rows.filter(value__in=list(values))
    found: defaultdict[str, defaultdict[Asked, dict[str, Sum]]] = defaultdict(lambda: defaultdict(dict))
    summed = rows.values_list("path", "subject", "dimension", "value").annotate(SumOf("count"), SumOf("amount"))
    for path, subject, dimension, value, count, amount in summed:
        child = path[len(under) :].partition("/")[0]
        of_child = found[child][Subject(subject), Dimension(dimension)]
        of_child.setdefault(value, Sum()).add(int(count), int(amount))
    return {child: dict(told) for child, told in found.items()}


def days_of(*, under: str, subject: Subject, dimension: Dimension, month: date) -> dict[date, dict[str, Sum]]:
    """The sums of each day of a month by value."""
    rows: Any = Cell.objects.filter(
        span=Span.DAY, subject=subject, dimension=dimension, start__gte=month, start__lt=plus_months(month, 1)
    )
    if under.count("/") > 1:
        rows = rows.filter(path__startswith=under)
    found: defaultdict[date, dict[str, Sum]] = defaultdict(dict)
    for day, value, count, amount in (
        rows.order_by().values_list("start", "value").annotate(SumOf("count"), SumOf("amount"))
    ):
        found[day][value] = Sum(int(count), int(amount))
    return dict(found)


def first_month() -> date | None:
    """The first month with a certified service or a need; None before there is any."""
    found: list[date | None] = [
        Cell.objects.filter(span=Span.MONTH, subject=subject, dimension=Dimension.ALL).aggregate(m=Min("start"))["m"]
        for subject in (Subject.VISIT, Subject.NEED)
    ]
    return min((month for month in found if month is not None), default=None)


def sums_by_site(*, under: str, subject: Subject, dimension: Dimension, period: Period, value: str) -> dict[UUID, Sum]:
    """By site: the sum of one value in a period."""
    rows: Any = _cells(under=under, asked=[(subject, dimension)], months=period.all_months).filter(value=value)
    summed = rows.values_list("site_id").annotate(SumOf("count"), SumOf("amount"))
    return {site: Sum(int(count), int(amount)) for site, count, amount in summed}


def sums_below_paths(*, under: str, subject: Subject, dimension: Dimension, period: Period) -> dict[str, Sum]:
    """By whole path: the sums of a period under a path, whatever the value."""
    rows: Any = _cells(under=under, asked=[(subject, dimension)], months=period.all_months)
    summed = rows.values_list("path").annotate(SumOf("count"), SumOf("amount"))
    return {path: Sum(int(count), int(amount)) for path, count, amount in summed}
