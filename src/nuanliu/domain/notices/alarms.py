"""Telling staff that something is wrong with the house itself, not with one need."""

from datetime import datetime
from uuid import UUID

from nuanliu.domain.network.models import Node
from nuanliu.domain.notices.delivery import deliver
from nuanliu.domain.notices.models import Delivery, Notice
from nuanliu.domain.notices.types import Channel, DeliveryState, NoticeKind
from nuanliu.domain.people.models import Person


def alarm(*, person: Person, site: Node, subject: UUID, at: datetime, count: int) -> Notice:
    """Tell one person that the book does not agree in `count` places: in the inbox, and by message to a telephone."""
    notice = Notice.objects.create(
        site=site,
        person=person,
        kind=NoticeKind.BOOKS_WRONG,
        subject_id=subject,
        created_at=at,
        params={"count": count, "site_phone": site.phone},
    )
    Delivery.objects.create(site=site, notice=notice, channel=Channel.INBOX, state=DeliveryState.SENT, sent_at=at)
    if person.phone_sealed is not None:
        delivery = Delivery.objects.create(site=site, notice=notice, channel=Channel.SMS)
        deliver.enqueue(str(delivery.id))
    return notice
