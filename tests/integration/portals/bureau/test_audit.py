"""The audit browser."""

from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

import time_machine
from django.urls import reverse
from openpyxl import load_workbook

from nuanliu.domain.audit.operations import record
from nuanliu.domain.network.types import Role
from nuanliu.domain.people.models import Person
from nuanliu.platform.ids import new_id
from nuanliu.usecases.cancel import cancel_visit
from nuanliu.usecases.check_audit import CHAIN
from nuanliu.usecases.reveal import reveal_contact
from tests.integration.portals.volunteer.phone import Phone, queries_of
from tests.support.office import searched
from tests.support.town import Town


def auditor(town: Town) -> Phone:
    actor = town.staff(Role.BUREAU_AUDIT, "吴审计", node=town.city)
    return Phone(Person.objects.get(pk=actor.id), town.now)


def found(phone: Phone, **query: str) -> Any:
    """The page after the form was sent."""
    with time_machine.travel(phone.now, tick=False):
        return searched(phone.client, reverse("bureau:audit"), **query)


def actions(phone: Phone, **query: str) -> list[str]:
    return [line.event.action for line in found(phone, **query).context["lines"]]


def test_events_are_found_by_action_person_subject_and_day(town: Town) -> None:
    elder, helper = town.elder(), town.volunteer()
    visit = town.taken(elder, helper)
    cancel_visit(actor=town.actor(helper), visit_id=visit.id, reason="病了", now=town.now + timedelta(days=1))
    phone = auditor(town)
    assert actions(phone, action="visit.") == ["visit.given_back", "visit.taken"]
    assert actions(phone, action="visit.taken") == ["visit.taken"]
    assert actions(phone, subject=str(visit.id)) == ["visit.given_back", "visit.taken"]
    assert actions(phone, subject=str(visit.id), first_day="2026-11-03", last_day="2026-11-03") == ["visit.given_back"]
    assert actions(phone, action="visit.", person="李志愿") == ["visit.given_back", "visit.taken"]
    assert actions(phone, action="visit.", person="张桂兰") == []
    assert actions(phone, person="没有此人") == []


def test_the_newest_comes_first_whatever_its_id_follows_from(town: Town) -> None:
    phone, elder = auditor(town), town.elder()
    for action, event_id in (("roster.exported", UUID(int=2**128 - 1)), ("person.changed", None)):
        record(
            action=action,
            subject_type="person",
            subject_id=elder.pk,
            occurred_at=town.now,
            actor_id=None,
            event_id=event_id,
        )
    assert actions(phone, subject=str(elder.pk))[:2] == ["person.changed", "roster.exported"]


def test_a_line_says_who_did_what_to_what_and_why(town: Town) -> None:
    helper = town.volunteer()
    visit = town.taken(town.elder(), helper)
    cancel_visit(actor=town.actor(helper), visit_id=visit.id, reason="孩子发烧了", now=town.now)
    [line] = auditor(town).get("bureau:audit", action="visit.given_back").context["lines"]
    assert (str(line.words), line.who, str(line.role), line.event.reason) == (
        "志愿者退单",
        "李志愿",
        "志愿者",
        "孩子发烧了",
    )


def test_what_cannot_be_asked_is_answered_beside_the_field(town: Town) -> None:
    phone = auditor(town)
    assert "subject" in found(phone, subject="'; DROP TABLE").context["form"].errors
    assert "last_day" in found(phone, first_day="2026-11-03", last_day="2026-11-02").context["form"].errors
    assert "first_day" in phone.get("bureau:audit", first_day="昨天").context["form"].errors
    assert phone.get("bureau:audit", first_day="2026年11月2日").context["form"].errors == {}


def test_three_events_cost_as_many_queries_as_one(town: Town) -> None:
    phone = auditor(town)
    elder = town.elder()
    town.need(elder)
    ask = {"action": "need.placed"}
    phone.get("bureau:audit", **ask)
    one = queries_of(lambda: phone.get("bureau:audit", **ask))
    for ahead in (3, 4):
        town.need(elder, starts_at=town.now + timedelta(days=ahead), clerk=town.clerk(f"接线{ahead}"))
    assert actions(phone, **ask) == ["need.placed"] * 3
    assert queries_of(lambda: phone.get("bureau:audit", **ask)) == one


def test_events_are_found_by_whom_and_by_site(town: Town) -> None:
    elder, other = town.elder("张桂兰"), town.elder("何玉珍", site=town.other_site)
    clerk = town.clerk()
    reveal_contact(actor=clerk, person_id=elder.pk, reason="核对", now=town.now)
    phone = auditor(town)
    assert actions(phone, action="person.", whom="张桂兰") == ["person.revealed"]
    assert actions(phone, action="person.", whom="赵接线") == []
    assert actions(phone, action="person.", person="赵接线") == ["person.revealed"]
    assert actions(phone, action="person.", site=str(town.site.pk)) == ["person.revealed"]
    assert actions(phone, action="person.", site=str(other.home_site_id)) == []
    assert "site" in phone.get("bureau:audit", site="nonsense").context["form"].errors


def test_an_export_needs_a_reason_and_is_an_event_itself(town: Town) -> None:
    elder = town.elder()
    reveal_contact(actor=town.clerk(), person_id=elder.pk, reason="=HYPERLINK(1)", now=town.now)
    phone = auditor(town)
    ask = {"action": "person.revealed"}
    assert phone.get("bureau:audit-file", **ask)["Location"] == "/bureau/audit/export?action=person.revealed"
    page = "/bureau/audit/export?action=person.revealed"
    refused = phone.client.post(page, {"token": str(new_id()), "reason": " "})
    assert (refused.status_code, refused.context["form"].errors.keys()) == (200, {"reason"})
    assert phone.client.post(page, {"token": str(new_id()), "reason": "年度审计"}).status_code == 303
    [event] = phone.get("bureau:audit", action="audit.exported").context["lines"]
    assert (event.event.reason, event.event.details["events"]) == ("年度审计", 1)
    sheet = load_workbook(BytesIO(phone.get("bureau:audit-file", **ask).content)).active
    rows = list(sheet.values)
    assert (len(rows), rows[1][1], rows[1][6]) == (2, "赵接线", "'=HYPERLINK(1)")


def test_the_page_says_whether_the_chain_holds(town: Town, settings, tmp_path) -> None:
    settings.AUDIT_HEADS_FILE = tmp_path / "heads.jsonl"
    phone = auditor(town)
    assert "查过封条" not in phone.words("bureau:audit")
    record(
        action="audit.found_wrong", subject_type="audit", subject_id=CHAIN, occurred_at=town.now, actor_id=None,
        details={"wrong": 2},
    )  # fmt: skip
    assert "有 2 处被动过" in phone.words("bureau:audit")
