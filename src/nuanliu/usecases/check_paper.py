"""What a code on paper says to anybody: masked name, amount, unit, recording unit, and whether it still holds."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from nuanliu.domain.ledger.queries import reversals_of
from nuanliu.domain.ledger.seals.codes import plain_code
from nuanliu.domain.ledger.types import Unit
from nuanliu.domain.passbook.booklets.codes import LENGTH, read_code, written
from nuanliu.domain.passbook.booklets.models import Booklet, IssuedPaper, PrintedLine
from nuanliu.domain.passbook.booklets.queries import lines_with, papers_with
from nuanliu.domain.passbook.booklets.types import PaperKind
from nuanliu.domain.people.forgetting import NAMELESS
from nuanliu.domain.people.models import Person
from nuanliu.platform.words import masked_name

NOBODY = UUID(int=0)


class PaperState(StrEnum):
    """Whether what stands on paper still holds."""

    VALID = "valid"
    REVERSED = "reversed"
    """The line was taken back in the book."""
    REPLACED = "replaced"
    """The booklet is no longer good: replaced, or its person was merged into another entry or closed her account."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperShown:
    """One line of a booklet, a slip or a statement, as anybody may see it."""

    code: str
    kind: str
    """`line`, or a PaperKind."""
    state: PaperState
    since: datetime | None
    """Since when it no longer holds."""
    name: str
    unit: Unit
    amount: int
    recorded_by: str
    number: int
    """Of the booklet, slip or statement."""
    days: tuple[date, date] | None = None
    """Of a statement."""


def is_paper_code(*, text: str) -> bool:
    """Whether what was typed is as long as a paper's code, and not as a line's."""
    return len(plain_code(text)) <= LENGTH


def check_paper(*, text: str) -> list[PaperShown]:
    """What the code leads to: one paper, or none for an unknown code. Raises UnreadableCode."""
    code = read_code(text=text)
    lines = [_line(line, booklet) for line, booklet in lines_with(codes=[code])]
    found = lines + [_paper(paper) for paper in papers_with(code=code)]
    if not found:  # the same questions as for a code that exists
        Booklet.objects.select_related("person").filter(site_id=NOBODY, id=NOBODY).first()
        reversals_of(site=NOBODY, transfers=[NOBODY])
    return found


def _state(*, site: UUID, transfer: UUID | None, booklet: Booklet | None) -> tuple[PaperState, datetime | None]:
    ended = (booklet.ended_at or booklet.person.closed_at) if booklet is not None else None
    if ended is not None:
        return PaperState.REPLACED, ended
    taken_back = reversals_of(site=site, transfers=[transfer]) if transfer is not None else {}
    if transfer is not None and transfer in taken_back:
        return PaperState.REVERSED, taken_back[transfer]
    return PaperState.VALID, None


def _line(line: PrintedLine, booklet: Booklet) -> PaperShown:
    state, since = _state(site=line.site_id, transfer=line.transfer, booklet=booklet)
    return PaperShown(
        code=written(line.code),
        kind="line",
        state=state,
        since=since,
        name=_masked(booklet.person),
        unit=Unit(line.unit),
        amount=line.amount,
        recorded_by=line.recorded_by,
        number=booklet.number,
    )


def _paper(paper: IssuedPaper) -> PaperShown:
    state, since = _state(site=paper.site_id, transfer=paper.transfer, booklet=None)
    return PaperShown(
        code=written(paper.code),
        kind=paper.kind,
        state=state,
        since=since,
        name=_masked(paper.person),
        unit=Unit(paper.unit),
        amount=paper.amount,
        recorded_by=paper.recorded_by,
        number=paper.number,
        days=(paper.first_day, paper.last_day) if paper.kind == PaperKind.STATEMENT else None,
    )


def _masked(person: Person) -> str:
    """Nothing of a name that was forgotten."""
    return "" if person.name == NAMELESS else masked_name(person.name)
