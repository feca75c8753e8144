"""The page that asks the telephone where it is: first the words, then one press; only this page may ask."""

from datetime import timedelta

import pytest
from django.urls import reverse

from nuanliu.domain.care.models import Visit
from nuanliu.domain.care.types import VisitState
from nuanliu.domain.people.consents.queries import has_consent
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.types import ConsentPurpose
from tests.integration.portals.volunteer.phone import Phone
from tests.support.town import Town

HERE = {"latitude": "26.2009", "longitude": "105.4", "accuracy": "21.5"}


@pytest.fixture
def visit(town: Town) -> Visit:
    elder = town.elder()
    Person.objects.filter(pk=elder.pk).update(latitude=26.2, longitude=105.4)
    return town.taken(elder, town.volunteer())


def fresh(visit: Visit) -> Visit:
    return Visit.objects.get(id=visit.id)


def test_the_words_come_first_then_the_place_starts_and_ends_the_visit(town: Town, visit: Visit) -> None:
    town.rules(town.now, check_in_gps=True)
    phone = Phone(visit.volunteer, visit.need.starts_at)
    address = reverse("volunteer:at-door", args=[visit.id])
    assert address in phone.words("volunteer:start", visit.id)
    asked = phone.get("volunteer:at-door", visit.id)
    assert "到门口看一次手机的位置" in asked.content.decode()
    assert "geolocation=()" in asked["Permissions-Policy"]
    assert asked.content.decode().count(reverse("volunteer:start", args=[visit.id])) == 2, (
        "the digits are offered beside it"
    )
    phone.post("volunteer:at-door", visit.id, **HERE)
    assert fresh(visit).state == VisitState.TAKEN, "nothing starts before she agreed"
    words = asked.context["text"].fingerprint
    assert phone.post("volunteer:at-door", visit.id, words=words)["Location"] == address
    assert has_consent(person_id=visit.volunteer_id, purpose=ConsentPurpose.AT_DOOR)
    page = phone.get("volunteer:at-door", visit.id)
    assert "geolocation=(self)" in page["Permissions-Policy"]
    assert "volunteer/place" in page.content.decode()
    far = phone.post("volunteer:at-door", visit.id, **HERE | {"latitude": "26.3"})
    assert (far.status_code, "还没到老人家附近" in far.content.decode()) == (200, True)
    assert "26.3" not in far.content.decode()
    none = phone.post("volunteer:at-door", visit.id, latitude="nan", longitude="", accuracy="-1")
    assert (none.status_code, "没有收到手机的位置" in none.content.decode()) == (200, True)
    assert phone.post("volunteer:at-door", visit.id, **HERE).status_code == 303
    phone.now += timedelta(hours=1)
    assert address in phone.words("volunteer:end", visit.id)
    assert phone.post("volunteer:at-door", visit.id, **HERE).status_code == 303
    assert (fresh(visit).state, fresh(visit).grade) == (VisitState.SERVED, "witnessed")
    seen = Phone(Person.objects.get(pk=town.certifier().id), phone.now).words("desk:visit", visit.id)
    assert "手机在老人家附近（100 米）" in seen


def test_where_the_standard_takes_no_place_nobody_is_asked(town: Town, visit: Visit) -> None:
    phone = Phone(visit.volunteer, visit.need.starts_at)
    address = reverse("volunteer:at-door", args=[visit.id])
    assert address not in phone.words("volunteer:start", visit.id)
    assert phone.get("volunteer:at-door", visit.id)["Location"] == reverse("volunteer:visit", args=[visit.id])
    assert "at_door" not in phone.words("mine:consents")
    assert "geolocation=()" in phone.get("volunteer:start", visit.id)["Permissions-Policy"]
    town.rules(town.now + timedelta(minutes=1), check_in_gps=True)
    assert "at_door" in phone.words("mine:consents")
