"""A dispute as either side sees it: object, add words, take back, appeal; one page for all of it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.care.disputes.models import Dispute, Ruling
from nuanliu.domain.care.disputes.queries import dispute_of, rulings_in_force, sayings_of
from nuanliu.domain.care.disputes.types import WAITING, DisputeState, Finding, Level
from nuanliu.domain.care.models import Visit
from nuanliu.domain.network.types import Actor
from nuanliu.platform import words as said
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.forms import ActForm, TextField, Words
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.disputes.appealing import appeal
from nuanliu.usecases.disputes.raising import add_words, may_dispute, raise_dispute, withdraw_dispute

STATE_WORDS: dict[str, Promise] = {
    DisputeState.OPEN: _("等人来定"),
    DisputeState.DECIDED: _("定下来了"),
    DisputeState.APPEALED: _("上一级在看"),
    DisputeState.FINAL: _("上一级定了"),
    DisputeState.WITHDRAWN: _("收回了"),
}
ROLE_WORDS: dict[str, Promise] = {
    "elder": _("老人"),
    "family": _("家属"),
    "volunteer": _("志愿者"),
}
STAFF_WORDS = _("工作人员代记")
LABELS: dict[str, Words] = {
    "raise": _("哪里不对"),
    "add": _("再补充几句"),
    "appeal": _("为什么不服"),
}
DONE: dict[str, Promise] = {
    "raise": _("记下了。会请没参与的人来定，结果告诉您。"),
    "add": _("记下了您的话。"),
    "appeal": _("交给上一级了，结果告诉您。"),
    "withdraw": _("收回了异议。"),
}


class WordsForm(ActForm):
    """What somebody has to say."""

    words = TextField(label=_("哪里不对"), lines=True, max_length=1000)


def role_words(role: str) -> Promise:
    """Who said it, without a name."""
    return ROLE_WORDS.get(role, STAFF_WORDS)


def ruling_words(ruling: Ruling) -> str:
    """What a ruling says, in a sentence."""
    if ruling.finding == Finding.STANDS:
        return str(_("维持原来的决定。"))
    if ruling.finding == Finding.VOID:
        return str(_("这一次不计入。"))
    return str(_("算 %(minutes)s。")) % {"minutes": said.minutes(ruling.minutes or 0)}


def told(dispute: Dispute) -> dict[str, Any]:
    """Everything that both sides may read of a dispute."""
    return {
        "dispute": dispute,
        "dispute_word": STATE_WORDS[DisputeState(dispute.state)],
        "sayings": [(role_words(one.role), one) for one in sayings_of(dispute=dispute)],
        "decisions": [(ruling_words(one), one, one.level == Level.ABOVE) for one in rulings_in_force(dispute=dispute)],
    }


def what_now(dispute: Dispute | None) -> str:
    """What either side can do: raise, add words, appeal; empty if nothing."""
    if dispute is None:
        return "raise"
    if dispute.state in WAITING:
        return "add"
    return "appeal" if dispute.state == DisputeState.DECIDED else ""


def dispute_page(request: HouseRequest, *, actor: Actor, visit: Visit) -> dict[str, Any] | None:
    """What the page shows; None when something was done and the page is to be opened again, or nothing can be said."""
    dispute = dispute_of(site=visit.site_id, visit=visit.id)
    now = what_now(dispute)
    if dispute is None and not may_dispute(visit=visit, now=request.now):
        return None
    if request.POST.get("act") == "withdraw" and dispute is not None:
        plain = ActForm(sent(request))
        if done(plain, lambda: withdraw_dispute(actor=actor, dispute_id=dispute.id, now=request.now)):
            messages.success(_plain(request), str(DONE["withdraw"]))
            return None
        return _context(plain, dispute, now)
    form = WordsForm(sent(request))
    form.fields["words"].label = LABELS.get(now, LABELS["add"])
    if request.method == "POST" and done(form, lambda: _say(request, actor, visit, dispute, form, now)):
        messages.success(_plain(request), str(DONE.get(now, DONE["add"])))
        return None
    return _context(form, dispute, now)


def _plain(request: HouseRequest) -> HttpRequest:
    return request


def _context(form: ActForm, dispute: Dispute | None, now: str) -> dict[str, Any]:
    words = form if isinstance(form, WordsForm) else WordsForm()
    return {"form": words, "refused": form, "can": now, **(told(dispute) if dispute else {})}


def _say(  # noqa: PLR0917 (the facts of one press)
    request: HouseRequest, actor: Actor, visit: Visit, dispute: Dispute | None, form: WordsForm, now: str
) -> None:
    facts = {"actor": actor, "words": form.cleaned_data["words"], "now": request.now}
    if dispute is None:
        raise_dispute(visit_id=visit.id, token=form.cleaned_data["token"], **facts)
    elif now == "appeal":
        appeal(dispute_id=dispute.id, **facts)
    else:
        add_words(dispute_id=dispute.id, token=form.cleaned_data["token"], **facts)
