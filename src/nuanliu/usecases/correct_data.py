"""A fact kept of somebody is wrong: she says what is right, the desk of her site decides and answers."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.audit.operations import record
from nuanliu.domain.network.reach import within
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.people import sealing
from nuanliu.domain.people.forgetting import lock_person
from nuanliu.domain.people.models import Correction, Person
from nuanliu.domain.people.queries import access_data_of, is_own_or_kin, kin_of
from nuanliu.domain.people.types import Correctable, CorrectionState
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.identifiers import telephone_digits
from nuanliu.platform.ids import derived_id
from nuanliu.platform.pinyin import search_key
from nuanliu.platform.retry import repeated

LONGEST_NAME, LONGEST_WISH = 60, 200


class UnableToCorrect(Unable):
    """The correction cannot be asked for or decided like this."""


@repeated
def ask_for_correction(
    *, actor: Actor, person_id: UUID, what: Correctable, wanted: str, now: datetime, token: UUID
) -> Correction:
    """Say that a fact is wrong and what it should be. The same token is the same wish.

    Raises UnableToCorrect (no_words), NotVisible.
    """
    with durable():
        access_data_of(actor=actor, person_id=person_id)
        person = lock_person(person_id=person_id)
        if person is None:
            raise NotVisible
        if not wanted.strip():
            raise UnableToCorrect("no_words", _("请写应该是什么。"), field="wanted")
        wish = derived_id(token, "correction")
        known = Correction.objects.filter(pk=wish).first()
        if known is not None:
            return known
        row = Correction.objects.create(
            id=wish,
            person=person,
            what=what,
            wanted_sealed=sealing.seal_for(person, "correction", wanted.strip()[:LONGEST_WISH]),
            asked_by=actor.id or person_id,
            asked_at=now,
        )
        _write_down("correction.asked", row, actor, now)
        return row


def wanted_of(*, row: Correction) -> str:
    """What it should be, in clear."""
    return sealing.open_for(row.person, "correction", row.wanted_sealed)


def corrections_of(*, person_id: UUID) -> list[Correction]:
    """A person's own, newest first."""
    rows = Correction.objects.filter(person_id=person_id).select_related("person")
    return list(rows.order_by("-asked_at", "-id")[:20])


def corrections_to_decide(*, actor: Actor) -> QuerySet[Correction]:
    """What waits at the actor's desks, oldest first, but her own and her kin's. Raises NotVisible without a desk."""
    paths = actor.paths(Power.PERSON_REVEAL)
    if not paths:
        raise NotVisible
    reach = within(paths=paths, column="person__home_site__path")
    circle = {actor.id, *kin_of(person=actor.id)} if actor.id is not None else set()
    rows = Correction.objects.filter(reach, state=CorrectionState.ASKED).exclude(person__in=circle)
    rows = rows.select_related("person__home_site")
    return rows.order_by("asked_at", "id")


def access_correction(*, actor: Actor, correction_id: UUID) -> Correction:
    """One that the actor's desk may decide, be it decided already. Raises NotVisible, also for one's own and kin's."""
    row = Correction.objects.select_related("person__home_site").filter(pk=correction_id).first()
    if row is None or is_own_or_kin(actor=actor, people={row.person_id}):
        raise NotVisible
    if not actor.may(Power.PERSON_REVEAL, path=row.person.home_site.path):
        raise NotVisible
    return row


@repeated
def decide_correction(*, actor: Actor, correction_id: UUID, is_right: bool, answer: str, now: datetime) -> None:
    """Write it (name, telephone, address) or say it is written, or refuse with a reason. Once; again changes nothing.

    Raises UnableToCorrect (no_reason, no_phone), NotVisible.
    """
    with durable():
        seen = access_correction(actor=actor, correction_id=correction_id)
        person = lock_person(person_id=seen.person_id)
        row = Correction.objects.select_for_update(no_key=True).get(pk=correction_id)
        if person is None or row.state != CorrectionState.ASKED:
            return
        if not is_right and not answer.strip():
            raise UnableToCorrect("no_reason", _("不改，请写明原因。"), field="answer")
        if is_right:
            _write(person, Correctable(row.what), wanted_of(row=row))
        row.state = CorrectionState.DONE if is_right else CorrectionState.REFUSED
        row.answer, row.decided_by, row.decided_at = answer.strip()[:200], actor.id, now
        row.save(update_fields=["state", "answer", "decided_by", "decided_at"])
        _write_down("correction.done" if is_right else "correction.refused", row, actor, now)


def _write(person: Person, what: Correctable, wanted: str) -> None:
    if what is Correctable.NAME:
        name = wanted[:LONGEST_NAME]
        Person.objects.filter(pk=person.pk).update(name=name, pinyin=search_key(name))
    elif what is Correctable.PHONE:
        number = telephone_digits(wanted)
        if not number:
            raise UnableToCorrect("no_phone", _("里面没有电话号码，请先问清楚。"), field="decision")
        sealed = sealing.seal_for(person, "phone", wanted)
        Person.objects.filter(pk=person.pk).update(phone_sealed=sealed, phone_index=sealing.phone_index(number))
    elif what is Correctable.ADDRESS:
        Person.objects.filter(pk=person.pk).update(address_sealed=sealing.seal_for(person, "address", wanted))


def _write_down(action: str, row: Correction, actor: Actor, now: datetime) -> None:
    is_other = actor.id != row.person_id
    record(
        action=action,
        subject_type="person",
        subject_id=row.person_id,
        occurred_at=now,
        actor_id=actor.id,
        actor_role="staff" if is_other else "",
        on_behalf_of=row.person_id if is_other and action == "correction.asked" else None,
        site_id=row.person.home_site_id,
        details={"what": row.what},
    )
