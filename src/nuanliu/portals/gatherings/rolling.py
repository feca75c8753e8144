"""The roll: ticked on a phone, or typed in from paper by the numbers of the lines."""

import re
import unicodedata
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from nuanliu.domain.gatherings.models import Gathering, Signup
from nuanliu.domain.gatherings.operations import lists_of
from nuanliu.domain.gatherings.queries import access_gathering
from nuanliu.domain.gatherings.rules import may_roll
from nuanliu.domain.gatherings.types import GatheringState, Role, SignupState
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.gatherings.home import base_for, show_gathering
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import to_sign_in
from nuanliu.portals.ui.forms import ActForm, TextField, WholeNumberField
from nuanliu.portals.ui.gatherings import ROLES
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.gather.roll import LONGEST_MINUTES, keep_roll, open_roll

MOST_LINES = 5_000
_BREAK = re.compile(r"[\s,，、;；]+")


def _plain(text: str) -> str:
    """Full-width digits and signs as plain ones; the spaces between them stay."""
    return unicodedata.normalize("NFKC", text)


class NumbersField(TextField):
    """Numbers of lines: `1-12 15 18`, in any order, with any of the usual signs between them."""

    def to_python(self, value: object) -> Any:
        """The numbers, as a set."""
        text = _plain(super().to_python(value)).replace("—", "-").replace("~", "-")
        found: set[int] = set()
        for part in filter(None, _BREAK.split(text)):
            first, _dash, last = part.partition("-")
            if not first.isdecimal() or (last and not last.isdecimal()) or len(part) > 9:
                raise ValidationError(_("“%(part)s”不是号。请写成 1-12 15 18 这样。") % {"part": part}, code="numbers")
            found |= set(range(int(first), min(int(last or first), MOST_LINES) + 1))
        return found

    def validate(self, value: Any) -> None:
        """Raise when a required one is empty."""
        if self.required and not value:
            raise ValidationError(self.error_messages["required"], code="required")


class MinutesField(TextField):
    """Minutes of some lines: `12=90 15=60`."""

    def to_python(self, value: object) -> Any:
        """Minutes by number."""
        found: dict[int, int] = {}
        for part in filter(None, _BREAK.split(_plain(super().to_python(value)))):
            number, _is, minutes = part.partition("=")
            if not (number.isdecimal() and minutes.isdecimal()) or len(part) > 9:
                raise ValidationError(_("“%(part)s”看不懂。请写成 12=90 这样。") % {"part": part}, code="minutes")
            found[int(number)] = int(minutes)
        return found

    def validate(self, value: Any) -> None:
        """Nothing is in order too."""


class PaperForm(ActForm):
    """What stands on the paper roll."""

    came = NumbersField(
        label=gettext_lazy("来了的人，写号"), help_text=gettext_lazy("比如：1-12 15 18"), max_length=600, lines=True
    )
    minutes = MinutesField(
        label=gettext_lazy("时间不一样的，写号和分钟"),
        help_text=gettext_lazy("比如：12=90 15=60。没写的算整场。"),
        required=False,
        max_length=600,
        lines=True,
    )


class TickForm(ActForm):
    """A box a line, and for helpers the minutes if they are not the whole time."""

    def __init__(self, *args: Any, lines: list[Signup], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        for line in lines:
            self.fields[f"came_{line.number}"] = forms.BooleanField(
                label=line.name, required=False, initial=bool(line.came)
            )
            if line.role != Role.GUEST:
                self.fields[f"minutes_{line.number}"] = WholeNumberField(
                    label=_("%(name)s多少分钟") % {"name": line.name},
                    required=False,
                    min_value=0,
                    max_value=LONGEST_MINUTES,
                    initial=line.minutes,
                )

    def rows(self) -> list[dict[str, Any]]:
        """What the page shows of each line."""
        return [
            {
                "line": line,
                "role": ROLES[line.role],
                "came": self[f"came_{line.number}"],
                "minutes": self[f"minutes_{line.number}"] if line.role != Role.GUEST else None,
            }
            for line in self.lines
        ]

    def came(self) -> set[int]:
        """Numbers of those who are ticked."""
        return {line.number for line in self.lines if self.cleaned_data[f"came_{line.number}"]}

    def minutes(self) -> dict[int, int]:
        """Minutes by number, where they were typed for somebody who came."""
        came = self.came()
        typed = {line.number: self.cleaned_data.get(f"minutes_{line.number}") for line in self.lines}
        return {number: value for number, value in typed.items() if value is not None and number in came}


@require_POST
def begin(request: HouseRequest, gathering_id: UUID) -> HttpResponse:
    """Open the roll."""
    if not request.user.is_authenticated:
        return to_sign_in(request)
    found, form = _to_roll(request, gathering_id), ActForm(request.POST)
    if done(form, lambda: open_roll(actor=request.actor, gathering_id=found.id, now=request.now)):
        return see_other("gatherings:roll", found.id)
    return show_gathering(request, found, form)


@require_http_methods(["GET", "HEAD", "POST"])
def roll(request: HouseRequest, gathering_id: UUID) -> HttpResponse:
    """Tick who came; save and go on, or hand it in."""
    if not request.user.is_authenticated:
        return to_sign_in(request)
    found = _to_roll(request, gathering_id)
    form = TickForm(sent(request), lines=_placed(found))
    if found.state != GatheringState.HELD:
        return see_other("gatherings:gathering", found.id)
    hands_in = request.POST.get("act") == "hand_in"

    def act() -> None:
        keep_roll(
            actor=request.actor,
            gathering_id=found.id,
            came=form.came(),
            minutes=form.minutes(),
            hands_in=hands_in,
            is_paper=False,
            now=request.now,
        )

    if request.method == "POST" and done(form, act):
        messages.success(request, _("交上去了，等认定。谢谢您。") if hands_in else _("存好了，可以接着点。"))
        return see_other("gatherings:gathering" if hands_in else "gatherings:roll", found.id)
    context = {"base": base_for(request), "form": form, "gathering": found, "rows": form.rows()}
    return render(request, "gatherings/roll.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: HouseRequest, gathering_id: UUID) -> HttpResponse:
    """Type in a roll that was kept on paper, by the numbers of its lines."""
    if not request.user.is_authenticated:
        return to_sign_in(request)
    found, form = _to_roll(request, gathering_id), PaperForm(sent(request))
    if found.state != GatheringState.HELD:
        return see_other("gatherings:gathering", found.id)

    def act() -> None:
        keep_roll(
            actor=request.actor,
            gathering_id=found.id,
            came=form.cleaned_data["came"],
            minutes=form.cleaned_data["minutes"],
            hands_in=True,
            is_paper=True,
            now=request.now,
        )

    if request.method == "POST" and done(form, act):
        messages.success(request, _("交上去了，等认定。谢谢您。"))
        return see_other("gatherings:gathering", found.id)
    context = {"form": form, "gathering": found, "count": len(_placed(found))}
    return render(request, "gatherings/paper.html", context)


def _to_roll(request: HouseRequest, gathering_id: UUID) -> Gathering:
    found = access_gathering(actor=request.actor, gathering_id=gathering_id)
    if not may_roll(actor=request.actor, gathering=found):
        raise NotVisible
    return found


def _placed(gathering: Gathering) -> list[Signup]:
    return [line for line in lists_of(gathering=gathering) if line.state == SignupState.IN]
