"""The same booklet printed by two clerks at once: no line twice, none left out, no place taken twice."""

from collections import Counter
from contextlib import nullcontext

import pytest
from django.db import connection

from nuanliu.domain.ledger.models import Entry
from nuanliu.domain.ledger.types import Unit
from nuanliu.domain.passbook import accounts
from nuanliu.domain.passbook.accounts import Holder
from nuanliu.domain.passbook.booklets.models import Booklet, PrintedLine
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.ids import new_id
from nuanliu.usecases.print_passbook import print_new, start_booklet
from nuanliu.usecases.read_booklet import at_desk
from tests.concurrency import printers
from tests.support.races import MEETING_ROUNDS, ROUNDS, race
from tests.support.town import Town

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(900)]

WORKERS, PEOPLE = 2, 10
UNIQUE = ("printed_line_once", "printed_place_once", "printing_place_once")


def race_to_print(count: int, *, control: bool = False) -> tuple[list[str], list[str]]:
    """(failures nobody foresaw, what is wrong on paper)."""
    town = Town.found()
    clerks = [town.clerk(f"接线员{n}") for n in range(WORKERS)]
    people = [town.volunteer(f"志愿者{n}") for n in range(PEOPLE)]
    for person in people:
        start_booklet(actor=clerks[0], person_id=person.pk, token=new_id(), now=town.now)
    standard = standard_in_force(at=town.now).version_id
    given = [
        {
            "person": people[number % PEOPLE].pk, "site": town.site.pk, "now": town.now, "standard": standard,
            "clerks": [clerk.id for clerk in clerks], "control": control,
        }
        for number in range(count)
    ]  # fmt: skip
    weak = printers.nobody_holds_it() if control and connection.vendor == "sqlite" else nullcontext()
    with weak:
        outcomes = race(count=WORKERS, function=printers.press, given=given)
    seen = sorted({f"{one.error}: {one.words}"[:160] for told in outcomes for one in told if not one.is_ok})
    if not control:
        for person in people:
            _the_rest(clerks[0], person, town)
    return seen, [words for person in people for words in _wrong(person)]


def _the_rest(clerk, person, town) -> None:
    """What came in while all were printing is printed by the next press."""
    if at_desk(actor=clerk, person_id=person.pk).waiting:
        print_new(actor=clerk, person_id=person.pk, token=new_id(), now=town.now)


def _wrong(person) -> list[str]:
    booklet = Booklet.objects.get(person=person)
    lines = list(PrintedLine.objects.filter(booklet_id=booklet.id).values_list("position", "unit", "seq"))
    holder, found = Holder(person.pk, person.home_site_id), []
    for unit in (Unit.TIME, Unit.HONOUR):
        account = accounts.savings(holder=holder, unit=unit)
        held = set(Entry.objects.filter(account_id=account.id).values_list("seq", flat=True))
        on_paper = Counter(seq for _position, of, seq in lines if of == unit)
        if set(on_paper) != held or max(on_paper.values(), default=1) > 1:
            found.append(f"{person.name} {unit}: {len(held)} in the book, {sum(on_paper.values())} on paper")
    if sorted(position for position, _unit, _seq in lines) != list(range(1, len(lines) + 1)):
        found.append(f"{person.name}: a place is taken twice, or empty")
    return found


def test_every_line_is_printed_once() -> None:
    assert race_to_print(ROUNDS) == ([], [])


def test_control_without_lock_and_constraints_lines_are_printed_twice() -> None:
    with connection.cursor() as cursor:
        for name in UNIQUE:
            cursor.execute(f"DROP INDEX {name}")
    _seen, wrong = race_to_print(MEETING_ROUNDS, control=True)
    assert wrong
