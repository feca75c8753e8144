"""Something kept of me is wrong: I say what is right; the desk decides and answers."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuanliu.domain.network.types import Power
from nuanliu.domain.people.types import Correctable
from nuanliu.portals.mine.whose import Whose, about, show
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.forms import ActForm, TextField
from nuanliu.portals.ui.labels import CORRECTABLES
from nuanliu.portals.ui.paging import page_of
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.correct_data import (
    access_correction,
    ask_for_correction,
    corrections_of,
    corrections_to_decide,
    decide_correction,
    wanted_of,
)

ON_A_PAGE = 30
RIGHT, WRONG = "right", "wrong"


class CorrectForm(ActForm):
    """What is wrong, and what it should be."""

    what = forms.ChoiceField(
        label=gettext_lazy("哪一项不对"), choices=list(CORRECTABLES.items()), widget=forms.RadioSelect
    )
    wanted = TextField(label=gettext_lazy("应该是什么"), lines=True, max_length=200)


class DecideForm(ActForm):
    """Written as she says, or not, and why not."""

    decision = forms.ChoiceField(
        label=gettext_lazy("怎么办"),
        choices=[(RIGHT, gettext_lazy("核对过了，照这样改")), (WRONG, gettext_lazy("不改"))],
        widget=forms.RadioSelect,
    )
    answer = TextField(
        label=gettext_lazy("给本人的话"), help_text=gettext_lazy("不改的，要写明原因。"), required=False, max_length=200
    )


@about
def correct(request: HouseRequest, whose: Whose) -> HttpResponse:
    """The form, and what became of earlier wishes."""
    form = CorrectForm(sent(request))
    if request.method == "POST" and done(form, lambda: _ask(request, whose, form)):
        messages.success(request, _("记下了。社区核对以后会改，结果写在这一页。"))
        return see_other(whose.url("correct"))
    rows = [{"row": row, "wanted": wanted_of(row=row)} for row in corrections_of(person_id=whose.person.pk)]
    return show(request, whose, "mine/correct.html", {"form": form, "rows": rows, "back": whose.url("home")})


def _ask(request: HouseRequest, whose: Whose, form: CorrectForm) -> None:
    ask_for_correction(
        actor=request.actor,
        person_id=whose.person.pk,
        what=Correctable(form.cleaned_data["what"]),
        wanted=form.cleaned_data["wanted"],
        now=request.now,
        token=form.cleaned_data["token"],
    )


@opens_with(Power.PERSON_REVEAL)
def waiting(request: HouseRequest) -> HttpResponse:
    """What waits to be decided at my desk."""
    page = page_of(request=request, rows=corrections_to_decide(actor=request.actor), size=ON_A_PAGE)
    return render(request, "mine/waiting.html", {"page": page})


@opens_with(Power.PERSON_REVEAL)
def decide(request: HouseRequest, correction_id: UUID) -> HttpResponse:
    """One of them."""
    row = access_correction(actor=request.actor, correction_id=correction_id)
    form = DecideForm(sent(request))
    if request.method == "POST" and done(form, lambda: _decide(request, correction_id, form)):
        messages.success(request, _("办好了。本人在“我的资料”里看得到。"))
        return see_other("mine:corrections")
    context: dict[str, Any] = {"row": row, "wanted": wanted_of(row=row), "form": form}
    return render(request, "mine/decide.html", context)


def _decide(request: HouseRequest, correction_id: UUID, form: DecideForm) -> None:
    decide_correction(
        actor=request.actor,
        correction_id=correction_id,
        is_right=form.cleaned_data["decision"] == RIGHT,
        answer=form.cleaned_data["answer"],
        now=request.now,
    )
