"""自荐: where she stands for this year's commendation, and a text of her own."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from nuanliu.domain.honours.live import standing_of
from nuanliu.domain.honours.queries import nominations_by, open_for_nominations
from nuanliu.domain.honours.types import SubjectKind
from nuanliu.portals.ui.acting import ask_for_button, done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.commending import checked
from nuanliu.portals.ui.forms import ActForm, TextField
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.portals.volunteer.access import for_helpers, me
from nuanliu.usecases.commend.nominate import LONGEST, nominate, withdraw_nomination


class SelfForm(ActForm):
    """Her own words."""

    words = TextField(
        label=gettext_lazy("说说您这一年"),
        help_text=gettext_lazy("写几件事就行。不写老人的姓名和地址。"),
        max_length=LONGEST,
        lines=True,
    )


class BackForm(ActForm):
    """What is taken back."""

    back = forms.UUIDField(widget=forms.HiddenInput)


@require_http_methods(["GET", "HEAD", "POST"])
@for_helpers
def self_nominate(request: HouseRequest) -> HttpResponse:
    """Every criterion with where she stands today, and the form; or that there is nothing to nominate for."""
    one = open_for_nominations()
    category = one.categories.filter(kind=SubjectKind.VOLUNTEER.value).first() if one else None
    is_back = request.method == "POST" and "back" in request.POST
    form = SelfForm(request.POST if request.method == "POST" and not is_back else None)
    back = BackForm(request.POST if is_back else None)
    if is_back and done(back, lambda: _take_back(request, back.cleaned_data["back"])):
        messages.success(request, _("撤回了。"))
        return see_other("volunteer:self-nominate")
    if form.is_bound and category is None:
        ask_for_button(form)
    elif form.is_bound and category is not None and done(form, lambda: _send(request, category.pk, form)):
        messages.success(request, _("收到了，谢谢您。"))
        return see_other("volunteer:self-nominate")
    mine = (
        [row for row in nominations_by(person_id=me(request), commendation=one) if row.unit_id is None] if one else []
    )
    context = {
        "one": one if category else None,
        "checked": checked(standing_of(person_id=me(request), category=category)) if category else [],
        "form": back if is_back else form,
        "shown": form,
        "mine": mine[0] if mine else None,
    }
    return render(request, "volunteer/self_nominate.html", context)


def _send(request: HouseRequest, category_id: UUID, form: SelfForm) -> None:
    nominate(
        actor=request.actor,
        category_id=category_id,
        subject_id=me(request),
        unit_id=None,
        words=form.cleaned_data["words"],
        token=form.cleaned_data["token"],
        now=request.now,
    )


def _take_back(request: HouseRequest, nomination_id: UUID) -> None:
    withdraw_nomination(actor=request.actor, nomination_id=nomination_id, now=request.now)
