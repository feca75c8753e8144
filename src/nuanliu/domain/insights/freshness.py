"""How fresh the figures are."""

from datetime import datetime

from django.db.models import Max

from nuanliu.domain.insights.models import Freshness


def fresh_at() -> datetime | None:
    """When the summaries were last brought up to date."""
    found: datetime | None = Freshness.objects.aggregate(at=Max("at"))["at"]
    return found
