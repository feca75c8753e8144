"""The week at the desk, pressed through without JavaScript: proposed, looked into, changed, confirmed, answered."""

from collections.abc import Iterator
from uuid import UUID

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from nuanliu.domain.care.models import Visit
from nuanliu.domain.dispatch.models import Run
from nuanliu.domain.dispatch.types import UNDER_WAY
from nuanliu.domain.network.models import Login
from nuanliu.platform.ids import new_id
from nuanliu.usecases.dispatch.confirming import send_waves
from nuanliu.usecases.dispatch.running import carry_out
from tests.integration.usecases.test_dispatch import WEEK, chosen, day, free
from tests.support.office import words_of
from tests.support.signing import let_in
from tests.support.town import Town

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Iterator[Town]:
    town = Town.found()
    with time_machine.travel(town.now, tick=False):
        yield town


def signed_in(person: UUID) -> Client:
    return let_in(Client(), Login.objects.get(pk=person))


def press(client: Client, path: str, **said: object) -> HttpResponse:
    answer = client.post(path, {"token": str(new_id()), **said}, follow=True)
    assert answer.status_code == 200
    return answer


def thought_through(town: Town) -> Run:
    run = Run.objects.get(state__in=UNDER_WAY)
    carry_out(run_id=run.pk, now=town.now)
    run.refresh_from_db()
    return run


def test_a_week_from_the_button_to_the_helper_who_says_yes(town: Town) -> None:
    elder, other = town.elder("张桂兰"), town.elder("王秀英")
    first, second, third = (town.volunteer(name) for name in ("李一", "赵二", "钱三"))
    for helper in (first, second, third):
        free(helper, 2, 8, 12)
    needs = [town.need(elder, starts_at=day(2, 9)), town.need(other, starts_at=day(2, 9))]
    desk = signed_in(town.coordinator().id)

    press(desk, reverse("dispatch:home"), scope=str(town.site.pk), week=WEEK.isoformat())
    run = thought_through(town)
    page = words_of(desk.get(reverse("dispatch:run", args=[run.pk])))
    assert "2 项需求，2 项有人去" in page
    assert "不可能更好了" in page

    need = needs[0]
    (goes,) = [who for what, who in chosen(run) if what == need.id]
    (left,) = {first.pk, second.pk, third.pk} - {who for _what, who in chosen(run)}
    where = reverse("dispatch:need", args=[run.pk, need.id])
    assert "为什么不是她们" in words_of(desk.get(where))
    press(desk, where, act="ban", helper=str(goes))
    press(desk, where, act="pin", helper=str(left))
    assert "您改了 2 处，还没重排" in words_of(desk.get(reverse("dispatch:run", args=[run.pk])))

    press(desk, reverse("dispatch:again", args=[run.pk]))
    again = thought_through(town)
    assert again.follows_id == run.pk
    assert (need.id, left) in chosen(again)
    home = reverse("dispatch:run", args=[again.pk])
    assert "全部确认，去请人" in words_of(desk.get(home))
    press(desk, reverse("dispatch:confirm", args=[again.pk]), all="1")
    assert send_waves(now=town.now) == 2
    assert "全部确认，去请人" not in words_of(desk.get(home)), "nothing is left to say yes to"

    phone = signed_in(left)
    assert "有 1 件事想请您去" in words_of(phone.get(reverse("volunteer:home")))
    asked = next(iter(need.invitations.filter(volunteer_id=left)))
    press(phone, reverse("volunteer:invitation", args=[asked.id]), act="yes")
    assert [(visit.need_id, visit.volunteer_id) for visit in Visit.objects.all()] == [(need.id, left)]
    assert "答应了" in words_of(desk.get(home))


def test_whoever_did_not_say_that_she_is_free_is_rung_first(town: Town) -> None:
    elder = town.elder("张桂兰")
    goes, also, elsewhere = (town.volunteer(name) for name in ("李一", "赵二", "钱三"))
    free(goes, 2, 8, 12)
    free(also, 2, 8, 12)
    free(elsewhere, 3, 8, 12)
    need = town.need(elder, starts_at=day(2, 9))
    desk = signed_in(town.coordinator().id)
    press(desk, reverse("dispatch:home"), scope=str(town.site.pk), week=WEEK.isoformat())
    run = thought_through(town)
    page = words_of(desk.get(reverse("dispatch:need", args=[run.pk, need.id])))
    said = {name: page[page.rindex(name) :].split("就请她去")[0] for name in ("李一", "赵二", "钱三")}
    assert "先打电话问一声" in said["钱三"]
    second = "赵二" if (need.id, goes.pk) in chosen(run) else "李一"
    assert "先打电话问一声" not in said[second]
