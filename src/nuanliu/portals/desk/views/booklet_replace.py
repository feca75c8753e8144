"""存折丢了: a new one, and every code of the old one is void."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from nuanliu.domain.network.types import Power
from nuanliu.domain.passbook.booklets.types import EndReason
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.forms import ActForm, Card, TextField
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.booklet_sheets import cover_of
from nuanliu.usecases.print_passbook import replace_booklet

END_REASONS = {
    EndReason.LOST.value: Card(gettext_lazy("丢了"), gettext_lazy("捡到的人拿着旧存折，也查不出有效。")),
    EndReason.DAMAGED.value: Card(gettext_lazy("坏了"), gettext_lazy("旧的请收回来。")),
    EndReason.FULL.value: Card(gettext_lazy("打满了"), gettext_lazy("旧的可以留作纪念。")),
}


class ReplaceForm(ActForm):
    """Why there has to be a new one."""

    reason = forms.ChoiceField(
        label=gettext_lazy("为什么换"), choices=list(END_REASONS.items()), widget=forms.RadioSelect
    )
    note = TextField(
        label=gettext_lazy("怎么回事"),
        help_text=gettext_lazy("比如：本人来说，买菜时丢了，看过身份证。会记下来。"),
        max_length=200,
    )


@opens_with(Power.PASSBOOK_PRINT)
@require_http_methods(["GET", "HEAD", "POST"])
def replace(request: HouseRequest, person_id: UUID) -> HttpResponse:
    """Lost, torn or full: a new one, and the old codes are void."""
    old = cover_of(actor=request.actor, person_id=person_id)
    form = ReplaceForm(sent(request))

    def act() -> None:
        said = form.cleaned_data
        replace_booklet(
            actor=request.actor,
            person_id=person_id,
            reason=EndReason(said["reason"]),
            note=said["note"],
            token=said["token"],
            now=request.now,
        )

    if request.method == "POST" and done(form, act):
        messages.success(request, _("换好了。旧存折上的码从现在起作废。先打封面。"))
        return see_other("desk:booklet", person_id=person_id)
    return render(request, "desk/booklet_replace.html", {"form": form, "person": old.person, "booklet": old})
