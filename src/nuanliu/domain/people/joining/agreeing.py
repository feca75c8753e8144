"""Consents given or taken back on joining, each a row of its own."""

from collections.abc import Iterable
from datetime import datetime

from nuanliu.domain.audit.operations import record
from nuanliu.domain.network.types import Actor
from nuanliu.domain.people.models import Consent, Person

TEXT_VERSION = "2026-11"


def give_consents(*, person: Person, purposes: Iterable[str], actor: Actor, at: datetime, how: str = "self") -> None:
    """The person agrees to each purpose; what is in force already stays as it is."""
    in_force = set(Consent.objects.filter(person=person, withdrawn_at=None).values_list("purpose", flat=True))
    for purpose in purposes:
        if purpose not in in_force:
            Consent.objects.create(person=person, purpose=purpose, text_version=TEXT_VERSION, how=how, given_at=at)
            _note("given", person, purpose, actor, at)


def withdraw_consents(*, person: Person, purposes: Iterable[str], actor: Actor, at: datetime) -> None:
    """The person no longer agrees."""
    for purpose in purposes:
        if Consent.objects.filter(person=person, purpose=purpose, withdrawn_at=None).update(withdrawn_at=at):
            _note("withdrawn", person, purpose, actor, at)


def _note(done: str, person: Person, purpose: str, actor: Actor, at: datetime) -> None:
    record(
        action=f"consent.{done}",
        subject_type="person",
        subject_id=person.pk,
        occurred_at=at,
        actor_id=actor.id,
        on_behalf_of=None if actor.id == person.pk else person.pk,
        site_id=person.home_site_id,
        details={"purpose": str(purpose)},
    )
