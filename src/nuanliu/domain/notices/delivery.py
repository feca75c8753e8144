"""The task that carries one notice out of the house, after the act it tells of has been committed."""

from django_tasks import task

from nuanliu.domain.notices.models import Delivery
from nuanliu.domain.notices.ports import port_for
from nuanliu.domain.notices.types import Channel, DeliveryState
from nuanliu.domain.notices.wording import words_of
from nuanliu.domain.people.queries import contact_of
from nuanliu.platform import clock

MOST_ATTEMPTS = 5


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
    delivery = Delivery.objects.select_related("notice__person").filter(pk=delivery_id).first()
    if delivery is None or delivery.state != DeliveryState.WAITING:
        return "nothing to do"
    title, body = words_of(delivery.notice)
    sent = port_for(Channel(delivery.channel)).send(
        to=contact_of(person=delivery.notice.person).phone, title=title, body=body, reference=str(delivery.id)
    )
    attempts = delivery.attempts + 1
    state = DeliveryState.SENT if sent else _after_failure(attempts)
    Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.WAITING).update(
        state=state, attempts=attempts, sent_at=clock.now() if sent else None
    )
    return state.value


def _after_failure(attempts: int) -> DeliveryState:
    return DeliveryState.FAILED if attempts >= MOST_ATTEMPTS else DeliveryState.WAITING
