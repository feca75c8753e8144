"""The branch's own pages: its members, its pledge, this month, and the needs that wait for somebody."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from nuanliu.domain.network.models import Node
from nuanliu.domain.network.types import Power
from nuanliu.platform.typed import tidy_text
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.forms import ActForm, TextField
from nuanliu.portals.ui.kept import asked, keep
from nuanliu.portals.ui.paging import page_of
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.branch_page import (
    access_branch,
    member_rows,
    members_named,
    needs_that_wait,
    units_below,
    units_of,
)
from nuanliu.usecases.join_unit import access_member, access_unit_to_fill, change_unit, join_unit
from nuanliu.usecases.unit_figures import pledge_months
from nuanliu.usecases.unit_page import figures_of

ON_A_PAGE = 30
OUT = "out"


class AddForm(ActForm):
    """Who joins."""

    number = TextField(label=gettext_lazy("志愿者编号"), help_text=gettext_lazy("在存折封面上。"), max_length=16)


class MemberForm(ActForm):
    """Where a member goes."""

    to = forms.ChoiceField(label=gettext_lazy("到哪里"), widget=forms.RadioSelect)
    reason = TextField(label=gettext_lazy("为什么"), help_text=gettext_lazy("会留在记录里。"), max_length=200)

    def __init__(self, *args: Any, units: list[Node], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(str(unit.pk), unit.name) for unit in units]
        self.fields["to"].choices = [*known, (OUT, _("移出，不属于任何支部"))]  # type: ignore[attr-defined]

    def unit(self) -> UUID | None:
        """The unit chosen; None for leaving."""
        said = str(self.cleaned_data["to"])
        return None if said == OUT else UUID(said)


@require_safe
@opens_with(Power.BRANCH_SEE)
def home(request: HouseRequest) -> HttpResponse:
    """My branch; a list of them for whoever looks after several."""
    units = units_of(actor=request.actor)
    roots = [one for one in units if not any(one.path.startswith(up.path) and one.pk != up.pk for up in units)]
    return _show(request, roots[0], roots) if roots else render(request, "branch/none.html")


@require_http_methods(["GET", "HEAD", "POST"])
@opens_with(Power.BRANCH_SEE)
def unit(request: HouseRequest, node_id: UUID) -> HttpResponse:
    """One of my branches or teams."""
    node = access_branch(actor=request.actor, node_id=node_id)
    return keep(request, "q") if request.method == "POST" else _show(request, node, [])


def _show(request: HouseRequest, node: Node, roots: list[Node]) -> HttpResponse:
    text = tidy_text(asked(request).get("q", ""))[:60]
    page = page_of(request=request, rows=members_named(node=node, text=text), size=ON_A_PAGE)
    context = {
        "node": node,
        "others": [one for one in roots if one.pk != node.pk],
        "teams": [one for one in units_below(node=node) if one.pk != node.pk],
        "figures": figures_of(node=node, now=request.now),
        "months": pledge_months(node=node, now=request.now, months=3),
        "needs": needs_that_wait(node=node, now=request.now),
        "page": page,
        "members": member_rows(people=list(page.rows), now=request.now),
        "text": text,
        "may_pledge": request.actor.may(Power.PLEDGE, path=node.path),
        "may_fill": request.actor.may(Power.BRANCH_FILL, path=node.path),
    }
    return render(request, "branch/unit.html", context)


@opens_with(Power.BRANCH_FILL)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HouseRequest, node_id: UUID) -> HttpResponse:
    """A volunteer joins."""
    node = access_unit_to_fill(actor=request.actor, node_id=node_id)
    form = AddForm(sent(request))

    def act() -> None:
        person = join_unit(actor=request.actor, node_id=node.pk, number=form.cleaned_data["number"], now=request.now)
        messages.success(request, _("%(name)s加入了%(unit)s。") % {"name": person.name, "unit": node.name})

    if request.method == "POST" and done(form, act):
        return see_other("branch:unit", node_id=node.pk)
    return render(request, "branch/add.html", {"form": form, "node": node})


@opens_with(Power.BRANCH_FILL)
@require_http_methods(["GET", "HEAD", "POST"])
def member(request: HouseRequest, node_id: UUID, person_id: UUID) -> HttpResponse:
    """A member goes to another team, or leaves."""
    node = access_unit_to_fill(actor=request.actor, node_id=node_id)
    person = access_member(actor=request.actor, node=node, person_id=person_id)
    form = MemberForm(sent(request), units=units_below(node=node), initial={"to": str(person.branch_id)})

    def act() -> None:
        change_unit(
            actor=request.actor,
            node_id=node.pk,
            person_id=person.pk,
            to_id=form.unit(),
            reason=form.cleaned_data["reason"],
            now=request.now,
        )

    if request.method == "POST" and done(form, act):
        messages.success(request, _("改好了。"))
        return see_other("branch:unit", node_id=node.pk)
    return render(request, "branch/member.html", {"form": form, "node": node, "person": person})
