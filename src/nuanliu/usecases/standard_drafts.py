"""What every act about a draft of the Standard needs: the gate, the lock, the audit, who worked on it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.audit.operations import record
from nuanliu.domain.network.queries import city
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.standards.checks import Fault
from nuanliu.domain.standards.models import DraftEditor, StandardDraft
from nuanliu.domain.standards.parameters import Value
from nuanliu.domain.standards.types import DraftState
from nuanliu.platform.errors import NotVisible, Unable


@dataclass(frozen=True, slots=True)
class Clash:
    """A value that somebody else changed while one was looking."""

    key: str
    by: UUID
    theirs: Value


class UnableToDraft(Unable):
    """The draft cannot be like this. `faults` and `clashes` say which values."""

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Each value that was refused."""
        return tuple(self.details.get("faults", ()))

    @property
    def clashes(self) -> tuple[Clash, ...]:
        """Each value that somebody else has changed since."""
        return tuple(self.details.get("clashes", ()))


def insist_on_power(actor: Actor) -> None:
    """Raise NotVisible unless the Standard is the actor's business."""
    if actor.id is None or not actor.has(Power.STANDARD_EDIT):
        raise NotVisible


def locked_draft(actor: Actor, draft_id: UUID) -> StandardDraft:
    """The draft under its lock. Raises NotVisible."""
    insist_on_power(actor)
    draft = StandardDraft.objects.select_for_update().filter(pk=draft_id).first()
    if draft is None:
        raise NotVisible
    return draft


def note(action: str, draft: StandardDraft, actor: Actor, now: datetime, *, reason: str = "", **details: Any) -> None:
    """Write down what was done about a draft."""
    whole = city()
    record(
        action=action,
        subject_type="standard_draft",
        subject_id=draft.pk,
        occurred_at=now,
        actor_id=actor.id,
        actor_role=actor.role_for(Power.STANDARD_EDIT, path=whole.path) if whole else "",
        site_id=draft.scope_node,
        reason=reason or draft.reason,
        details={"revision": draft.revision, **details},
    )


def id_of(actor: Actor) -> UUID:
    """Who acts. Raises NotVisible when nobody is signed in."""
    if actor.id is None:
        raise NotVisible
    return actor.id


def insist_open(draft: StandardDraft, *states: DraftState) -> None:
    """Raise UnableToDraft(not_open) unless the draft is in one of `states`."""
    if draft.state not in states:
        raise UnableToDraft("not_open", _STANDS[DraftState(draft.state)])


_STANDS = {
    DraftState.DRAFT: _("这份草稿还没有交给第二个人。"),
    DraftState.ASKED: _("草稿正等第二个人看。要改请先拿回来。"),
    DraftState.PUBLISHED: _("这份草稿已经公布了。"),
    DraftState.DROPPED: _("这份草稿已经作罢了。"),
}


def moved_on(draft: StandardDraft, actor: Actor, *fields: str) -> None:
    """The draft is another one now, by this hand too."""
    draft.revision += 1
    draft.save(update_fields=["revision", *fields])
    joins_in(draft, actor)


def joins_in(draft: StandardDraft, actor: Actor) -> None:
    """Whoever worked on a draft does not approve it."""
    DraftEditor.objects.get_or_create(draft=draft, person=id_of(actor))
