"""A clerk looks at the paper by which two people are related, and writes down that she has seen it."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.people import sealing
from nuanliu.domain.people.joining.operations import note_person
from nuanliu.domain.people.models import Person, Relation
from nuanliu.domain.people.operations import confirm_relation
from nuanliu.domain.people.queries import access_person, is_own_or_kin, people_within
from nuanliu.domain.people.types import KinProof, Kinship
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.identifiers import telephone_digits
from nuanliu.platform.retry import repeated


class UnableToConfirmKin(Unable):
    """The relation cannot be written down like this."""


def kin_recorded(*, actor: Actor, person_id: UUID) -> QuerySet[Relation]:
    """A person's recorded relatives, for the desk of her site or herself. Raises NotVisible."""
    person = access_person(actor=actor, person_id=person_id)
    rows = Relation.objects.filter(person=person, relative__closed_at=None)
    return rows.select_related("relative__home_site").order_by("recorded_at", "id")


def find_relative(*, actor: Actor, name: str, phone: str, but: UUID) -> Person:
    """The one person of this name: with her telephone at whatever site, else where the actor may look people up.

    Raises UnableToConfirmKin.
    """
    digits = telephone_digits(phone)
    everywhere = Person.objects.filter(closed_at=None, phone_index__in=sealing.phone_indexes(digits))
    rows = everywhere if digits else people_within(actor=actor)
    rows = rows.filter(name=name.strip(), died_on=None).exclude(pk=but)
    found = list(rows.select_related("home_site")[:2])
    if not found:
        raise UnableToConfirmKin("nobody", _("没有找到这个人。请核对姓名和电话，或先登记。"), field="name")
    if len(found) > 1:
        raise UnableToConfirmKin("several", _("同名的不止一位，请写登记的电话。"), field="phone")
    return found[0]


@repeated
def confirm_kin(
    *, actor: Actor, person_id: UUID, relative_id: UUID, kinship: Kinship, proof: KinProof, now: datetime
) -> None:
    """`relative` is the `kinship` of the person, by a paper that the clerk has in her hand. Again changes nothing more.

    Raises UnableToConfirmKin (own_or_kin, herself), NotVisible.
    """
    with durable():
        rows = Person.objects.select_for_update(no_key=True, of=("self",)).select_related("home_site")
        found = {one.pk: one for one in rows.filter(pk__in=[person_id, relative_id], closed_at=None).order_by("pk")}
        person, relative = found.get(person_id), found.get(relative_id)
        if person is None or not actor.may(Power.NEED_PLACE, path=person.home_site.path):
            raise NotVisible
        if person_id == relative_id:
            raise UnableToConfirmKin("herself", _("这是同一个人。"), field="name")
        if relative is None:
            raise NotVisible
        if is_own_or_kin(actor=actor, people={person_id, relative_id}):
            raise UnableToConfirmKin("own_or_kin", _("自己或家人的事要请同事办。"))
        known = Relation.objects.filter(person=person, relative=relative, kinship=kinship, proof=proof)
        if known.exists():
            return
        confirm_relation(person=person, relative=relative, kinship=kinship, proof=proof, by=actor.id, at=now)
        for one, other in ((person, relative), (relative, person)):
            note_person(
                action="kin.confirmed", person=one, actor=actor, at=now,
                role=actor.role_for(Power.NEED_PLACE, path=person.home_site.path),
                relative=str(other.pk), kinship=kinship.value, proof=proof.value,
            )  # fmt: skip
