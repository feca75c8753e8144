"""A certificate that should not be: one person says why, another looks; then its page says so for ever."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.audit.operations import record
from nuanliu.domain.certificates.models import Certificate, Revocation
from nuanliu.domain.certificates.types import RevocationState
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.people.queries import is_own_or_kin
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated


class UnableToRevoke(Unable):
    """The certificate cannot be revoked like this."""


@repeated
def ask_to_revoke(*, actor: Actor, certificate_id: UUID, reason: str, token: UUID, now: datetime) -> Revocation:
    """Say why it should not be; nothing has changed yet. The same token finds the first asking.

    Raises UnableToRevoke (no_reason, asked, revoked, own_or_kin), NotVisible.
    """
    with durable():
        paper = _locked(actor, certificate_id)
        identity = derived_id(token, "revocation")
        known = Revocation.objects.filter(pk=identity).first()
        if known is not None:
            return known
        if not reason.strip():
            raise UnableToRevoke("no_reason", _("请写明为什么撤销。会公布在查真伪的页面上。"), field="reason")
        if paper.revoked_at is not None:
            raise UnableToRevoke("revoked", _("已经撤销了。"))
        if paper.revocations.filter(state=RevocationState.ASKED.value).exists():
            raise UnableToRevoke("asked", _("已经有人提出了，等另一位同事看。"))
        asked = Revocation.objects.create(
            pk=identity,
            certificate=paper,
            reason=reason.strip()[:200],
            asked_by=actor.id or certificate_id,
            asked_at=now,
        )
        _note("certificate.revocation_asked", paper, actor, now, reason=asked.reason)
        return asked


@repeated
def decide_revocation(
    *, actor: Actor, certificate_id: UUID, is_to_go: bool, refusal: str, now: datetime
) -> Certificate:
    """Another person decides: it is revoked, or stays good. Deciding what is decided changes nothing.

    Raises UnableToRevoke (same_person, no_reason, own_or_kin), NotVisible.
    """
    with durable():
        paper = _locked(actor, certificate_id)
        asked = paper.revocations.filter(state=RevocationState.ASKED.value).first()
        if asked is None:
            return paper
        if asked.asked_by == actor.id:
            raise UnableToRevoke("same_person", _("提的人不能自己定，要请同事看。"))
        if not is_to_go and not refusal.strip():
            raise UnableToRevoke("no_reason", _("请写明为什么不撤销。"), field="refusal")
        asked.state = RevocationState.DONE if is_to_go else RevocationState.REFUSED
        asked.refusal = "" if is_to_go else refusal.strip()[:200]
        asked.decided_by, asked.decided_at = actor.id, now
        asked.save(update_fields=["state", "refusal", "decided_by", "decided_at"])
        if is_to_go:
            paper.revoked_at, paper.revoke_reason = now, asked.reason
            paper.save(update_fields=["revoked_at", "revoke_reason"])
        action = "certificate.revoked" if is_to_go else "certificate.revocation_refused"
        _note(action, paper, actor, now, reason=asked.reason if is_to_go else asked.refusal)
        return paper


def _locked(actor: Actor, certificate_id: UUID) -> Certificate:
    rows = Certificate.objects.select_for_update(no_key=True, of=("self",)).select_related("issuer")
    paper = rows.filter(pk=certificate_id).first()
    if paper is None or actor.id is None or not actor.may(Power.CERTIFICATE_ISSUE, path=paper.issuer.path):
        raise NotVisible
    if paper.person_id and is_own_or_kin(actor=actor, people={paper.person_id}):
        raise UnableToRevoke("own_or_kin", _("自己或家人的事要请同事办。"))
    return paper


def _note(action: str, paper: Certificate, actor: Actor, now: datetime, *, reason: str) -> None:
    record(
        action=action,
        subject_type="certificate",
        subject_id=paper.pk,
        occurred_at=now,
        actor_id=actor.id,
        actor_role=actor.role_for(Power.CERTIFICATE_ISSUE, path=paper.issuer.path),
        reason=reason,
        details={"number": paper.serial},
    )
