"""How somebody wants to be told: she says so herself, to her desk, or a relative who may ask for her says it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.audit.operations import record
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.notices.models import Preference
from nuanliu.domain.notices.types import Channel, Language, Topic
from nuanliu.domain.notices.ways import choices_for
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.queries import has_proxy
from nuanliu.domain.people.types import ProxyPower
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.retry import repeated


class UnableToChoose(Unable):
    """She cannot be reached in that way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A language, and a channel for each topic; a topic that is left out goes the usual way."""

    language: Language
    channels: Mapping[Topic, Channel] = field(default_factory=dict)


def access_channels(*, actor: Actor, person_id: UUID) -> Person:
    """Somebody whose channels the actor may choose: herself, one of her site's, one for whom she may ask.

    Raises NotVisible.
    """
    rows = Person.objects.select_related("home_site", "elder")
    person = rows.filter(pk=person_id, closed_at=None, died_on=None).first()
    if person is None or actor.id is None:
        raise NotVisible
    if actor.id == person_id or actor.may(Power.CALL_SHEET, path=person.home_site.path):
        return person
    if has_proxy(relative=actor.id, elder=person_id, power=ProxyPower.ASK):
        return person
    raise NotVisible


def chosen_of(*, person: Person) -> Chosen:
    """What stands now."""
    found = Preference.objects.filter(person_id=person.pk).first()
    if found is None:
        return Chosen(language=Language.CHINESE)
    said = {topic: getattr(found, topic.value) for topic in Topic}
    channels = {topic: Channel(code) for topic, code in said.items() if code}
    return Chosen(language=Language(found.language), channels=channels)


@repeated
def choose_channels(*, actor: Actor, person_id: UUID, chosen: Chosen, now: datetime) -> None:
    """Put it in force for what is told from now on; the same again changes nothing.

    Raises UnableToChoose (not_offered: she has no telephone, or the house does not have that way), NotVisible.
    """
    with durable():
        person = access_channels(actor=actor, person_id=person_id)
        allowed = set(choices_for(person=person))
        for topic, channel in chosen.channels.items():
            if channel not in allowed:
                raise UnableToChoose("not_offered", _("现在没有这个办法。请选别的，或先登记电话。"), field=topic.value)
        if chosen == chosen_of(person=person):
            return
        said = {topic.value: str(chosen.channels.get(topic, "")) for topic in Topic}
        facts = {"language": chosen.language.value, **said}
        set_by = {"set_by": actor.id, "set_at": now}
        Preference.objects.update_or_create(person=person, defaults={**facts, **set_by})
        record(
            action="notice.channels_chosen",
            subject_type="person",
            subject_id=person.pk,
            occurred_at=now,
            actor_id=actor.id,
            actor_role=actor.role_for(Power.CALL_SHEET, path=person.home_site.path),
            site_id=person.home_site_id,
            details=facts,
        )
