"""The desk invites from the need's page, and the volunteer answers on her phone."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from nuanliu.domain.care.invitations.models import Invitation
from nuanliu.domain.care.models import Visit
from nuanliu.platform.ids import new_id
from nuanliu.usecases.inviting.answer import expire_invitations
from tests.support.office import at_the_hour_of, browser_of, words_of
from tests.support.town import Town


@pytest.fixture(autouse=True)
def the_towns_hour(town: Town) -> Iterator[None]:
    """The wall clock shows it."""
    with at_the_hour_of(town):
        yield


def post(browser: Client, path: str, **said: object):
    return browser.post(path, {"token": str(new_id()), **said})


def test_several_are_asked_and_the_first_goes(town: Town) -> None:
    need, desk = town.need(town.elder("张桂兰")), browser_of(town.coordinator())
    helpers = [town.volunteer(name) for name in ("杨志远", "罗晓燕", "陈小英")]
    page = f"/desk/needs/{need.id}/"
    html = desk.get(page).content.decode()
    assert html.count('name="whom"') == 3
    assert html.count(" checked>") == 1, "as many as are wanted are proposed"
    refused = post(desk, f"{page}invite/")
    assert (refused.status_code, "请先勾选要请的人。" in words_of(refused)) == (200, True)
    whom = [f"{n}.{one.pk}" for n, one in enumerate(helpers, start=1)]
    assert post(desk, f"{page}invite/", whom=[*whom, "x", f"9.{new_id()}"]).status_code == 303
    words = words_of(desk.get(page))
    assert "请了 3 位，最晚" in words
    assert (words.count("等回话"), words.count("本人还没看")) == (3, 3)
    assert list(Invitation.objects.order_by("place").values_list("place", "volunteer__name")) == [
        (1, "杨志远"), (2, "罗晓燕"), (3, "陈小英"),
    ]  # fmt: skip
    phone, other = browser_of(town.actor(helpers[0])), browser_of(town.actor(helpers[1]))
    assert "有 1 件事想请您去" in words_of(phone.get("/me/"))
    asked = words_of(phone.get("/me/invitations"))
    assert ("说说为什么去不了" in asked, "太远了" in asked) == (True, True)
    assert "本人看过" in words_of(desk.get(page))
    mine, theirs = (Invitation.objects.get(volunteer=one) for one in helpers[:2])
    assert post(phone, f"/me/invitations/{theirs.id}", act="yes").status_code == 404
    assert "请按页面上的一个按钮。" in words_of(post(phone, f"/me/invitations/{mine.id}"))
    assert post(phone, f"/me/invitations/{mine.id}", why="too_far").status_code == 303
    assert "现在没有人等您回话" in words_of(phone.get("/me/invitations"))
    assert post(other, f"/me/invitations/{theirs.id}", act="yes").status_code == 303
    assert Visit.objects.get(need_id=need.id).volunteer_id == helpers[1].pk
    third = browser_of(town.actor(helpers[2]))
    late = Invitation.objects.get(volunteer=helpers[2])
    answer = third.post(f"/me/invitations/{late.id}", {"token": str(new_id()), "act": "yes"}, follow=True)
    assert "已经有人接了这一单，谢谢您。" in words_of(answer)
    words = words_of(desk.get(page))
    assert [one in words for one in ("说去不了", "太远了", "说能去", "别人先接了")] == [True] * 4
    assert "再请一次" not in words, "nobody else is wanted"


def test_the_desk_hears_answers_takes_back_and_asks_again(town: Town) -> None:
    need, desk = town.need(town.elder()), browser_of(town.coordinator())
    names = ("杨志远", "罗晓燕", "陈小英")
    helpers = {name: town.volunteer(name) for name in names}
    page = f"/desk/needs/{need.id}/"
    post(desk, f"{page}invite/", whom=[str(one.pk) for one in helpers.values()])
    of = {one.volunteer.name: one for one in Invitation.objects.select_related("volunteer")}
    assert post(desk, f"/desk/invitations/{of['杨志远'].id}/", act="no", why="unwell").status_code == 303
    assert post(desk, f"/desk/invitations/{of['罗晓燕'].id}/", act="withdraw").status_code == 303
    assert post(desk, f"/desk/invitations/{of['陈小英'].id}/", act="nonsense").status_code == 200
    expire_invitations(now=town.now + timedelta(days=1))
    assert words_of(desk.get(page)).count("再请一次") == 2
    again = {"whom": str(helpers["罗晓燕"].pk)}
    assert post(desk, f"{page}invite/", **again).status_code == 303
    barred = desk.post(f"{page}invite/", {"token": str(new_id()), "whom": str(helpers["杨志远"].pk)}, follow=True)
    assert "没有请 杨志远：她说过这一单不合适。" in words_of(barred)
    assert post(desk, f"/desk/invitations/{of['陈小英'].id}/", act="yes").status_code == 303
    states = Invitation.objects.order_by("asked_at", "volunteer__name").values_list("volunteer__name", "state")
    assert sorted(states) == [
        ("杨志远", "declined"), ("罗晓燕", "filled"), ("罗晓燕", "withdrawn"), ("陈小英", "accepted"),
    ]  # fmt: skip


def test_more_invitations_ask_no_more_of_the_database(town: Town) -> None:
    helper = town.volunteer("杨志远")
    town.rules(town.now, invite_most_a_week=20)
    clerk = town.coordinator()
    desk, phone = browser_of(clerk), browser_of(town.actor(helper))
    counts = []
    for number in range(3):
        need = town.need(town.elder(f"老人{number}"), starts_at=town.now + timedelta(days=2, hours=2 * number))
        others = [town.volunteer(f"志愿者{number}{n}") for n in range(2 * number)]
        post(desk, f"/desk/needs/{need.id}/invite/", whom=[str(one.pk) for one in (helper, *others)])
        desk.get(f"/desk/needs/{need.id}/")
        phone.get("/me/invitations")
        with CaptureQueriesContext(connection) as at_desk:
            desk.get(f"/desk/needs/{need.id}/")
        with CaptureQueriesContext(connection) as at_phone:
            phone.get("/me/invitations")
        counts.append((len(at_desk), len(at_phone)))
    assert counts[1:] == counts[:1] * 2
