"""对账 as the bureau sees it: sums that are nothing, pairs of sites, what does not agree, the alarm."""

from datetime import timedelta
from io import BytesIO

import time_machine
from django.db import connection
from django.urls import reverse
from openpyxl import load_workbook

from nuanliu.domain.care.models import Need
from nuanliu.domain.network.types import Role
from nuanliu.domain.people.models import Person
from nuanliu.usecases.certify_visit import certify_visit
from nuanliu.usecases.reconcile import check_everything, last_check
from tests.integration.portals.volunteer.phone import Phone, queries_of
from tests.support.town import Town

ALL = {"first_day": "2020-01-01", "last_day": "2099-12-31"}


def officer(town: Town, role: Role = Role.BUREAU_AUDIT, now=None) -> Phone:
    return Phone(Person.objects.get(pk=town.staff(role, "蒋审计", node=town.city).id), now or town.now)


def across_sites(town: Town) -> Person:
    """A helper of the other site served here: this site pays over the two clearing accounts."""
    helper = town.volunteer(site=town.other_site)
    visit = town.confirmed(town.elder(), helper)
    certify_visit(actor=town.certifier(), visit_id=visit.id, now=visit.ended_at)
    return helper


def test_every_unit_sums_to_nothing_and_sites_clear(town: Town) -> None:
    town.give(town.volunteer(), 90)
    across_sites(town)
    context = officer(town).get("bureau:reconciliation", **ALL).context
    assert [(table.unit, table.total.closing) for table in context["tables"]] == [
        ("time", 0),
        ("coin", 0),
        ("honour", 0),
    ]
    [pair] = context["pairs"]
    assert {pair.site, pair.other} == {town.site.name, town.other_site.name}
    assert (abs(pair.stands), pair.difference, context["troubles"]) == (60, 0, [])
    assert [row.off for row in context["sites"]] == [0, 0]
    one = officer(town).get("bureau:reconciliation-site", town.site.pk, **ALL).context
    assert [abs(pair.stands) for pair in one["pairs"]] == [60]
    assert all(table.total.closing == 0 for table in one["tables"])


def test_the_past_has_no_held_amounts_and_its_own_sums(town: Town) -> None:
    town.give(town.volunteer(), 90)
    phone = officer(town)
    past = phone.get("bureau:reconciliation", first_day="2020-01-01", last_day="2020-12-31").context
    assert (past["is_now"], [line.closing for line in past["tables"][0].lines]) == (False, [0] * 5)
    assert phone.get("bureau:reconciliation", **ALL).context["is_now"]


def test_what_does_not_agree_is_a_sentence_with_a_link(town: Town) -> None:
    need = town.need(town.elder(minutes=600))
    Need.objects.filter(id=need.id).update(state="cancelled")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_balance SET posted = posted + 1 WHERE posted = 600 AND held = 60")
    phone = officer(town)
    troubles = {
        trouble.words: trouble.href for trouble in phone.get("bureau:reconciliation", **ALL).context["troubles"]
    }
    site = town.site.name
    assert troubles == {
        f"{site}的时间账户加起来应该是 0，现在是 1 分。": reverse("bureau:reconciliation-site", args=[town.site.pk]),
        f"{site}的个人存折（时间）：余额写着 10 小时 1 分，照账页应是 10 小时。": reverse("bureau:books"),
        f"{site}第 {need.number} 号需求已经是“已取消”，预留的 1 小时 还没有退回。": (
            f"{reverse('bureau:audit')}?subject={need.id}"
        ),
    }
    standards = officer(town, Role.BUREAU_STANDARDS).get("bureau:reconciliation-site", town.site.pk, **ALL)
    assert reverse("bureau:site", args=[town.site.pk]) in [one.href for one in standards.context["troubles"]]


def test_the_first_page_warns_until_a_check_is_right(town: Town) -> None:
    town.give(town.volunteer(), 90)
    auditor, security = officer(town), officer(town, Role.BUREAU_SECURITY)
    warning = "查账，账对不上。"
    assert warning not in auditor.words("bureau:home")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_balance SET posted = posted + 1 WHERE posted = 90")
    with time_machine.travel(town.now, tick=False):
        check_everything(now=town.now)
    assert warning in auditor.words("bureau:home")
    assert reverse("bureau:reconciliation") in auditor.words("bureau:home")
    assert "请告诉审计的同事。" in security.words("bureau:home")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_balance SET posted = posted - 1 WHERE posted = 91")
    later = officer(town, now=town.now + timedelta(minutes=5))
    assert later.post("bureau:check-now").status_code == 303
    assert warning not in later.words("bureau:home")
    found = last_check()
    assert found is not None
    assert (found.is_right, found.at) == (True, town.now + timedelta(minutes=5))


def test_checking_needs_a_token_and_the_power(town: Town) -> None:
    phone = officer(town)
    assert phone.post("bureau:check-now", token="").status_code == 303
    assert last_check() is None
    assert officer(town, Role.BUREAU_SECURITY).post("bureau:check-now").status_code == 404
    assert Phone(Person.objects.get(pk=town.clerk().id), town.now).post("bureau:check-now").status_code == 404
    assert last_check() is None


def test_the_workbook_has_a_row_for_each_kind_at_each_site(town: Town) -> None:
    across_sites(town)
    phone = officer(town)
    rows = list(
        load_workbook(BytesIO(phone.get("bureau:reconciliation-file", **ALL).content)).active.iter_rows(
            values_only=True
        )
    )
    time = [row for row in rows if row[1] == "时间"]
    assert {row[0] for row in time} == {town.site.name, town.other_site.name}
    assert sum(row[8] for row in time) == 0
    one = phone.get("bureau:reconciliation-site-file", town.site.pk, **ALL)
    sites = {row[0] for row in load_workbook(BytesIO(one.content)).active.iter_rows(min_row=3, values_only=True)}
    assert sites == {town.site.name}


def test_more_people_cost_no_more_queries(town: Town) -> None:
    phone = officer(town)
    across_sites(town)
    phone.get("bureau:reconciliation", **ALL)
    few = queries_of(lambda: phone.get("bureau:reconciliation", **ALL))
    for _one in range(3):
        town.need(town.elder(minutes=600))
        town.give(town.volunteer(), 30)
    many = queries_of(lambda: phone.get("bureau:reconciliation", **ALL))
    assert many <= few + 3  # the open holds, their needs, gifts that wait: three queries for a thousand
