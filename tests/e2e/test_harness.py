"""The browser harness: it sees the product, with and without JavaScript, and axe does find what is planted."""

import pytest

from tests.support.browser import assert_accessible, violations


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("size", ["phone", "office", "narrow"])
def test_the_home_page_is_accessible(open_page, size, javascript):
    page = open_page(size=size, javascript=javascript)
    assert page.goto("/").status == 200
    assert_accessible(page)


def test_axe_finds_a_planted_violation(open_page):
    page = open_page()
    page.goto("/")
    page.evaluate("document.querySelector('main').innerHTML += '<input type=text><a href=x></a>'")
    assert {line.split()[0] for line in violations(page)} >= {"label", "link-name"}
