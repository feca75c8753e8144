"""What goes onto paper, the first time and every time after."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from nuanliu.domain.network.types import Actor
from nuanliu.domain.passbook.booklets.models import Booklet, PrintedLine, Printing
from nuanliu.domain.passbook.booklets.queries import booklet_of, lines_on, lines_printed, printing_with
from nuanliu.platform.errors import NotVisible
from nuanliu.usecases.read_booklet import access_printing_desk


@dataclass(frozen=True, slots=True)
class Sheet:
    """What goes onto paper: lines, and on which pages the head is printed too."""

    booklet: Booklet
    lines: tuple[PrintedLine, ...]
    heads: frozenset[int]
    at: datetime


def sheet_of_printing(*, actor: Actor, person_id: UUID, printing_id: UUID) -> tuple[Printing, Sheet]:
    """Only the lines of one printing, each at its place: for the sheet that is put back into the printer.

    Raises NotVisible.
    """
    booklet = _booklet_of(actor, person_id)
    printing = printing_with(booklet=booklet, printing_id=printing_id)
    if printing is None:
        raise NotVisible
    lines = tuple(lines_printed(booklet=booklet, printing=printing))
    heads = frozenset(line.place.page for line in lines if line.place.row == 1)
    return printing, Sheet(booklet, lines, heads, printing.printed_at)


def sheet_of_page(*, actor: Actor, person_id: UUID, page: int) -> Sheet:
    """A whole page as it stands, for a sheet that was spoilt. Raises NotVisible."""
    booklet = _booklet_of(actor, person_id)
    lines = tuple(lines_on(booklet=booklet, page=page))
    if not lines:
        raise NotVisible
    last = printing_with(booklet=booklet, printing_id=lines[-1].printing_id)
    return Sheet(booklet, lines, frozenset({page}), last.printed_at if last is not None else booklet.issued_at)


def cover_of(*, actor: Actor, person_id: UUID) -> Booklet:
    """The good booklet, for its cover. Raises NotVisible."""
    return _booklet_of(actor, person_id)


def _booklet_of(actor: Actor, person_id: UUID) -> Booklet:
    booklet = booklet_of(person=access_printing_desk(actor=actor, person_id=person_id))
    if booklet is None:
        raise NotVisible
    return booklet
