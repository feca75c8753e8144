"""What the desk sees of somebody's booklet: what is new, where it will stand, and what goes onto paper again."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from nuanliu.domain.care.queries import visits_by_id
from nuanliu.domain.gatherings.counted import signups_by_id
from nuanliu.domain.ledger.types import Kind, Line, Unit
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.passbook.booklets import operations as booklets
from nuanliu.domain.passbook.booklets.models import Booklet, Printing
from nuanliu.domain.passbook.booklets.places import PAGES_AT_ONCE, ROWS, Place
from nuanliu.domain.passbook.booklets.queries import (
    booklets_of,
    printings_of,
)
from nuanliu.domain.passbook.booklets.types import Draft
from nuanliu.domain.passbook.booklets.waiting import lines_waiting, waiting_count
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.queries import access_person
from nuanliu.platform.clock import local_date
from nuanliu.platform.errors import NotVisible

MOST_WORDS = 60
AT_ONCE = ROWS * PAGES_AT_ONCE


@dataclass(frozen=True, slots=True)
class Desk:
    """What the clerk sees of somebody's booklet."""

    person: Person
    booklet: Booklet | None
    waiting: int
    """Lines on no paper yet."""
    drafts: tuple[Draft, ...]
    """Those that the next press prints."""
    begins: Place
    """Where they will stand."""
    printings: tuple[Printing, ...]
    earlier: tuple[Booklet, ...]

    @property
    def ends(self) -> Place:
        """Where the last of them will stand."""
        return Place(self.begins.position + max(len(self.drafts), 1) - 1)

    @property
    def pages(self) -> range:
        """Pages with something on them."""
        return range(1, Place(self.begins.position - 1).page + 1 if self.begins.position > 1 else 1)


def access_printing_desk(*, actor: Actor, person_id: UUID) -> Person:
    """The person, if the actor prints booklets where she has her book. Raises NotVisible."""
    person = access_person(actor=actor, person_id=person_id)
    if not actor.may(Power.PASSBOOK_PRINT, path=person.home_site.path):
        raise NotVisible
    return person


def at_desk(*, actor: Actor, person_id: UUID) -> Desk:
    """Her booklet, what is new, and what was printed. Raises NotVisible."""
    person = access_printing_desk(actor=actor, person_id=person_id)
    known = booklets_of(person=person)
    booklet = next((one for one in known if one.ended_at is None and one.site_id == person.home_site_id), None)
    if booklet is None:
        return Desk(person, None, 0, (), Place(1), (), tuple(known))
    return Desk(
        person=person,
        booklet=booklet,
        waiting=waiting_count(booklet=booklet),
        drafts=tuple(drafts_of(booklet=booklet, person=person)),
        begins=Place(booklets.first_free(booklet=booklet)),
        printings=tuple(printings_of(booklet=booklet)),
        earlier=tuple(one for one in known if one.id != booklet.id),
    )


def drafts_of(*, booklet: Booklet, person: Person) -> list[Draft]:
    """What the next press prints."""
    waiting = lines_waiting(booklet=booklet, count=AT_ONCE)
    subjects = [line.subject for _unit, line in waiting if line.subject is not None]
    visits, served = visits_by_id(ids=subjects), signups_by_id(ids=subjects)
    found = {
        **{key: (visit.need.service.name, visit.need.site.name) for key, visit in visits.items()},
        **{key: (row.gathering.service.name, row.gathering.site.name) for key, row in served.items()},
    }
    return [_draft(unit, line, found.get(line.subject) if line.subject else None, person) for unit, line in waiting]


def _service(line: Line, served: tuple[str, str] | None) -> str:
    """The service of a visit or gathering; what was had for coins, in the words of whoever gave it."""
    if served is not None:
        return served[0]
    return line.memo[:MOST_WORDS] if line.kind is Kind.REDEMPTION and line.reverses is None else ""


def _draft(unit: Unit, line: Line, served: tuple[str, str] | None, person: Person) -> Draft:
    return Draft(
        unit=unit,
        seq=line.seq,
        transfer=line.transfer,
        recorded_at=line.recorded_at,
        day=local_date(line.occurred_at),
        kind=line.kind,
        is_correction=line.reverses is not None,
        service=_service(line, served),
        recorded_by=served[1] if served is not None else person.home_site.name,
        amount=line.amount,
        balance=line.balance,
    )


def texts_of(drafts: Sequence[Draft]) -> str:
    """Every word that goes onto paper, to be looked at for characters that cannot be printed."""
    return "".join(f"{draft.service}{draft.recorded_by}" for draft in drafts)
