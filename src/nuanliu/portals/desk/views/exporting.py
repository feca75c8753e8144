"""A list goes out: which one, why, and then the file."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.exports import export
from nuanliu.portals.ui.forms import ActForm, TextField
from nuanliu.portals.ui.recent import recently_signed_in
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.export_roster import TAKES, Listed, export_roster, kinds_to_export
from nuanliu.usecases.rosters.kinds import SPECS
from nuanliu.usecases.rosters.types import RosterKind

TAKERS = tuple(sorted(set(TAKES.values())))


class ExportForm(ActForm):
    """What goes out, and why."""

    kind = forms.ChoiceField(label=gettext_lazy("导出哪一张"), widget=forms.RadioSelect)
    reason = TextField(label=gettext_lazy("为什么"), help_text=gettext_lazy("会留在记录里。"), max_length=200)

    def __init__(self, *args: Any, kinds: list[RosterKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.value, SPECS[kind].title) for kind in kinds]  # type: ignore[attr-defined]


@opens_with(*TAKERS)
@recently_signed_in(keep=("kind", "reason"))
@require_http_methods(["GET", "HEAD", "POST"])
def roster_export(request: HouseRequest) -> HttpResponse:
    """The question, and the workbook as its answer."""
    form = ExportForm(sent(request), kinds=kinds_to_export(actor=request.actor))
    listed: list[Listed] = []

    def act() -> None:
        said = form.cleaned_data
        listed.append(
            export_roster(
                actor=request.actor,
                kind=RosterKind(said["kind"]),
                reason=said["reason"],
                token=said["token"],
                now=request.now,
            )
        )

    if request.method == "POST" and done(form, act):
        response = export(table=listed[0].table, name=listed[0].kind.value, kind="xlsx")
        response.headers["Cache-Control"] = "no-store"
        return response
    return render(request, "desk/roster_export.html", {"form": form})
