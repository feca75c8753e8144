"""Where a site stood on a day: what happened then counts there."""

from datetime import date, datetime
from uuid import UUID

from nuanliu.domain.network.models import Standing
from nuanliu.platform.clock import day_bounds

Paths = list[tuple[datetime | None, datetime | None, str]]


def paths_of(*, site: UUID) -> Paths:
    """Where a site stood, and from when to when."""
    return list(Standing.objects.filter(node=site).values_list("since", "until", "path"))


def path_on(*, paths: Paths, day: date) -> str:
    """Where it stood when a day began (a move of that day counts from the next one on); "" if that is not known."""
    start = day_bounds(day)[0]
    for since, until, path in paths:
        if (since is None or since <= start) and (until is None or until > start):
            return path
    return ""
