"""The lines of a statement as its paper prints them."""

from nuanliu.domain.ledger.seals.codes import code_of
from nuanliu.domain.ledger.statements import Statement
from nuanliu.domain.ledger.types import Unit
from nuanliu.platform import words
from nuanliu.portals.ui.statements import everything, what_of

Rows = list[list[str]]


def paper_rows(*, statement: Statement, unit: Unit, until: int) -> tuple[int, Rows, int, int]:
    """(opening balance, rows, all that came in, all that went out) up to line number `until`."""
    rows: Rows = []
    came_in = went_out = 0
    for told in everything(statement):
        line = told.line
        if line.seq > until:
            break
        came_in, went_out = came_in + max(line.amount, 0), went_out + max(-line.amount, 0)
        rows.append(
            [
                str(line.seq),
                words.short_day(line.recorded_at),
                what_of(told),
                words.amount(line.amount, unit.value, signed=True),
                words.amount(line.balance, unit.value),
                code_of(transfer=line.transfer),
            ]
        )
    return statement.opening.posted, rows, came_in, went_out
