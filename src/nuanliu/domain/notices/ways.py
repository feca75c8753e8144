"""By which channel a notice leaves, and when: what the person chose, else what she has; never in the quiet hours."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings

from nuanliu.domain.notices.models import Preference
from nuanliu.domain.notices.topics import topic_of
from nuanliu.domain.notices.types import Channel, NoticeKind
from nuanliu.domain.people.models import Person
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.domain.standards.types import Standard
from nuanliu.platform.clock import at as moment_at
from nuanliu.platform.clock import local, local_date

_HOURS = {
    Channel.SMS: ("message_from_hour", "message_to_hour"),
    Channel.WECHAT: ("message_from_hour", "message_to_hour"),
    Channel.VOICE: ("voice_from_hour", "voice_to_hour"),
}
TO_TELEPHONES = tuple(_HOURS)
"""Channels that need a telephone."""


def preferences_of(*, people: Collection[UUID]) -> dict[UUID, Preference]:
    """What these people chose, by person; who chose nothing is not in it."""
    return {one.person_id: one for one in Preference.objects.filter(person_id__in=people)}


def offered() -> list[Channel]:
    """The channels to a telephone that this installation has, in the house's order."""
    return [channel for channel in TO_TELEPHONES if channel.value in settings.NOTICE_CHANNELS]


def choices_for(*, person: Person) -> list[Channel]:
    """What this person may choose from: the ways to a telephone, her inbox, and for an old person the desk's call."""
    elder = getattr(person, "elder", None)
    ways = offered() if _has_telephone(person) else []
    return [*ways, Channel.INBOX, *([Channel.CALL_SHEET] if elder is not None else [])]


def _has_telephone(person: Person) -> bool:
    elder = getattr(person, "elder", None)
    return person.phone_sealed is not None and (elder is None or elder.has_phone)


def usual_way(*, person: Person) -> Channel:
    """What the house does for who chose nothing: a spoken message for old people, a text for others, else a call."""
    ways = offered() if _has_telephone(person) else []
    wanted = Channel.VOICE if getattr(person, "elder", None) is not None else Channel.SMS
    if wanted in ways:
        return wanted
    return ways[0] if ways else Channel.CALL_SHEET


def way_out(*, person: Person, kind: NoticeKind, preference: Preference | None) -> Channel | None:
    """The channel beside the inbox; None if she wants the inbox only. A choice that cannot be kept is the usual way."""
    topic = topic_of(kind=kind)
    chosen = getattr(preference, topic.value) if preference is not None and topic is not None else ""
    if chosen == Channel.INBOX:
        return None
    if chosen and Channel(chosen) in choices_for(person=person):
        return Channel(chosen)
    return usual_way(person=person)


def leaves_at(
    *, channel: Channel, at: datetime, lapses_at: datetime | None = None, standard: Standard | None = None
) -> datetime | None:
    """When the quiet hours are over, if `at` is in them; None: it may leave at once.

    What would help nobody any more by then leaves at once as well: a helper who cannot come at dawn is worth a ring.
    """
    keys = _HOURS.get(channel)
    if keys is None:
        return None
    rules = standard or standard_in_force(at=at)
    first, last = (rules.integer(key) for key in keys)
    hour, day = local(at).hour, local_date(at)
    if first <= hour < last:
        return None
    opens = moment_at(day if hour < first else day + timedelta(days=1), first)
    return None if lapses_at is not None and lapses_at <= opens else opens
