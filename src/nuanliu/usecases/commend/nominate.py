"""Somebody nominates herself, or a unit nominates one of its own or itself, with a text."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.honours.models import Category, Nomination
from nuanliu.domain.honours.types import PEOPLE, CampaignState, SubjectKind
from nuanliu.domain.network.models import Node
from nuanliu.domain.network.types import Actor, NodeKind, Power
from nuanliu.domain.people.models import Person, Volunteer
from nuanliu.domain.people.types import VolunteerState
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated
from nuanliu.usecases.commend.locking import UnableToCommend, insist_on, lock_row, note

LONGEST = 600
_NODES = {
    SubjectKind.BRANCH: (NodeKind.BRANCH,),
    SubjectKind.SHOP: (NodeKind.SHOP,),
    SubjectKind.SITE: (NodeKind.COMMUNITY, NodeKind.CARE_HOME),
}


@repeated
def nominate(
    *,
    actor: Actor,
    category_id: UUID,
    subject_id: UUID,
    unit_id: UUID | None,
    words: str,
    token: UUID,
    now: datetime,
) -> Nomination:
    """Put forward oneself (`unit_id` None), or somebody of the unit or the unit itself.

    The same token, or the same person about the same subject again, finds the first one.
    Raises UnableToCommend (not_now, words), NotVisible.
    """
    with durable():
        category = Category.objects.filter(pk=category_id).first()
        if category is None or actor.id is None:
            raise NotVisible
        commendation = lock_row(commendation_id=category.commendation_id)
        _access_subject(actor, SubjectKind(category.kind), subject_id, unit_id)
        known = Nomination.objects.filter(
            category=category, subject_id=subject_id, by_id=actor.id, withdrawn_at=None
        ).first()
        if known is not None:
            return known
        insist_on(commendation, CampaignState.OPEN)
        said = words.strip()
        if not said or len(said) > LONGEST:
            raise UnableToCommend("words", _("请写几句为什么，最多 600 个字。"), field="words")
        made = Nomination.objects.create(
            pk=derived_id(token, "nomination"),
            category=category,
            subject_id=subject_id,
            by_id=actor.id,
            unit_id=unit_id,
            words=said,
            made_at=now,
        )
        note("commendation.nominated", commendation, actor, now, kind=category.kind, person=str(subject_id))
        return made


@repeated
def withdraw_nomination(*, actor: Actor, nomination_id: UUID, now: datetime) -> Nomination:
    """Take one's own nomination back, as long as nominations are open. Again changes nothing.

    Raises UnableToCommend (not_now), NotVisible.
    """
    with durable():
        found = Nomination.objects.select_related("category").filter(pk=nomination_id, by_id=actor.id).first()
        if found is None:
            raise NotVisible
        commendation = lock_row(commendation_id=found.category.commendation_id)
        if found.withdrawn_at is None:
            insist_on(commendation, CampaignState.OPEN)
            found.withdrawn_at = now
            found.save(update_fields=["withdrawn_at"])
            note("commendation.nomination_withdrawn", commendation, actor, now, kind=found.category.kind)
        return found


def _access_subject(actor: Actor, kind: SubjectKind, subject_id: UUID, unit_id: UUID | None) -> None:
    """Oneself; or, for a unit in which one nominates, somebody or something of it. Raises NotVisible."""
    if unit_id is None:
        if kind not in PEOPLE or subject_id != actor.id or not actor.is_volunteer:
            raise NotVisible
        return
    unit = Node.objects.filter(pk=unit_id, closed_at=None).first()
    if unit is None or not actor.may(Power.NOMINATE, path=unit.path):
        raise NotVisible
    if kind in PEOPLE:
        _access_person_of(unit, subject_id)
        return
    node = Node.objects.filter(pk=subject_id, closed_at=None, kind__in=[one.value for one in _NODES[kind]]).first()
    if node is None or not node.path.startswith(unit.path):
        raise NotVisible


def _access_person_of(unit: Node, person_id: UUID) -> None:
    person = Person.objects.select_related("home_site", "branch").filter(pk=person_id, closed_at=None).first()
    here = Volunteer.objects.filter(pk=person_id).exclude(state=VolunteerState.LEFT).exists()
    paths = [] if person is None else [person.home_site.path, *([person.branch.path] if person.branch else [])]
    if not here or not any(path.startswith(unit.path) for path in paths):
        raise NotVisible
