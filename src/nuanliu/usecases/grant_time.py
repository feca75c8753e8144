"""Every month the Standard's minutes for each special beneficiary: once a person and month, and they run out."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from nuanliu.domain.audit.operations import record
from nuanliu.domain.notices.operations import tell_of_savings
from nuanliu.domain.notices.types import NoticeKind
from nuanliu.domain.passbook.grants import grant_id, post_grant
from nuanliu.domain.passbook.models import Grant
from nuanliu.domain.people.models import Elder
from nuanliu.domain.standards.policies import special_types
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.clock import local_date
from nuanliu.platform.db import durable
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated


def grant_monthly(*, now: datetime, limit: int = 5000) -> int:
    """Grant this month's minutes to every special beneficiary who has none yet. Returns how many.

    The Standard in force at that moment and place counts. A second run finds nobody.
    """
    today = local_date(now)
    month = today.replace(day=1)
    granted = Grant.objects.filter(person_id=OuterRef("pk"), month=month)
    waiting = _entitled(today).filter(~Exists(granted)).order_by("person__home_site_id", "pk")
    return sum(_grant(elder_id=elder_id, now=now) for elder_id in waiting.values_list("pk", flat=True)[:limit])


def _entitled(today: date) -> QuerySet[Elder]:
    since = Q(special_since=None) | Q(special_since__lte=today)
    return Elder.objects.filter(since, is_special=True, person__closed_at=None, person__died_on=None)


@repeated
def _grant(*, elder_id: UUID, now: datetime) -> bool:
    with durable():
        today = local_date(now)
        month = today.replace(day=1)
        rows = _entitled(today).select_for_update(no_key=True, of=("self",)).select_related("person__home_site")
        elder = rows.filter(pk=elder_id).first()
        if elder is None or Grant.objects.filter(person_id=elder_id, month=month).exists():
            return False
        standard = standard_in_force(at=now, site=elder.person.home_site_id)
        minutes = standard.minutes("grant_monthly_min")
        if not minutes:
            return False
        is_first = not Grant.objects.filter(person_id=elder_id).exists()
        made = Grant(
            site_id=elder.person.home_site_id,
            id=grant_id(person=elder_id, month=month),
            person_id=elder_id,
            month=month,
            minutes=minutes,
            expires=today + timedelta(days=standard.days("grant_expiry_days")),
            made_at=now,
            standard_version=standard.version_id,
        )
        types = special_types(circumstances=elder.circumstances, standard=standard)
        post_grant(grant=made, pool_first=standard.text("grant_source") == "pool_first", types=types)
        record(
            action="grant.made",
            subject_type="person",
            subject_id=elder_id,
            occurred_at=now,
            actor_id=None,
            site_id=made.site_id,
            details={"month": month.isoformat(), "minutes": minutes, "from_pool": made.from_pool},
        )
        if is_first:
            last = (made.expires - timedelta(days=1)).isoformat()
            subject = derived_id(made.id, "granted")
            tell_of_savings(
                person=elder.person, kind=NoticeKind.GRANTED, subject=subject, at=now, minutes=minutes, day=last
            )
        return True
