"""A booklet brought to the desk, held beside the book: line by line what agrees and what does not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from nuanliu.domain.ledger.queries import reversals_of
from nuanliu.domain.ledger.seals.codes import UnreadableCode
from nuanliu.domain.ledger.types import Unit
from nuanliu.domain.network.types import Actor
from nuanliu.domain.passbook.booklets.codes import read_code
from nuanliu.domain.passbook.booklets.models import Booklet, PrintedLine
from nuanliu.domain.passbook.booklets.queries import booklet_of, last_line, lines_with
from nuanliu.domain.people.models import Person
from nuanliu.usecases.read_booklet import access_printing_desk


class Verdict(StrEnum):
    """What the book says to one line on paper."""

    AGREES = "agrees"
    REVERSED = "reversed"
    """Agrees, and was taken back later."""
    OLD_BOOK = "old_book"
    """Of a booklet of hers that is no longer good."""
    NOT_HERS = "not_hers"
    UNKNOWN = "unknown"
    MISREAD = "misread"


@dataclass(frozen=True, slots=True)
class Compared:
    """One code as typed, and the line behind it if it is hers."""

    typed: str
    verdict: Verdict
    line: PrintedLine | None = None
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Balances:
    """The balance on paper at the end of a page beside ours; `line` is None where that page has no such unit."""

    page: int
    unit: Unit
    typed: int
    line: PrintedLine | None

    @property
    def agrees(self) -> bool:
        """Whether paper and book say the same."""
        return self.line is not None and self.line.balance == self.typed


def whose_booklet(*, actor: Actor, person_id: UUID) -> tuple[Person, Booklet | None]:
    """The person and her good booklet. Raises NotVisible."""
    person = access_printing_desk(actor=actor, person_id=person_id)
    return person, booklet_of(person=person)


def compare_codes(*, person: Person, typed: Sequence[str]) -> list[Compared]:
    """Each code as it was typed, in that order; as many queries for eighty as for one."""
    read = {text: _read(text) for text in typed}
    found = {line.code: (line, book) for line, book in lines_with(codes={c for c in read.values() if c is not None})}
    mended: dict[UUID, datetime] = {}
    for site in {line.site_id for line, _book in found.values()}:
        lines = [line.transfer for line, _book in found.values() if line.site_id == site]
        mended |= reversals_of(site=site, transfers=lines)
    return [_compared(person, text, read[text], found, mended) for text in typed]


def _read(text: str) -> int | None:
    try:
        return read_code(text=text)
    except UnreadableCode:
        return None


def _compared(
    person: Person,
    text: str,
    code: int | None,
    found: Mapping[int, tuple[PrintedLine, Booklet]],
    mended: Mapping[UUID, datetime],
) -> Compared:
    if code is None:
        return Compared(text, Verdict.MISREAD)
    if code not in found:
        return Compared(text, Verdict.UNKNOWN)
    line, booklet = found[code]
    if booklet.person_id != person.pk:
        return Compared(text, Verdict.NOT_HERS)
    if booklet.ended_at is not None:
        return Compared(text, Verdict.OLD_BOOK, line, booklet.ended_at)
    if line.transfer in mended:
        return Compared(text, Verdict.REVERSED, line, mended[line.transfer])
    return Compared(text, Verdict.AGREES, line)


def compare_balance(*, booklet: Booklet, page: int, unit: Unit, typed: int) -> Balances:
    """The last balance of one unit on a page (or before, if the page has none), beside what is on paper."""
    return Balances(page, unit, typed, last_line(booklet=booklet, unit=unit, until=page))
