"""Every number that the product asks of the Standard is there, of the kind and unit it is asked in."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import nuanliu
from tests.unit.domain.standards.made import DEFAULT

QUANTITIES = {"minutes", "hours", "days", "months", "hundredths", "integer", "limit", "span"}
READINGS = QUANTITIES | {"boolean", "text", "codes", "number", "steps"}


def asked() -> Iterator[tuple[str, str]]:
    """(reading, key) for each `something.reading("key")` in the source."""
    for path in Path(nuanliu.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            match node:
                case ast.Call(func=ast.Attribute(attr=reading), args=[ast.Constant(value=str(key))]) if (
                    reading in READINGS
                ):
                    yield reading, key


@pytest.mark.parametrize(("reading", "key"), sorted(set(asked())))
def test_what_is_asked_is_there_in_that_kind(reading, key):
    getattr(DEFAULT, reading)(key)


def test_the_product_does_ask():
    assert ("minutes", "credit_step_min") in set(asked())
