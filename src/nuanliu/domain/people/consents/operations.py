"""Giving and taking back an agreement. Joining gives several at once inside its own act; a page gives or takes one."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.audit.operations import record
from nuanliu.domain.network.types import Actor
from nuanliu.domain.people.consents.texts import ConsentWords, current_words
from nuanliu.domain.people.models import Consent, ConsentText, Person
from nuanliu.domain.people.types import ConsentHow, ConsentPurpose
from nuanliu.platform.errors import Unable


class UnableToConsent(Unable):
    """The agreement cannot be written down as asked."""


def text_row(*, words: ConsentWords) -> ConsentText:
    """The kept text of these words, written the first time somebody agrees to them."""
    row, _is_new = ConsentText.objects.get_or_create(
        fingerprint=words.fingerprint,
        defaults={"purpose": words.purpose.value, "version": words.version, "parts": words.parts()},
    )
    return row


def give_consents(
    *,
    person: Person,
    purposes: Collection[ConsentPurpose],
    how: ConsentHow,
    actor: Actor,
    at: datetime,
) -> list[Consent]:
    """She agreed to each of `purposes` in the words shown now. Inside the caller's transaction; again changes nothing.

    An agreement to older words is closed and a new one begun, so that the record says which words held when.
    """
    rows = Consent.objects.select_for_update(no_key=True, of=("self",)).select_related("text")
    standing = {row.purpose: row for row in rows.filter(person=person, withdrawn_at=None).order_by("id")}
    given = []
    for purpose in sorted(set(purposes)):
        words, known = current_words(purpose=purpose), standing.get(purpose.value)
        if known is not None and known.text_id == words.fingerprint:
            given.append(known)
            continue
        if known is not None:
            _close(known, actor, how, at)
        row = Consent.objects.create(
            person=person, purpose=purpose, text=text_row(words=words), how=how, given_by=actor.id, given_at=at
        )
        _write_down("consent.given", person, row, actor, at)
        given.append(row)
    return given


def withdraw_consents(
    *, person: Person, purposes: Collection[ConsentPurpose], how: ConsentHow, actor: Actor, at: datetime
) -> int:
    """She takes these agreements back, at once. Inside the caller's transaction; gives how many stood."""
    rows = Consent.objects.select_for_update(no_key=True).filter(person=person, withdrawn_at=None)
    standing = list(rows.filter(purpose__in=[purpose.value for purpose in purposes]).order_by("id"))
    for row in standing:
        _close(row, actor, how, at)
        _write_down("consent.withdrawn", person, row, actor, at)
    return len(standing)


def insist_on_words(*, purpose: ConsentPurpose, fingerprint: str) -> None:
    """Raise UnableToConsent unless these are the words shown now: nobody agrees to what she has not seen."""
    if current_words(purpose=purpose).fingerprint != fingerprint:
        raise UnableToConsent("text_changed", _("这段话刚刚改过。请再看一遍，再决定。"))


def _close(row: Consent, actor: Actor, how: ConsentHow, at: datetime) -> None:
    row.withdrawn_at, row.withdrawn_by, row.withdrawn_how = at, actor.id, how
    row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_how"])


def _write_down(action: str, person: Person, row: Consent, actor: Actor, at: datetime) -> UUID:
    by_other = actor.id is not None and actor.id != person.pk
    return record(
        action=action,
        subject_type="person",
        subject_id=person.pk,
        occurred_at=at,
        actor_id=actor.id,
        actor_role="staff" if by_other else "",
        on_behalf_of=person.pk if by_other else None,
        site_id=person.home_site_id,
        details={"purpose": row.purpose, "text": row.text_id[:12], "how": row.how},
    )
