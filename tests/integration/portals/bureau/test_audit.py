"""The audit browser."""

from datetime import timedelta

from nuanliu.domain.network.types import Role
from nuanliu.domain.people.models import Person
from nuanliu.usecases.cancel import cancel_visit
from tests.integration.portals.volunteer.phone import Phone, queries_of
from tests.support.town import Town


def auditor(town: Town) -> Phone:
    actor = town.staff(Role.BUREAU_AUDIT, "吴审计", node=town.city)
    return Phone(Person.objects.get(pk=actor.id), town.now)


def actions(phone: Phone, **query: str) -> list[str]:
    return [line.event.action for line in phone.get("bureau:audit", **query).context["lines"]]


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
    assert "subject" in phone.get("bureau:audit", subject="'; DROP TABLE").context["form"].errors
    assert "last_day" in phone.get("bureau:audit", first_day="2026-11-03", last_day="2026-11-02").context["form"].errors
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
