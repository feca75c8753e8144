"""Who gave false hours has nothing entered afterwards: for the Standard's months, and until enough was served anew."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Sum

from nuanliu.domain.care.models import Visit
from nuanliu.domain.integrity.conduct.queries import newest_false_hours
from nuanliu.domain.standards.policies.giving import months_on
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.clock import local_date
from nuanliu.usecases.counting import COUNTED


def without_backfill(*, people: Collection[UUID], site: UUID, now: datetime) -> set[UUID]:
    """Those of `people` for whom nothing may be entered now; one query where nobody ever gave false hours."""
    found = newest_false_hours(people=people)
    if not found:
        return set()
    standard = standard_in_force(at=now, site=site)
    months, wanted = standard.months("false_hours_no_backfill_months"), standard.minutes("false_hours_new_min")
    return {
        person
        for person, since in found.items()
        if local_date(now) < months_on(day=local_date(since), months=months) or _served_since(person, since) < wanted
    }


def _served_since(person: UUID, since: datetime) -> int:
    rows = Visit.objects.filter(volunteer_id=person, state__in=COUNTED, started_at__gte=since)
    return int(rows.aggregate(minutes=Sum("counted_minutes"))["minutes"] or 0)
