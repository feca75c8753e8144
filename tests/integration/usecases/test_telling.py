"""In her own way, never at night, once, and only what has really happened."""

from datetime import timedelta

import pytest
import time_machine
from django_tasks_db.models import DBTaskResult

from nuanliu.domain.network.types import Role
from nuanliu.domain.notices import delivery as delivering
from nuanliu.domain.notices.delivery import MOST_ATTEMPTS, deliver
from nuanliu.domain.notices.models import Delivery, Notice, Preference
from nuanliu.domain.notices.operations import tell
from nuanliu.domain.notices.queries import call_sheet
from nuanliu.domain.notices.types import Channel, DeliveryState, Language, NoticeKind, Outcome, Topic
from nuanliu.jobs.tasks import send_what_waits
from nuanliu.platform.clock import at, local_date
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible
from nuanliu.usecases.choose_channels import Chosen, UnableToChoose, choose_channels
from nuanliu.usecases.remind_visits import remind_of_tomorrow
from tests.support.town import Town

HOUR = timedelta(hours=1)


class Wire:
    """A port that answers as told, and keeps what it was handed."""

    def __init__(self, *answers: Outcome):
        self.answers, self.handed = list(answers), []

    def send(self, message):
        self.handed.append(message)
        return self.answers.pop(0) if self.answers else Outcome.SENT


@pytest.fixture
def wire(monkeypatch) -> Wire:
    found = Wire()
    monkeypatch.setattr(delivering, "port_for", lambda _channel: found)
    return found


def out_of(town: Town, elder) -> Delivery:
    rows = Delivery.objects.filter(notice__person=elder, notice__kind=NoticeKind.NEED_RECEIVED)
    return rows.exclude(channel=Channel.INBOX).get()


def told(town: Town, **facts) -> Delivery:
    elder = town.elder(phone="13800000000", **facts)
    town.need(elder)
    return out_of(town, elder)


def carry(delivery: Delivery, moment) -> str:
    with time_machine.travel(moment, tick=False):
        return deliver.func(str(delivery.pk))


def state_of(delivery: Delivery) -> tuple[str, str, int]:
    delivery.refresh_from_db()
    return delivery.state, delivery.outcome, delivery.attempts


# -- once, and only what has happened


def test_what_was_rolled_back_is_told_to_nobody(town: Town, wire: Wire) -> None:
    elder, before = town.elder(phone="13800000000"), DBTaskResult.objects.count()
    need = town.need(town.elder("另一位"))
    count = Notice.objects.count()

    class Mishap(Exception):  # noqa: N818 (a mishap, not an error of the house)
        pass

    def act(*, is_hasty: bool) -> None:
        with durable():
            tell(person=elder, kind=NoticeKind.NEED_PUBLISHED, need=need, at=town.now)
            if is_hasty:
                wire.send("handed over inside the act")
            raise Mishap

    with pytest.raises(Mishap):
        act(is_hasty=False)
    assert (Notice.objects.count(), DBTaskResult.objects.count(), wire.handed) == (count, before, [])
    with pytest.raises(Mishap):
        act(is_hasty=True)
    assert wire.handed == ["handed over inside the act"], (
        "the control: whoever sends inside the act cannot take it back"
    )


def test_a_delivery_is_sent_once_however_often_its_task_runs(town: Town, wire: Wire) -> None:
    delivery = told(town)
    assert [carry(delivery, town.now) for _again in range(3)] == ["sent", "nothing to do", "nothing to do"]
    assert len(wire.handed) == 1


def test_of_two_workers_who_read_it_at_once_one_sends(town: Town, wire: Wire) -> None:
    delivery = told(town)
    first, second = (Delivery.objects.get(pk=delivery.pk) for _worker in range(2))
    assert [delivering._claimed(first), delivering._claimed(second)] == [True, False]


def test_the_request_keeps_its_number_until_it_was_answered(town: Town, wire: Wire) -> None:
    wire.answers = [Outcome.UNKNOWN, Outcome.LATER, Outcome.SENT]
    delivery = told(town)
    for _attempt in range(3):
        carry(delivery, town.now)
    assert [(one.request, one.is_doubtful) for one in wire.handed] == [(0, False), (0, True), (1, False)]
    assert {one.reference for one in wire.handed} == {str(delivery.pk)}


# -- what cannot be sent is rung


def calls(town: Town) -> list[str]:
    return [line.not_sent_by for line in call_sheet(actor=town.clerk(), now=town.now)]


def test_what_is_refused_falls_to_the_call_sheet_at_once(town: Town, wire: Wire) -> None:
    wire.answers = [Outcome.REFUSED]
    delivery = told(town)
    assert calls(town) == []
    carry(delivery, town.now)
    assert state_of(delivery) == (DeliveryState.FAILED, "refused", 1)
    assert calls(town) == ["voice"]


def test_what_was_tried_often_enough_falls_to_the_call_sheet(town: Town, wire: Wire) -> None:
    wire.answers = [Outcome.LATER] * MOST_ATTEMPTS
    delivery = told(town)
    for _attempt in range(MOST_ATTEMPTS - 1):
        carry(delivery, town.now)
    assert (delivery.state, calls(town)) == (DeliveryState.WAITING, [])
    carry(delivery, town.now)
    assert state_of(delivery) == (DeliveryState.FAILED, "later", MOST_ATTEMPTS)
    assert calls(town) == ["voice"]


def test_what_helps_nobody_any_more_is_neither_sent_nor_rung(town: Town, wire: Wire) -> None:
    delivery = told(town)
    assert carry(delivery, delivery.lapses_at) == "failed"
    assert (wire.handed, state_of(delivery)[1], calls(town)) == ([], "lapsed", [])


# -- never at night


def test_at_night_it_waits_for_the_morning(town: Town, wire: Wire) -> None:
    town.now = at(local_date(town.now), 22)
    elder = town.elder(phone="13800000000")
    town.need(elder, starts_at=at(local_date(town.now) + timedelta(days=2), 9))
    delivery = out_of(town, elder)
    morning = at(local_date(town.now) + timedelta(days=1), 8)
    assert delivery.leaves_at == morning
    assert not DBTaskResult.objects.filter(args_kwargs__args=[str(delivery.pk)]).exists()
    assert carry(delivery, morning - HOUR) == "nothing to do"
    assert send_what_waits(now=morning - HOUR) == 0
    assert send_what_waits(now=morning) == 1
    assert carry(delivery, morning) == "sent"


def test_what_would_be_too_late_in_the_morning_leaves_at_once(town: Town) -> None:
    elder = town.elder(phone="13800000000")
    need = town.need(elder)
    night = at(local_date(need.starts_at), 5)
    need.starts_at = at(local_date(need.starts_at), 7)
    notice = tell(person=elder, kind=NoticeKind.HELPER_CANCELLED, need=need, at=night)
    assert notice.deliveries.get(channel=Channel.VOICE).leaves_at is None


# -- in her own way


def choose(town: Town, elder, channel: Channel, actor=None, language: Language = Language.CHINESE) -> None:
    choose_channels(
        actor=actor or town.clerk(),
        person_id=elder.pk,
        chosen=Chosen(language=language, channels=dict.fromkeys(Topic, channel)),
        now=town.now,
    )


@pytest.mark.parametrize("channel", [Channel.SMS, Channel.WECHAT, Channel.CALL_SHEET])
def test_she_is_told_by_the_channel_she_chose(town: Town, channel: Channel) -> None:
    elder = town.elder(phone="13800000000")
    choose(town, elder, channel)
    town.need(elder)
    assert out_of(town, elder).channel == channel


def test_who_chose_the_inbox_is_left_in_peace(town: Town) -> None:
    elder = town.elder(phone="13800000000")
    choose(town, elder, Channel.INBOX)
    need = town.need(elder)
    rows = Delivery.objects.filter(notice__subject_id=need.id)
    assert list(rows.values_list("channel", flat=True)) == [Channel.INBOX]


def test_each_topic_has_its_own_channel_and_the_rest_the_usual_one(town: Town) -> None:
    elder = town.elder(phone="13800000000")
    channels = {Topic.VISITS: Channel.SMS, Topic.BOOK: Channel.INBOX}
    chosen = Chosen(language=Language.CHINESE, channels=channels)
    choose_channels(actor=town.clerk(), person_id=elder.pk, chosen=chosen, now=town.now)
    found = Preference.objects.get(person_id=elder.pk)
    assert (found.visits, found.book, found.events) == ("sms", "inbox", "")


def test_the_words_leave_in_her_language(town: Town, wire: Wire) -> None:
    elder = town.elder(phone="13800000000")
    choose(town, elder, Channel.SMS, language=Language.ENGLISH)
    town.need(elder)
    carry(out_of(town, elder), town.now)
    assert "Company and talk" in wire.handed[0].body


def test_a_telephone_she_does_not_have_cannot_be_chosen(town: Town) -> None:
    with pytest.raises(UnableToChoose) as refused:
        choose(town, town.elder(), Channel.SMS)
    assert refused.value.code == "not_offered"


def test_who_may_choose_for_her(town: Town) -> None:
    elder = town.elder(phone="13800000000")
    son, stranger = town.person("张小明"), town.person("别人家的")
    town.proxy(elder, son, ["ask"])
    town.proxy(elder, stranger, ["see"])
    choose(town, elder, Channel.SMS, actor=town.actor(elder))
    choose(town, elder, Channel.VOICE, actor=town.actor(son))
    for other in (town.actor(stranger), town.staff(Role.HOTLINE, "外站的", node=town.other_site)):
        with pytest.raises(NotVisible):
            choose(town, elder, Channel.INBOX, actor=other)
    assert Preference.objects.get(person_id=elder.pk).visits == "voice"


# -- the evening before


def test_the_evening_before_both_are_told_once(town: Town) -> None:
    visit = town.taken(town.elder("张桂兰"), town.volunteer("李志愿"))
    evening = at(local_date(visit.need.starts_at) - timedelta(days=1), 18)
    assert [remind_of_tomorrow(now=evening + wait) for wait in (-HOUR, timedelta(), HOUR, 4 * HOUR)] == [0, 1, 0, 0]
    names = Notice.objects.filter(kind=NoticeKind.VISIT_TOMORROW).values_list("person__name", flat=True)
    assert sorted(names) == ["张桂兰", "李志愿"]
