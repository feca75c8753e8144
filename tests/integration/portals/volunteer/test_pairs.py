"""My pairs on the phone: asked first, a change answered, a rest; the same on her page and at the desk."""

from collections.abc import Iterator
from datetime import time, timedelta

import pytest

from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.care.series.models import FallbackTask, Pair
from nuanliu.platform.ids import new_id
from nuanliu.usecases.change_need import Changed, change_need
from nuanliu.usecases.raise_fallbacks import raise_tasks
from nuanliu.usecases.series.place import Wanted, place_series
from tests.support.office import at_the_hour_of, browser_of, words_of
from tests.support.town import Town


@pytest.fixture(autouse=True)
def the_towns_hour(town: Town) -> Iterator[None]:
    """The wall clock shows it."""
    with at_the_hour_of(town):
        yield


def post(browser, path: str, **said: str):
    return browser.post(path, {"token": str(new_id()), **said})


def test_asked_agreed_first_and_ill(town: Town) -> None:
    elder, helper = town.elder("张桂兰", phone="13800000001"), town.volunteer("杨志远")
    town.served(elder, helper)
    phone, hers, desk = (browser_of(one) for one in (town.actor(helper), town.actor(elder), town.coordinator()))
    assert post(hers, "/elder/regulars", helper=str(helper.pk)).status_code == 303
    pair = Pair.objects.get()
    page = f"/me/pairs/{pair.id}"
    assert "等一方同意" in words_of(phone.get("/me/pairs"))
    assert post(phone, page, act="yes").status_code == 303
    assert "结着对，每周的事先问这一位。" in words_of(hers.get(f"/elder/regulars/{pair.id}"))
    assert "张桂兰" in words_of(desk.get("/desk/pairs/"))
    wanted = Wanted(service_code="S101", weekdays=(4,), at=time(9), minutes=60)
    place_series(actor=town.coordinator(), elder_id=elder.pk, wanted=wanted, token=new_id(), now=town.now)
    first, second = Need.objects.filter(state="open").order_by("starts_at")
    assert "结对的老人有 2 件事先问您" in words_of(phone.get("/me/"))
    assert post(phone, f"/me/pairs/first/{first.id}", act="take").status_code == 303
    assert post(phone, f"/me/pairs/first/{second.id}", act="pass").status_code == 303
    assert post(phone, f"/me/pairs/first/{second.id}", act="pass").status_code == 404
    assert post(phone, page, act="pause", until="2026-11-20", substitute="V999999").status_code == 200
    assert post(phone, page, act="pause", until="2026-11-20", substitute="").status_code == 303
    assert not Visit.objects.filter(need_id=first.id).exclude(state="cancelled").exists()
    assert post(hers, f"/elder/regulars/{pair.id}", act="resume").status_code == 303
    assert post(desk, f"/desk/pairs/{pair.id}/", act="end", reason="搬家").status_code == 303
    assert "结束了" in words_of(phone.get(page))


def test_a_changed_visit_is_answered_on_the_phone(town: Town) -> None:
    elder, helper = town.elder(phone="13800000001"), town.volunteer()
    visit = town.taken(elder, helper)
    need, phone = Need.objects.get(), browser_of(town.actor(helper))
    changed = Changed(starts_at=need.starts_at + timedelta(hours=1), minutes=60, note="")
    change_need(actor=town.coordinator(), need_id=need.id, changed=changed, now=town.now)
    page = f"/me/visits/{visit.id}"
    assert "这次改了，您还能去吗？" in words_of(phone.get(page))
    assert post(phone, f"{page}/change", act="no").status_code == 303
    assert Need.objects.get().state == "open"
    assert "改了时间或内容" in words_of(browser_of(town.coordinator()).get(f"/desk/needs/{need.id}/"))


def test_the_desk_asks_for_a_pair_and_answers_for_what_nobody_took(town: Town) -> None:
    elder, helper = town.elder("张桂兰", phone="13800000001"), town.volunteer("杨志远")
    desk = browser_of(town.coordinator())
    assert post(desk, "/desk/pairs/", elder="没有", helper="杨志远").status_code == 200
    assert post(desk, "/desk/pairs/", elder="张桂兰", helper="杨志远", is_agreed="on").status_code == 303
    assert Pair.objects.get().elder_agreed_how == "desk"
    need = town.need(elder, starts_at=town.now + timedelta(hours=10))
    raise_tasks(now=town.now)
    task = FallbackTask.objects.get()
    page = f"/desk/fallbacks/{task.id}/"
    assert "没人接的事，1 件等答复" in words_of(desk.get("/desk/"))
    assert post(desk, page, act="serve", helper="没有这人").status_code == 200
    assert post(desk, page, act="serve", helper=helper.volunteer.number).status_code == 303
    assert (Need.objects.get(id=need.id).state, FallbackTask.objects.get().state) == ("matched", "served")
    assert "有人去了" in words_of(desk.get("/desk/fallbacks/?state=served"))
