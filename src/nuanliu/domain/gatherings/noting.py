"""What was done to a gathering or to a line of its list, for the audit."""

from datetime import datetime

from nuanliu.domain.audit.operations import Done, record_all
from nuanliu.domain.gatherings.models import Gathering, Signup
from nuanliu.domain.network.types import Actor


def done(
    *,
    action: str,
    gathering: Gathering,
    actor: Actor,
    at: datetime,
    role: str = "",
    signup: Signup | None = None,
    reason: str = "",
    **details: object,
) -> Done:
    """What was done, as the audit wants it told: to a gathering, or to one line of its list."""
    return Done(
        action=action,
        subject_type="signup" if signup else "gathering",
        subject_id=signup.id if signup else gathering.id,
        occurred_at=at,
        actor_id=actor.id,
        actor_role="system" if actor.is_system else role,
        on_behalf_of=signup.person_id if signup and signup.person_id != actor.id else None,
        site_id=gathering.site_id,
        reason=reason,
        details=details,
    )


def note(
    *,
    action: str,
    gathering: Gathering,
    actor: Actor,
    at: datetime,
    role: str = "",
    signup: Signup | None = None,
    reason: str = "",
    **details: object,
) -> None:
    """Append the audit event of something that was done to a gathering or to one line of its list."""
    one = done(
        action=action,
        gathering=gathering,
        actor=actor,
        at=at,
        role=role,
        signup=signup,
        reason=reason,
        **details,
    )
    record_all(done=[one])
