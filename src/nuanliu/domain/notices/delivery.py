"""The task that carries one notice out of the house, after the act it tells of has been committed."""

from datetime import datetime

from django.utils import translation
from django_tasks import task

from nuanliu.domain.notices.messages import Message
from nuanliu.domain.notices.models import Delivery, Preference
from nuanliu.domain.notices.ports import port_for
from nuanliu.domain.notices.types import Channel, DeliveryState, Language, Outcome
from nuanliu.domain.notices.wording import words_of
from nuanliu.domain.people.queries import contact_of
from nuanliu.platform import clock
from nuanliu.platform.db import durable
from nuanliu.platform.retry import repeated

MOST_ATTEMPTS = 5
FELL = "fell_"
"""Begins the outcome of a call that is to be made because another channel failed; its name follows."""


@task()
def deliver(delivery_id: str) -> str:
    """Send one delivery; a delivery that is no longer waiting is left alone, so nothing is sent twice."""
    return _deliver(delivery_id)


@task()
def deliver_many(delivery_ids: list[str]) -> str:
    """Send what was told to many at once, one after the other."""
    sent = [_deliver(one) for one in delivery_ids]
    return f"{sent.count(DeliveryState.SENT.value)} of {len(sent)}"


def _deliver(delivery_id: str) -> str:
    now = clock.now()
    rows = Delivery.objects.select_related("notice__person").exclude(channel=Channel.CALL_SHEET)
    delivery = rows.filter(pk=delivery_id, state=DeliveryState.WAITING).first()
    if delivery is None or (delivery.leaves_at is not None and now < delivery.leaves_at):
        return "nothing to do"
    if not _claimed(delivery):
        return "nothing to do"
    if delivery.lapses_at is not None and delivery.lapses_at <= now:
        return _settle(delivery, Outcome.LAPSED, now=now)
    return _settle(delivery, port_for(Channel(delivery.channel)).send(_message(delivery)), now=now)


def _claimed(delivery: Delivery) -> bool:
    """Whether this attempt is ours: of two workers with the same delivery, one counts the attempt and one does not."""
    ours = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.WAITING, attempts=delivery.attempts)
    return ours.update(attempts=delivery.attempts + 1) == 1


def _message(delivery: Delivery) -> Message:
    """The words, in the language the person chose."""
    person = delivery.notice.person
    chosen = Preference.objects.filter(person_id=person.pk).values_list("language", flat=True).first()
    with translation.override(chosen or Language.CHINESE.value):
        title, body = words_of(delivery.notice)
    return Message(
        to=contact_of(person=person).phone,
        title=title,
        body=body,
        reference=str(delivery.id),
        request=delivery.request,
        is_doubtful=delivery.outcome == Outcome.UNKNOWN,
    )


@repeated
def _settle(delivery: Delivery, outcome: Outcome, *, now: datetime) -> str:
    """Write down how it went. What was given up, but not what helps nobody any more, falls to the desk's call sheet."""
    is_last = delivery.attempts + 1 >= MOST_ATTEMPTS
    if outcome is Outcome.SENT:
        state = DeliveryState.SENT
    elif outcome in {Outcome.REFUSED, Outcome.LAPSED} or is_last:
        state = DeliveryState.FAILED
    else:
        state = DeliveryState.WAITING
    request = delivery.request if outcome is Outcome.UNKNOWN else delivery.request + 1
    with durable():
        ours = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.WAITING, attempts=delivery.attempts + 1)
        written = ours.update(
            state=state, outcome=outcome, request=request, sent_at=now if state is DeliveryState.SENT else None
        )
        if written and state is DeliveryState.FAILED and outcome is not Outcome.LAPSED:
            _fall_to_the_desk(delivery)
    return state.value


def _fall_to_the_desk(delivery: Delivery) -> None:
    call = Delivery(
        site_id=delivery.site_id,
        notice_id=delivery.notice_id,
        channel=Channel.CALL_SHEET,
        lapses_at=delivery.lapses_at,
        outcome=f"{FELL}{delivery.channel}",
    )
    Delivery.objects.bulk_create([call], ignore_conflicts=True)
