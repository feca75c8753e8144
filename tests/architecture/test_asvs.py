"""docs/asvs.csv: every requirement of OWASP ASVS 5.0, levels 1 and 2, once, and nothing it names is gone."""

import ast
import csv

import pytest

from tests.architecture.tree import ROOT

TABLE = ROOT / "docs" / "asvs.csv"
KNOWN = ROOT / "tests" / "architecture" / "asvs_ids.csv"
"""Numbers and levels of the published standard."""


def read(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def names_of_tests(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name.startswith("test")}


def faults_of(row):
    """What is wrong with one line."""
    found = []
    for name in filter(None, row["where"].split(";")):
        found += [] if (ROOT / name).is_file() else [f"no file {name}"]
    for name in filter(None, row["test"].split(";")):
        path, _sep, function = name.partition("::")
        if not (ROOT / path).is_file() or not path.startswith("tests/"):
            found.append(f"no test file {path}")
        elif function and function not in names_of_tests(ROOT / path):
            found.append(f"no test {name}")
    if (row["applies"], row["met"]) not in {("yes", "yes"), ("yes", "no"), ("yes", "runner"), ("no", "")}:
        found.append(f"applies {row['applies']!r} and met {row['met']!r}")
    if row["met"] == "yes" and not row["where"]:
        found.append("says yes and not where")
    if row["met"] != "yes" and not row["note"]:
        found.append("says no and not why")
    return [f"{row['id']}: {one}" for one in found]


def test_every_requirement_of_both_levels_is_answered_once():
    assert [(row["id"], row["level"]) for row in read(TABLE)] == [(row["id"], row["level"]) for row in read(KNOWN)]
    assert len(read(KNOWN)) == 253


def test_no_line_names_what_is_not_there():
    assert [fault for row in read(TABLE) for fault in faults_of(row)] == []


GOOD = {"id": "1.1.1", "applies": "yes", "met": "yes", "where": "dev", "test": "", "note": ""}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"where": "src/nuanliu/gone.py"}, "1.1.1: no file src/nuanliu/gone.py"),
        ({"test": "tests/architecture/test_gone.py"}, "1.1.1: no test file tests/architecture/test_gone.py"),
        (
            {"test": "tests/architecture/test_asvs.py::test_gone"},
            "1.1.1: no test tests/architecture/test_asvs.py::test_gone",
        ),
        ({"where": ""}, "1.1.1: says yes and not where"),
        ({"met": "no"}, "1.1.1: says no and not why"),
        ({"met": "mostly", "note": "x"}, "1.1.1: applies 'yes' and met 'mostly'"),
    ],
)
def test_a_dangling_line_is_noticed(change, fault):
    assert faults_of(GOOD) == []
    assert faults_of({**GOOD, **change}) == [fault]
