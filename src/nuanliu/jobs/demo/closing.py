"""The demo's book, sealed, carried outside and checked, so that its proof can be looked at from the first minute."""

from datetime import datetime

from nuanliu.domain.ledger.seals.anchoring import anchor_city
from nuanliu.domain.ledger.seals.sealing import seal_all
from nuanliu.usecases.reconcile import check_everything


def seal_book(*, now: datetime) -> None:
    """Seal what has been written and anchor it."""
    seal_all(now=now)
    anchor_city(now=now)


def check_book(*, now: datetime) -> None:
    """What the night would do."""
    check_everything(now=now)
