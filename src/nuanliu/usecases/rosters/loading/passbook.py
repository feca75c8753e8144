"""Lines of old paper passbooks become opening lines of the book, each exactly once."""

from collections.abc import Sequence
from uuid import UUID

from nuanliu.domain.care.models import Service
from nuanliu.domain.ledger.types import Unit
from nuanliu.domain.passbook.accounts import Holder
from nuanliu.domain.passbook.operations import open_with_paper_line
from nuanliu.domain.passbook.queries import paper_lines_known
from nuanliu.domain.people.models import Person, Volunteer
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.clock import at
from nuanliu.platform.ids import derived_id
from nuanliu.platform.words import DOUBLE_SURNAMES, masked_name
from nuanliu.usecases.rosters.ground import Ground, chunks
from nuanliu.usecases.rosters.kinds.passbook import PassbookRow
from nuanliu.usecases.rosters.loading.persons import outside
from nuanliu.usecases.rosters.loading.plans import Planned, planned, refused
from nuanliu.usecases.rosters.spec import error
from nuanliu.usecases.rosters.types import Row

NOON = 12
"""A paper line says the day and not the hour."""


def plan_passbook(rows: Sequence[Row[PassbookRow]], ground: Ground) -> list[Planned]:
    """A line's id follows from what it says, so the same line never counts twice, whatever file it comes in."""
    numbers = list(dict.fromkeys(row.value.volunteer for row in rows))
    people = {
        entry.number: entry.person
        for part in chunks(numbers)
        for entry in Volunteer.objects.filter(number__in=part).select_related("person__home_site")
    }
    ids = {row.number: line_id(people[row.value.volunteer], row.value) for row in rows if row.value.volunteer in people}
    sites = {person.home_site_id for person in people.values()}
    known = {
        one for site in sites for part in chunks(list(ids.values())) for one in paper_lines_known(site=site, ids=part)
    }
    names = dict(Service.objects.values_list("code", "name"))
    return [_plan(row, people.get(row.value.volunteer), ids.get(row.number), known, names, ground) for row in rows]


def line_id(person: Person, value: PassbookRow) -> UUID:
    """The id that follows from a line's content."""
    said = (value.served_on.isoformat(), value.service, str(value.minutes), value.whom, value.page)
    return derived_id(person.pk, "paper", *said)


def _plan(  # noqa: PLR0917 (one row and what it is held against)
    row: Row[PassbookRow],
    person: Person | None,
    line: UUID | None,
    known: set[UUID],
    names: dict[str, str],
    ground: Ground,
) -> Planned:
    value = row.value
    if person is None or line is None:
        return refused(row.number, error("volunteer", "volunteer_unknown", value=value.volunteer))
    if person.name != value.name:
        return refused(row.number, error("name", "person_name_differs", name=masked_name(person.name)))
    trouble = outside(ground, person.home_site.code, ("volunteer",))
    if trouble:
        return refused(row.number, trouble)
    if line not in known and ground.is_own_or_kin(person.pk):
        return refused(row.number, error("volunteer", "own_lines"))

    def write() -> None:
        when = at(value.served_on, NOON)
        open_with_paper_line(
            id=line,
            holder=Holder(person.pk, person.home_site_id),
            unit=Unit.TIME,
            amount=value.minutes,
            occurred_at=when,
            actor=ground.actor.id,
            standard_version=standard_in_force(at=ground.now).version_id,
            memo=memo_of(value, names),
        )

    return planned(row.number, is_new=line not in known, changed=(), write=write)


LONGEST_NAME = 3


def memo_of(value: PassbookRow, names: dict[str, str]) -> str:
    """What the line was, and who checked the copy: two people, or one flagged as alone.

    A line of the book stays for ever, and the people named on it may ask to be forgotten: so family names only.
    """
    two = f"{masked_name(value.entered_by)}／{masked_name(value.checked_by)}"
    checked = two if value.checked_by else "仅一人登记"
    page = f"，存折页 {value.page}" if value.page else ""
    return f"{names.get(value.service, value.service)}，{_whom(value.whom)}{page}（{checked}）"[:200]


def _whom(text: str) -> str:
    """A person's name is masked, an occasion's is not: 张桂兰 has three characters, 重阳节活动 more."""
    is_name = len(text) <= LONGEST_NAME or (len(text) == LONGEST_NAME + 1 and text[:2] in DOUBLE_SURNAMES)
    return masked_name(text) if is_name else text
