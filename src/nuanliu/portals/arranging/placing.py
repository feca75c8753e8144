"""The end of asking for help: her own words, everything once more, the act, what happens next."""

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.utils import translation
from django.utils.translation import gettext_lazy

from nuanliu.domain.care.models import Need
from nuanliu.domain.care.series.types import Wish
from nuanliu.domain.care.types import Payer
from nuanliu.domain.people.types import ProxyPower
from nuanliu.platform import clock
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.portals.arranging.answers import OWN_WORDS
from nuanliu.portals.arranging.asking import Asking, asking_in, note_key
from nuanliu.portals.arranging.questions import WORDS
from nuanliu.portals.arranging.side import Side, show
from nuanliu.portals.arranging.standing import need_here
from nuanliu.portals.ui.acting import refuse
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.forms import ActForm, TextField
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.portals.ui.weekly import WISHES
from nuanliu.usecases.place_need import place_need
from nuanliu.usecases.review_need import resubmit_need

CHANGES = {
    "what": "ask",
    "day": "ask-day",
    "hour": "ask-part",
    "length": "ask-length",
    "payer": "ask-payer",
    "word": "ask-word",
}


class CheckForm(ActForm):
    """What she would like of whoever comes; nothing need be said."""

    wishes = forms.MultipleChoiceField(
        label=gettext_lazy("想要的都点上"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(wish.value, WISHES[wish]) for wish in (Wish.SAME_HELPER, Wish.WOMAN, Wish.ONLY_WOMAN, Wish.NO_DOGS)],
    )


class NoteForm(ActForm):
    """Her own words to the helper; they stay out of the address because they may say how she is."""

    note = TextField(label=gettext_lazy("您想说什么？"), lines=True, max_length=200)


def note(request: HouseRequest, side: Side) -> HttpResponse:
    """Her own words."""
    side.insist(ProxyPower.ASK)
    asking = asking_in(request, side)
    form = NoteForm(sent(request), initial={"note": asking.note})
    if request.method == "POST" and form.is_valid():
        request.session[note_key(side)] = form.cleaned_data["note"]
        return see_other(asking_in(request, side).onward(word=OWN_WORDS))
    context = {"form": form, "asking": asking, "back": asking.url("ask-word")}
    return show(request, side, "arranging/note.html", context)


def check(request: HouseRequest, side: Side) -> HttpResponse:
    """Everything once more; the button does it."""
    side.insist(ProxyPower.ASK)
    asking = asking_in(request, side)
    if asking.next_question() != "ask-check":
        return see_other(asking.onward())
    form = CheckForm(sent(request), initial={"token": asking.answers.token(note=note_of(asking))})
    if request.method == "POST" and form.is_valid():
        try:
            need = _place(asking, token=form.cleaned_data["token"], wishes=form.cleaned_data["wishes"])
        except Unable as refusal:
            refuse(form, refusal)
        else:
            request.session.pop(note_key(side), None)
            return see_other(side.url("asked", need_id=need.id))
    context = {
        "form": form,
        "asking": asking,
        "word": asking.note if asking.answers.word == OWN_WORDS else WORDS[asking.answers.word],
        "token": asking.answers.token(note=note_of(asking)),
        "change": {name: asking.url(page) for name, page in CHANGES.items()},
        "weekly_url": "" if asking.answers.again else asking.url("ask-weekly"),
        "back": asking.url("ask-word"),
    }
    return show(request, side, "arranging/check.html", context)


def note_of(asking: Asking) -> str:
    """What the helper is told in words."""
    if asking.answers.word == OWN_WORDS:
        return asking.note
    if asking.answers.word == "none":
        return ""
    with translation.override("zh-hans"):
        return str(WORDS[asking.answers.word])


def _place(asking: Asking, *, token: UUID, wishes: list[str]) -> Need:
    answers, side = asking.answers, asking.side
    if asking.service is None or answers.starts_at is None:
        raise NotVisible
    if answers.again:
        return resubmit_need(
            actor=side.actor,
            need_id=answers.again,
            starts_at=answers.starts_at,
            minutes=asking.minutes,
            note=note_of(asking),
            now=asking.now,
        )
    return place_need(
        actor=side.actor,
        elder_id=side.elder.pk,
        service_code=asking.service.code,
        starts_at=answers.starts_at,
        minutes=asking.minutes,
        token=token,
        now=asking.now,
        payer=Payer(answers.payer) if answers.payer else None,
        note=note_of(asking),
        wishes=[Wish(code) for code in wishes],
    )


def asked(request: HouseRequest, side: Side, need_id: UUID) -> HttpResponse:
    """It is done: what happens next, when, who will phone."""
    if ProxyPower.SEE not in side.powers:
        return show(request, side, "arranging/asked.html")
    need = need_here(side, need_id)
    context = {"need": need, "answer_by": clock.local_date(need.review_by)}
    return show(request, side, "arranging/asked.html", context)
