"""Ringing back, several clerks at once; a note with a day to ring again; the day from opening to closing."""

from datetime import timedelta

import pytest

from nuanliu.domain.network.types import Role
from nuanliu.domain.notices.calls.claims import UnableToRing
from nuanliu.domain.notices.calls.models import Call, Closing
from nuanliu.domain.notices.calls.queries import notes_of, open_calls, rings, to_be_read
from nuanliu.domain.notices.calls.types import CallKind, CallState, Reached
from nuanliu.domain.notices.calls.words import words_to_the_next
from nuanliu.domain.notices.operations import mark_called
from nuanliu.domain.notices.queries import call_sheet
from nuanliu.platform.clock import local_date
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.ids import new_id
from nuanliu.usecases.calling.closing import UnableToClose, close_day, left_at, read_closing
from nuanliu.usecases.calling.notes import Heard, UnableToNote, note_call, note_number
from nuanliu.usecases.calling.ringing import settle_call, take_call, take_next, take_person
from tests.support.town import Town

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
BACK = {"kind": CallKind.BACK, "words": "问明天谁来"}


def missed(town: Town, clerk, number: str = "13900000001", **more) -> Call:
    heard = Heard(kind=CallKind.MISSED, number=number, ring_on=local_date(town.now))
    after = town.now + Call.objects.count() * timedelta(seconds=1)
    facts = {"site_id": town.site.pk, "heard": heard, "token": new_id(), "now": after, **more}
    return note_number(actor=clerk, **facts)


def settle(town: Town, clerk, call: Call, reached: Reached, **more) -> Call:
    facts = {"words": "", "ring_on": None, "token": new_id(), "now": town.now, **more}
    return settle_call(actor=clerk, call_id=call.pk, reached=reached, **facts)


def queue(town: Town, clerk, moment=None) -> list[Call]:
    return list(open_calls(actor=clerk, now=moment or town.now))


def test_a_missed_call_finds_who_is_known_by_its_number(town: Town) -> None:
    clerk, elder = town.clerk(), town.elder("张桂兰", phone="13900000001")
    town.elder("别站老人", phone="13900000002", site=town.other_site)
    assert missed(town, clerk).person_id == elder.pk
    assert missed(town, clerk, "13900000002").person_id is None
    (first, second) = rings(calls=queue(town, clerk), now=town.now)
    assert (first.number, second.number) == ("13900000001", "13900000002")
    assert b"13900000001" not in bytes(first.call.number_sealed)


def test_the_same_press_writes_one_call_and_another_site_is_not_seen(town: Town) -> None:
    clerk, token = town.clerk(), new_id()
    assert missed(town, clerk, token=token).pk == missed(town, clerk, token=token).pk
    other = town.staff(Role.HOTLINE, "外站的", node=town.other_site)
    assert queue(town, other) == []
    with pytest.raises(NotVisible):
        missed(town, other)
    with pytest.raises(NotVisible):
        take_call(actor=other, call_id=Call.objects.get().pk, now=town.now)


def test_a_call_that_one_clerk_has_taken_is_refused_to_another_until_its_time_is_over(town: Town) -> None:
    one, two = town.clerk("王接线"), town.clerk("李接线")
    call = missed(town, one)
    take_call(actor=one, call_id=call.pk, now=town.now)
    with pytest.raises(UnableToRing) as refused:
        take_call(actor=two, call_id=call.pk, now=town.now)
    assert refused.value.words == "王接线正在打这个电话，到 上午 9 点 15 分。"
    with pytest.raises(UnableToRing):
        settle(town, two, call, Reached.TALKED)
    assert take_call(actor=two, call_id=call.pk, now=town.now + 15 * MINUTE).pk == call.pk
    with pytest.raises(UnableToRing):
        take_call(actor=one, call_id=call.pk, now=town.now + 16 * MINUTE)


def test_the_next_is_the_first_that_nobody_is_ringing(town: Town) -> None:
    one, two = town.clerk("王接线"), town.clerk("李接线")
    calls = [missed(town, one, f"1390000000{n}").pk for n in (1, 2)]
    taken = [take_next(actor=clerk, now=town.now) for clerk in (one, two, town.clerk("赵接线"))]
    assert [call and call.pk for call in taken] == [*calls, None]


def test_who_is_on_the_call_sheet_and_in_the_queue_is_rung_by_one(town: Town) -> None:
    one, two, elder = town.clerk("王接线"), town.clerk("李接线"), town.elder("张桂兰")
    town.need(elder)
    heard = Heard(**BACK, ring_on=local_date(town.now))
    call = note_call(actor=one, person_id=elder.pk, heard=heard, token=new_id(), now=town.now)
    take_person(actor=one, person_id=elder.pk, now=town.now)
    line = call_sheet(actor=two, now=town.now)[0]
    facts = {"delivery_id": line.delivery.pk, "outcome": "told", "now": town.now}
    with pytest.raises(UnableToRing):
        mark_called(actor=two, token=new_id(), **facts)
    with pytest.raises(UnableToRing):
        take_call(actor=two, call_id=call.pk, now=town.now)
    mark_called(actor=one, token=new_id(), **facts)
    assert call_sheet(actor=one, now=town.now) == []


def test_who_does_not_answer_goes_behind_the_others(town: Town) -> None:
    clerk, token = town.clerk(), new_id()
    first, second = missed(town, clerk), missed(town, clerk, "13900000002")
    for _twice in range(2):
        settle(town, clerk, first, Reached.NO_ANSWER, token=token)
    assert [(call.pk, call.attempts) for call in queue(town, clerk)] == [(second.pk, 0), (first.pk, 1)]
    settle(town, clerk, first, Reached.NO_ANSWER, ring_on=local_date(town.now) + DAY)
    assert [call.pk for call in queue(town, clerk)] == [second.pk]
    assert len(queue(town, clerk, town.now + DAY)) == 2


def test_who_was_reached_leaves_and_may_be_rung_again_on_another_day(town: Town) -> None:
    clerk, elder = town.clerk(), town.elder("张桂兰", phone="13900000001")
    call = missed(town, clerk)
    done = settle(
        town,
        clerk,
        call,
        Reached.TALKED,
        words="下周再说",
        ring_on=local_date(town.now) + 2 * DAY,
        now=town.now + MINUTE,
    )
    assert (done.state, done.outcome, queue(town, clerk)) == (CallState.DONE, "talked", [])
    (again,) = queue(town, clerk, town.now + 2 * DAY)
    assert next((note.words, note.call.pk) for note in notes_of(person_id=elder.pk)) == ("下周再说", again.pk)
    with pytest.raises(UnableToRing):
        settle(town, clerk, call, Reached.TALKED)


def test_a_note_says_something_and_no_day_that_is_over(town: Town) -> None:
    clerk, elder = town.clerk(), town.elder()
    for heard, code in (
        (Heard(kind=CallKind.TALKED), "no_words"),
        (Heard(kind=CallKind.TALKED, words="好", ring_on=local_date(town.now) - DAY), "over"),
    ):
        with pytest.raises(UnableToNote) as refused:
            note_call(actor=clerk, person_id=elder.pk, heard=heard, token=new_id(), now=town.now)
        assert refused.value.code == code
    noted = note_call(
        actor=clerk, person_id=elder.pk, heard=Heard(kind=CallKind.TALKED, words="好"), token=new_id(), now=town.now
    )
    assert (noted.state, queue(town, clerk)) == (CallState.DONE, [])


def test_a_day_is_closed_once_with_what_is_left_and_read_by_the_next_shift(town: Town) -> None:
    one, two, token = town.clerk("王接线"), town.clerk("李接线"), new_id()
    town.need(town.elder("张桂兰"))
    missed(town, one)
    facts = {"site_id": town.site.pk, "now": town.now}
    made = close_day(actor=one, words="先打给张桂兰", token=token, **facts)
    assert made.left == {
        "calls": 1, "backs": 1, "late": 0, "silent": 0, "incidents": 0, "tasks": 0, "review": 0, "tomorrow": 0,
    }  # fmt: skip
    assert close_day(actor=one, words="先打给张桂兰", token=token, **facts).pk == made.pk
    with pytest.raises(UnableToClose) as refused:
        close_day(actor=two, words="", token=new_id(), **facts)
    assert refused.value.words == "王接线在 上午 9 点交过班了。"
    today = local_date(town.now)
    assert to_be_read(actor=two, today=today) == []
    (left,) = to_be_read(actor=two, today=today + DAY)
    assert words_to_the_next(left) == "先打给张桂兰"
    assert b"\xe5\xbc\xa0" not in bytes(left.words_sealed)
    read_closing(actor=two, closing_id=left.pk, now=town.now + DAY)
    assert (to_be_read(actor=two, today=today + DAY), Closing.objects.get().read_by) == ([], two.id)


def test_what_is_left_is_that_of_one_site(town: Town) -> None:
    clerk = town.clerk()
    town.need(town.elder("外站老人", site=town.other_site), clerk=town.staff(Role.HOTLINE, node=town.other_site))
    city = town.staff(Role.HOTLINE, "市里的", node=town.city)
    assert left_at(actor=clerk, site=town.site, now=town.now).is_empty
    assert left_at(actor=city, site=town.site, now=town.now).is_empty
    assert left_at(actor=city, site=town.other_site, now=town.now).counts()["calls"] == 1
    with pytest.raises(NotVisible):
        close_day(actor=clerk, site_id=town.other_site.pk, words="", token=new_id(), now=town.now)
