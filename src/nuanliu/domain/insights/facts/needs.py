"""Needs that were asked on one day, and what has become of them."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Min

from nuanliu.domain.care.models import Need
from nuanliu.domain.care.types import NeedState
from nuanliu.domain.insights.facts.visits import standing_when
from nuanliu.domain.insights.types import OUTCOMES, Dimension, Key, Slice, Sum, age_band, wait_band
from nuanliu.platform.clock import day_bounds

_D = Dimension


def needs_on(*, day: date, sites: Collection[UUID] | None = None) -> Slice:
    """The cells of the needs asked on a day, at some sites or at all."""
    start, end = day_bounds(day)
    needs = Need.objects.filter(standing_when("submitted_at"), submitted_at__gte=start, submitted_at__lt=end)
    if sites is not None:
        needs = needs.filter(site__in=sites)
    rows: Any = (
        needs.annotate(taken=Min("visits__taken_at"))
        .order_by()
        .values_list(
            "site_id",
            "site__standings__path",
            "state",
            "service__code",
            "channel",
            "elder__sex",
            "elder__birth_date",
            "submitted_at",
            "taken",
        )
    )
    found: defaultdict[Key, Sum] = defaultdict(Sum)
    for site, path, state, service, channel, sex, born, asked, taken in rows.iterator(chunk_size=2000):
        outcome = OUTCOMES[NeedState(state)].value
        waited = max(0, int((taken - asked).total_seconds()) // 60) if taken else 0
        for dimension, value in (
            (_D.ALL, ""),
            (_D.SERVICE, service),
            (_D.OUTCOME, outcome),
            (_D.SERVICE_OUTCOME, f"{service}:{outcome}"),
            (_D.WAIT, wait_band(asked=asked, taken=taken)),
            (_D.CHANNEL, channel),
            (_D.ELDER_AGE, age_band(born=born, year=day.year)),
            (_D.ELDER_SEX, sex),
        ):
            found[Key(site, path, dimension, value)].add(1, waited)
    return found
