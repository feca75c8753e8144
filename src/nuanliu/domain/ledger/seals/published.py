"""What anybody may fetch to follow the book from outside: the city's anchors, in the form of the file carried out."""

from nuanliu.domain.ledger.seals.models import Anchor
from nuanliu.domain.ledger.seals.outside import anchor_line
from nuanliu.domain.ledger.seals.shown import Json

MOST = 100


def anchor_lines(*, before: int | None = None, count: int = MOST) -> list[Json]:
    """The newest `count` anchors with a number below `before`, newest first, each with every site's head."""
    rows = Anchor.objects.order_by("-number")
    if before is not None:
        rows = rows.filter(number__lt=before)
    return [anchor_line(row) for row in rows[: min(count, MOST)]]
