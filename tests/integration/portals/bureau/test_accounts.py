"""Any account of any site, for the auditors alone."""

import time_machine
from django.urls import reverse

from nuanliu.domain.ledger.types import AccountKind, Unit
from nuanliu.domain.network.types import Role
from nuanliu.domain.passbook.accounts import Holder, savings, system
from nuanliu.domain.people.models import Person
from nuanliu.platform.ids import new_id
from nuanliu.usecases.certify_visit import certify_visit
from tests.integration.portals.volunteer.phone import Phone
from tests.support.office import searched as searched_by
from tests.support.town import Town

ALL = {"first_day": "2020-01-01", "last_day": "2099-12-31"}


def officer(town: Town, role: Role = Role.BUREAU_AUDIT) -> Phone:
    return Phone(Person.objects.get(pk=town.staff(role, "蒋审计", node=town.city).id), town.now)


def searched(phone: Phone, **query: str):
    with time_machine.travel(phone.now, tick=False):
        return searched_by(phone.client, reverse("bureau:accounts"), **query)


def test_a_persons_accounts_are_found_by_whole_name_or_number(town: Town) -> None:
    helper, twin = town.volunteer("李志愿"), town.elder("李志愿", site=town.other_site)
    town.give(helper, 90)
    phone = officer(town)
    found = searched(phone, name="李志愿").context["people"]
    assert {person.pk for person, _rows in found} == {helper.pk, twin.pk}
    rows = {row.unit: row.posted for person, rows in found if person.pk == helper.pk for row in rows}
    assert rows == {"time": 90, "coin": 0, "honour": 90}
    by_number = searched(phone, name=helper.volunteer.number.lower()).context["people"]
    assert [person.pk for person, _rows in by_number] == [helper.pk]
    part = searched(phone, name="李志")
    assert part.context["people"] == []
    assert "没有找到" in part.content.decode()


def test_a_sites_own_accounts_are_listed_busy_ones_as_one(town: Town) -> None:
    town.give(town.volunteer(), 90)
    context = officer(town).get("bureau:accounts", site=str(town.site.pk)).context
    issued = [row for row in context["of_site"] if (row.unit, str(row.words)) == ("time", "社区发放")]
    assert [(row.posted, len(row.links)) for row in issued] == [(-90, 16)]


def test_a_statement_of_any_account(town: Town) -> None:
    helper = town.volunteer()
    visit = town.confirmed(town.elder(), helper)
    certify_visit(actor=town.certifier(), visit_id=visit.id, now=visit.ended_at)
    phone = officer(town)
    hers = savings(holder=Holder(helper.pk, town.site.pk), unit=Unit.TIME)
    page = phone.get("bureau:account", hers.site, hers.id, **ALL)
    [row] = page.context["rows"]
    assert (row["amount"], row["href"]) == (60, f"{reverse('bureau:audit')}?subject={visit.id}")
    source = system(site=town.site.pk, kind=AccountKind.ISSUANCE, unit=Unit.TIME, spread_by=helper.pk)
    [theirs] = phone.get("bureau:account", source.site, source.id, **ALL).context["rows"]
    assert (theirs["amount"], theirs["code"]) == (-60, row["code"])
    assert phone.get("bureau:account-file", source.site, source.id).status_code == 200


def test_only_auditors_and_only_accounts_that_are_there(town: Town) -> None:
    helper = town.volunteer()
    hers = savings(holder=Holder(helper.pk, town.site.pk), unit=Unit.TIME)
    auditor = officer(town)
    assert auditor.get("bureau:account", hers.site, hers.id).status_code == 200
    assert auditor.get("bureau:account", town.other_site.pk, hers.id).status_code == 404
    assert auditor.get("bureau:account", hers.site, new_id()).status_code == 404
    for role in (Role.BUREAU_STANDARDS, Role.BUREAU_SECURITY):
        for name, arguments in (
            ("account", (hers.site, hers.id)),
            ("account-file", (hers.site, hers.id)),
            ("accounts", ()),
        ):
            assert officer(town, role).get(f"bureau:{name}", *arguments).status_code == 404
    assert Phone(helper, town.now).get("bureau:account", hers.site, hers.id).status_code == 404
