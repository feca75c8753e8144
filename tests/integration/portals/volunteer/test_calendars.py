"""My visits in a calendar."""

from datetime import timedelta

from nuanliu.domain.care.models import Need
from nuanliu.portals.volunteer.calendars import feed_key
from nuanliu.usecases.cancel import cancel_visit
from tests.integration.portals.volunteer.phone import Phone
from tests.support.town import Town


def lines(response: object) -> list[str]:
    return response.content.decode().replace("\r\n ", "").split("\r\n")


def test_one_visit_is_a_file(town: Town) -> None:
    helper = town.volunteer()
    visit = town.taken(town.elder(), helper)
    response = Phone(helper, town.now).get("volunteer:visit-calendar", visit.id)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    found = lines(response)
    for line in (
        f"UID:{visit.id}@nuanliu",
        "DTSTAMP:20261102T010000Z",
        "DTSTART:20261104T010000Z",
        "DTEND:20261104T020000Z",
        "STATUS:CONFIRMED",
        "LOCATION:文化路社区",
    ):
        assert line in found


def test_the_address_works_without_signing_in_and_names_nobody(town: Town) -> None:
    elder, helper, other = town.elder(phone="13800000001"), town.volunteer("甲"), town.volunteer("乙")
    mine, others = town.taken(elder, helper), town.taken(town.elder("李秀英"), other)
    start = Need.objects.get(id=mine.need_id).starts_at
    text = Phone(None, start).words("volunteer:calendar-feed", feed_key(helper.login))
    assert f"UID:{mine.id}@nuanliu" in text
    assert f"UID:{others.id}@nuanliu" not in text
    for private in ("张桂兰", "文化路 3 号", "13800000001"):
        assert private not in text


def test_a_visit_given_back_is_cancelled_in_the_calendar(town: Town) -> None:
    helper = town.volunteer()
    visit = town.taken(town.elder(), helper)
    cancel_visit(actor=town.actor(helper), visit_id=visit.id, reason="病了", now=town.now)
    found = lines(Phone(None, town.now).get("volunteer:calendar-feed", feed_key(helper.login)))
    assert [line for line in found if line.startswith(("STATUS", "SEQUENCE"))] == ["SEQUENCE:1", "STATUS:CANCELLED"]


def test_the_address_ends_with_the_password_and_cannot_be_guessed(town: Town) -> None:
    helper = town.volunteer()
    key = feed_key(helper.login)
    public = Phone(None, town.now)
    assert public.get("volunteer:calendar-feed", key).status_code == 200
    assert public.get("volunteer:calendar-feed", f"{key[:-2]}xx").status_code == 404
    assert public.get("volunteer:calendar-feed", str(helper.pk)).status_code == 404
    helper.login.set_password("another long one")
    helper.login.save()
    assert public.get("volunteer:calendar-feed", key).status_code == 404


def test_old_visits_fall_out_of_the_calendar(town: Town) -> None:
    helper = town.volunteer()
    visit = town.taken(town.elder(), helper)
    later = Need.objects.get(id=visit.need_id).starts_at + timedelta(days=60, minutes=1)
    assert "VEVENT" not in Phone(None, later).words("volunteer:calendar-feed", feed_key(helper.login))


def test_the_page_shows_the_address_to_subscribe_to(town: Town) -> None:
    helper = town.volunteer()
    assert feed_key(helper.login).split(":")[0] in Phone(helper, town.now).words("volunteer:calendar")
