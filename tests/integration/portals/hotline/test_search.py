import re

from nuanliu.domain.network.types import Role
from tests.support.office import browser_of, queries_of, searched, words_of
from tests.support.town import Town


def test_one_hit_goes_straight_to_her_page(town: Town) -> None:
    elder = town.elder("张桂兰", phone="13800000001")
    client = browser_of(town.clerk())
    for typed in (
        "zgl",
        "ZGL",
        "张桂兰",
        "13800000001",
        "138-0000-0001",
        "１３８０００００００１",
        " +86 138 0000 0001 ",
    ):
        response = searched(client, "/hotline/", q=typed)
        assert response.headers["Location"] == f"/hotline/elders/{elder.pk}/", typed


def test_found_by_street(town: Town) -> None:
    elder = town.elder("张桂兰")
    elder.street = "建设中路"
    elder.save()
    response = searched(browser_of(town.clerk()), "/hotline/", q="建设中")
    assert response.headers["Location"] == f"/hotline/elders/{elder.pk}/"


def test_several_hits_are_numbered_and_picked_by_number(town: Town) -> None:
    town.elder("张桂兰")
    second = town.elder("张贵龙")
    client = browser_of(town.clerk())
    page = words_of(searched(client, "/hotline/", q="zgl"))
    assert "找到 2 位" in page
    assert "1 张桂兰" in page
    assert "2 张贵龙" in page
    response = searched(client, "/hotline/", q="2", among="zgl")
    assert response.headers["Location"] == f"/hotline/elders/{second.pk}/"


def test_a_number_that_is_not_in_the_list_shows_the_list_again(town: Town) -> None:
    town.elder("张桂兰")
    town.elder("张贵龙")
    response = searched(browser_of(town.clerk()), "/hotline/", q="9", among="zgl")
    assert response.status_code == 200
    assert "张贵龙" in words_of(response)


def test_nobody_found_offers_to_register_what_was_typed(town: Town) -> None:
    client = browser_of(town.clerk())
    response = searched(client, "/hotline/", q="欧阳无名")
    assert "没有找到“欧阳无名”" in words_of(response)
    [link] = re.findall(r'href="(/hotline/register/[^"]+)"', response.content.decode())
    form = client.get(link)
    assert 'value="欧阳无名"' in form.content.decode()


def test_strange_text_finds_nobody_and_breaks_nothing(town: Town) -> None:
    town.elder("张桂兰")
    client = browser_of(town.clerk())
    for typed in (
        "' OR 1=1 --",
        "<script>alert(1)</script>",
        "😀",
        "䶮㛃𫖯",
        "长" * 10_000,
        "\x00",
        "%",
        "_",
        "0" * 400,
    ):
        response = searched(client, "/hotline/", q=typed)
        assert response.status_code == 200, typed[:20]
        assert "<script>alert" not in response.content.decode()


def test_another_sites_people_are_not_found(town: Town) -> None:
    town.elder("李大用", site=town.other_site)
    here = town.elder("李在此")
    client = browser_of(town.clerk())
    assert "没有找到" in words_of(searched(client, "/hotline/", q="李大用"))
    assert searched(client, "/hotline/", q="李在此").headers["Location"] == f"/hotline/elders/{here.pk}/"


def test_the_search_is_for_clerks(town: Town) -> None:
    assert browser_of(town.clerk()).get("/hotline/").status_code == 200
    assert browser_of(town.staff(Role.CERTIFIER, "钱认定")).get("/hotline/").status_code == 404
    assert browser_of(town.actor(town.volunteer())).get("/hotline/").status_code == 404


def test_who_is_not_signed_in_is_sent_to_sign_in_and_back(town: Town, client) -> None:
    response = client.get("/hotline/?s=mark")
    assert response.status_code == 303
    assert response.headers["Location"].endswith("?next=%2Fhotline%2F%3Fs%3Dmark")


def test_the_number_of_queries_does_not_grow_with_the_hits(town: Town) -> None:
    client = browser_of(town.clerk())
    town.elder("王一")
    town.elder("王二")
    found = client.post("/hotline/", {"q": "王"}).headers["Location"]
    few = queries_of(client, found)
    town.elder("王三")
    town.elder("王四")
    assert queries_of(client, found) == few
