"""Reading what was released."""

from datetime import date, datetime

from nuanliu.domain.care.models import Visit
from nuanliu.domain.opendata.models import Release
from nuanliu.platform.clock import local_date


def releases() -> list[Release]:
    """Every month that was released, the newest first."""
    return list(Release.objects.order_by("-month"))


def months_due(*, now: datetime) -> list[date]:
    """Whole months since the first certified visit that are over and not released, the oldest first."""
    first = Visit.objects.filter(certified_at__isnull=False).order_by("certified_at").first()
    if first is None or first.certified_at is None:
        return []
    month, this = local_date(first.certified_at).replace(day=1), local_date(now).replace(day=1)
    known, due = set(Release.objects.values_list("month", flat=True)), list[date]()
    while month < this:
        if month not in known:
            due.append(month)
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return due
