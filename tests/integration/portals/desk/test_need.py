from datetime import timedelta

import pytest
from django.test import Client

from nuanliu.domain.care.models import Need
from nuanliu.domain.care.types import NeedState
from nuanliu.domain.network.operations import appoint
from nuanliu.domain.network.types import Role
from nuanliu.domain.people.models import Person
from nuanliu.platform.clock import at
from nuanliu.platform.ids import new_id
from nuanliu.usecases.place_need import place_need
from tests.support.office import browser_of, words_of
from tests.support.town import Town


@pytest.fixture
def client(town: Town) -> Client:
    return browser_of(town.clerk("吴接线"))


def asked(town: Town, **answers: object) -> Need:
    """A need that waits for review."""
    elder = town.elder("张桂兰")
    facts: dict[str, object] = {"starts_at": town.now + timedelta(days=3), "minutes": 60, "now": town.now, **answers}
    return place_need(
        actor=town.actor(elder),
        elder_id=elder.pk,
        service_code="S101",
        token=new_id(),
        **facts,  # type: ignore[arg-type]
    )


def act(client: Client, need: Need, name: str, **answers: object):
    return client.post(f"/desk/needs/{need.id}/{name}/", {"token": new_id(), **answers})


def state(need: Need) -> str:
    return Need.objects.get(id=need.id).state


def test_approved_with_one_key(town: Town, client: Client) -> None:
    need = asked(town)
    page = client.get(f"/desk/needs/{need.id}/").content.decode()
    assert 'accesskey="y" autofocus' in page
    assert act(client, need, "approve").status_code == 303
    assert act(client, need, "approve").status_code == 303
    assert state(need) == NeedState.OPEN


def test_returned_with_a_reason_then_mended(town: Town, client: Client) -> None:
    need = asked(town)
    refused = act(client, need, "return", reason="")
    assert refused.status_code == 200
    assert "请填写：退回的原因" in words_of(refused)
    assert act(client, need, "return", reason="换个时间好吗").status_code == 303
    assert state(need) == NeedState.RETURNED
    assert "换个时间好吗" in words_of(client.get(f"/desk/needs/{need.id}/"))
    wrong = act(client, need, "mend", when="昨天", minutes="45", note="")
    assert "这个时间已经过去了。" in words_of(wrong)
    assert 'value="45"' in wrong.content.decode()
    assert act(client, need, "mend", when="后天 14:00", minutes="90", note="慢慢来").status_code == 303
    mended = Need.objects.get(id=need.id)
    assert (mended.state, mended.planned_minutes, mended.note) == (NeedState.SUBMITTED, 90, "慢慢来")
    assert mended.starts_at == at(town.now.date() + timedelta(days=2), 14)


def test_a_kins_need_is_reviewed_by_a_colleague(town: Town) -> None:
    need = asked(town)
    clerk = town.clerk("郑接线")
    town.kin(need.elder, Person.objects.get(pk=clerk.id))
    answer = act(browser_of(clerk), need, "approve")
    assert "自己或家人的需求要请同事审核。" in words_of(answer)
    assert state(need) == NeedState.SUBMITTED
    assert act(browser_of(town.clerk("冯接线")), need, "approve").status_code == 303


def test_a_helper_is_put_on_it_by_name_initials_or_number(town: Town, client: Client) -> None:
    helpers = [town.volunteer("李志愿"), town.volunteer("王小明"), town.volunteer("陈本事")]
    for typed, helper in (("李志愿", helpers[0]), ("wxm", helpers[1]), (helpers[2].volunteer.number, helpers[2])):
        need = town.need(town.elder())
        assert act(client, need, "assign", helper=typed).status_code == 303
        assert need.visits.get().volunteer == helper
        assert state(need) == NeedState.MATCHED


def test_of_two_with_one_name_the_clerk_chooses(town: Town, client: Client) -> None:
    first, second = town.volunteer("李志愿"), town.volunteer("李志远")
    need = town.need(town.elder())
    page = act(client, need, "assign", helper="lzy")
    assert page.status_code == 200
    assert "有几位，是哪一位？" in words_of(page)
    for number in (first.volunteer.number, second.volunteer.number):
        assert f'value="{number}"' in page.content.decode()
    act(client, need, "assign", helper=second.volunteer.number)
    assert need.visits.get().volunteer == second


def test_a_helper_who_may_not_is_refused_in_words(town: Town, client: Client) -> None:
    elder, daughter = town.elder(), town.volunteer("张晓红")
    town.kin(elder, daughter)
    need = town.need(elder)
    assert "照顾自己的家人不记志愿时间" in words_of(act(client, need, "assign", helper="张晓红"))
    assert "没有找到这位志愿者" in words_of(act(client, need, "assign", helper="无此人"))
    assert state(need) == NeedState.OPEN


def test_cancelled_with_a_reason(town: Town, client: Client) -> None:
    need = town.need(town.elder(minutes=60))
    assert "请填写：原因" in words_of(act(client, need, "cancel", reason=" "))
    assert act(client, need, "cancel", reason="老人住院了").status_code == 303
    assert state(need) == NeedState.CANCELLED
    page = words_of(client.get(f"/desk/needs/{need.id}/"))
    assert "取消原因 老人住院了" in page
    assert "取消这个需求" not in page


def test_the_story_is_told_from_the_beginning(town: Town, client: Client) -> None:
    visit = town.confirmed(town.elder(), town.volunteer())
    page = words_of(client.get(f"/desk/needs/{visit.need_id}/"))
    events = ["提出需求", "审核通过，发布", "志愿者接单", "开始服务", "结束服务", "老人确认来过"]
    places = [page.index(event) for event in events]
    assert places == sorted(places)


def test_who_may_not_act_sees_no_button_and_is_refused(town: Town) -> None:
    need = asked(town)
    certifier = browser_of(town.certifier())
    page = words_of(certifier.get(f"/desk/needs/{need.id}/"))
    assert "通过，去找人" not in page
    assert act(certifier, need, "approve").status_code == 404
    assert state(need) == NeedState.SUBMITTED


def test_another_sites_need_is_not_there_even_for_a_clerk_who_helps(town: Town) -> None:
    there = town.staff(Role.COORDINATOR, "周站长", node=town.other_site)
    need = town.need(town.elder("李大用", site=town.other_site), clerk=there)
    helper = town.volunteer("赵两用")
    appoint(holder=helper.login, node=town.site, role=Role.COORDINATOR, at=town.now, actor_id=None)
    client = browser_of(town.actor(helper))
    assert client.get(f"/desk/needs/{need.id}/").status_code == 404
    assert act(client, need, "cancel", reason="x").status_code == 404
    assert browser_of(there).get(f"/desk/needs/{need.id}/").status_code == 200
    assert client.get(f"/desk/needs/{new_id()}/").status_code == 404


def test_a_get_never_acts(town: Town, client: Client) -> None:
    need = asked(town)
    for name in ("approve", "return", "mend", "reopen", "assign", "cancel"):
        assert client.get(f"/desk/needs/{need.id}/{name}/").status_code == 405
    assert state(need) == NeedState.SUBMITTED
