"""Appointing, and ending an appointment."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nuanliu.domain.network.types import Power, Role
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.ui.acting import done, refuse
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.labels import ROLES
from nuanliu.portals.ui.recent import recently_signed_in
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.portals.units.forms import AppointForm, CloseForm
from nuanliu.portals.units.views.acts import SURE
from nuanliu.portals.units.views.unit import crumbs_of
from nuanliu.usecases.fill_posts import access_appointment, access_posts, end_post, roles_to_fill
from nuanliu.usecases.find_holder import Candidate, UnableToFindHolder, appoint_candidate, candidate_for


@opens_with(Power.POST_FILL)
@recently_signed_in(keep=("role", "name", "phone", "reason"))
@require_http_methods(["GET", "HEAD", "POST"])
def appoint(request: HouseRequest, node_id: UUID) -> HttpResponse:
    """Who is to hold which post; then a page that says who that is and what she will see; then it is done."""
    node = access_posts(actor=request.actor, node_id=node_id)
    roles = roles_to_fill(actor=request.actor, node=node)
    if not roles:
        raise NotVisible
    form = AppointForm(sent(request), roles=roles)
    context: dict[str, Any] = {
        "form": form,
        "node": node,
        "crumbs": crumbs_of(request.actor, node, words=_("任命")),
    }
    candidate = _candidate(request, node_id, form) if request.method == "POST" and form.is_valid() else None
    if candidate is not None and SURE in request.POST:
        said = form.cleaned_data

        def act() -> None:
            appoint_candidate(
                actor=request.actor,
                node_id=node.pk,
                candidate=candidate,
                role=Role(said["role"]),
                reason=said["reason"],
                token=said["token"],
                now=request.now,
            )

        if done(form, act):
            words = _("任命好了：%(name)s，%(role)s。") % {"name": candidate.name, "role": ROLES[said["role"]]}
            messages.success(request, words)
            return see_other("units:unit", node_id=node.pk)
    elif candidate is not None and "again" not in request.POST:
        context |= {"candidate": candidate, "role": form.cleaned_data["role"]}
        return render(request, "units/appoint_check.html", context)
    return render(request, "units/appoint.html", context)


def _candidate(request: HouseRequest, node_id: UUID, form: AppointForm) -> Candidate | None:
    said = form.cleaned_data
    try:
        return candidate_for(
            actor=request.actor, node_id=node_id, role=Role(said["role"]), name=said["name"], phone=said["phone"]
        )
    except UnableToFindHolder as refusal:
        refuse(form, refusal)
        return None


@opens_with(Power.POST_FILL)
@recently_signed_in(keep=("reason",))
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HouseRequest, appointment_id: UUID) -> HttpResponse:
    """Whose post ends, and why."""
    found = access_appointment(actor=request.actor, appointment_id=appointment_id)
    if found.ended_at is not None:
        return see_other("units:unit", node_id=found.node_id)
    form = CloseForm(sent(request))

    def act() -> None:
        end_post(actor=request.actor, appointment_id=found.pk, reason=form.cleaned_data["reason"], now=request.now)

    if request.method == "POST" and done(form, act):
        messages.success(request, _("任职结束了。"))
        return see_other("units:unit", node_id=found.node_id)
    crumbs = crumbs_of(request.actor, found.node, words=_("结束任职"))
    return render(request, "units/end_post.html", {"form": form, "post": found, "node": found.node, "crumbs": crumbs})
