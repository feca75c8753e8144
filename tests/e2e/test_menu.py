"""The menu in a browser: what a site leaves out is gone from the clerk's keys and the old person's choices."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from nuanliu.domain.care.models import Need
from nuanliu.domain.care.series.models import Wishes
from nuanliu.domain.network.models import Login
from tests.support.town import Town, add_service

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database]


def test_a_service_is_left_out_and_a_tick_card_is_typed_without_a_mouse(a_thursday, open_page) -> None:
    town = Town.found()
    town.now = timezone.localtime()
    add_service("S201", name="代买代购", plain_words="帮我买菜", position=6)
    elder, lead, clerk = town.elder("张桂兰"), town.coordinator(), town.clerk()
    page = open_page(login=Login.objects.get(pk=lead.id), size="office", javascript=False)
    page.goto(reverse("desk:menu"))
    page.get_by_role("link", name="先不做 陪伴聊天").click()
    page.get_by_label("原因").fill("没有人")
    page.get_by_role("button", name="先不做").click()
    expect(page.get_by_role("row", name="陪伴聊天")).to_contain_text("没有人")
    page = open_page(login=Login.objects.get(pk=clerk.id), size="office")
    page.goto(reverse("hotline:elder", args=[elder.pk]))
    page.locator("body :focus").wait_for()
    expect(page.get_by_role("list", name="服务菜单：按数字")).not_to_contain_text("陪伴聊天")
    for key in ("6be", "Tab", "mtsw", "Enter"):
        page.keyboard.press(key) if key[0].isupper() else page.keyboard.type(key)
    page.wait_for_url("**/read-back/**")
    expect(page.get_by_text("您要的是：代买代购。")).to_be_visible()
    expect(page.get_by_role("button", name="老人说对，记下")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/placed/**")
    need, wishes = Need.objects.get(), Wishes.objects.get()
    assert (need.service.code, wishes.codes, wishes.for_whom) == ("S201", ["woman"], "couple")
