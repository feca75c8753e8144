"""The leader of a branch or team puts its members on the list, several at once."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nuanliu.domain.gatherings.models import Signup
from nuanliu.domain.gatherings.operations import roles_of
from nuanliu.domain.gatherings.queries import public_gathering
from nuanliu.domain.gatherings.types import Role, SignupState
from nuanliu.domain.network.types import Power
from nuanliu.domain.people.models import Person
from nuanliu.portals.gatherings.forms import TeamForm
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.forms import Card
from nuanliu.portals.ui.gatherings import ROLES
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.branch_page import units_of
from nuanliu.usecases.gather.sign_up import sign_up_team


@require_http_methods(["GET", "HEAD", "POST"])
@opens_with(Power.BRANCH_SEE)
def team(request: HouseRequest, gathering_id: UUID) -> HttpResponse:
    """The members of my branches and teams, several at once."""
    gathering = public_gathering(gathering_id=gathering_id)
    units = units_of(actor=request.actor)
    members = Person.objects.filter(branch__in=units, volunteer__isnull=False, closed_at=None)
    people = list(members.select_related("branch").order_by("name", "pk")[:300])
    rows = Signup.objects.filter(gathering_id=gathering.id, person__in=people).exclude(state=SignupState.OFF)
    there = {row.person_id: row for row in rows.order_by("number")}
    free = [
        (str(one.pk), Card(one.name, one.branch.name if one.branch else "")) for one in people if one.pk not in there
    ]
    roles = [role for role in roles_of(gathering=gathering) if role != Role.GUEST]
    form = TeamForm(sent(request), roles=roles, people=free)

    def act() -> None:
        said = form.cleaned_data
        made = sign_up_team(
            actor=request.actor,
            gathering_id=gathering.id,
            people=[UUID(one) for one in said["people"]],
            role=Role(said["role"]),
            now=request.now,
        )
        waits = sum(1 for one in made if one.state == SignupState.WAITING)
        words = _("%(count)d 位报上名了。") if not waits else _("%(count)d 位报上名了，%(waits)d 位在排队。")
        messages.success(request, words % {"count": len(made) - waits, "waits": waits})

    if request.method == "POST" and done(form, act):
        return see_other("gatherings:team", gathering.id)
    context = {
        "form": form,
        "gathering": gathering,
        "free": free,
        "there": [(one, ROLES[there[one.pk].role], there[one.pk]) for one in people if one.pk in there],
        "is_open": gathering.state == "announced" and gathering.starts_at > request.now and bool(roles),
    }
    return render(request, "gatherings/team.html", context)
