"""Who gets what at every address: `matrix.csv` beside this file says it, and what is not listed there fails.

A line is an address and a method, a column a role, a cell the answer: one status for all, or four, divided by `|`,
for the things of `hers` (the elder, the daughter and the volunteer who sign in), of a `neighbour` of the same site, of
`elsewhere` (the other site), and for what does not exist. `sign-in` is a redirect to the sign-in page. The column
`state` says in which state the need or visit is. GET is asked as it stands, POST with an empty body.

SQLite is asked the whole table. PostgreSQL is asked where the answer follows from rows: who is turned away whatever it
is about (`REFUSALS`) was turned away by her posts, which are read by the same statement at every address; and of things
that are said to be answered alike, the nearest.

Who is turned away gets a line here and not the drawn page, which would be more than half of the cost; it is drawn at
every address in `test_bad_input.py`.
"""

import csv
import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from nuanliu.domain.audit.models import Event
from tests.support.addresses import Address, addresses
from tests.support.looks import client_of
from tests.support.world import NOW, ROLES, WHICH, World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_refusals")]
TABLE = Path(__file__).with_name("matrix.csv")
ADDRESSES = addresses()
METHODS = ("GET", "POST")
REFUSALS = ("403", "404", "405", "sign-in")
_SPACE = re.compile(r"[\s\u00a0-]")
_DOOR = {"address of the elder of hers", "phone of the elder of hers"}
_DESK = ("clerk", "certifier", "coordinator")
_AT_THE_SITE = {"note of the elder of hers", "note of the elder of neighbour"}
OWN_NAMES = {
    **{role: role for role in ROLES if role != "anonymous"},
    "elder": "elder of hers",
    "family": "daughter of hers",
    "volunteer": "helper of hers",
}
MAY_SEE: dict[tuple[str, str], set[str]] = {
    # What a helper has to know, for the staff of the site (RULEBOOK 4.7).
    **{("desk:person", role): _AT_THE_SITE for role in _DESK},
    **{("hotline:elder", role): _AT_THE_SITE for role in ("clerk", "coordinator")},
    **{(page, "other clerk"): {"note of the elder of elsewhere"} for page in ("desk:person", "hotline:elder")},
    # The paper for the door, from the day before, for those who may see an address in full.
    **{
        ("desk:slip", role): {"address of the elder of hers", "address of the elder of neighbour"}
        for role in ("clerk", "coordinator")
    },
    ("desk:slip", "other clerk"): {"address of the elder of elsewhere"},
    # Her helper, from the day before to the day after.
    ("volunteer:today", "volunteer"): _DOOR,
    # One's own, on the pages that show all that is kept.
    **{
        (page, role): {f"{what} of the {whose}" for what in ("identity", "phone", "address")}
        | ({f"{what} of the {whose}" for what in ("note", "emergency")} if role == "elder" else set())
        for page in ("mine:data", "mine:copy-json")
        for role, whose in OWN_NAMES.items()
    },
    # What goes to the national system says whose hours they are; with a reason, for three days, to who asked for it.
    ("bureau:export-part", "standards"): {f"identity of the helper of {which}" for which in WHICH[:3]},
    ("volunteer:visit", "volunteer"): _DOOR | {"note of the elder of hers"},
}
"""Personal data in clear, by address and role. Nothing else of anybody is ever on a page."""


@dataclass(frozen=True)
class Line:
    """One line of the table."""

    state: str
    cells: dict[str, list[str]]

    def expected(self, role: str, which: str) -> str:
        """The answer for a role and the thing of a set."""
        cell = self.cells[role]
        return cell[0] if len(cell) == 1 else cell[WHICH.index(which)]

    def is_refused(self, role: str) -> bool:
        """Whether a role is turned away whatever it is about."""
        return len(self.cells[role]) == 1 and self.cells[role][0] in REFUSALS

    def asked(self, role: str, address: Address) -> tuple[str, ...]:
        """Whose things to ask for: all four, or two where the answer is said to be the same for all; on PostgreSQL one
        for each different answer.

        An address that answers 405 to everybody does so before it looks at who asks for what: it is asked twice.
        """
        cell = self.cells[role]
        if connection.vendor != "sqlite":
            return () if self.is_refused(role) else tuple(WHICH[cell.index(one)] for one in dict.fromkeys(cell))
        if all(cell == ["405"] for cell in self.cells.values()):
            return WHICH[:1] if role in {"anonymous", "coordinator"} else ()
        if not address.arguments:
            return WHICH[:1]
        return ("hers", "elsewhere") if len(cell) == 1 else WHICH


def read_table() -> dict[tuple[str, str], Line]:
    """The table by address and method."""
    with TABLE.open(newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file, skipinitialspace=True))
    head = [cell.strip() for cell in rows[0]]
    lines = {}
    for row in rows[1:]:
        facts = dict(zip(head, [cell.strip() for cell in row], strict=True))
        cells = {role: facts[role].split("|") for role in ROLES}
        lines[facts["address"], facts["method"]] = Line(facts["state"], cells)
    return lines


TABLE_LINES = read_table()


def answer(client: Client, method: str, path: str) -> HttpResponse:
    return client.get(path) if method == "GET" else client.post(path, {})


def said(response: HttpResponse) -> str:
    """The status, or `sign-in` for a redirect to the sign-in page."""
    is_door = response.status_code == 303 and response.headers["Location"].startswith(reverse("public:sign-in") + "?")
    return "sign-in" if is_door else str(response.status_code)


def readable(response: HttpResponse) -> str:
    """The body as text; of a workbook the text of all its parts."""
    body = b"".join(response) if response.streaming else response.content
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as parts:
            return "".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
    return body.decode("utf-8", "replace")


def canaries_in(everybody: World, text: str) -> set[str]:
    """Whose what is found in the text."""
    joined = _SPACE.sub("", text)
    found = set()
    for whose, known in everybody.canaries.items():
        for what, value in vars(known).items():
            if value and _SPACE.sub("", value) in joined:
                found.add(f"{what} of the {whose}")
    return found


LOOKS = {"desk:slip": {"person.revealed"}, "bureau:export-part": {"export.taken"}}
"""Pages on which somebody's address stands in full, so that each look at them is written down."""


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.name)
def test_everyone_gets_the_answer_of_the_table(everybody: World, address: Address) -> None:
    wrong, before = [], set(Event.objects.values_list("id", flat=True))
    with time_machine.travel(NOW, tick=False):
        for role in ROLES:
            client, seen = client_of(everybody, role), set[str]()
            for method in METHODS:
                line = TABLE_LINES.get((address.name, method))
                assert line, f"{address.name} {method} is not in {TABLE.name}: say there who gets what"
                for which in line.asked(role, address):
                    values = everybody.arguments(set(address.arguments), which=which, state=line.state)
                    response = answer(client, method, address.path(values))
                    got, expected = said(response), line.expected(role, which)
                    if got != expected:
                        wrong.append(f"{method} {address.name} as {role}, {which}: {got}, the table says {expected}")
                    if method == "GET":
                        seen |= canaries_in(everybody, readable(response))
            allowed = MAY_SEE.get((address.name, role), set())
            asked = TABLE_LINES[address.name, "GET"].asked(role, address)
            if asked and (seen - allowed or (connection.vendor == "sqlite" and seen != allowed)):
                wrong.append(f"{address.name} shows {role} {sorted(seen)}, may show {sorted(allowed)}")
    assert wrong == [], "\n" + "\n".join(wrong)
    done = set(Event.objects.exclude(id__in=before).values_list("action", flat=True))
    assert done == LOOKS.get(address.name, set()), "an empty POST did something, or a look was not written down"


def test_the_table_has_no_line_of_an_address_that_is_gone() -> None:
    known = {(address.name, method) for address in ADDRESSES for method in METHODS}
    assert sorted(set(TABLE_LINES) - known) == []
