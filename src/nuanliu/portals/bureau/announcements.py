"""Announcements: to whom, where, from when to when."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from nuanliu.domain.insights.types import Audience
from nuanliu.domain.network.models import Node
from nuanliu.domain.network.types import NodeKind, Power
from nuanliu.platform.clock import at
from nuanliu.portals.bureau.frame import show
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.forms import ActForm, DayField, TextField
from nuanliu.portals.ui.paging import page_of
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.announce import access_announcement, announce, announcements_of, withdraw_announcement
from nuanliu.usecases.see_figures import PLACES

PAGE = 20
AUDIENCES: dict[str, Promise] = {
    Audience.EVERYBODY.value: gettext_lazy("老人和志愿者"),
    Audience.VOLUNTEERS.value: gettext_lazy("志愿者"),
    Audience.ELDERS.value: gettext_lazy("老人"),
    Audience.STAFF.value: gettext_lazy("工作人员"),
}


class AnnouncementForm(ActForm):
    """What, to whom, where, from which day to which, and whether each is told."""

    title = TextField(label=gettext_lazy("标题"), help_text=gettext_lazy("20 个字以内。"), max_length=20)
    text = TextField(label=gettext_lazy("说什么"), max_length=200, lines=True)
    audience = forms.ChoiceField(label=gettext_lazy("给谁看"), choices=list(AUDIENCES.items()))
    node = forms.ChoiceField(label=gettext_lazy("哪里的"))
    first_day = DayField(label=gettext_lazy("第一天"))
    last_day = DayField(label=gettext_lazy("最后一天"))
    is_told = forms.ChoiceField(
        label=gettext_lazy("要不要发通知"),
        choices=[
            ("no", gettext_lazy("只放在页面上")),
            ("yes", gettext_lazy("也给每个人发一条，早 7 点半以前、晚 8 点半以后不发")),
        ],
    )

    def __init__(self, *args: Any, nodes: list[Node], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["node"].choices = [(str(node.pk), node.name) for node in nodes]  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
@opens_with(Power.CITY_SEE)
def announcements(request: HouseRequest) -> HttpResponse:
    """What was said, and one form for the next."""
    may_say = request.actor.has(Power.TREE_EDIT)
    form = AnnouncementForm(sent(request) if may_say else None, nodes=_places(request))
    if may_say and request.method == "POST" and done(form, lambda: _announce(request, form)):
        messages.success(request, _("公告定好了，到了第一天就放出来。"))
        return see_other("bureau:announcements")
    rows = announcements_of(actor=request.actor)
    context = {
        "form": form,
        "may_say": may_say,
        "page": page_of(request=request, rows=rows, size=PAGE),
        "audiences": AUDIENCES,
    }
    return show(request, "bureau/announcements.html", context)


def _places(request: HouseRequest) -> list[Node]:
    """City, counties and sites; towns would make the list too long to choose from."""
    kinds = [kind.value for kind in PLACES if kind is not NodeKind.TOWN]
    rows = Node.objects.filter(kind__in=kinds, closed_at=None).order_by("path")
    reach = request.actor.paths(Power.TREE_EDIT)
    return [node for node in rows if any(node.path.startswith(path) for path in reach)]


def _announce(request: HouseRequest, form: AnnouncementForm) -> None:
    said = form.cleaned_data
    announce(
        actor=request.actor,
        node_id=UUID(said["node"]),
        audience=Audience(said["audience"]),
        title=said["title"],
        text=said["text"],
        starts_at=at(said["first_day"], 0),
        ends_at=at(said["last_day"] + timedelta(days=1), 0),
        is_told=said["is_told"] == "yes",
        token=said["token"],
        now=request.now,
    )


@require_POST
@opens_with(Power.CITY_SEE)
def withdraw(request: HouseRequest, announcement_id: UUID) -> HttpResponse:
    """It is shown no more."""
    access_announcement(actor=request.actor, announcement_id=announcement_id)
    if ActForm(request.POST).is_valid():
        withdraw_announcement(actor=request.actor, announcement_id=announcement_id, now=request.now)
        messages.success(request, _("撤下来了。"))
    return see_other("bureau:announcements")
