"""Whoever had a courtesy, or had it undone, finds it in her inbox within a minute: nobody at the till waits for it."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from nuanliu.domain.alliance.models import Redemption, Shop
from nuanliu.domain.notices.operations import Small, tell_in_inbox
from nuanliu.domain.notices.types import NoticeKind
from nuanliu.platform import clock
from nuanliu.platform.db import durable
from nuanliu.platform.retry import repeated

LOOK_BACK = timedelta(days=1)
"""A sweep that was away for longer tells nothing stale: the coins' lines stand in the passbook all the same."""


@repeated
def tell_of_courtesies(*, now: datetime) -> int:
    """Every minute: tell of what was had and of what was undone, yesterday and today. How many were told anew."""
    rows = Redemption.objects.filter(shop__in=Shop.objects.all(), day__gte=clock.local_date(now - LOOK_BACK))
    with durable():
        found = rows.select_related("shop__node").order_by("made_at", "id")
        return tell_in_inbox(small=[told for one in found for told in _of(one)])


def _of(one: Redemption) -> Iterator[Small]:
    yield _small(one, NoticeKind.COURTESY_HAD, one.made_at)
    if one.undone_at is not None:
        yield _small(one, NoticeKind.COURTESY_UNDONE, one.undone_at)


def _small(one: Redemption, kind: NoticeKind, at: datetime) -> Small:
    return Small(
        site=one.home_site,
        person=one.person_id,
        kind=kind,
        subject=one.id,
        at=at,
        params={
            "audience": "volunteer",
            "starts_at": at.isoformat(),
            "shop": one.shop.node.name,
            "courtesy": one.title,
            "hundredths": one.coins,
            "site_phone": one.shop.node.phone,
        },
    )
