"""A draft of the Standard is handed to a second person, taken back, or given up."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.network.types import Actor
from nuanliu.domain.standards.drafts import first_day_possible, later_announced, outcome_of, starts_at
from nuanliu.domain.standards.models import StandardDraft
from nuanliu.domain.standards.types import DraftState
from nuanliu.platform.db import durable
from nuanliu.platform.retry import repeated
from nuanliu.usecases.standard_drafts import UnableToDraft, id_of, insist_open, locked_draft, moved_on, note


@repeated
def ask_for_approval(*, actor: Actor, draft_id: UUID, now: datetime) -> StandardDraft:
    """Hand the draft to a second person. Raises UnableToDraft (what is missing), NotVisible."""
    with durable():
        draft = locked_draft(actor, draft_id)
        insist_open(draft, DraftState.DRAFT)
        missing = missing_in(draft=draft, now=now)
        if missing:
            raise missing[0]
        draft.state, draft.asked_by, draft.asked_at = DraftState.ASKED.value, id_of(actor), now
        moved_on(draft, actor, "state", "asked_by", "asked_at")
        note("standard.asked", draft, actor, now)
        return draft


@repeated
def take_back(*, actor: Actor, draft_id: UUID, now: datetime) -> StandardDraft:
    """Make what waits for a second person a draft again, to go on with it. Raises NotVisible, UnableToDraft."""
    with durable():
        draft = locked_draft(actor, draft_id)
        if draft.state == DraftState.DRAFT:
            return draft
        insist_open(draft, DraftState.ASKED)
        draft.state, draft.asked_by, draft.asked_at = DraftState.DRAFT.value, None, None
        moved_on(draft, actor, "state", "asked_by", "asked_at")
        note("standard.taken_back", draft, actor, now)
        return draft


@repeated
def drop_draft(*, actor: Actor, draft_id: UUID, now: datetime) -> StandardDraft:
    """Give a draft up; it stays to be read. Raises UnableToDraft(not_open), NotVisible."""
    with durable():
        draft = locked_draft(actor, draft_id)
        if draft.state == DraftState.DROPPED:
            return draft
        insist_open(draft, DraftState.DRAFT, DraftState.ASKED)
        draft.state = DraftState.DROPPED.value
        draft.save(update_fields=["state"])
        note("standard.dropped", draft, actor, now)
        return draft


def missing_in(*, draft: StandardDraft, now: datetime) -> list[UnableToDraft]:
    """What the draft still lacks before a second person can look at it, in the order of the page."""
    found, outcome = [], outcome_of(draft=draft, now=now)
    if not outcome.changes:
        found.append(UnableToDraft("no_change", _("还没有改任何一条。"), field="values"))
    found += [UnableToDraft("faulty_values", fault.words, field="values", faults=(fault,)) for fault in outcome.faults]
    if not draft.title.strip():
        found.append(UnableToDraft("no_title", _("还没有写名称。"), field="frame"))
    if not draft.reason.strip():
        found.append(UnableToDraft("no_reason", _("还没有写为什么改。"), field="frame"))
    day = draft.effective_day
    if day is None:
        found.append(UnableToDraft("no_day", _("还没有定从哪天起。"), field="frame"))
    elif day < first_day_possible(now=now):
        found.append(UnableToDraft("past_day", _("起用的日子已经过了，最早从明天起。"), field="frame"))
    elif later := later_announced(scope=draft.scope_node, after=starts_at(day=day)):
        words = _("第 %(number)d 版已经公布，起用的日子在这之后。请改到那天或以后，或先撤回它。")
        found.append(UnableToDraft("later_announced", words % {"number": later.number}, field="frame"))
    return found
