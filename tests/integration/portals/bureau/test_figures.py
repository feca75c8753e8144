"""Figures by county and site, a site's needs, the check of the books, the Standard."""

from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from nuanliu.domain.network.types import Role
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.types import VolunteerState
from nuanliu.domain.standards.parameters import REGISTRY
from nuanliu.usecases.certify_visit import certify_visit
from nuanliu.usecases.site_figures import Tally
from tests.integration.portals.volunteer.phone import Phone, queries_of
from tests.support.town import Town


def officer(town: Town, role: Role = Role.BUREAU_STANDARDS) -> Person:
    actor = town.staff(role, "周处长", node=town.city)
    return Person.objects.get(pk=actor.id)


def tallies(town: Town, phone: Phone) -> dict[str, Tally]:
    [county] = phone.get("bureau:sites").context["counties"]
    assert county.name == "六枝特区"
    return {row.site.name: row.tally for row in county.sites} | {"county": county.tally}


def test_each_site_has_its_own_figures_and_the_county_their_sum(town: Town) -> None:
    elder, helper = town.elder(), town.volunteer()
    town.volunteer("停一停", state=VolunteerState.PAUSED)
    town.elder("王德福", site=town.other_site)
    visit = town.confirmed(elder, helper)
    certify_visit(actor=town.certifier(), visit_id=visit.id, now=visit.ended_at)
    town.need(elder, starts_at=town.now + timedelta(days=5))
    town.taken(elder, helper, starts_at=town.now + timedelta(days=6))
    found = tallies(town, Phone(officer(town), town.now))
    assert found["文化路社区"] == Tally(volunteers=1, elders=1, earned_minutes=60, waiting=1, under_way=1, done=1)
    assert found["大用医养中心"] == Tally(elders=1)
    assert found["county"] == Tally(volunteers=1, elders=2, earned_minutes=60, waiting=1, under_way=1, done=1)


def test_a_decision_that_is_late_shows_and_one_past_the_law_is_a_breach(town: Town) -> None:
    visit = town.confirmed(town.elder(), town.volunteer())
    person = officer(town)

    def waited(days: int) -> tuple[int, int]:
        found = tallies(town, Phone(person, visit.ended_at + timedelta(days=days, minutes=1)))
        return found["county"].late, found["county"].breaches

    assert [waited(days) for days in (6, 7, 13, 14)] == [(0, 0), (1, 0), (1, 0), (1, 1)]


def test_more_sites_and_needs_cost_no_more_queries(town: Town) -> None:
    phone = Phone(officer(town), town.now)
    elder = town.elder()
    town.need(elder)
    phone.get("bureau:sites")
    one = queries_of(lambda: phone.get("bureau:sites"))
    other = town.elder("王德福", site=town.other_site)
    for ahead in (3, 4):
        town.need(elder, starts_at=town.now + timedelta(days=ahead))
    clerk = town.staff(Role.HOTLINE, "另一位", node=town.other_site)
    town.need(other, clerk=clerk)
    assert queries_of(lambda: phone.get("bureau:sites")) == one


def test_a_sites_needs_are_listed_by_stage_without_a_name(town: Town) -> None:
    elder, helper = town.elder(), town.volunteer()
    taken = town.taken(elder, helper)
    waiting = town.need(elder, starts_at=town.now + timedelta(days=5))
    phone = Phone(officer(town), town.now)

    def shown(**query: str) -> list[object]:
        return [need.id for need in phone.get("bureau:site", town.site.pk, **query).context["page"].rows]

    assert shown() == [waiting.id, taken.need_id]
    assert shown(stage="waiting") == [waiting.id]
    assert shown(stage="under-way") == [taken.need_id]
    assert phone.get("bureau:site", town.site.pk, stage="nonsense").status_code == 404
    text = phone.words("bureau:site", town.site.pk)
    assert "张桂兰" not in text
    assert "李志愿" not in text


def test_three_needs_of_a_site_cost_as_many_queries_as_one(town: Town) -> None:
    phone = Phone(officer(town), town.now)
    elder = town.elder()
    town.need(elder)
    phone.get("bureau:site", town.site.pk)
    one = queries_of(lambda: phone.get("bureau:site", town.site.pk))
    for ahead in (3, 4):
        town.need(elder, starts_at=town.now + timedelta(days=ahead))
    assert queries_of(lambda: phone.get("bureau:site", town.site.pk)) == one


def test_a_place_that_is_no_site_is_not_there(town: Town) -> None:
    phone = Phone(officer(town), town.now)
    assert phone.get("bureau:site", town.site.pk).status_code == 200
    assert phone.get("bureau:site", town.city.pk).status_code == 404


@pytest.mark.parametrize("name", ["home", "books", "standard", "audit"])
def test_the_bureaus_pages_open_to_the_bureau_only(town: Town, name: str) -> None:
    auditor = Phone(officer(town, Role.BUREAU_AUDIT), town.now)
    assert auditor.get(f"bureau:{name}").status_code == 200
    assert Phone(town.volunteer(), town.now).get(f"bureau:{name}").status_code == 404
    clerk = Person.objects.get(pk=town.clerk().id)
    assert Phone(clerk, town.now).get(f"bureau:{name}").status_code == 404
    asked = Phone(None, town.now).get(f"bureau:{name}")
    assert (asked.status_code, asked["Location"].split("?")[0]) == (303, reverse("public:sign-in"))


def test_each_of_the_three_powers_opens_its_own_pages(town: Town) -> None:
    opened = {}
    pages = ("reconciliation", "accounts", "audit")
    for role in (Role.BUREAU_STANDARDS, Role.BUREAU_SECURITY, Role.BUREAU_AUDIT):
        phone = Phone(officer(town, role), town.now)
        opened[role] = [name for name in pages if phone.get(f"bureau:{name}").status_code == 200]
        links = [name for name in pages if f'"{reverse(f"bureau:{name}")}"' in phone.words("bureau:home")]
        assert links == opened[role]
    assert opened == {
        Role.BUREAU_STANDARDS: ["reconciliation"],
        Role.BUREAU_SECURITY: [],
        Role.BUREAU_AUDIT: ["reconciliation", "accounts", "audit"],
    }


def test_books_that_are_right_and_books_that_are_not(town: Town) -> None:
    town.give(town.volunteer(), 60)
    phone = Phone(officer(town), town.now)
    assert "账本是对的" in phone.words("bureau:books")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_balance SET posted = posted + 1 WHERE posted = 60")
    report = phone.get("bureau:books").context["report"]
    assert {finding.code for finding in report.findings} == {"posted_is_sum_of_entries"}
    assert "账本是对的" not in phone.words("bureau:books")


def test_the_standard_shows_every_rule_with_its_range_and_law(town: Town) -> None:
    page = Phone(officer(town), town.now).get("bureau:standard")
    rules = {rule.key: rule for chapter in page.context["chapters"] for rule in chapter.rules}
    assert set(rules) == set(REGISTRY)
    age = rules["volunteer_min_age"]
    assert (age.sentence, str(age.span)) == ("年满 18 岁可以做志愿者。", "16 岁到 30 岁")
    assert str(age.known.legal_basis) in page.content.decode()
