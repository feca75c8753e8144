"""What was said against lines of the list, and the decision of somebody who had no part in it."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from nuanliu.domain.honours.naming import full_names
from nuanliu.domain.honours.queries import access_commendation, access_objection, objections_of
from nuanliu.domain.honours.saying import said_in
from nuanliu.domain.honours.types import ObjectionState
from nuanliu.domain.network.types import Power
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.commending import OBJECTIONS, category_name, state_of
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.forms import ActForm, TextField
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.commend.object import decide_objection, why_not_decide


class DecideForm(ActForm):
    """Upheld or not, and why."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("异议成立吗"),
        widget=forms.RadioSelect,
        choices=[
            ("upheld", gettext_lazy("成立，这一名从名单上拿下")),
            ("rejected", gettext_lazy("不成立，名单不变")),
        ],
    )
    reason = TextField(
        label=gettext_lazy("理由"),
        help_text=gettext_lazy("查了什么，结果怎样。不写旁人的姓名。"),
        max_length=300,
        lines=True,
    )


@require_safe
@opens_with(Power.COMMEND, Power.COMMEND_CHECK)
def objections(request: HouseRequest, commendation_id: UUID) -> HttpResponse:
    """Every objection of a year, the undecided first."""
    one = access_commendation(actor=request.actor, commendation_id=commendation_id)
    found = objections_of(commendation=one)
    names = full_names(rows=[row.place.frozen for row in found])
    context = {
        "one": one,
        "lines": [(row, names[row.place.frozen_id], state_of(row.state, OBJECTIONS)) for row in found],
    }
    return render(request, "honours/objections.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@opens_with(Power.COMMEND, Power.COMMEND_CHECK)
def objection(request: HouseRequest, objection_id: UUID) -> HttpResponse:
    """What was said, by whom, and the decision or the form for it."""
    found = access_objection(actor=request.actor, objection_id=objection_id)
    form = DecideForm(sent(request))

    def act() -> None:
        said = form.cleaned_data
        uphold = said["outcome"] == "upheld"
        decide_objection(
            actor=request.actor, objection_id=found.pk, uphold=uphold, reason=said["reason"], now=request.now
        )

    if request.method == "POST" and done(form, act):
        messages.success(request, _("处理好了，请打电话告诉提异议的人。"))
        return see_other("honours:objection", found.pk)
    refusal = why_not_decide(actor=request.actor, objection=found)
    context = {
        "one": found,
        "commendation": found.place.category.commendation,
        "name": full_names(rows=[found.place.frozen])[found.place.frozen_id],
        "award": category_name(found.place.category),
        "said": said_in(found),
        "status": state_of(found.state, OBJECTIONS),
        "form": form,
        "may_decide": found.state == ObjectionState.OPEN and refusal is None,
        "why_not": refusal.words if refusal and found.state == ObjectionState.OPEN else "",
    }
    return render(request, "honours/objection.html", context)
