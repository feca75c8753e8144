import re

import pytest
from django.test import Client

from nuanliu.domain.signing.operations import UnableToSignIn, sign_in_with_card
from nuanliu.platform.ids import new_id
from tests.support.office import browser_of, queries_of, searched, words_of
from tests.support.town import Town


@pytest.fixture
def client(town: Town) -> Client:
    return browser_of(town.clerk("吴接线"))


def test_old_people_and_volunteers_of_the_site_are_listed(town: Town, client: Client) -> None:
    town.elder("张桂兰", alone=True)
    town.elder("李大用", site=town.other_site)
    helper = town.volunteer("王小明")
    elders = words_of(client.get("/desk/people/"))
    assert "张桂兰 80 文化路社区" in elders
    assert "独居" in elders
    assert "李大用" not in elders
    assert "王小明" not in elders
    volunteers = words_of(client.get("/desk/people/?who=volunteers"))
    assert f"{helper.volunteer.number} 可以接单" in volunteers


def test_people_are_found_by_name_initials_street_telephone_and_number(town: Town, client: Client) -> None:
    wanted = town.elder("张桂兰", phone="13800000001")
    town.elder("王秀英")
    wanted.street = "建设中路"
    wanted.save()
    for typed in ("桂兰", "zgl", "建设", "138 0000 0001"):
        page = words_of(searched(client, "/desk/people/", q=typed))
        assert "张桂兰" in page, typed
        assert "王秀英" not in page, typed
    assert "没有找到" in words_of(searched(client, "/desk/people/", q="无此人"))
    for strange in ("%", "' OR 1=1", "😀", "长" * 10_000, "sort=x"):
        assert searched(client, "/desk/people/", q=strange).status_code == 200
        assert client.get("/desk/people/", {"s": strange, "sort": strange}).status_code == 200


def test_one_person_with_everything_but_the_telephone(town: Town, client: Client) -> None:
    elder = town.elder("张桂兰", minutes=90, phone="13800000001")
    need = town.need(elder)
    page = words_of(client.get(f"/desk/people/{elder.pk}/"))
    for shown in ("女 · 80 岁", "138****0001", "能用的时间 30 分", "留着待用 1 小时", "陪伴聊天"):
        assert shown in page
    assert f"/desk/needs/{need.id}/" in client.get(f"/desk/people/{elder.pk}/").content.decode()
    path = f"/desk/people/{elder.pk}/reveal/"
    assert client.post(path, {"token": new_id(), "reason": ""}).status_code == 200
    assert client.post(path, {"token": new_id(), "reason": "要回电话"}).status_code == 303
    assert "138 0000 0001" in words_of(client.get(f"/desk/people/{elder.pk}/"))


def test_a_volunteer_with_her_visits(town: Town, client: Client) -> None:
    helper = town.volunteer("王小明")
    town.confirmed(town.elder("张桂兰"), helper)
    page = words_of(client.get(f"/desk/people/{helper.pk}/"))
    assert "张桂兰 · 陪伴聊天" in page
    assert "可以接单" in page


def test_another_sites_person_is_not_there(town: Town, client: Client) -> None:
    there = town.elder("李大用", site=town.other_site)
    for path in ("", "card/"):
        assert client.get(f"/desk/people/{there.pk}/{path}").status_code == 404
    assert client.post(f"/desk/people/{there.pk}/card/issue/", {"token": new_id()}).status_code == 404
    assert client.post(f"/desk/people/{there.pk}/reveal/", {"token": new_id(), "reason": "x"}).status_code == 404


def test_a_card_is_issued_and_its_pin_shown_once(town: Town, client: Client) -> None:
    elder = town.elder("张桂兰")
    answer = client.post(f"/desk/people/{elder.pk}/card/issue/", {"token": new_id()})
    assert answer.status_code == 303
    page = words_of(client.get(answer.headers["Location"]))
    number, pin = re.search(r"卡号 (\d{6}).*?四位密码 (\d{4})", page).groups()
    assert sign_in_with_card(number=number, pin=pin, address="here", now=town.now) == elder.login
    again = client.get(answer.headers["Location"], follow=True)
    assert pin not in words_of(again)
    assert "密码只显示一次" in words_of(again)
    client.post(f"/desk/people/{elder.pk}/card/issue/", {"token": new_id()})
    with pytest.raises(UnableToSignIn):
        sign_in_with_card(number=number, pin=pin, address="here", now=town.now)


def test_a_card_without_a_token_is_not_issued(town: Town, client: Client) -> None:
    elder = town.elder("张桂兰")
    client.post(f"/desk/people/{elder.pk}/card/issue/")
    assert not elder.pin_cards.exists()


def test_a_certifier_issues_no_cards(town: Town) -> None:
    elder = town.elder("张桂兰")
    client = browser_of(town.certifier())
    assert "发一张卡" not in words_of(client.get(f"/desk/people/{elder.pk}/"))
    assert client.post(f"/desk/people/{elder.pk}/card/issue/", {"token": new_id()}).status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_register(town: Town, client: Client) -> None:
    elder, helper = town.elder("张一"), town.volunteer("李一")
    town.confirmed(elder, helper)
    paths = ("/desk/people/", "/desk/people/?who=volunteers", f"/desk/people/{elder.pk}/", f"/desk/people/{helper.pk}/")
    one = {path: queries_of(client, path) for path in paths}
    for name in ("二", "三"):
        town.elder(f"张{name}")
        town.volunteer(f"李{name}")
    town.need(elder)
    assert {path: queries_of(client, path) for path in paths} == one
