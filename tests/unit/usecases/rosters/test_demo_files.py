"""The demo city's workbooks are what their generator makes, and every row of them is fit to be loaded."""

import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

from nuanliu.usecases.rosters.known import Known, Names
from nuanliu.usecases.rosters.reading import read_roster
from nuanliu.usecases.rosters.types import RosterKind
from tests.unit.usecases.rosters.workbooks import TODAY

DEMO = Path(__file__).resolve().parents[4] / "demo"
FILES = dict(
    zip(
        ("organisations", "branches", "staff", "volunteers", "elders", "relatives", "passbook", "catalogue", "shops"),
        sorted(DEMO.glob("0*.xlsx")),
        strict=True,
    )
)


@pytest.fixture(scope="module")
def readings():
    """Every workbook read after those it refers to."""
    found = {}
    nodes, kinds, more = [], {}, {}
    for kind in RosterKind:
        known = Known(today=TODAY, nodes=Names.of(nodes), node_kinds=kinds, **more)
        with FILES[kind].open("rb") as file:
            reading = found[kind] = read_roster(file=file, kind=kind, known=known)
        rows = [row.value for row in reading.rows]
        if kind in {RosterKind.ORGANISATIONS, RosterKind.BRANCHES, RosterKind.SHOPS}:
            nodes += [(row.code, (row.name,)) for row in rows]
            own = {RosterKind.BRANCHES: "branch", RosterKind.SHOPS: "shop"}.get(kind)
            kinds |= {row.code: own or row.kind for row in rows}
        if kind is RosterKind.ORGANISATIONS:
            more["sites"] = Names.of(
                (r.code, (r.name, r.short_name)) for r in rows if r.kind in {"community", "care_home"}
            )
        elif kind is RosterKind.BRANCHES:
            more["branches"] = Names.of((row.code, (row.name,)) for row in rows)
        elif kind is RosterKind.CATALOGUE:
            more["services"] = Names.of((row.code, (row.name,)) for row in rows)
        elif kind is RosterKind.VOLUNTEERS:
            more["volunteers"] = Names.of((row.number, (row.name,)) for row in rows)
    return found


@pytest.mark.parametrize("kind", list(RosterKind), ids=str)
def test_every_row_is_fit_and_nothing_is_remarked(readings, kind):
    assert [(v.where, v.words) for v in readings[kind].verdicts] == []
    assert len(readings[kind].rows) == readings[kind].total


def test_the_city_is_as_large_as_told(readings):
    counts = {kind: reading.total for kind, reading in readings.items()}
    assert counts[RosterKind.VOLUNTEERS] == 216
    assert counts[RosterKind.ELDERS] == 120
    assert counts[RosterKind.SHOPS] == 24
    assert counts[RosterKind.CATALOGUE] == 25
    assert sum(row.value.minutes for row in readings[RosterKind.PASSBOOK].rows) > 500 * 60
    kinds = {row.value.kind for row in readings[RosterKind.BRANCHES].rows}
    assert kinds == {"care_home", "retired", "community"}


def test_nobody_has_a_real_identity_number_or_mobile(readings):
    people = [
        r.value for kind in (RosterKind.VOLUNTEERS, RosterKind.ELDERS, RosterKind.STAFF) for r in readings[kind].rows
    ]
    assert {person.identity[:6] for person in people} == {"520299"}
    assert {person.phone[:7] for person in people if person.phone} == {"1690858"}


def test_the_generator_makes_exactly_these_files(tmp_path):
    subprocess.run([sys.executable, str(DEMO / "generate.py"), str(tmp_path)], check=True, timeout=120)
    for path in FILES.values():
        ours, fresh = (load_workbook(folder / path.name, read_only=True).worksheets[0] for folder in (DEMO, tmp_path))
        assert list(ours.values) == list(fresh.values), path.name
