"""The grid of free times says neither more nor less than the spans."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuanliu.portals.ui.free_times import Grid, Span, grid_of, joined, spans_of

SPANS = st.lists(
    st.tuples(st.integers(1, 7), st.integers(0, 1439), st.integers(1, 1440)).filter(lambda span: span[1] < span[2]),
    max_size=12,
)


def minutes_of(spans: list[Span]) -> set[tuple[int, int]]:
    return {(day, minute) for day, first, last in spans for minute in range(first, last)}


@pytest.mark.parametrize(
    ("spans", "cells", "others"),
    [
        ([], set(), ()),
        ([(2, 840, 1080)], {(2, "pm")}, ()),
        ([(6, 480, 1080)], {(6, "am"), (6, "noon"), (6, "pm")}, ()),
        ([(3, 540, 660)], set(), ((3, 540, 660),)),
        ([(3, 450, 800)], {(3, "am")}, ((3, 450, 480), (3, 720, 800))),
        ([(1, 480, 600), (1, 600, 720)], {(1, "am")}, ()),
        (
            [(7, 0, 1440)],
            {(7, "am"), (7, "noon"), (7, "pm"), (7, "eve")},
            ((7, 0, 480), (7, 1080, 1110), (7, 1230, 1440)),
        ),
    ],
)
def test_what_is_ticked_and_what_is_left(
    spans: list[Span], cells: set[tuple[int, str]], others: tuple[Span, ...]
) -> None:
    assert grid_of(spans=spans) == Grid(frozenset(cells), others)


@given(SPANS)
def test_to_the_grid_and_back_is_the_same_times(spans: list[Span]) -> None:
    back = spans_of(grid=grid_of(spans=spans))
    assert back == joined(spans)
    assert minutes_of(back) == minutes_of(spans)
