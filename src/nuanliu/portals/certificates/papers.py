"""What the actor's units have issued: to find, to see, to print, to revoke with a second look."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from nuanliu.domain.certificates.models import Certificate, Revocation
from nuanliu.domain.certificates.queries import KEEPERS, access_certificate, certificates_within
from nuanliu.domain.certificates.signing import is_genuine
from nuanliu.domain.certificates.types import RevocationState
from nuanliu.domain.ledger.seals.codes import plain_code
from nuanliu.domain.network.types import Power
from nuanliu.domain.passbook.booklets.codes import written
from nuanliu.domain.people.models import Person
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.ui.acting import ask_for_button, done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.certificates import KINDS, certificate_file
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.forms import ActForm, AskForm, TextField
from nuanliu.portals.ui.paging import page_of
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.usecases.revoke_certificate import ask_to_revoke, decide_revocation

ON_A_PAGE = 25


class FindForm(AskForm):
    """Which of them."""

    q = TextField(label=gettext_lazy("编号"), required=False, max_length=60)
    kind = forms.ChoiceField(
        label=gettext_lazy("哪一种"), required=False, choices=[("", gettext_lazy("都看")), *KINDS.items()]
    )
    state = forms.ChoiceField(
        label=gettext_lazy("什么情况"),
        required=False,
        choices=[
            ("", gettext_lazy("都看")),
            ("asked", gettext_lazy("等第二个人看")),
            ("revoked", gettext_lazy("撤销了的")),
            ("unsealed", gettext_lazy("还没盖章的")),
        ],
    )


class RevokeForm(ActForm):
    """Why it should not be."""

    reason = TextField(
        label=gettext_lazy("为什么要撤销"), help_text=gettext_lazy("会公布在查真伪的页面上。"), max_length=200
    )


class DecideForm(ActForm):
    """What the second person says."""

    refusal = TextField(label=gettext_lazy("为什么不撤销"), required=False, max_length=200)


@require_safe
@opens_with(*KEEPERS)
def home(request: HouseRequest) -> HttpResponse:
    """All of them, the newest first."""
    form = FindForm(request.GET)
    rows = _wanted(form, certificates_within(actor=request.actor)) if form.is_valid() else None
    context = {
        "form": form,
        "kinds": KINDS,
        "is_asked": any(request.GET.get(name) for name in form.fields),
        "page": page_of(
            request=request, rows=certificates_within(actor=request.actor) if rows is None else rows, size=ON_A_PAGE
        ),
    }
    return render(request, "certificates/home.html", context)


def _wanted(form: FindForm, rows: QuerySet[Certificate]) -> QuerySet[Certificate]:
    said = form.cleaned_data
    if said["q"]:
        rows = rows.filter(serial_key__contains=plain_code(said["q"]))
    if said["kind"]:
        rows = rows.filter(kind=said["kind"])
    if said["state"] == "revoked":
        rows = rows.filter(revoked_at__isnull=False)
    if said["state"] == "unsealed":
        rows = rows.filter(seal=None, revoked_at=None)
    if said["state"] == "asked":
        asked = Revocation.objects.filter(state=RevocationState.ASKED.value)
        rows = rows.filter(pk__in=asked.values("certificate_id"))
    return rows


def _access(request: HouseRequest, certificate_id: UUID) -> Certificate:
    paper = access_certificate(actor=request.actor, certificate_id=certificate_id)
    if not any(request.actor.may(power, path=paper.issuer.path) for power in KEEPERS):
        raise NotVisible
    return paper


@require_safe
@opens_with(*KEEPERS)
def one(request: HouseRequest, certificate_id: UUID) -> HttpResponse:
    """What it says, who issued it, whether it holds."""
    return _show(request, _access(request, certificate_id))


def _show(request: HouseRequest, paper: Certificate, *, form: ActForm | None = None) -> HttpResponse:
    askings = list(paper.revocations.order_by("asked_at", "id"))
    who = {paper.issued_by, paper.sealed_by, *(one.asked_by for one in askings), *(one.decided_by for one in askings)}
    names: dict[UUID | None, str] = dict(Person.objects.filter(pk__in=who - {None}).values_list("pk", "name"))
    context: dict[str, Any] = {
        "paper": paper,
        "kind": KINDS[paper.kind],
        "code": written(paper.code),
        "is_genuine": is_genuine(paper) or not paper.holder,
        "issued_by": names.get(paper.issued_by),
        "sealed_by": names.get(paper.sealed_by),
        "askings": [(asking, names.get(asking.asked_by), names.get(asking.decided_by)) for asking in askings],
        "waiting": next((asking for asking in askings if asking.state == RevocationState.ASKED), None),
        "may_revoke": request.actor.may(Power.CERTIFICATE_ISSUE, path=paper.issuer.path),
        "revoke": form if isinstance(form, RevokeForm) else RevokeForm(),
        "decide": form if isinstance(form, DecideForm) else DecideForm(),
        "refused": form or ActForm(),
    }
    return render(request, "certificates/one.html", context)


@require_safe
@opens_with(*KEEPERS)
def paper(request: HouseRequest, certificate_id: UUID) -> HttpResponse:
    """The paper."""
    return certificate_file(request, _access(request, certificate_id))


@require_POST
@opens_with(Power.CERTIFICATE_ISSUE)
def revoke(request: HouseRequest, certificate_id: UUID) -> HttpResponse:
    """Somebody says why it should not be."""
    found, form = _access(request, certificate_id), RevokeForm(request.POST)

    def act() -> None:
        said = form.cleaned_data
        ask_to_revoke(
            actor=request.actor,
            certificate_id=certificate_id,
            reason=said["reason"],
            token=said["token"],
            now=request.now,
        )

    if done(form, act):
        messages.success(request, _("提出了，等另一位同事看。"))
        return see_other("certificates:one", certificate_id=certificate_id)
    return _show(request, found, form=form)


@require_POST
@opens_with(Power.CERTIFICATE_ISSUE)
def decide(request: HouseRequest, certificate_id: UUID) -> HttpResponse:
    """Somebody else decides."""
    found, form = _access(request, certificate_id), DecideForm(request.POST)
    act = request.POST.get("act", "")
    if act not in {"revoke", "keep"}:
        ask_for_button(form)
        return _show(request, found, form=form)

    def decided() -> None:
        decide_revocation(
            actor=request.actor,
            certificate_id=certificate_id,
            is_to_go=act == "revoke",
            refusal=form.cleaned_data["refusal"],
            now=request.now,
        )

    if done(form, decided):
        messages.success(request, _("撤销了。") if act == "revoke" else _("不撤销，仍然有效。"))
        return see_other("certificates:one", certificate_id=certificate_id)
    return _show(request, found, form=form)
