"""What runs out with a volunteer and is renewed at the desk: insurance, and from an age on her word on her health."""

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.people.joining.operations import note_person
from nuanliu.domain.people.models import Volunteer
from nuanliu.domain.people.queries import is_own_or_kin
from nuanliu.platform.clock import local_date
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.retry import repeated


class UnableToRenew(Unable):
    """Not by herself, or not for a day that has passed."""


@repeated
def renew_volunteer(
    *, actor: Actor, volunteer_id: UUID, insured_until: date | None, declares_health: bool, now: datetime
) -> Volunteer:
    """Write down a newer insurance, and that she has declared her health today. Raises UnableToRenew, NotVisible."""
    with durable():
        rows = Volunteer.objects.select_for_update(no_key=True, of=("self",)).select_related("person__home_site")
        found = rows.filter(pk=volunteer_id).first()
        if found is None or actor.id is None:
            raise NotVisible
        path = found.person.home_site.path
        if not actor.may(Power.PERSON_ENTER, path=path):
            raise NotVisible
        if is_own_or_kin(actor=actor, people={volunteer_id}):
            raise UnableToRenew("own_or_kin", _("自己或家人的事要请同事办。"))
        today = local_date(now)
        if insured_until is not None and insured_until < today:
            raise UnableToRenew("insured_before", _("保险的日子已经过了。没有保险就空着。"), field="insured_until")
        before = (found.insured_until, found.health_declared_on)
        found.insured_until = insured_until or found.insured_until
        found.health_declared_on = today if declares_health else found.health_declared_on
        if before != (found.insured_until, found.health_declared_on):
            found.save(update_fields=["insured_until", "health_declared_on"])
            note_person(
                action="volunteer.renewed",
                person=found.person,
                actor=actor,
                at=now,
                role=actor.role_for(Power.PERSON_ENTER, path=path),
                insured_until=str(found.insured_until or ""),
                health=str(found.health_declared_on or ""),
            )
        return found
