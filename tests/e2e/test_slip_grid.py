"""Thirty slips without a hand leaving the keyboard: every key is counted, and the figure goes into the measurements."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from nuanliu.domain.care.slips.batch_models import SlipBatch, SlipRow
from nuanliu.domain.network.models import Login
from tests.support.slips import number_of, pad_of, veteran
from tests.support.town import Town

pytestmark = pytest.mark.django_db(transaction=True)

MOST_KEYS, SLIPS = 2_160, 30
"""Twelve minutes at 180 keys a minute."""


class Keyboard:
    """Types into whatever has the focus, and counts: a capital or a sign above a digit would be two."""

    def __init__(self, page) -> None:
        self.page, self.keys = page, 0

    def type(self, text: str) -> None:
        assert text == text.lower()
        self.page.keyboard.type(text)
        self.keys += len(text)

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.keys += 1


@pytest.mark.parametrize("javascript", [pytest.param(True, marks=pytest.mark.one_database), False])
def test_thirty_slips_take_at_most_twelve_minutes(a_thursday, open_page, *, javascript: bool) -> None:
    town = Town.found()
    town.now = timezone.localtime()
    names = ["张桂兰", "周明德", "吴秀英", "郑玉珍", "王素芬"]
    elders = [town.elder(name) for name in names]
    helpers = [veteran(town, name) for name in ("陈本芬", "李志远", "孙家福", "何小梅", "高建国", "罗天佑")]
    slips, clerk = pad_of(town, SLIPS), town.clerk()
    page = open_page(login=Login.objects.get(pk=clerk.id), size="office", javascript=javascript)
    page.goto(reverse("desk:slip-grid", args=[town.site.pk]))
    page.locator("body :focus").wait_for()
    keyboard = Keyboard(page)
    for place, slip in enumerate(slips):
        day = town.now - timedelta(days=1 + place // 6)
        keyboard.type(number_of(slip).replace("-", "").lstrip("0").lower())
        keyboard.press("Tab")
        keyboard.type(helpers[place % 6].pinyin.split()[0])
        keyboard.press("Tab")
        keyboard.type(elders[place % 5].pinyin.split()[0])
        keyboard.press("Tab")
        keyboard.type("101" if place % 3 == 0 else "")
        keyboard.press("Tab")
        keyboard.type(f"{day:%m%d}" if place % 6 == 0 else "")
        keyboard.press("Tab")
        keyboard.type("930")
        keyboard.press("Tab")
        keyboard.type("1045")
        keyboard.press("Tab" if place < SLIPS - 1 else "Enter")
    expect(page.get_by_role("button", name="没有错，送第二个人签字")).to_be_focused()
    keyboard.press("Enter")
    page.wait_for_url("**/slips/batches/**")
    assert SlipBatch.objects.get().state == "waiting"
    assert SlipRow.objects.count() == SLIPS
    assert keyboard.keys <= MOST_KEYS, f"{keyboard.keys} keys"
