"""Certified services of one day."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import F, Q, QuerySet

from nuanliu.domain.care.models import Visit
from nuanliu.domain.insights.types import COUNTED_VISIT, NOBODY, UNKNOWN, Dimension, Key, Slice, Sum, age_band
from nuanliu.platform.clock import day_bounds, local

_D = Dimension


class _Row(NamedTuple):
    site: UUID
    path: str
    minutes: int
    service: str
    helper_sex: str
    helper_born: date | None
    elder_sex: str
    elder_born: date | None
    unit: str | None
    grade: str
    payer: str
    face: str
    ended_at: datetime


def standing_when(moment: str) -> Q:
    """The one place where the site stood at the moment of that column."""
    begun = Q(site__standings__since=None) | Q(site__standings__since__lte=F(moment))
    not_over = Q(site__standings__until=None) | Q(site__standings__until__gt=F(moment))
    return begun & not_over


def _rows(visits: QuerySet[Visit]) -> Iterator[_Row]:
    found: Any = (
        visits.filter(standing_when("ended_at"), state__in=COUNTED_VISIT)
        .order_by()
        .values_list(
            "site_id",
            "site__standings__path",
            "counted_minutes",
            "need__service__code",
            "volunteer__sex",
            "volunteer__birth_date",
            "need__elder__sex",
            "need__elder__birth_date",
            "unit__code",
            "grade",
            "need__payer",
            "face",
            "ended_at",
        )
    )
    return (_Row(*row) for row in found.iterator(chunk_size=2000))


def visits_on(*, day: date, sites: Collection[UUID] | None = None) -> Slice:
    """The cells of the services that ended on a day, at some sites or at all."""
    start, end = day_bounds(day)
    visits = Visit.objects.filter(ended_at__gte=start, ended_at__lt=end)
    if sites is not None:
        visits = visits.filter(site__in=sites)
    found: defaultdict[Key, Sum] = defaultdict(Sum)
    for row in _rows(visits):
        year = local(row.ended_at).year
        for dimension, value in (
            (_D.ALL, ""),
            (_D.SERVICE, row.service),
            (_D.HELPER_AGE, age_band(born=row.helper_born, year=year)),
            (_D.HELPER_SEX, row.helper_sex),
            (_D.ELDER_AGE, age_band(born=row.elder_born, year=year)),
            (_D.ELDER_SEX, row.elder_sex),
            (_D.UNIT, row.unit or NOBODY),
            (_D.GRADE, row.grade or UNKNOWN),
            (_D.PAYER, row.payer),
            (_D.FACE, row.face or UNKNOWN),
        ):
            found[Key(row.site, row.path, dimension, value)].add(1, row.minutes or 0)
    return found
