"""Stock, piece by piece: one conditional UPDATE takes the row's lock and decides on what it then reads."""

from datetime import datetime
from uuid import UUID

from django.db.models import F

from nuanliu.domain.alliance.models import Good, StockMove
from nuanliu.domain.alliance.shelf.types import MoveKind


def change(
    *,
    good: Good,
    pieces: int,
    kind: MoveKind,
    at: datetime,
    by: UUID | None,
    id: UUID,  # noqa: A002 (the row's own word)
    reason: str = "",
) -> bool:
    """So many more (or fewer), with the line that says why. False if there are not so many."""
    rows = Good.objects.filter(site_id=good.site_id, id=good.id)
    if not rows.filter(left__gte=-pieces).update(left=F("left") + pieces):
        return False
    left = rows.values_list("left", flat=True).get()
    StockMove.objects.create(
        site_id=good.site_id,
        id=id,
        good_id=good.id,
        kind=kind.value,
        pieces=pieces,
        left=left,
        reason=reason,
        at=at,
        by=by,
    )
    good.left = left
    return True


def is_made(*, site: UUID, id: UUID) -> bool:  # noqa: A002 (the row's own word)
    """Whether this change stands already: the same press, sent again."""
    return StockMove.objects.filter(site_id=site, id=id).exists()


def lock_good(*, site: UUID, good: UUID) -> Good | None:
    """A kind of goods under its row's lock."""
    return Good.objects.select_for_update(no_key=True).filter(site_id=site, id=good).first()
