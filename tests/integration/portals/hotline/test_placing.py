from datetime import timedelta

import pytest
from django.test import Client

from nuanliu.domain.audit.queries import story_of
from nuanliu.domain.care.models import Need
from nuanliu.domain.care.series.models import Wishes
from nuanliu.domain.care.types import NeedState
from nuanliu.domain.people.models import Person
from nuanliu.platform.clock import at, local
from nuanliu.platform.ids import new_id
from tests.support.office import browser_of, queries_of, words_of
from tests.support.town import Town, add_service


@pytest.fixture
def client(town: Town) -> Client:
    return browser_of(town.clerk())


def typed(**answers: str) -> dict[str, str]:
    return {
        "token": str(new_id()),
        "service": "1",
        "when": "后天 9点",
        "minutes": "",
        "note": "",
        "payer": "",
    } | answers


def read_back(client: Client, elder: Person, **answers: str) -> str:
    """The address of the page with the sentences."""
    response = client.post(f"/hotline/elders/{elder.pk}/", typed(**answers))
    assert response.status_code == 303, words_of(response)
    return response.headers["Location"]


def test_from_two_answers_to_a_published_need(town: Town, client: Client) -> None:
    elder = town.elder("张桂兰", phone="13800000001")
    address = read_back(client, elder)
    assert not Need.objects.exists()
    page = words_of(client.get(address))
    for sentence in (
        "您是文化路社区的张桂兰，对吗？",
        "您要的是：陪伴聊天。",
        "时间是后天 11月4日 星期三 上午 9 点。",
        "大约 1 小时，到 10 点。",
        "由社区出时间，不用您的。",
        "有人接了，我们打电话告诉您。",
    ):
        assert sentence in page
    response = client.post(address, {"token": new_id()})
    need = Need.objects.get()
    assert response.status_code == 303
    assert response.headers["Location"] == f"/hotline/elders/{elder.pk}/placed/{need.id}/"
    assert (need.state, need.channel, need.elder_id) == (NeedState.OPEN, "phone", elder.pk)
    assert local(need.starts_at) == at(local(town.now).date() + timedelta(days=2), 9)
    done = words_of(client.get(response.headers["Location"]))
    assert f"您的暗号是 {' '.join(need.code)}。" in done
    assert f"第 {need.number} 号" in done


def test_only_a_woman_and_only_a_man_is_one_too_many(town: Town, client: Client) -> None:
    elder, both = town.elder("张桂兰"), ["only_woman", "only_man"]
    response = client.post(f"/hotline/elders/{elder.pk}/", typed(note="轻一点") | {"wishes": both})
    page = words_of(response)
    assert (
        response.status_code,
        "只要女的、只要男的，只能选一样。" in page,
        "轻一点" in response.content.decode(),
    ) == (200, True, True)


def test_enter_pressed_twice_places_one_need(town: Town, client: Client) -> None:
    address = read_back(client, town.elder())
    first, second = client.post(address), client.post(address)
    assert first.headers["Location"] == second.headers["Location"]
    assert Need.objects.count() == 1


@pytest.mark.parametrize("service", ["1", "１", "S101", "s101", "101", "陪伴聊天", "聊天", "pblt", "peiban"])
def test_a_service_is_meant_in_many_ways(town: Town, client: Client, service: str) -> None:
    add_service("S201", name="代买代购", plain_words="帮我买东西", position=2)
    assert "您要的是：陪伴聊天。" in words_of(client.get(read_back(client, town.elder(), service=service)))


def test_a_service_that_does_not_exist_is_answered_and_everything_typed_is_kept(town: Town, client: Client) -> None:
    elder = town.elder()
    response = client.post(
        f"/hotline/elders/{elder.pk}/", typed(service="99", when="asdf", note="门铃坏了", minutes="45")
    )
    page = response.content.decode()
    assert response.status_code == 200
    assert "菜单里没有“99”" in page
    assert "看不懂这个时间" in page
    for kept in ('value="99"', 'value="asdf"', 'value="门铃坏了"', 'value="45"'):
        assert kept in page
    assert "<title>要改" in page


def test_a_word_that_means_two_services_asks_which(town: Town, client: Client) -> None:
    add_service("S301", name="陪同就医", plain_words="陪我看病", position=2)
    response = client.post(f"/hotline/elders/{town.elder().pk}/", typed(service="陪"))
    assert "是哪一个？陪伴聊天、陪同就医" in words_of(response)


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"when": "昨天"}, "这个时间已经过去了。"),
        ({"when": "明天 23点"}, "请约上午 6 点到晚上 10 点之间。"),
        ({"when": "10分钟后"}, "最早只能约 2 小时以后。"),
        ({"minutes": "500"}, "这项服务每次 30 到 120 分钟。"),
        ({"minutes": "一百"}, "请写一个整数"),
        ({"note": "长" * 10_000}, "最多写 500 个字，现在有 10000 个。"),
        ({"payer": "own_time"}, "老人自己的时间不够，请改由社区出。"),
        ({"when": ""}, "请填写：什么时候"),
        ({"token": "nonsense"}, "这一页放久了。请再按一次按钮。"),
    ],
)
def test_what_cannot_be_is_refused_before_it_is_read_back(
    town: Town, client: Client, answers: dict[str, str], sentence: str
) -> None:
    response = client.post(f"/hotline/elders/{town.elder().pk}/", typed(**answers))
    assert response.status_code == 200
    assert sentence in words_of(response)
    assert not Need.objects.exists()


def test_own_time_is_used_and_held_when_it_suffices(town: Town, client: Client) -> None:
    elder = town.elder(minutes=120)
    address = read_back(client, elder)
    assert "用您自己存的时间。" in words_of(client.get(address))
    client.post(address)
    assert town.savings(elder).time_held == 60


def test_an_hour_that_was_not_said_is_asked(town: Town, client: Client) -> None:
    assert "您没说几点，上午 9 点行吗？" in words_of(client.get(read_back(client, town.elder(), when="后天")))
    assert "您没说几点" not in words_of(client.get(read_back(client, town.elder("王秀英"), when="后天 9点")))


def test_who_lives_alone_is_told_that_two_come_the_first_time(town: Town, client: Client) -> None:
    address = read_back(client, town.elder(alone=True))
    assert "要来两个人" in words_of(client.get(address))


def test_who_has_no_telephone_is_told_at_the_door(town: Town, client: Client) -> None:
    assert "我们上门告诉您" in words_of(client.get(read_back(client, town.elder())))


def test_a_second_need_on_the_same_day_is_pointed_out(town: Town, client: Client) -> None:
    elder = town.elder()
    client.post(read_back(client, elder))
    assert "这一天已经有 1 个需求：上午 9 点 陪伴聊天" in words_of(
        client.get(read_back(client, elder, when="后天 14点"))
    )
    assert "已经有" not in words_of(client.get(read_back(client, elder, when="大后天 9点")))


def test_going_back_to_change_finds_what_was_typed(town: Town, client: Client) -> None:
    elder = town.elder()
    address = read_back(client, elder, note="带个袋子")
    token = address.rstrip("/").rsplit("/", 1)[1]
    page = client.get(f"/hotline/elders/{elder.pk}/?draft={token}").content.decode()
    assert 'value="后天 9点"' in page
    assert 'value="带个袋子"' in page


def test_a_draft_that_is_gone_leads_back_with_a_sentence(town: Town, client: Client) -> None:
    elder = town.elder()
    response = client.get(f"/hotline/elders/{elder.pk}/read-back/{new_id()}/", follow=True)
    assert response.redirect_chain == [(f"/hotline/elders/{elder.pk}/", 303)]
    assert "这一页放久了，没有记下。请再写一次。" in words_of(response)


def test_a_draft_belongs_to_its_old_person(town: Town, client: Client) -> None:
    address = read_back(client, town.elder("张桂兰"))
    other = town.elder("王秀英")
    token = address.rstrip("/").rsplit("/", 1)[1]
    assert client.post(f"/hotline/elders/{other.pk}/read-back/{token}/").status_code == 303
    assert not Need.objects.exists()


def test_html_in_a_note_stays_text(town: Town, client: Client) -> None:
    address = read_back(client, town.elder(), note="<b>急</b> 䶮😀'; DROP TABLE need;--")
    assert "&lt;b&gt;急&lt;/b&gt;" in client.get(address).content.decode()
    client.post(address)
    assert Need.objects.get().note == "<b>急</b> 䶮😀'; DROP TABLE need;--"


def test_another_sites_old_person_is_not_there(town: Town, client: Client) -> None:
    there = town.elder("李大用", site=town.other_site)
    assert client.get(f"/hotline/elders/{there.pk}/").status_code == 404
    assert client.post(f"/hotline/elders/{there.pk}/", typed()).status_code == 404
    assert client.get(f"/hotline/elders/{town.elder().pk}/").status_code == 200


def test_her_page_shows_who_she_is(town: Town, client: Client) -> None:
    elder = town.elder("张桂兰", minutes=150, alone=True, phone="13800000001")
    daughter = town.person("张晓红")
    town.kin(elder, daughter)
    town.proxy(elder, daughter, ["ask"])
    town.need(elder)
    page = words_of(client.get(f"/hotline/elders/{elder.pk}/"))
    for shown in ("女 · 80 岁 · 文化路社区", "独居", "138****0001", "张晓红 子女", "可代提需求", "下一次：", "等人接"):
        assert shown in page
    assert "13800000001" not in page
    assert "文化路 3 号" not in page


def test_the_whole_telephone_is_shown_for_a_reason_that_is_kept(town: Town, client: Client) -> None:
    elder = town.elder(phone="13800000001")
    path = f"/hotline/elders/{elder.pk}/"
    refused = client.post(f"{path}reveal/", {"token": new_id(), "reason": " "})
    assert refused.status_code == 200
    assert "138 0000 0001" not in words_of(refused)
    assert client.post(f"{path}reveal/", {"token": new_id(), "reason": "电话断了"}).status_code == 303
    page = words_of(client.get(path))
    assert "138 0000 0001" in page
    assert "文化路 3 号" in page
    assert [line.reason for line in story_of(subjects=[elder.pk]) if line.action == "person.revealed"] == ["电话断了"]
    assert "138 0000 0001" not in words_of(browser_of(town.clerk("孙接线")).get(path))


def test_the_number_of_queries_does_not_grow_with_what_is_arranged(town: Town, client: Client) -> None:
    elder = town.elder()
    town.need(elder)
    path = f"/hotline/elders/{elder.pk}/"
    one = queries_of(client, path)
    town.need(elder, starts_at=town.now + timedelta(days=3))
    town.need(elder, starts_at=town.now + timedelta(days=4))
    town.kin(elder, town.person("张晓红"))
    assert queries_of(client, path) == one


def test_in_english(town: Town) -> None:
    client = browser_of(town.clerk(), language="en")
    page = words_of(client.get(read_back(client, town.elder())))
    assert "Company and talk" in page


def test_a_tick_card_is_typed_by_its_numbers_and_letters(town: Town, client: Client) -> None:
    elder = town.elder()
    add_service("S201", name="代买代购", plain_words="帮我买东西", position=6)
    address = read_back(client, elder, service="6be")
    page = words_of(client.get(address))
    assert "您要的是：代买代购。" in page
    client.post(address)
    wanted = Wishes.objects.get()
    assert (Need.objects.get().service.code, wanted.codes, wanted.for_whom) == ("S201", ["woman"], "couple")
    twice = client.post(f"/hotline/elders/{elder.pk}/", typed(service="6AB"))
    assert "给谁只能勾一样。" in words_of(twice)
