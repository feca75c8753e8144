"""What of the commendations somebody may see: the bureau all, a member of the committee hers."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet

from nuanliu.domain.honours.models import Category, Commendation, Frozen, Nomination, Objection, Score, Seat
from nuanliu.domain.honours.types import CampaignState
from nuanliu.domain.network.types import Actor, Power
from nuanliu.platform.errors import NotVisible


def runs(actor: Actor) -> bool:
    """Whether the actor is one of the bureau's people who run or check commendations."""
    return actor.has(Power.COMMEND) or actor.has(Power.COMMEND_CHECK)


def commendations_for(*, actor: Actor) -> QuerySet[Commendation]:
    """All for the bureau, those on whose committee one sits for others; the newest year first."""
    rows = Commendation.objects.order_by("-year", "-made_at")
    if runs(actor):
        return rows
    return rows.filter(pk__in=Seat.objects.filter(person_id=actor.id, ended_at=None).values("commendation_id"))


def sits_somewhere(*, actor: Actor) -> bool:
    """Whether the actor sits on the committee of a commendation that is not over."""
    over = [CampaignState.AWARDED.value, CampaignState.CANCELLED.value]
    rows = Seat.objects.filter(person_id=actor.id, ended_at=None).exclude(commendation__state__in=over)
    return actor.id is not None and rows.exists()


def open_for_nominations() -> Commendation | None:
    """The one commendation that takes nominations now; the newest, should there be two."""
    return Commendation.objects.filter(state=CampaignState.OPEN.value).order_by("-year").first()


def access_commendation(*, actor: Actor, commendation_id: UUID) -> Commendation:
    """One of `commendations_for`. Raises NotVisible."""
    found = None if actor.id is None else commendations_for(actor=actor).filter(pk=commendation_id).first()
    if found is None:
        raise NotVisible
    return found


def access_category(*, actor: Actor, category_id: UUID) -> Category:
    """A category of a visible commendation. Raises NotVisible."""
    found = Category.objects.select_related("commendation").filter(pk=category_id).first()
    if found is None:
        raise NotVisible
    access_commendation(actor=actor, commendation_id=found.commendation_id)
    return found


def access_frozen(*, actor: Actor, frozen_id: UUID) -> Frozen:
    """The evidence about one subject of a visible commendation. Raises NotVisible."""
    found = Frozen.objects.select_related("category__commendation").filter(pk=frozen_id).first()
    if found is None:
        raise NotVisible
    access_commendation(actor=actor, commendation_id=found.category.commendation_id)
    return found


def access_objection(*, actor: Actor, objection_id: UUID) -> Objection:
    """An objection, for the bureau's people. Raises NotVisible."""
    rows = Objection.objects.select_related("place__category__commendation", "place__frozen__category")
    found = rows.filter(pk=objection_id).first() if runs(actor) else None
    if found is None:
        raise NotVisible
    return found


def objections_of(*, commendation: Commendation) -> list[Objection]:
    """Every objection, the undecided first, the oldest of them first."""
    rows = Objection.objects.filter(place__category__commendation=commendation)
    found = list(rows.select_related("place__frozen__category").order_by("filed_at", "pk"))
    return sorted(found, key=lambda one: one.decided_at is not None)


def seats_of(*, commendation: Commendation) -> list[Seat]:
    """The committee."""
    rows = Seat.objects.filter(commendation=commendation, ended_at=None)
    return list(rows.select_related("person__home_site").order_by("appointed_at", "pk"))


def nominations_about(*, frozen: Frozen) -> list[Nomination]:
    """The texts about a subject that stood at the freeze."""
    rows = Nomination.objects.filter(category=frozen.category, withdrawn_at=None)
    whom = {frozen.subject_id, *(UUID(one) for one in frozen.people)}
    return list(rows.filter(subject_id__in=whom).select_related("by", "unit").order_by("made_at", "pk"))


def nominations_by(*, person_id: UUID, commendation: Commendation) -> list[Nomination]:
    """What somebody has put forward in a commendation."""
    rows = Nomination.objects.filter(category__commendation=commendation, by_id=person_id, withdrawn_at=None)
    return list(rows.select_related("category", "unit").order_by("made_at", "pk"))


def own_scores(*, seat: Seat, rows: Collection[UUID]) -> dict[UUID, Score]:
    """What a member gave these candidates."""
    return {one.frozen_id: one for one in Score.objects.filter(seat=seat, frozen_id__in=rows)}


def count_of_scores(*, commendation: Commendation) -> int:
    """How many scores the committee has given."""
    return Score.objects.filter(frozen__category__commendation=commendation, seat__ended_at=None).count()
