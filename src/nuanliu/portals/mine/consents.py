"""What I agreed to, each by itself: to read the words, to say yes, and just as easily to take it back."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuanliu.domain.people.consents.queries import Standing, asked_now, consents_of, standing_consents
from nuanliu.domain.people.types import ConsentHow, ConsentPurpose
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.mine.whose import Whose, about, show
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.forms import ActForm
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.consents import give_consent, withdraw_consent

ICONS = {
    ConsentPurpose.SERVICE: "document",
    ConsentPurpose.HEALTH: "heart",
    ConsentPurpose.LOCATION: "walk",
    ConsentPurpose.AT_DOOR: "map-pin",
    ConsentPurpose.HONOUR_NAME: "medal",
    ConsentPurpose.SHARE_SHOP: "shop",
    ConsentPurpose.SHARE_INSURER: "shield",
}
YES, NO = "yes", "no"


class ConsentForm(ActForm):
    """Yes or no, to the words with this fingerprint; at the desk also in which way she said it."""

    answer = forms.ChoiceField(choices=[(YES, YES), (NO, NO)], widget=forms.HiddenInput)
    words = forms.CharField(max_length=64, widget=forms.HiddenInput)
    how = forms.ChoiceField(
        label=gettext_lazy("她是怎么说的"),
        choices=[
            (ConsentHow.DESK.value, gettext_lazy("当面听我念完，口头说的")),
            (ConsentHow.PAPER.value, gettext_lazy("在纸上签了字")),
        ],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, is_desk: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_desk:
            del self.fields["how"]

    @property
    def said(self) -> ConsentHow:
        """In which way it was said."""
        return ConsentHow(self.cleaned_data.get("how") or ConsentHow.SELF)


@about
def consents(request: HouseRequest, whose: Whose) -> HttpResponse:
    """Everything I am asked, and how it stands."""
    asked = asked_now(rows=standing_consents(person=whose.person), person=whose.person, at=request.now)
    rows = [(one, ICONS[one.words.purpose]) for one in asked]
    return show(request, whose, "mine/consents.html", {"rows": _with_links(whose, rows), "back": whose.url("home")})


def _with_links(whose: Whose, rows: list[tuple[Standing, str]]) -> list[dict[str, Any]]:
    return [
        {"one": one, "icon": icon, "href": whose.url("consent", purpose=one.words.purpose.value)} for one, icon in rows
    ]


@about
def consent(request: HouseRequest, whose: Whose, purpose: str) -> HttpResponse:
    """One text, and the two answers to it."""
    one = _asked(whose, purpose)
    form = ConsentForm(sent(request), is_desk=whose.is_desk)
    if request.method == "POST" and done(form, lambda: _answer(request, whose, one, form)):
        is_yes = form.cleaned_data["answer"] == YES
        messages.success(request, _("记好了：同意。") if is_yes else _("记好了：不同意。从现在起就不用了。"))
        return see_other(whose.url("consents"))
    past = [row for row in consents_of(person_id=whose.person.pk) if row.purpose == purpose]
    context = {
        "one": one,
        "form": form,
        "past": past,
        "is_needed": one.words.purpose == ConsentPurpose.SERVICE,
        "close_url": whose.url("close"),
        "back": whose.url("consents"),
    }
    return show(request, whose, "mine/consent.html", context)


def _asked(whose: Whose, purpose: str) -> Standing:
    for one in standing_consents(person=whose.person):
        if one.words.purpose.value == purpose:
            return one
    raise NotVisible


def _answer(request: HouseRequest, whose: Whose, one: Standing, form: ConsentForm) -> None:
    facts = {
        "actor": request.actor,
        "person_id": whose.person.pk,
        "purpose": one.words.purpose,
        "how": form.said,
        "now": request.now,
    }
    if form.cleaned_data["answer"] == YES:
        give_consent(fingerprint=form.cleaned_data["words"], **facts)
    else:
        withdraw_consent(**facts)
