"""The electronic seal of a unit, for the one who is appointed to it: put in, placed, ended."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nuanliu.domain.certificates.models import Certificate
from nuanliu.domain.certificates.queries import seal_in_use, units_kept
from nuanliu.domain.network.models import Node
from nuanliu.domain.network.types import Power
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.certificates import KINDS
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.forms import ActForm
from nuanliu.portals.ui.paging import page_of
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.keep_seals import access_kept_unit, end_seal, place_seals, put_seal

ON_A_PAGE = 50


class SealForm(ActForm):
    """A picture of the seal."""

    image = forms.FileField(
        label=gettext_lazy("印章图"),
        help_text=gettext_lazy("白底或透明底，PNG 或 JPG。底会自动去掉。"),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )


class PlaceForm(ActForm):
    """On which of them."""

    papers = forms.MultipleChoiceField(
        label=gettext_lazy("盖在哪几份上"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("请先勾选要盖章的。")},
    )

    def __init__(self, *args: Any, papers: list[Certificate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(one.pk), f"{one.holder} · {one.title or KINDS[one.kind]} · {one.serial}") for one in papers]
        self.fields["papers"].choices = choices  # type: ignore[attr-defined]


@require_safe
@opens_with(Power.SEAL_PLACE)
def seals(request: HouseRequest) -> HttpResponse:
    """The units to whose seal one is appointed."""
    units = units_kept(actor=request.actor)
    return render(request, "certificates/seals.html", {"units": [(one, seal_in_use(node_id=one.pk)) for one in units]})


@require_http_methods(["GET", "HEAD", "POST"])
@opens_with(Power.SEAL_PLACE)
def seal(request: HouseRequest, unit_id: UUID) -> HttpResponse:
    """The seal, what waits for it, and a form for another picture."""
    unit = access_kept_unit(actor=request.actor, node_id=unit_id)
    form = SealForm(sent(request), request.FILES or None)

    def put() -> None:
        image = form.cleaned_data["image"].read()
        put_seal(actor=request.actor, node_id=unit_id, image=image, token=form.cleaned_data["token"], now=request.now)

    if request.method == "POST" and done(form, put):
        messages.success(request, _("换好了。以后盖的都是这一枚。"))
        return see_other("certificates:seal", unit_id=unit_id)
    return _show(request, unit, put_form=form)


def _show(
    request: HouseRequest,
    unit: Node,
    *,
    put_form: SealForm | None = None,
    place_form: PlaceForm | None = None,
    end_form: ActForm | None = None,
) -> HttpResponse:
    page = page_of(request=request, rows=_waiting(unit), size=ON_A_PAGE)
    context = {
        "unit": unit,
        "seal": seal_in_use(node_id=unit.pk),
        "page": page,
        "put_form": put_form or SealForm(),
        "place_form": place_form or PlaceForm(papers=list(page.rows)),
        "end_form": end_form or ActForm(),
    }
    return render(request, "certificates/seal.html", context)


def _waiting(unit: Node) -> Any:
    return Certificate.objects.filter(issuer=unit, seal=None, revoked_at=None).order_by("-issued_at", "-number", "id")


@require_POST
@opens_with(Power.SEAL_PLACE)
def place(request: HouseRequest, unit_id: UUID) -> HttpResponse:
    """Put the seal on what is ticked."""
    unit = access_kept_unit(actor=request.actor, node_id=unit_id)
    ticked = [one for one in request.POST.getlist("papers") if _is_id(one)]
    known = Certificate.objects.filter(issuer=unit, pk__in=ticked)
    form = PlaceForm(request.POST, papers=list({one.pk: one for one in [*_waiting(unit)[:ON_A_PAGE], *known]}.values()))
    count: list[int] = []

    def act() -> None:
        ids = [UUID(one) for one in form.cleaned_data["papers"]]
        count.append(place_seals(actor=request.actor, node_id=unit_id, certificates=ids, now=request.now))

    if done(form, act):
        words = ngettext("盖好了 %(count)d 份。", "盖好了 %(count)d 份。", count[0]) % {"count": count[0]}
        messages.success(request, words)
        return see_other("certificates:seal", unit_id=unit_id)
    return _show(request, unit, place_form=form)


@require_POST
@opens_with(Power.SEAL_PLACE)
def end(request: HouseRequest, unit_id: UUID) -> HttpResponse:
    """The seal is placed no more."""
    unit, form = access_kept_unit(actor=request.actor, node_id=unit_id), ActForm(request.POST)
    if done(form, lambda: end_seal(actor=request.actor, node_id=unit_id, now=request.now)):
        messages.success(request, _("停用了。已经盖好的不变。"))
        return see_other("certificates:seal", unit_id=unit_id)
    return _show(request, unit, end_form=form)


@require_safe
@opens_with(Power.SEAL_PLACE)
def picture(request: HouseRequest, unit_id: UUID) -> HttpResponse:
    """The seal as it is placed, for its keeper's eyes only."""
    unit = access_kept_unit(actor=request.actor, node_id=unit_id)
    found = seal_in_use(node_id=unit.pk)
    if found is None:
        raise NotVisible
    response = HttpResponse(bytes(found.image), content_type="image/png")
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
