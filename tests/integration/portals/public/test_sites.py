import json
import re

import pytest
from django.test import Client

from nuanliu.domain.network.models import Node
from nuanliu.domain.network.operations import create_node
from nuanliu.domain.network.types import NodeKind
from nuanliu.domain.people.models import Person
from tests.support.pages import main_words, signed_in


def names(page) -> list[str]:
    return re.findall(r'class="place-title"><a href="[^"]+">([^<]+)', page.content.decode())


@pytest.fixture
def third(town) -> Node:
    """A site of another county, with a place."""
    county = create_node(
        kind=NodeKind.COUNTY, code="520201-x", name="钟山区", parent=town.city, at=town.now, actor_id=None
    )
    site = create_node(
        kind=NodeKind.COMMUNITY,
        code="JSZL-x",
        name="建设中路社区",
        parent=county,
        at=town.now,
        actor_id=None,
        phone="0858-6300000",
        address="建设中路 8 号",
        hours="周一到周五，上午 9 点到下午 5 点",
    )
    for node, latitude in ((site, "26.60000"), (town.site, "26.20000"), (town.other_site, "26.25000")):
        Node.objects.filter(pk=node.pk).update(latitude=latitude, longitude="104.80000")
    return site


def test_sites_are_found_by_words_and_by_county(town, third) -> None:
    assert names(Client().get("/sites")) == ["大用医养中心", "文化路社区", "建设中路社区"] or set(
        names(Client().get("/sites"))
    ) == {"大用医养中心", "文化路社区", "建设中路社区"}
    assert names(Client().get("/sites", {"word": "中路 8"})) == ["建设中路社区"]
    assert names(Client().get("/sites", {"word": "六枝"})) == ["大用医养中心", "文化路社区"]
    assert names(Client().get("/sites", {"county": "520201-x"})) == ["建设中路社区"]
    assert names(Client().get("/sites", {"county": "520201-x", "word": "文化路"})) == []
    assert "这样找，没有找到" in main_words(Client().get("/sites", {"word": "没有这里"}))


def test_the_nearest_comes_first_where_a_place_is_known(town, third) -> None:
    asked = Client().get("/sites", {"near": town.site.code})
    assert names(asked) == ["文化路社区", "大用医养中心", "建设中路社区"]
    assert "5.6 公里" in main_words(asked)
    person = town.volunteer()
    Person.objects.filter(pk=person.pk).update(latitude="26.59000", longitude="104.80000")
    assert names(signed_in(person).get("/sites")) == ["建设中路社区", "大用医养中心", "文化路社区"]
    assert "公里" not in main_words(Client().get("/sites"))


def test_a_site_has_a_page_with_its_telephone_and_its_neighbours(town, third) -> None:
    page = Client().get(f"/sites/{third.code}")
    said = main_words(page)
    assert ("建设中路 8 号" in said, "上午 9 点到下午 5 点" in said, "大用医养中心 38.9 公里" in said) == (True,) * 3
    assert 'href="tel:0858-6300000"' in page.content.decode()
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page.content.decode())
    assert found
    facts = json.loads(found.group(1))
    assert (facts["name"], facts["telephone"], facts["url"]) == (
        "建设中路社区",
        "0858-6300000",
        f"http://testserver/sites/{third.code}",
    )
    Node.objects.filter(pk=third.pk).update(closed_at=town.now)
    assert Client().get(f"/sites/{third.code}").status_code == 404


def test_a_name_cannot_break_out_of_the_data_block(town) -> None:
    Node.objects.filter(pk=town.site.pk).update(name="</script><script>alert(1)</script>&")
    body = Client().get(f"/sites/{town.site.code}").content.decode()
    assert "<script>alert" not in body
    found = re.search(r'ld\+json">(.*?)</script>', body)
    assert found
    assert json.loads(found.group(1))["name"] == "</script><script>alert(1)</script>&"


def test_three_sites_cost_no_more_queries_than_one(town, third, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        Client().get(f"/sites/{third.code}")
