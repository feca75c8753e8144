"""One need of a plan: why she, why not another, and changing it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from nuanliu.domain.dispatch.queries import access_run, newer_than
from nuanliu.domain.dispatch.types import RunState
from nuanliu.domain.network.types import Power
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.dispatch.words import ANSWERS, CHOSEN, week_words
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.forms import ActForm, AskForm, TextField
from nuanliu.portals.ui.hindrances import hindrance_words
from nuanliu.portals.ui.kept import asked, keep
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.dispatch.changing import ban, exchange, pin, unmark
from nuanliu.usecases.dispatch.looking import instead_of, line_of, meant, others_of
from nuanliu.usecases.dispatch.saying import NOT_HER, PARTS, REASONS, points

ACTS: dict[str, Callable[..., None]] = {"pin": pin, "ban": ban, "unmark": unmark}
_SAID = {
    "pin": gettext_lazy("记下了：就她去。请重排，看看别处怎么变。"),
    "ban": gettext_lazy("记下了：不让她去。请重排，找别人。"),
    "unmark": gettext_lazy("取消了。请重排。"),
    "exchange": gettext_lazy("记下了：两处对换。请重排。"),
}


class FindForm(AskForm):
    """Whom else."""

    q = TextField(
        label=gettext_lazy("换哪一位"), help_text=gettext_lazy("姓名、拼音首字母或编号"), required=False, max_length=60
    )


class ChangeForm(ActForm):
    """What is to be otherwise, and with whom."""

    act = forms.ChoiceField(choices=[(one, one) for one in _SAID], widget=forms.HiddenInput)
    helper = forms.UUIDField(widget=forms.HiddenInput)
    other = forms.UUIDField(widget=forms.HiddenInput, required=False)


@require_http_methods(["GET", "HEAD", "POST"])
@opens_with(Power.DISPATCH)
def need(request: HouseRequest, run_id: UUID, need_id: UUID) -> HttpResponse:
    """Why this helper, the others, what a change costs at most; and the change."""
    run = access_run(actor=request.actor, run_id=run_id)
    if run.state != RunState.DONE:
        raise NotVisible
    if request.method == "POST" and "q" in request.POST:
        return keep(request, "q")
    form = ChangeForm(sent(request))

    def act() -> None:
        said = form.cleaned_data
        who: dict[str, Any] = {
            "actor": request.actor,
            "run_id": run_id,
            "need_id": need_id,
            "volunteer_id": said["helper"],
            "now": request.now,
        }
        if said["act"] == "exchange":
            exchange(**who, with_need=said["other"])
        else:
            ACTS[said["act"]](**who)

    if request.method == "POST" and done(form, act):
        messages.success(request, str(_SAID[form.cleaned_data["act"]]))
        return see_other("dispatch:need", run_id=run_id, need_id=need_id)
    line = line_of(run=run, need_id=need_id)
    find = FindForm(asked(request))
    text = find.cleaned_data["q"] if find.is_valid() else ""
    others = others_of(line=line)
    people = meant(run=run, text=text) if text else [one.person for one in others]
    is_over = newer_than(run=run) is not None
    found = [] if is_over else instead_of(run=run, line=line, people=people, now=request.now)
    marked = {str(who): str(kind) for kind, what, who in run.marks if what == str(need_id)}
    context = {
        "run": run,
        "week": week_words(run.week),
        "line": line,
        "need": line.need,
        "reason": REASONS.get(line.row.reason, ""),
        "chosen": [
            (
                one,
                [(points(hundredths=int(value)), PARTS[str(code)]) for code, value in one.visit.parts],
                points(hundredths=sum(int(value) for _code, value in one.visit.parts)),
                ANSWERS.get(one.answer, CHOSEN[one.visit.state]),
            )
            for one in line.chosen
        ],
        "others": [(one, NOT_HER.get(one.code, one.code)) for one in others],
        "instead": [
            (
                one,
                [hindrance_words(why) for why in one.hindrances],
                points(hundredths=abs(one.loss)).lstrip("+"),
                marked.get(str(one.person.pk), ""),
            )
            for one in found
        ],
        "q": text,
        "find": find,
        "form": form,
        "is_over": is_over,
        "may_change": not is_over and all(one.visit.state == "proposed" for one in line.chosen),
    }
    return render(request, "dispatch/need.html", context)
