"""Who is on the roll now, and who came to it on one day."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, Q

from nuanliu.domain.insights.types import NOBODY, Dimension, Key, Role, Slice, Sum, age_band
from nuanliu.domain.people.models import Elder, Volunteer
from nuanliu.domain.people.types import VolunteerState
from nuanliu.platform.clock import day_bounds

_D = Dimension


def people_now(*, year: int, sites: Collection[UUID] | None = None) -> Slice:
    """The cells of who is on the roll of some sites, or of all."""
    found: defaultdict[Key, Sum] = defaultdict(Sum)
    volunteers = Volunteer.objects.filter(state=VolunteerState.ACTIVE)
    elders = Elder.objects.filter(person__closed_at=None)
    if sites is not None:
        volunteers, elders = volunteers.filter(person__home_site__in=sites), elders.filter(person__home_site__in=sites)
    columns = ("person__home_site", "person__home_site__path", "person__sex", "person__birth_date")
    rows: Any = volunteers.order_by().values_list(*columns, "person__branch__code")
    for site, path, sex, born, branch in rows.iterator(chunk_size=5000):
        for dimension, value in (
            (_D.ALL, ""),
            (_D.ROLE, Role.VOLUNTEER.value),
            (_D.HELPER_AGE, age_band(born=born, year=year)),
            (_D.HELPER_SEX, sex),
            (_D.UNIT, branch or NOBODY),
        ):
            found[Key(site, path, dimension, value)].add(1, 0)
    old: Any = elders.order_by().values_list(*columns)
    for site, path, sex, born in old.iterator(chunk_size=5000):
        for dimension, value in (
            (_D.ALL, ""),
            (_D.ROLE, Role.ELDER.value),
            (_D.ELDER_AGE, age_band(born=born, year=year)),
            (_D.ELDER_SEX, sex),
        ):
            found[Key(site, path, dimension, value)].add(1, 0)
    return found


def joined_on(*, day: date, sites: Collection[UUID] | None = None) -> Slice:
    """The cells of who came to the roll on a day: volunteers when they joined, elders when they were entered.

    They count where their site stood when the day began.
    """
    start, end = day_bounds(day)
    found: defaultdict[Key, Sum] = defaultdict(Sum)
    volunteers = Volunteer.objects.filter(joined_on=day).exclude(state=VolunteerState.APPLYING)
    elders = Elder.objects.filter(registered_at__gte=start, registered_at__lt=end)
    for role, rows in ((Role.VOLUNTEER, volunteers), (Role.ELDER, elders)):
        home = "person__home_site"
        stood = Q(**{f"{home}__standings__since": None}) | Q(**{f"{home}__standings__since__lte": start})
        until = Q(**{f"{home}__standings__until": None}) | Q(**{f"{home}__standings__until__gt": start})
        kept = rows.filter(stood, until)
        if sites is not None:
            kept = kept.filter(**{f"{home}__in": sites})
        told: Any = kept.order_by().values_list(F(home), F(f"{home}__standings__path"))
        for site, path in told.iterator(chunk_size=5000):
            for dimension, value in ((_D.ALL, ""), (_D.ROLE, role.value)):
                found[Key(site, path, dimension, value)].add(1, 0)
    return found
