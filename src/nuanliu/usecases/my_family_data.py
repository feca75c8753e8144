"""What is kept of a person about giving, sharing and resting, as plain data; other people's names are theirs."""

from datetime import date, datetime
from typing import Any

from django.db.models import Q

from nuanliu.domain.passbook.models import Away, Dealing, Estate, Gift, HouseholdMember
from nuanliu.domain.people.models import Person
from nuanliu.platform.words import masked_name


def _day(value: date | datetime | None) -> str | None:
    return value.isoformat() if value is not None else None


def family_data(*, person: Person) -> dict[str, Any]:
    """Gifts, donations and conversions, households, accounts that rested, and what was left."""
    gifts = Gift.objects.filter(Q(giver=person) | Q(receiver=person)).select_related("giver", "receiver")
    return {
        "gifts": [
            {
                "given": one.giver_id == person.pk,
                "other": masked_name((one.receiver if one.giver_id == person.pk else one.giver).name),
                "kinship": one.kinship,
                "minutes": one.minutes,
                "state": one.state,
                "made_at": _day(one.made_at),
                "answered_at": _day(one.answered_at),
            }
            for one in gifts.order_by("made_at", "id")
        ],
        "dealings": [
            {
                "kind": one.kind,
                "unit": one.unit,
                "amount": one.amount,
                "coins": one.coins,
                "purpose": one.purpose,
                "made_at": _day(one.made_at),
                "undone_at": _day(one.undone_at),
            }
            for one in Dealing.objects.filter(person=person).order_by("made_at", "id")
        ],
        "households": [
            {"state": one.state, "asked_at": _day(one.asked_at), "left_at": _day(one.left_at)}
            for one in HouseholdMember.objects.filter(person=person).order_by("asked_at", "id")
        ],
        "away": [
            {"kind": one.kind, "since": _day(one.since), "until": _day(one.keep_until), "ended_at": _day(one.ended_at)}
            for one in Away.objects.filter(person=person).order_by("since", "id")
        ],
        "left": [
            {"state": one.state, "recorded_at": _day(one.recorded_at), "minutes": one.minutes}
            for one in Estate.objects.filter(person=person).order_by("recorded_at", "id")
        ],
    }
