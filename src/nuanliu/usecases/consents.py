"""One person says yes to one purpose, or takes it back: on her own screen, or by her word at the desk."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.care.watching.places import forget_distances
from nuanliu.domain.network.types import Actor
from nuanliu.domain.people.consents.operations import (
    UnableToConsent,
    give_consents,
    insist_on_words,
    withdraw_consents,
)
from nuanliu.domain.people.consents.queries import purposes_for
from nuanliu.domain.people.queries import access_data_of
from nuanliu.domain.people.types import ConsentHow, ConsentPurpose
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.retry import repeated


@repeated
def give_consent(
    *, actor: Actor, person_id: UUID, purpose: ConsentPurpose, fingerprint: str, how: ConsentHow, now: datetime
) -> None:
    """She agrees to the text with this fingerprint. Again changes nothing.

    Raises UnableToConsent (text_changed: another text is shown by now), NotVisible.
    """
    with durable():
        person = access_data_of(actor=actor, person_id=person_id)
        if purpose not in purposes_for(person=person):
            raise NotVisible
        insist_on_words(purpose=purpose, fingerprint=fingerprint)
        give_consents(person=person, purposes=[purpose], how=_said(actor, person_id, how), actor=actor, at=now)


@repeated
def withdraw_consent(*, actor: Actor, person_id: UUID, purpose: ConsentPurpose, how: ConsentHow, now: datetime) -> None:
    """She takes it back; from this moment every query goes without it, and distances kept by it are gone.

    Again changes nothing.

    Raises UnableToConsent (closes_account: without this one there is no account), NotVisible.
    """
    with durable():
        person = access_data_of(actor=actor, person_id=person_id)
        if purpose == ConsentPurpose.SERVICE:
            raise UnableToConsent("closes_account", _("收回这一项就是注销账户。请从“注销账户”办。"))
        withdraw_consents(person=person, purposes=[purpose], how=_said(actor, person_id, how), actor=actor, at=now)
        if purpose == ConsentPurpose.AT_DOOR:
            forget_distances(person_id=person_id)


def _said(actor: Actor, person_id: UUID, how: ConsentHow) -> ConsentHow:
    """Her own press is her own word, whatever the form says; a clerk's press never is."""
    if actor.id == person_id:
        return ConsentHow.SELF
    return ConsentHow.DESK if how == ConsentHow.SELF else how
