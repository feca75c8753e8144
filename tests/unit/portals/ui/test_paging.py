import pytest
from django.test import RequestFactory

from nuanliu.portals.ui.paging import link_with, page_of, sorting_of

ROWS = list(range(1, 48))


def asked(query=""):
    return RequestFactory().get(f"/list{query}")


class Counted(list):
    """A list that refuses to be counted, as a large table should be."""

    def __len__(self):
        raise AssertionError("counted")


@pytest.mark.parametrize(
    ("query", "rows", "previous_link", "next_link"),
    [
        ("", [1, 2, 3], "", "?page=2"),
        ("?page=2&q=a", [4, 5, 6], "?q=a", "?page=3&q=a"),
        ("?page=16", [46, 47], "?page=15", ""),
        ("?page=99", [], "?page=98", ""),
        ("?page=0", [1, 2, 3], "", "?page=2"),
        ("?page=-1", [1, 2, 3], "", "?page=2"),
        ("?page=abc", [1, 2, 3], "", "?page=2"),
        ("?page=%D9%A2", [1, 2, 3], "", "?page=2"),
        ("?page=99999999999999999999", [1, 2, 3], "", "?page=2"),
    ],
)
def test_a_page_shows_its_rows_and_keeps_the_other_parameters(query, rows, previous_link, next_link):
    page = page_of(request=asked(query), rows=ROWS, size=3)
    assert (page.rows, page.previous_link, page.next_link) == (rows, previous_link, next_link)


def test_the_way_back_to_the_first_page_is_the_plain_address():
    assert page_of(request=asked("?page=2"), rows=ROWS, size=3).previous_link == "/list"


def test_rows_are_never_counted():
    assert page_of(request=asked(), rows=Counted(ROWS), size=3).rows == [1, 2, 3]


def test_a_page_knows_its_ordinals():
    page = page_of(request=asked("?page=2"), rows=ROWS, size=20)
    assert (page.first_row, page.last_row, page.is_whole) == (21, 40, False)
    nothing = page_of(request=asked(), rows=[])
    assert (nothing.first_row, nothing.last_row, nothing.is_whole) == (0, 0, True)


def test_links_change_add_and_drop_parameters():
    request = asked("?q=%E5%BC%A0&page=3")
    assert link_with(request, page=None) == "?q=%E5%BC%A0"
    assert link_with(request, q="", page=None) == "/list"
    assert link_with(request, page=4) == "?q=%E5%BC%A0&page=4"


ALLOWED = {"name": ["name", "id"], "late": ["-late_at", "id"]}


@pytest.mark.parametrize(
    ("query", "order", "name_aria", "late_aria"),
    [
        ("", ["-late_at", "id"], "none", "ascending"),
        ("?sort=name", ["name", "id"], "ascending", "none"),
        ("?sort=-name", ["-name", "-id"], "descending", "none"),
        ("?sort=-late", ["late_at", "-id"], "none", "descending"),
        ("?sort=password", ["-late_at", "id"], "none", "ascending"),
        ("?sort=--name", ["-late_at", "id"], "none", "ascending"),
    ],
)
def test_only_allowed_keys_sort(query, order, name_aria, late_aria):
    sorting = sorting_of(request=asked(query), allowed=ALLOWED, default="late")
    assert sorting.order_by == order
    assert (sorting.aria("name"), sorting.aria("late")) == (name_aria, late_aria)


def test_sorting_again_turns_the_order_and_goes_to_the_first_page():
    sorting = sorting_of(request=asked("?sort=name&page=3&q=a"), allowed=ALLOWED, default="late")
    assert sorting.link("name") == "?sort=-name&q=a"
    assert sorting.link("late") == "?sort=late&q=a"
