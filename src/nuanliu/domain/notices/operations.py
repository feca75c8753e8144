"""Telling people: always the inbox; a message to a telephone, or a line on the desk's call sheet for who has none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.db.models import F

from nuanliu.domain.audit.operations import record
from nuanliu.domain.audit.queries import was_recorded
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.notices.calls.claims import insist_not_taken
from nuanliu.domain.notices.delivery import deliver, deliver_many
from nuanliu.domain.notices.models import Delivery, Notice, Preference
from nuanliu.domain.notices.types import ABOUT_WHAT_COMES, Channel, DeliveryState, NoticeKind
from nuanliu.domain.notices.ways import leaves_at, preferences_of, way_out
from nuanliu.domain.people.models import Person
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.domain.standards.types import Standard
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated


class _Service(Protocol):
    name: str
    name_en: str


class _Elder(Protocol):
    name: str


class _Site(Protocol):
    phone: str


class About(Protocol):
    """What a notice says about a need; the care area's Need has all of it."""

    id: UUID
    site_id: UUID
    number: int
    starts_at: datetime
    code: str

    @property
    def service(self) -> _Service:
        """What help."""

    @property
    def elder(self) -> _Elder:
        """For whom."""

    @property
    def site(self) -> _Site:
        """Which site."""


def tell(*, person: Person, kind: NoticeKind, need: About, at: datetime, **params: str | int) -> Notice:
    """Tell one person one thing about a need. Sent after the surrounding transaction commits, or not at all."""
    facts = {
        "service": need.service.name,
        "service_en": need.service.name_en,
        "elder": need.elder.name,
        "number": need.number,
        "starts_at": need.starts_at.isoformat(),
        "site_phone": need.site.phone,
        "code": need.code if person.pk == getattr(need.elder, "pk", None) else "",
    }
    notice = Notice(
        site_id=need.site_id, person=person, kind=kind, subject_id=need.id, created_at=at, params={**facts, **params}
    )
    return _send(notice, lapses_at=need.starts_at if kind in ABOUT_WHAT_COMES else None)


def tell_of_savings(*, person: Person, kind: NoticeKind, subject: UUID, at: datetime, **params: str | int) -> bool:
    """Tell one person one thing about what she has, once a `subject`. False if she has been told."""
    if Notice.objects.filter(person=person, kind=kind, subject_id=subject).exists():
        return False
    site = person.home_site
    speaks_to = "elder" if getattr(person, "elder", None) else "volunteer"
    facts = {"site_phone": site.phone, "audience": speaks_to, **params}
    _send(
        Notice(site_id=site.pk, person=person, kind=kind, subject_id=subject, created_at=at, params=facts),
        lapses_at=None,
    )
    return True


def tell_of_standing(*, person: Person, kind: NoticeKind, subject: UUID, at: datetime, **params: str) -> Notice:
    """Tell one person what became of her application, or of who may act for whom. Sent after the commit."""
    site = person.home_site
    facts = {"site_phone": site.phone, **params}
    return _send(
        Notice(site_id=site.pk, person=person, kind=kind, subject_id=subject, created_at=at, params=facts),
        lapses_at=None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Small:
    """Something worth a line in the inbox, and no call: once a person, kind and subject."""

    site: UUID
    """Home site of the person."""
    person: UUID
    kind: NoticeKind
    subject: UUID
    at: datetime
    params: dict[str, str | int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One of many who are told at once; `person` with `elder`."""

    person: Person
    kind: NoticeKind
    subject: UUID
    params: dict[str, str | int]


def tell_many(*, told: Sequence[Told], site: UUID, at: datetime, lapses_at: datetime | None = None) -> None:
    """Tell many people at once: the inbox and a way out each, in three statements and one task for all.

    Whoever has died is left out. `lapses_at`: from when it helps nobody any more.
    """
    living = [one for one in told if one.person.died_on is None]
    chosen = preferences_of(people={one.person.pk for one in living})
    standard = standard_in_force(at=at)
    notices, deliveries, out = [], [], []
    for one in living:
        notice = Notice(
            site_id=site, person=one.person, kind=one.kind, subject_id=one.subject, created_at=at, params=one.params
        )
        notices.append(notice)
        ways = _ways(notice, preference=chosen.get(one.person.pk), lapses_at=lapses_at, standard=standard)
        deliveries += ways
        out += [str(way.id) for way in ways if _leaves_now(way)]
    Notice.objects.bulk_create(notices)
    Delivery.objects.bulk_create(deliveries)
    if out:
        deliver_many.enqueue(out)


def tell_in_inbox(*, small: Sequence[Small]) -> int:
    """Lines in inboxes and nothing else, but for those that stand there already. How many are new."""
    wanted = {derived_id(one.subject, one.kind): one for one in small}
    known = set(Notice.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    notices, deliveries = [], []
    for id, one in wanted.items():  # noqa: A001 (the row's own word)
        if id in known:
            continue
        facts = {"site_id": one.site, "person_id": one.person, "kind": one.kind, "subject_id": one.subject}
        notices.append(Notice(id=id, created_at=one.at, params=one.params, **facts))
        sent = {"channel": Channel.INBOX, "state": DeliveryState.SENT, "sent_at": one.at}
        deliveries.append(Delivery(site_id=one.site, notice_id=id, **sent))
    Notice.objects.bulk_create(notices)
    Delivery.objects.bulk_create(deliveries)
    return len(notices)


def _send(notice: Notice, *, lapses_at: datetime | None) -> Notice:
    notice.save(force_insert=True)
    chosen = preferences_of(people=[notice.person_id])
    ways = _ways(notice, preference=chosen.get(notice.person_id), lapses_at=lapses_at)
    Delivery.objects.bulk_create(ways)
    for way in ways:
        if _leaves_now(way):
            deliver.enqueue(str(way.id))
    return notice


def _ways(
    notice: Notice, *, preference: Preference | None, lapses_at: datetime | None, standard: Standard | None = None
) -> list[Delivery]:
    """The inbox, and if anything leaves the house besides, one way out. Nobody rings for who has died."""
    site, at = notice.site_id, notice.created_at
    inbox = Delivery(site_id=site, notice=notice, channel=Channel.INBOX, state=DeliveryState.SENT, sent_at=at)
    if notice.person.died_on is not None:
        return [inbox]
    channel = way_out(person=notice.person, kind=NoticeKind(notice.kind), preference=preference)
    if channel is None:
        return [inbox]
    leaves = leaves_at(channel=channel, at=at, lapses_at=lapses_at, standard=standard)
    return [inbox, Delivery(site_id=site, notice=notice, channel=channel, lapses_at=lapses_at, leaves_at=leaves)]


def _leaves_now(way: Delivery) -> bool:
    """Whether a task is to carry it at once; what waits for the morning is found by the sweep."""
    return way.state == DeliveryState.WAITING and way.channel != Channel.CALL_SHEET and way.leaves_at is None


def stop_telling(*, person_id: UUID, at: datetime) -> None:
    """Nobody rings or writes any more to somebody who has died."""
    waiting = Delivery.objects.filter(notice__person_id=person_id, state=DeliveryState.WAITING)
    waiting.update(lapses_at=at)


@repeated
def mark_read(*, person_id: UUID, now: datetime) -> None:
    """The person has looked at the inbox."""
    Notice.objects.filter(person_id=person_id, read_at=None).update(read_at=now)


@repeated
def mark_called(
    *, actor: Actor, delivery_id: UUID, outcome: str, token: UUID, now: datetime, is_told: bool = True
) -> None:
    """A clerk has rung the person; if nobody could be told, the line stays on the sheet with one attempt more.

    The same token is the same call: sent again, it counts once. Raises UnableToRing (a colleague is ringing),
    NotVisible outside the actor's reach.
    """
    with durable():
        rows = Delivery.objects.select_related("site", "notice")
        delivery = rows.filter(pk=delivery_id, channel=Channel.CALL_SHEET).first()
        if delivery is None or not actor.may(Power.CALL_SHEET, path=delivery.site.path):
            raise NotVisible
        insist_not_taken(actor=actor, subject=delivery.notice.person_id, now=now)
        waiting = Delivery.objects.select_for_update(no_key=True).filter(pk=delivery_id, state=DeliveryState.WAITING)
        call = derived_id(token, "called", str(delivery_id))
        if waiting.first() is None or was_recorded(event_id=call):
            return
        said = {"outcome": outcome, "attempts": F("attempts") + 1}
        if is_told:
            said |= {"state": DeliveryState.SENT, "sent_at": now, "sent_by": actor.id}
        waiting.update(**said)
        record(
            event_id=call,
            action="notice.called",
            subject_type="delivery",
            subject_id=delivery_id,
            occurred_at=now,
            actor_id=actor.id,
            actor_role=actor.role_for(Power.CALL_SHEET, path=delivery.site.path),
            site_id=delivery.site_id,
            reason=outcome,
        )
