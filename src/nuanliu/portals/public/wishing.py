"""请社区登记老人: a few questions, check, and the community rings. Nothing here says who is known."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from nuanliu.domain.network.models import Node
from nuanliu.domain.network.queries import sites
from nuanliu.domain.people.joining.types import CallWhen, WishFor
from nuanliu.domain.people.joining.wishes import Said
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.entering import address_of
from nuanliu.portals.ui.forms import ActForm, PhoneField, TextField
from nuanliu.portals.ui.labels import CALLS_WHEN
from nuanliu.portals.ui.once import keep_once, look_at, take_once
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.wish_to_register import Wanted, ask_to_be_registered

ANSWERS, SENT = "wish-answers", "wish-sent"
"""Session marks: what was answered so far, sealed; the site of the wish that was sent."""
UNKNOWN = "unknown"
NEEDED = {"wish-name": {"for_whom"}, "wish-call": {"for_whom", "name"}, "wish-check": {"for_whom", "name", "phone"}}
"""What must have been answered before a page is of use."""
asked_or_sent = require_http_methods(["GET", "HEAD", "POST"])


class WhoForm(ActForm):
    """For whom."""

    for_whom = forms.ChoiceField(
        label=gettext_lazy("给谁登记？"),
        help_text=gettext_lazy("留个电话，社区打来帮您登记。"),
        choices=[(WishFor.SELF.value, gettext_lazy("我自己")), (WishFor.FAMILY.value, gettext_lazy("家里的老人"))],
        widget=forms.RadioSelect,
    )


class NameForm(ActForm):
    """Her name, and where she lives."""

    name = TextField(label=gettext_lazy("老人姓名"), max_length=30)
    site = forms.ChoiceField(label=gettext_lazy("住在哪个社区？"), help_text=gettext_lazy("不知道也可以。"))

    def __init__(self, *args: Any, sites: Iterable[Node], is_self: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_self:
            self.fields["name"].label = _("您的姓名")
        self.fields["site"].choices = [  # type: ignore[attr-defined]
            ("", _("请选一个")),
            (UNKNOWN, _("不知道")),
            *((str(site.pk), site.name) for site in sites),
        ]


class CallForm(ActForm):
    """Where and when we may ring, and a word."""

    phone = PhoneField(label=gettext_lazy("电话号码"), help_text=gettext_lazy("社区打这个。您的、家里的都行。"))
    call_when = forms.ChoiceField(
        label=gettext_lazy("什么时候打？"), choices=list(CALLS_WHEN.items()), widget=forms.RadioSelect
    )
    word = TextField(
        label=gettext_lazy("想要什么帮助？"),
        help_text=gettext_lazy("写一句就好，比如：陪我看病。"),
        max_length=100,
        required=False,
    )


def _answered(request: HouseRequest) -> dict[str, str]:
    return look_at(request, ANSWERS) or {}


def _is_early(request: HouseRequest, page: str) -> bool:
    """Whether something before this page has not been answered."""
    return not NEEDED[page] <= _answered(request).keys()


def _kept(request: HouseRequest, form: ActForm, after: str) -> HttpResponse:
    """Keep the answers; on to the next question, or back to the check once all have been answered."""
    said = {name: str(value) for name, value in form.cleaned_data.items() if name != "token"}
    keep_once(request, ANSWERS, _answered(request) | said)
    return see_other(f"public:{after if _is_early(request, 'wish-check') else 'wish-check'}")


@never_cache
@asked_or_sent
def who(request: HouseRequest) -> HttpResponse:
    """For whom she is to be rung."""
    chosen = request.GET.get("for", "")
    first = {"for_whom": chosen} if chosen in set(WishFor) else _answered(request)
    form = WhoForm(sent(request), initial=first)
    if request.method == "POST" and form.is_valid():
        return _kept(request, form, "wish-name")
    return render(request, "public/wish_who.html", {"form": form})


@never_cache
@asked_or_sent
def name(request: HouseRequest) -> HttpResponse:
    """Her name and community."""
    if _is_early(request, "wish-name"):
        return see_other("public:wish")
    answers = _answered(request)
    is_self = answers["for_whom"] == WishFor.SELF
    form = NameForm(sent(request), sites=sites(), is_self=is_self, initial=answers)
    if request.method == "POST" and form.is_valid():
        return _kept(request, form, "wish-call")
    return render(request, "public/wish_name.html", {"form": form})


@never_cache
@asked_or_sent
def call(request: HouseRequest) -> HttpResponse:
    """Where and when we may ring."""
    if _is_early(request, "wish-call"):
        return see_other("public:wish")
    form = CallForm(sent(request), initial={"call_when": CallWhen.ANY.value} | _answered(request))
    if request.method == "POST" and form.is_valid():
        return _kept(request, form, "wish-check")
    return render(request, "public/wish_call.html", {"form": form})


@never_cache
@asked_or_sent
def check(request: HouseRequest) -> HttpResponse:
    """Everything once more, then it goes to the community. Sent twice, it is one wish."""
    if _is_early(request, "wish-check"):
        return see_other("public:wish-sent" if SENT in request.session else "public:wish")
    answers, form = _answered(request), ActForm(sent(request))
    if request.method == "POST" and done(form, lambda: _ask(request, answers, form)):
        take_once(request, ANSWERS)
        request.session[SENT] = answers["site"]
        return see_other("public:wish-sent")
    site = _site(answers["site"])
    context = {"form": form, "answers": answers, "site": site, "is_self": answers["for_whom"] == WishFor.SELF}
    return render(request, "public/wish_check.html", context)


def _site(code: str) -> Node | None:
    return None if code == UNKNOWN else sites().filter(pk=code).first()


def _ask(request: HouseRequest, answers: dict[str, str], form: ActForm) -> object:
    return ask_to_be_registered(
        actor=request.actor,
        wanted=Wanted(
            for_whom=WishFor(answers["for_whom"]),
            said=Said(name=answers["name"], phone=answers["phone"], word=answers["word"]),
            call_when=CallWhen(answers["call_when"]),
            site_id=None if answers["site"] == UNKNOWN else UUID(answers["site"]),
        ),
        address=address_of(request),
        token=form.cleaned_data["token"],
        now=request.now,
    )


@never_cache
@require_safe
def told(request: HouseRequest) -> HttpResponse:
    """What happens next: who rings within which time, and the number for whoever does not want to wait."""
    if SENT not in request.session:
        return see_other("public:wish")
    site = _site(request.session[SENT])
    hours = standard_in_force(at=request.now, site=site.pk if site else None).hours("request_review_hours")
    return render(request, "public/wish_sent.html", {"site": site, "hours": hours})
