"""What every step of a commendation begins with: its row locked, the actor's power checked, a step that is allowed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.audit.operations import record
from nuanliu.domain.honours.models import Commendation
from nuanliu.domain.honours.types import CAMPAIGN_STEPS, CampaignState
from nuanliu.domain.network.queries import city
from nuanliu.domain.network.types import Actor, Power
from nuanliu.platform.errors import NotVisible, Unable


class UnableToCommend(Unable):
    """The commendation does not stand where this could be done, or this person may not do it."""


def city_path() -> str:
    """Path of the root, where the bureau's powers are given."""
    root = city()
    return root.path if root else ""


def lock_commendation(*, actor: Actor, commendation_id: UUID, power: Power) -> Commendation:
    """The row, locked, for somebody with this power over the city. Raises NotVisible."""
    if not actor.is_system and (actor.id is None or not actor.may(power, path=city_path())):
        raise NotVisible
    return lock_row(commendation_id=commendation_id)


def lock_row(*, commendation_id: UUID) -> Commendation:
    """The row, locked; the caller checks who may. Raises NotVisible."""
    found = Commendation.objects.select_for_update(no_key=True).filter(pk=commendation_id).first()
    if found is None:
        raise NotVisible
    return found


def insist_on(commendation: Commendation, *states: CampaignState) -> None:
    """Raise UnableToCommend (not_now) unless the commendation is in one of these states."""
    if commendation.state not in states:
        raise UnableToCommend("not_now", _("这次表彰现在不在这一步，请刷新页面看看。"))


def step(commendation: Commendation, to: CampaignState, **changes: Any) -> None:
    """Take a step that the table allows, with whatever is written at the same time."""
    if to not in CAMPAIGN_STEPS[CampaignState(commendation.state)]:
        raise UnableToCommend("not_now", _("这次表彰现在不在这一步，请刷新页面看看。"))
    for name, value in {"state": to.value, **changes}.items():
        setattr(commendation, name, value)
    commendation.save(update_fields=["state", *changes])


def note(
    action: str, commendation: Commendation, actor: Actor, at: datetime, *, reason: str = "", **details: Any
) -> None:
    """Append to the audit what was done with a commendation."""
    role = actor.role_for(Power.COMMEND, path=city_path()) or actor.role_for(Power.COMMEND_CHECK, path=city_path())
    record(
        action=action,
        subject_type="commendation",
        subject_id=commendation.pk,
        occurred_at=at,
        actor_id=actor.id,
        actor_role=role,
        reason=reason,
        details={"year": commendation.year, **details},
    )
