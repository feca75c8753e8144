"""A group that is not made of persons here comes to help."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nuanliu.domain.gatherings.models import Gathering, Signup
from nuanliu.domain.gatherings.operations import roles_of
from nuanliu.domain.gatherings.queries import access_gathering
from nuanliu.domain.gatherings.rules import may_sign_others
from nuanliu.domain.gatherings.types import Role, SignupState
from nuanliu.domain.network.types import Power
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.gatherings.forms import GroupForm
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.gather.sign_up import sign_up_group


@require_http_methods(["GET", "HEAD", "POST"])
@opens_with(Power.GATHERING_RUN, Power.NEED_PLACE)
def group(request: HouseRequest, gathering_id: UUID) -> HttpResponse:
    """A group that is not made of persons here."""
    gathering = to_sign(request=request, gathering_id=gathering_id)
    roles = [role for role in roles_of(gathering=gathering) if role != Role.GUEST]
    form = GroupForm(sent(request), roles=roles)

    def act() -> None:
        said = form.cleaned_data
        signup = sign_up_group(
            actor=request.actor,
            gathering_id=gathering.id,
            name=said["name"],
            heads=said["heads"],
            role=Role(said["role"]),
            now=request.now,
        )
        say_how(request=request, signup=signup, name=signup.group_name)

    if request.method == "POST" and done(form, act):
        return see_other("gatherings:gathering", gathering.id)
    return render(request, "gatherings/group.html", {"form": form, "gathering": gathering, "has_roles": bool(roles)})


def say_how(*, request: HouseRequest, signup: Signup, name: str) -> None:
    """That somebody is on the list, with a place or waiting."""
    if signup.state == SignupState.WAITING:
        messages.info(request, _("%(name)s排上队了。有了名额，会通知。") % {"name": name})
    else:
        messages.success(request, _("%(name)s报上名了。") % {"name": name})


def to_sign(*, request: HouseRequest, gathering_id: UUID) -> Gathering:
    """The gathering, for whoever puts others on its list. Raises NotVisible."""
    found = access_gathering(actor=request.actor, gathering_id=gathering_id)
    if not may_sign_others(actor=request.actor, gathering=found):
        raise NotVisible
    return found
