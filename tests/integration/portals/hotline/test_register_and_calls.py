import pytest
from django.test import Client
from django.urls import reverse

from nuanliu.domain.network.types import Role
from nuanliu.domain.notices.models import Delivery
from nuanliu.domain.notices.types import Channel, DeliveryState
from nuanliu.domain.people.models import Elder
from nuanliu.platform.ids import new_id
from tests.support.office import browser_of, later, queries_of, words_of
from tests.support.town import Town


@pytest.fixture
def client(town: Town) -> Client:
    return browser_of(town.clerk())


def answers(town: Town, **changed: object) -> dict[str, object]:
    return {"token": new_id(), "name": "欧阳秀", "site": town.site.pk, **changed}


def test_a_name_and_a_site_are_enough(town: Town, client: Client) -> None:
    response = client.post("/hotline/register/", answers(town))
    elder = Elder.objects.get()
    assert response.status_code == 303
    assert response.headers["Location"] == f"/hotline/elders/{elder.pk}/"
    assert (elder.person.name, elder.has_phone) == ("欧阳秀", False)


def test_registering_twice_with_one_token_enters_one_person(town: Town, client: Client) -> None:
    form = answers(town, phone="138 0000 0001", circumstances=["lives_alone"])
    first, second = (client.post("/hotline/register/", form) for _twice in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert Elder.objects.get().circumstances == ["lives_alone"]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"name": "  "}, "请填写：老人叫什么"),
        ({"phone": "123"}, "电话号码不对"),
        ({"identity": "110105194912310021"}, ""),
        ({"circumstances": ["rich"]}, "请从列出的里面选一个。"),
    ],
)
def test_a_wrong_answer_is_a_sentence_and_nothing_is_lost(
    town: Town, client: Client, changed: dict[str, object], sentence: str
) -> None:
    response = client.post("/hotline/register/", answers(town, street="建设中路", **changed))
    assert response.status_code == 200
    assert sentence in words_of(response)
    assert 'value="建设中路"' in response.content.decode()
    assert not Elder.objects.exists()


def test_nobody_is_registered_at_another_site(town: Town, client: Client) -> None:
    response = client.post("/hotline/register/", answers(town, site=town.other_site.pk))
    assert response.status_code == 200
    assert not Elder.objects.exists()


def waiting(town: Town) -> list[Delivery]:
    rows = Delivery.objects.filter(channel=Channel.CALL_SHEET, state=DeliveryState.WAITING)
    return list(rows.order_by("notice__created_at"))


def test_a_call_that_was_made_leaves_the_sheet(town: Town, client: Client) -> None:
    town.need(town.elder("张桂兰"))
    (line,) = waiting(town)
    page = words_of(client.get("/hotline/calls/"))
    assert "张桂兰" in page
    assert "陪伴聊天" in page
    response = client.post("/hotline/calls/made/", {"token": new_id(), "outcome": "told", "lines": line.pk})
    assert response.status_code == 303
    assert waiting(town) == []
    assert "没有要打的电话" in words_of(client.get("/hotline/calls/"))


def test_a_call_nobody_answered_stays(town: Town, client: Client) -> None:
    town.need(town.elder("张桂兰"))
    (line,) = waiting(town)
    client.post("/hotline/calls/made/", {"token": new_id(), "outcome": "no_answer", "lines": line.pk})
    (still,) = waiting(town)
    assert (still.outcome, still.attempts) == ("no_answer", 1)
    assert "张桂兰" in words_of(client.get("/hotline/calls/print/"))


def test_an_english_reader_has_the_whole_sheet_in_english(town: Town) -> None:
    visit = town.served(town.elder("张桂兰"), town.volunteer("李志愿"))
    english = browser_of(town.clerk(), language="en")
    with later(english, town, days=2, hours=2):
        sheet, paper = english.get("/hotline/calls/"), english.get("/hotline/calls/print/")
    outcomes = ["Told", "No answer", "Wrong number", "Told at the door"]
    assert " ".join(f"☐ {one}" for one in outcomes) in words_of(paper)
    for page in (words_of(sheet), words_of(paper)):
        assert all(one in page for one in outcomes)
        assert "李志愿 says that it is done: Company and talk" in page
        assert "Ask: did the helper come" in page
    assert reverse("desk:need", args=[visit.need_id]) in sheet.content.decode()


def test_one_call_tells_everything(town: Town, client: Client) -> None:
    elder = town.elder("张桂兰")
    town.taken(elder, town.volunteer("李志愿"))
    lines = waiting(town)
    assert len(lines) == 2
    page = client.get("/hotline/calls/")
    assert page.content.decode().count('class="call-name"') == 1
    assert "李志愿来陪伴聊天" in words_of(page)
    told = {"token": new_id(), "outcome": "told", "lines": [line.pk for line in lines]}
    assert client.post("/hotline/calls/made/", told).status_code == 303
    assert waiting(town) == []


def test_a_call_about_nothing_is_not_noted(town: Town, client: Client) -> None:
    town.need(town.elder("张桂兰"))
    for nonsense in ({}, {"lines": "nonsense"}):
        answer = client.post("/hotline/calls/made/", {"token": new_id(), "outcome": "told", **nonsense}, follow=True)
        assert "记下了" not in words_of(answer)
    assert len(waiting(town)) == 1


def test_an_outcome_that_does_not_exist_changes_nothing(town: Town, client: Client) -> None:
    town.need(town.elder("张桂兰"))
    (line,) = waiting(town)
    client.post("/hotline/calls/made/", {"token": new_id(), "outcome": "sung", "lines": line.pk})
    assert len(waiting(town)) == 1


def test_another_sites_calls_are_not_there(town: Town, client: Client) -> None:
    there = town.elder("李大用", site=town.other_site)
    clerk_there = town.staff(Role.HOTLINE, "周接线", node=town.other_site)
    town.need(there, clerk=clerk_there)
    (line,) = waiting(town)
    assert "李大用" not in words_of(client.get("/hotline/calls/"))
    assert (
        client.post("/hotline/calls/made/", {"token": new_id(), "outcome": "told", "lines": line.pk}).status_code == 404
    )
    assert "李大用" in words_of(browser_of(clerk_there).get("/hotline/calls/"))


def test_the_number_of_queries_does_not_grow_with_the_sheet(town: Town, client: Client) -> None:
    town.need(town.elder("张桂兰"))
    one = queries_of(client, "/hotline/calls/")
    town.need(town.elder("王秀英"))
    town.need(town.elder("李淑珍"))
    assert queries_of(client, "/hotline/calls/") == one
