"""Forgetting a person: the key is destroyed, what is in clear is blanked, what is only hers is removed.

The row stays, nameless, because the book, the needs and the visits refer to it.
"""

from datetime import datetime
from uuid import UUID

from nuanliu.domain.network.models import Login
from nuanliu.domain.people.joining.forgetting import forget_joining
from nuanliu.domain.people.models import (
    Closing,
    Consent,
    Correction,
    Elder,
    FreeTime,
    Person,
    PinCard,
    Proxy,
    Relation,
    Volunteer,
)
from nuanliu.domain.people.types import ConsentHow, Sex, VolunteerState

NAMELESS = "已注销"
"""What stands for the name."""


def lock_person(*, person_id: UUID) -> Person | None:
    """The person under her row's lock. Inside a transaction."""
    return Person.objects.select_for_update(no_key=True).filter(pk=person_id).first()


def forget_person(*, person: Person, at: datetime) -> None:
    """Blank the person and everything of this area that is hers. Inside the caller's transaction, the row locked."""
    PinCard.objects.filter(person=person).delete()
    Relation.objects.filter(person=person).delete()
    Relation.objects.filter(relative=person).delete()
    FreeTime.objects.filter(volunteer_id=person.pk).delete()
    Correction.objects.filter(person=person).delete()
    Proxy.objects.filter(elder_id=person.pk, withdrawn_at=None).update(withdrawn_at=at)
    Proxy.objects.filter(relative=person, withdrawn_at=None).update(withdrawn_at=at)
    Elder.objects.filter(regular_helper=person).update(regular_helper=None)
    Consent.objects.filter(person=person, withdrawn_at=None).update(
        withdrawn_at=at, withdrawn_how=ConsentHow.SELF, withdrawn_by=None
    )
    Elder.objects.filter(pk=person.pk).update(
        circumstances=[],
        languages=[],
        has_phone=False,
        floor_and_stairs="",
        helper_note_sealed=None,
        emergency_sealed=None,
        door_code_sealed=None,
        pets="",
        unknown=[],
        is_special=False,
        special_since=None,
    )
    Volunteer.objects.filter(pk=person.pk).update(
        number=f"X{person.pk.hex[-12:]}",
        state=VolunteerState.LEFT,
        skills=[],
        languages=[],
        rather_not=[],
        health_declared_on=None,
    )
    forget_joining(person_id=person.pk)
    _blank(person, at)
    Closing.objects.filter(person=person, taken_back_at=None, done_at=None).update(done_at=at)


def _blank(person: Person, at: datetime) -> None:
    Person.objects.filter(pk=person.pk).update(
        name=NAMELESS,
        pinyin="",
        sex=Sex.UNKNOWN,
        birth_date=None,
        ethnicity="",
        political_status="",
        branch=None,
        street="",
        data_key=None,
        identity_sealed=None,
        identity_index=None,
        identity_tail_index=None,
        phone_sealed=None,
        phone_index=None,
        address_sealed=None,
        latitude=None,
        longitude=None,
        closed_at=at,
    )
    login = Login.objects.get(pk=person.pk)
    login.username, login.is_active, login.last_login = f"x-{person.pk.hex}", False, None
    login.set_unusable_password()
    login.save(update_fields=["username", "is_active", "last_login", "password"])
