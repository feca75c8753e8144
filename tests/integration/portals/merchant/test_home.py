"""The shop's first page."""

from django.urls import reverse

from nuanliu.domain.network.operations import appoint, create_node
from nuanliu.domain.network.types import NodeKind, Role
from nuanliu.domain.people.models import Person
from tests.integration.portals.volunteer.phone import Phone, queries_of
from tests.support.town import Town


def shopkeeper(town: Town, *names: str, offer: str = "凭币吃鱼打九折") -> Person:
    person = town.person("岳店主")
    for number, name in enumerate(names):
        shop = create_node(
            kind=NodeKind.SHOP,
            code=f"SJ{number}-{person.pk.hex[:12]}",
            name=name,
            parent=town.site.parent,
            at=town.now,
            actor_id=None,
            details={"offer_kind": "percent_off", "offer": offer},
        )
        appoint(holder=person.login, node=shop, role=Role.SHOP_OWNER, at=town.now, actor_id=None)
    return person


def test_the_page_names_the_shop_and_its_courtesy(town: Town) -> None:
    text = Phone(shopkeeper(town, "清水鱼馆"), town.now).words("merchant:home")
    for part in ("清水鱼馆", "凭币吃鱼打九折", "还没有要对的账", "币不能买、不能卖、不能换钱。"):
        assert part in text
    assert "元" not in text


def test_another_shop_is_not_on_it(town: Town) -> None:
    shopkeeper(town, "别家粉店", offer="送小菜")
    text = Phone(shopkeeper(town, "清水鱼馆"), town.now).words("merchant:home")
    assert "别家粉店" not in text


def test_only_shopkeepers_come_in(town: Town) -> None:
    assert Phone(shopkeeper(town, "清水鱼馆"), town.now).get("merchant:home").status_code == 200
    assert Phone(town.volunteer(), town.now).get("merchant:home").status_code == 404
    asked = Phone(None, town.now).get("merchant:home")
    assert (asked.status_code, asked["Location"]) == (303, f"{reverse('public:sign-in')}?next=%2Fshop%2F")


def test_a_shop_without_an_offer_is_told_what_to_do(town: Town) -> None:
    text = Phone(shopkeeper(town, "清水鱼馆", offer=""), town.now).words("merchant:home")
    assert "还没有写。打热线告诉我们。" in text


def test_three_shops_cost_as_many_queries_as_one(town: Town) -> None:
    one, three = Phone(shopkeeper(town, "甲"), town.now), Phone(shopkeeper(town, "乙", "丙", "丁"), town.now)
    assert [offer.shop.name for offer in three.get("merchant:home").context["offers"]] == ["丁", "丙", "乙"]
    one.get("merchant:home")
    assert queries_of(lambda: three.get("merchant:home")) == queries_of(lambda: one.get("merchant:home"))
