"""The statement of a person at the desk of her site, and at no other."""

from datetime import timedelta

from django.urls import reverse

from nuanliu.domain.network.types import Role
from nuanliu.domain.people.models import Person
from nuanliu.usecases.certify_visit import certify_visit
from tests.support.office import browser_of, queries_of, words_of
from tests.support.town import Town

ALL = "?first_day=2020-01-01&last_day=2099-12-31"


def address(person: Person, unit: str = "time") -> str:
    return reverse("desk:statement", args=[person.pk, unit])


def earn(town: Town, helper: Person, *, days: int, site=None) -> object:
    clerk = town.staff(Role.HOTLINE, "周接线", node=site or town.site)
    visit = town.confirmed(
        town.elder(f"老人{days}", site=site or town.site),
        helper,
        clerk=clerk,
        starts_at=town.now + timedelta(days=days),
        minutes=60,
    )
    certifier = town.staff(Role.CERTIFIER, "吴认定", node=site or town.site)
    return certify_visit(actor=certifier, visit_id=visit.id, now=visit.ended_at)


def test_staff_of_the_site_read_it_others_find_nothing(town: Town) -> None:
    helper = town.volunteer("李志愿")
    visit = earn(town, helper, days=2)
    here = browser_of(town.clerk())
    page = here.get(address(helper) + ALL)
    text = words_of(page)
    for said in ("李志愿", helper.volunteer.number, "陪伴聊天", "吴认定认定", "第 1 版标准", "+1 小时"):
        assert said in text
    assert reverse("desk:visit", args=[visit.id]) in page.content.decode()
    assert address(helper) in here.get(reverse("desk:person", args=[helper.pk])).content.decode()
    there = browser_of(town.staff(Role.HOTLINE, "郑接线", node=town.other_site))
    assert there.get(address(helper)).status_code == 404
    assert there.get(reverse("desk:statement-file", args=[helper.pk, "time"])).status_code == 404
    assert here.get(reverse("desk:statement-file", args=[helper.pk, "time"])).status_code == 200
    assert here.get(address(helper, "gold")).status_code == 404


def test_a_visit_of_another_site_stands_there_without_a_link(town: Town) -> None:
    helper = town.volunteer()
    visit = earn(town, helper, days=2, site=town.other_site)
    page = browser_of(town.clerk()).get(address(helper) + ALL)
    assert "陪伴聊天" in words_of(page)
    assert reverse("desk:visit", args=[visit.id]) not in page.content.decode()


def test_three_lines_cost_as_many_queries_as_one(town: Town) -> None:
    helper, client = town.volunteer(), browser_of(town.clerk())
    earn(town, helper, days=2)
    client.get(address(helper) + ALL)
    one = queries_of(client, address(helper) + ALL)
    earn(town, helper, days=3)
    earn(town, helper, days=4)
    assert queries_of(client, address(helper) + ALL) == one
