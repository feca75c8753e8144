"""Modules stay small enough to be read at one sitting (STYLE, House style)."""

from statistics import median

from tests.architecture.tree import ROOT, modules


def lengths():
    return {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in modules()}


def test_no_module_is_longer_than_500_lines():
    assert [name for name, lines in lengths().items() if lines > 500] == []


def test_nine_modules_in_ten_are_at_most_350_lines():
    long = [name for name, lines in lengths().items() if lines > 350]
    assert len(long) <= len(lengths()) // 10, long


def test_the_median_module_is_at_most_80_lines():
    written = [lines for lines in lengths().values() if lines]
    assert median(written) <= 80
