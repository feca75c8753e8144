"""A second person decides about a draft of the Standard; an announced version is withdrawn before it begins."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.audit.operations import record
from nuanliu.domain.network.queries import city
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.standards.drafts import Outcome, is_editor, outcome_of, starts_at
from nuanliu.domain.standards.models import StandardDraft, StandardVersion
from nuanliu.domain.standards.operations import (
    UnableToPublish,
    Withdrawal,
    end_place,
    lock_standard,
    publish_for_city,
    publish_for_place,
    withdraw,
)
from nuanliu.domain.standards.types import DraftState
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.retry import repeated
from nuanliu.usecases.ask_standard import missing_in
from nuanliu.usecases.standard_drafts import insist_on_power, locked_draft, note


class UnableToDecide(Unable):
    """It cannot be decided like this."""


@repeated
def approve_draft(*, actor: Actor, draft_id: UUID, mark: str, now: datetime) -> StandardDraft:
    """Publish exactly what the page with `mark` showed. Approving what is published changes nothing.

    Raises UnableToDecide (own_draft, not_asked, seen_another, and what the draft lacks by now), NotVisible.
    """
    with durable():
        lock_standard()
        draft = locked_draft(actor, draft_id)
        if draft.state == DraftState.PUBLISHED:
            return draft
        _insist_on_second(draft, actor)
        outcome = outcome_of(draft=draft, now=now)
        if outcome.mark != mark:
            raise UnableToDecide("seen_another", _("您看的时候有了变动。请再看一遍，再同意。"))
        missing = missing_in(draft=draft, now=now)
        if missing:
            raise UnableToDecide(missing[0].code, missing[0].words)
        draft.version = _publish(draft, outcome, actor, now)
        draft.state, draft.decided_by, draft.decided_at = DraftState.PUBLISHED.value, actor.id, now
        draft.save(update_fields=["state", "decided_by", "decided_at", "version"])
        number = draft.version.number if draft.version else None
        note("standard.published", draft, actor, now, rules=[one.known.key for one in outcome.changes], number=number)
        return draft


@repeated
def send_back(*, actor: Actor, draft_id: UUID, reason: str, now: datetime) -> StandardDraft:
    """Give a draft back with the reason, to be gone on with. Raises UnableToDecide, NotVisible."""
    with durable():
        draft = locked_draft(actor, draft_id)
        _insist_on_second(draft, actor)
        if not reason.strip():
            raise UnableToDecide("no_reason", _("请写明为什么退回。"), field="reason")
        draft.state, draft.asked_by, draft.asked_at = DraftState.DRAFT.value, None, None
        draft.answer, draft.answered_by, draft.answered_at = reason.strip(), actor.id, now
        draft.revision += 1
        draft.save(update_fields=["state", "asked_by", "asked_at", "answer", "answered_by", "answered_at", "revision"])
        note("standard.sent_back", draft, actor, now, reason=draft.answer)
        return draft


@repeated
def withdraw_announced(*, actor: Actor, version_id: UUID, reason: str, now: datetime) -> StandardVersion:
    """Take a version back before its day: one person may, since nothing was counted by it and nothing changes.

    Raises UnableToDecide (has_begun, no_reason), NotVisible.
    """
    with durable():
        insist_on_power(actor)
        lock_standard()
        version = StandardVersion.objects.filter(pk=version_id, carries=None).first()
        if version is None:
            raise NotVisible
        if version.withdrawn_at is not None:
            return version
        if version.effective_from <= now:
            raise UnableToDecide("has_begun", _("这一版已经起用，不能撤回。请另起一份草稿改回去。"))
        if not reason.strip():
            raise UnableToDecide("no_reason", _("请写明为什么撤回。"), field="reason")
        withdraw(version=version, now=now, why=Withdrawal(by=actor.id, reason=reason.strip()))
        whole = city()
        record(
            action="standard.withdrawn",
            subject_type="standard",
            subject_id=version.pk,
            occurred_at=now,
            actor_id=actor.id,
            actor_role=actor.role_for(Power.STANDARD_EDIT, path=whole.path) if whole else "",
            site_id=version.scope_node,
            reason=reason.strip(),
            details={"number": version.number},
        )
        return version


def _insist_on_second(draft: StandardDraft, actor: Actor) -> None:
    if draft.state != DraftState.ASKED:
        raise UnableToDecide("not_asked", _("这份草稿没有在等人看。"))
    if is_editor(draft=draft, person=actor.id):
        raise UnableToDecide("own_draft", _("您动过这份草稿，要请另一位同事看。"))


def _publish(draft: StandardDraft, outcome: Outcome, actor: Actor, now: datetime) -> StandardVersion | None:
    """The version; None where a place gives all its own rules up."""
    if draft.effective_day is None:
        raise ValueError(draft.pk)
    since, author = starts_at(day=draft.effective_day), draft.asked_by
    try:
        if draft.scope_node is None:
            return publish_for_city(
                title=draft.title,
                values=outcome.own,
                effective_from=since,
                reason=draft.reason,
                published_by=author,
                approved_by=actor.id,
                now=now,
            )
        if not outcome.own:
            why = Withdrawal(by=actor.id, reason=draft.reason)
            end_place(scope_node=draft.scope_node, since=since, now=now, why=why)
            return None
        return publish_for_place(
            scope_node=draft.scope_node,
            reaches_below=draft.reaches_below,
            title=draft.title,
            values=outcome.own,
            effective_from=since,
            reason=draft.reason,
            published_by=author,
            approved_by=actor.id,
            now=now,
        )
    except UnableToPublish as refusal:
        raise UnableToDecide(refusal.code, refusal.words) from refusal
