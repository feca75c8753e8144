"""Matching takes arrays and gives plans: it may import numbers and itself, and `verify` not even the rest of itself."""

import ast
import sys

from tests.architecture.tree import SOURCE

ROOM = SOURCE / "domain" / "matching"
NUMBERS = {"numpy", "scipy", "highspy"}
OWN = "nuanliu.domain.matching"


def _imported(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        if isinstance(node, ast.ImportFrom):
            yield str(node.module)


def test_matching_imports_numbers_and_itself():
    strangers = {
        f"{path.name}: {name}"
        for path in ROOM.rglob("*.py")
        for name in _imported(path)
        if name.split(".")[0] not in NUMBERS | sys.stdlib_module_names and not name.startswith(OWN)
    }
    assert strangers == set()


def test_what_judges_a_plan_shares_nothing_with_what_makes_it():
    own = {name for name in _imported(ROOM / "verify.py") if name.startswith(OWN)}
    assert own == {f"{OWN}.types"}


def test_what_every_worker_loads_needs_no_solver():
    assert {name.split(".")[0] for name in _imported(ROOM / "types.py")} & NUMBERS == {"numpy"}
