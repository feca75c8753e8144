"""A telephone's place as proof at the door: only if asked for, agreed to and near; what is kept of it, and how long."""

from datetime import timedelta

import pytest

from nuanliu.domain.audit.models import Event
from nuanliu.domain.care.models import Visit
from nuanliu.domain.care.types import Evidence, Grade, VisitState
from nuanliu.domain.care.watching.models import VisitPlace
from nuanliu.domain.care.watching.places import Spot, distances_of
from nuanliu.domain.people.consents.texts import current_words
from nuanliu.domain.people.models import Elder, Person
from nuanliu.domain.people.types import ConsentHow, ConsentPurpose
from nuanliu.platform.geo import Place
from nuanliu.usecases.consents import give_consent, withdraw_consent
from nuanliu.usecases.my_data import export_person
from nuanliu.usecases.retention import sweep_all
from nuanliu.usecases.start_visit import UnableToCheckIn, end_visit, start_visit
from tests.support.town import Town

AT_DOOR = ConsentPurpose.AT_DOOR
NEAR, FAR = Spot(Place(26.2009, 105.4), 20), Spot(Place(26.21, 105.4), 20)


@pytest.fixture
def visit(town: Town) -> Visit:
    town.rules(town.now, check_in_gps=True)
    elder, helper = town.elder(), town.volunteer()
    Person.objects.filter(pk=elder.pk).update(latitude=26.2, longitude=105.4)
    town.agrees(helper, AT_DOOR)
    return town.taken(elder, helper)


def start(town: Town, visit: Visit, spot: Spot) -> Visit:
    return start_visit(actor=town.actor(visit.volunteer), visit_id=visit.id, now=visit.need.starts_at, spot=spot)


def end(town: Town, visit: Visit, spot: Spot) -> Visit:
    return end_visit(actor=town.actor(visit.volunteer), visit_id=visit.id, now=visit.need.ends_at, spot=spot)


def refusal_of(town: Town, visit: Visit, spot: Spot) -> str:
    with pytest.raises(UnableToCheckIn) as refused:
        start(town, visit, spot)
    assert (Visit.objects.get(id=visit.id).state, VisitPlace.objects.count()) == (VisitState.TAKEN, 0)
    return refused.value.code


def test_near_at_both_ends_is_witnessed_and_only_the_distance_is_kept(town: Town, visit: Visit) -> None:
    for _again in range(2):
        start(town, visit, NEAR)
    done = end(town, visit, Spot(Place(26.2, 105.4), 5))
    assert (done.start_evidence, done.end_evidence, done.grade) == (Evidence.PLACE, Evidence.PLACE, Grade.WITNESSED)
    assert distances_of(visit=done) == {"start": "100", "end": "0"}
    assert all(b"100" not in bytes(row.metres_sealed) for row in VisitPlace.objects.all())
    told = Event.objects.filter(action__in=["visit.started", "visit.ended"])
    assert {event.details["evidence"] for event in told} == {"place"}
    assert not [event for event in told if {"26.2", "105.4", "100"} & {str(one) for one in event.details.values()}]


def test_what_is_refused_leaves_nothing_behind(town: Town, visit: Visit) -> None:
    assert refusal_of(town, visit, FAR) == "outside"
    assert refusal_of(town, visit, Spot(NEAR.place, 301)) == "vague"
    actor = town.actor(visit.volunteer)
    withdraw_consent(actor=actor, person_id=visit.volunteer_id, purpose=AT_DOOR, how=ConsentHow.SELF, now=town.now)
    assert refusal_of(town, visit, NEAR) == "no_consent"
    words = current_words(purpose=AT_DOOR).fingerprint
    give_consent(
        actor=actor,
        person_id=visit.volunteer_id,
        purpose=AT_DOOR,
        fingerprint=words,
        how=ConsentHow.SELF,
        now=town.now,
    )
    Person.objects.filter(pk=visit.need.elder_id).update(latitude=None)
    assert refusal_of(town, visit, NEAR) == "no_door"
    Person.objects.filter(pk=visit.need.elder_id).update(latitude=26.2)
    town.rules(town.now + timedelta(minutes=1), check_in_gps=False)
    assert refusal_of(town, visit, NEAR) == "no_places"


def test_who_lives_in_a_home_is_met_at_the_home(town: Town, visit: Visit) -> None:
    Person.objects.filter(pk=visit.need.elder_id).update(latitude=None, longitude=None)
    site = visit.need.site
    site.latitude, site.longitude = 26.2, 105.4
    site.save(update_fields=["latitude", "longitude"])
    assert refusal_of(town, visit, NEAR) == "no_door"
    Elder.objects.filter(pk=visit.need.elder_id).update(circumstances=["in_care_home"])
    assert start(town, visit, NEAR).start_evidence == Evidence.PLACE


def test_after_the_standards_days_only_that_she_was_near_is_left(town: Town, visit: Visit) -> None:
    begun = start(town, visit, NEAR)
    at, month = visit.need.starts_at, timedelta(days=30)
    [kept] = export_person(actor=town.actor(visit.volunteer), person_id=visit.volunteer_id, now=at)["visits"]
    assert (kept["start_evidence"], kept["metres_from_door"]) == ("place", {"start": "100"})
    sweep_all(now=at + month)
    assert distances_of(visit=begun) == {"start": "100"}
    sweep_all(now=at + month + timedelta(seconds=1))
    assert distances_of(visit=begun) == {}
    assert Visit.objects.get(id=visit.id).start_evidence == Evidence.PLACE


def test_taking_it_back_removes_what_was_kept(town: Town, visit: Visit) -> None:
    start(town, visit, NEAR)
    actor, now = town.actor(visit.volunteer), visit.need.starts_at
    withdraw_consent(actor=actor, person_id=visit.volunteer_id, purpose=AT_DOOR, how=ConsentHow.SELF, now=now)
    assert VisitPlace.objects.count() == 0
