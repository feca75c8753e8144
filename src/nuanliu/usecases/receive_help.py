"""支取: a volunteer who is old enough becomes somebody who receives help too. Same person, same account, same book."""

from datetime import datetime
from uuid import UUID

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.audit.operations import record
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.people.joining.answers import age_on
from nuanliu.domain.people.models import Elder, Person
from nuanliu.domain.people.operations import make_elder
from nuanliu.domain.people.queries import access_person
from nuanliu.domain.people.types import Circumstance, ToldBy
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.domain.standards.saying import said_age
from nuanliu.platform import clock
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable, Words
from nuanliu.platform.retry import repeated


class UnableToReceive(Unable):
    """She cannot be entered as one who receives help."""


def why_not_yet(*, person: Person, now: datetime) -> Words | None:
    """Why this person may not spend own time on help yet; None if she may."""
    least = standard_in_force(at=now, site=person.home_site_id).integer("beneficiary_min_age")
    if person.birth_date is None:
        return _("站点还不知道您的出生日期，请去补上。")
    if age_on(born=person.birth_date, day=clock.local_date(now)) < least:
        words: Words = format_lazy(_("满 {least}就能用自己的时间请人。现在可以先存着。"), least=said_age(value=least))
        return words
    return None


@repeated
def receive_help(*, actor: Actor, person_id: UUID, lives_alone: bool, floor: str, now: datetime) -> Elder:
    """Enter a person who is known already as one whom others help, herself or by a clerk. Again changes nothing.

    Raises UnableToReceive, NotVisible.
    """
    with durable():
        person = access_person(actor=actor, person_id=person_id)
        path = person.home_site.path
        if actor.id != person_id and not actor.may(Power.NEED_PLACE, path=path):
            raise NotVisible
        person = Person.objects.select_for_update(no_key=True).get(pk=person_id)
        known = Elder.objects.filter(person=person).first()
        if known is not None:
            return known
        refusal = why_not_yet(person=person, now=now)
        if refusal is not None:
            raise UnableToReceive("not_yet", refusal)
        elder = make_elder(
            person=person,
            circumstances=[Circumstance.LIVES_ALONE.value] if lives_alone else [],
            at=now,
            has_phone=person.phone_sealed is not None,
            floor_and_stairs=floor,
        )
        told_by = ToldBy.SELF if actor.id == person_id else ToldBy.DESK
        Elder.objects.filter(pk=elder.pk).update(told_by=told_by)
        record(
            action="person.receives",
            subject_type="person",
            subject_id=person_id,
            occurred_at=now,
            actor_id=actor.id,
            actor_role=actor.role_for(Power.NEED_PLACE, path=path) if actor.id != person_id else "",
            on_behalf_of=person_id if actor.id != person_id else None,
            site_id=person.home_site_id,
        )
        return elder
