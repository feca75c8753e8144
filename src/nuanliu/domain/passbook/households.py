"""Reading who shares time with whom, and whose time pays next."""

from uuid import UUID

from nuanliu.domain.passbook.accounts import Holder
from nuanliu.domain.passbook.models import HouseholdMember
from nuanliu.domain.passbook.queries import savings_of_many
from nuanliu.domain.passbook.types import MemberState
from nuanliu.domain.people.models import Person

STANDING = (MemberState.ASKED.value, MemberState.AGREED.value)


def membership_of(*, person_id: UUID) -> HouseholdMember | None:
    """Where this person belongs, or is asked to."""
    return HouseholdMember.objects.filter(person_id=person_id, state__in=STANDING).first()


def members_of(*, household: UUID) -> list[HouseholdMember]:
    """Who belongs or is asked to, in the order in which their time pays."""
    rows = HouseholdMember.objects.filter(household=household, state__in=STANDING)
    return list(rows.select_related("person__home_site").order_by("place"))


def is_asked_to_share(*, person_id: UUID) -> bool:
    """Whether somebody of the family waits for this person's word."""
    return HouseholdMember.objects.filter(person_id=person_id, state=MemberState.ASKED.value).exists()


def _others(person_id: UUID) -> list[Person]:
    mine = membership_of(person_id=person_id)
    if mine is None or mine.state != MemberState.AGREED:
        return []
    rows = [one.person for one in members_of(household=mine.household) if one.state == MemberState.AGREED]
    return [one for one in rows if one.pk != person_id and one.died_on is None and one.closed_at is None]


def family_payer(*, person_id: UUID, minutes: int) -> Person | None:
    """The first member in order, but for herself, whose free time pays for all of it; None if nobody's does."""
    others = _others(person_id)
    saved = savings_of_many(holders=[Holder(one.pk, one.home_site_id) for one in others])
    return next((one for one in others if saved[one.pk].time_free >= minutes), None)


def family_free(*, person_id: UUID) -> int:
    """The most minutes that one member's free time could pay for this person."""
    others = _others(person_id)
    saved = savings_of_many(holders=[Holder(one.pk, one.home_site_id) for one in others])
    return max((found.time_free for found in saved.values()), default=0)
