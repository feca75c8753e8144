"""Relatives who ask to act for an old person: the desk finds out who is meant, rings her, and writes what she says."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from nuanliu.domain.network.types import Power
from nuanliu.domain.passbook.giving import gifts_to_ask_about
from nuanliu.domain.people.joining.models import ProxyAsking
from nuanliu.domain.people.joining.queries import access_asking, askings_within, whom_she_means
from nuanliu.domain.people.joining.types import AskingState
from nuanliu.domain.people.queries import find_people
from nuanliu.domain.people.types import ProxyPower
from nuanliu.portals.desk.views.wishes import waiting_wishes
from nuanliu.portals.ui.acting import ask_for_button, done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.forms import ActForm, TextField
from nuanliu.portals.ui.paging import page_of
from nuanliu.portals.ui.powers import POWER_WORDS, power_choices
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.portals.ui.templatetags.labels import listed
from nuanliu.usecases.act_for_parent import BY_CALL, IN_PERSON, Answer, answer_asking, name_elder

ON_A_PAGE = 30
FOUND_SHOWN = 6


class HeardForm(ActForm):
    """How she was asked, what she agreed to, and what she said."""

    how = forms.ChoiceField(
        label=gettext_lazy("怎么问的老人"),
        choices=[
            (BY_CALL, gettext_lazy("打登记的电话问的")),
            (IN_PERSON, gettext_lazy("当面问的")),
        ],
        widget=forms.RadioSelect,
    )
    powers = forms.MultipleChoiceField(
        label=gettext_lazy("老人同意哪几样"), widget=forms.CheckboxSelectMultiple, required=False
    )
    note = TextField(
        label=gettext_lazy("老人怎么说的"), help_text=gettext_lazy("照老人的话写。会记下来。"), max_length=300
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["powers"].choices = power_choices()  # type: ignore[attr-defined]


class MeantForm(ActForm):
    """Which old person."""

    elder = forms.UUIDField()


@opens_with(Power.NEED_ASSIST)
@require_safe
def askings(request: HouseRequest) -> HttpResponse:
    """Who waits to be rung and registered, and who waits for an old person's word."""
    rows = askings_within(actor=request.actor).filter(state=AskingState.WAITING.value)
    wishes = waiting_wishes(request)
    context = {
        "page": page_of(request=request, rows=rows, size=ON_A_PAGE),
        "wishes": wishes[:ON_A_PAGE],
        "gifts": gifts_to_ask_about(actor=request.actor, now=request.now)[:ON_A_PAGE],
        "more": max(0, len(wishes) - ON_A_PAGE),
    }
    return render(request, "desk/askings.html", context)


@opens_with(Power.NEED_ASSIST)
@require_http_methods(["GET", "HEAD", "POST"])
def asking(request: HouseRequest, asking_id: UUID) -> HttpResponse:
    """One asking: whom she means, and what the old person says."""
    found = access_asking(actor=request.actor, asking_id=asking_id)
    act = request.POST.get("act", "")
    is_meant = "elder" in request.POST
    heard = HeardForm(
        request.POST if request.method == "POST" and not is_meant else None, initial={"powers": found.powers}
    )
    meant = MeantForm(request.POST if is_meant else None)
    if request.method == "POST" and _did(request, found, act, heard, meant):
        messages.success(request, _("记下了。家里人会收到消息。") if act in {"yes", "no"} else _("记下了。"))
        return see_other("desk:askings" if act in {"yes", "no"} else "desk:asking", **_at(act, asking_id))
    words = whom_she_means(asking=found)
    candidates = find_people(actor=request.actor, text=words.split(" ")[0], limit=FOUND_SHOWN) if words else []
    context = {
        "asking": found,
        "words": words,
        "powers": [POWER_WORDS[power] for power in found.powers],
        "read_out": _words_to_read(found, name=found.relative.name),
        "candidates": [] if found.elder_id else candidates,
        "is_open": found.state == AskingState.WAITING,
        "heard": heard,
        "meant": meant,
    }
    return render(request, "desk/asking.html", context)


def _at(act: str, asking_id: UUID) -> dict[str, UUID]:
    return {} if act in {"yes", "no"} else {"asking_id": asking_id}


def _did(request: HouseRequest, found: ProxyAsking, act: str, heard: HeardForm, meant: MeantForm) -> bool:
    if act in {"yes", "no"}:
        return done(heard, lambda: _answer(request, found, heard, is_yes=act == "yes"))
    if not meant.is_bound:
        ask_for_button(heard)
        return False
    return done(
        meant,
        lambda: name_elder(
            actor=request.actor, asking_id=found.pk, elder_id=meant.cleaned_data["elder"], now=request.now
        ),
    )


def _words_to_read(found: ProxyAsking, *, name: str) -> str:
    """What is read to the old person, word for word."""
    powers = listed(POWER_WORDS[power] for power in found.powers)
    said = {"name": name, "powers": powers}
    return _("%(name)s 想替您%(powers)s。您愿意吗？不愿意也没关系。答应了，以后随时能收回。") % said


def _answer(request: HouseRequest, found: ProxyAsking, heard: HeardForm, *, is_yes: bool) -> object:
    said = heard.cleaned_data
    powers = tuple(ProxyPower(code) for code in said["powers"]) if is_yes else ()
    if is_yes and not powers:
        heard.add_error("powers", _("请选老人同意哪几样。"))
        return None
    read_out = _words_to_read(found, name=_("家里人"))
    answer = Answer(powers=powers, how=said["how"], note=said["note"], read_out=read_out)
    return answer_asking(actor=request.actor, asking_id=found.pk, answer=answer, now=request.now)
