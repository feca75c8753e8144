"""The QR at an old person's door or at a site: a plain address for any camera, good until a new card is issued."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.utils.crypto import constant_time_compare, salted_hmac

from nuanliu.domain.people.models import PinCard

SALT = "nuanliu.care.door"
KEY_LENGTH = 20


class Whose(StrEnum):
    """Whose door it is."""

    ELDER = "elder"
    SITE = "site"


@dataclass(frozen=True, slots=True)
class Scanned:
    """What a helper's camera read."""

    whose: Whose
    subject: UUID
    key: str


def door_key(*, whose: Whose, subject: UUID) -> str:
    """The secret part of the address. An old person's changes with her card: a lost card opens nothing."""
    card = ""
    if whose is Whose.ELDER:
        found = PinCard.objects.filter(person_id=subject, voided_at=None).values_list("id", flat=True).first()
        card = str(found or "")
    return salted_hmac(SALT, f"{whose}|{subject}|{card}").hexdigest()[:KEY_LENGTH]


def is_genuine(*, scanned: Scanned) -> bool:
    """Whether the key is the one that stands on the card now."""
    return constant_time_compare(scanned.key, door_key(whose=scanned.whose, subject=scanned.subject))
