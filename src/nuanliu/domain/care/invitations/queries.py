"""Reading invitations. Everything a person sees goes through here with the one who asks."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Max, QuerySet

from nuanliu.domain.care.invitations.models import Invitation
from nuanliu.domain.care.invitations.types import ANSWERABLE, InvitationState
from nuanliu.domain.care.models import Need
from nuanliu.domain.care.types import NeedState
from nuanliu.domain.network.types import Actor, Power
from nuanliu.platform.errors import NotVisible


def _invitations() -> QuerySet[Invitation]:
    return Invitation.objects.select_related("need__service", "need__elder", "need__site", "site", "volunteer")


def access_invitation(*, actor: Actor, invitation_id: UUID) -> Invitation:
    """One invitation. Raises NotVisible but for whom it asks, and the site's staff."""
    found = _invitations().filter(id=invitation_id).first()
    if found is None or not may_see(actor=actor, invitation=found):
        raise NotVisible
    return found


def may_see(*, actor: Actor, invitation: Invitation) -> bool:
    """Whom it asks, and the site's staff."""
    is_hers = actor.id is not None and actor.id == invitation.volunteer_id
    return is_hers or actor.may(Power.BOARD_SEE, path=invitation.site.path)


def invitations_to(*, need: Need) -> list[Invitation]:
    """Everybody who was asked for this need, the last first. The reader has accessed the need."""
    rows = Invitation.objects.filter(site_id=need.site_id, need_id=need.id).select_related("volunteer")
    return list(rows.order_by("-asked_at", "id"))


def answerable_by(*, volunteer_id: UUID, now: datetime) -> QuerySet[Invitation]:
    """What this helper may still say yes or no to: the need is open and has not begun; a late answer is an answer."""
    rows = _invitations().filter(volunteer_id=volunteer_id, state__in=[state.value for state in ANSWERABLE])
    return rows.filter(need__state=NeedState.OPEN.value, need__starts_at__gt=now).order_by("need__starts_at", "id")


def waiting_for_me(*, volunteer_id: UUID, now: datetime) -> QuerySet[Invitation]:
    """What this helper is asked and has not answered, soonest first."""
    return answerable_by(volunteer_id=volunteer_id, now=now).filter(state=InvitationState.WAITING.value)


def waiting_at(*, need: Need) -> set[UUID]:
    """Helpers who have not answered for this need."""
    rows = Invitation.objects.filter(site_id=need.site_id, need_id=need.id, state=InvitationState.WAITING.value)
    return set(rows.values_list("volunteer_id", flat=True))


def last_asked(*, people: Collection[UUID]) -> dict[UUID, datetime]:
    """When each of these was last asked for anything."""
    rows = Invitation.objects.filter(volunteer_id__in=people).order_by().values_list("volunteer_id")
    return dict(rows.annotate(last=Max("asked_at")))


def times_asked(*, people: Collection[UUID], since: datetime) -> dict[UUID, int]:
    """How often each of these was asked since then without saying yes; one wave of a proposal is one asking."""
    rows = Invitation.objects.filter(volunteer_id__in=people, asked_at__gte=since)
    rows = rows.exclude(state=InvitationState.ACCEPTED.value)
    return _by_person(rows.values_list("volunteer_id", "id", "run_id", "wave"))


def _by_person(rows: Iterable[tuple[UUID, UUID, UUID | None, int | None]]) -> dict[UUID, int]:
    askings: dict[UUID, set[object]] = {}
    for who, invitation, run, wave in rows:
        askings.setdefault(who, set()).add(invitation if run is None else (run, wave))
    return {who: len(found) for who, found in askings.items()}
