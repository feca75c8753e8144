"""The desk, and the leader of a team, put people on the list of a gathering."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from nuanliu.domain.gatherings.operations import roles_of
from nuanliu.domain.gatherings.queries import public_gathering
from nuanliu.domain.gatherings.rules import may_sign_others
from nuanliu.domain.gatherings.types import Role
from nuanliu.domain.network.types import Power
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.queries import find_people, people_within
from nuanliu.platform.typed import tidy_text
from nuanliu.portals.gatherings.forms import PersonForm
from nuanliu.portals.gatherings.group import say_how, to_sign
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with, to_sign_in
from nuanliu.portals.ui.forms import ActForm, Card
from nuanliu.portals.ui.kept import asked, keep
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.gather.sign_up import access_signup, leave_list, sign_up

if TYPE_CHECKING:
    from nuanliu.domain.gatherings.models import Signup

FOUND = 12


@require_http_methods(["GET", "HEAD", "POST"])
@opens_with(Power.GATHERING_RUN, Power.NEED_PLACE)
def sign(request: HouseRequest, gathering_id: UUID) -> HttpResponse:
    """Find a person, and put her on the list."""
    gathering = to_sign(request=request, gathering_id=gathering_id)
    if request.method == "POST" and "token" not in request.POST:
        return keep(request, "q")
    text = tidy_text(asked(request).get("q", ""))[:60]
    found = _found(request, text) if text else []
    form = PersonForm(
        sent(request), roles=roles_of(gathering=gathering), people=[(str(one.pk), _card(one)) for one in found]
    )
    made: list[Signup] = []

    def act() -> None:
        said = form.cleaned_data
        made.append(
            sign_up(
                actor=request.actor,
                gathering_id=gathering.id,
                person_id=UUID(said["person"]),
                role=Role(said["role"]),
                now=request.now,
            )
        )

    if request.method == "POST" and done(form, act):
        say_how(request=request, signup=made[0], name=next(one.name for one in found if one.pk == made[0].person_id))
        return see_other("gatherings:gathering", gathering.id)
    context = {"form": form, "gathering": gathering, "text": text, "found": found}
    return render(request, "gatherings/sign.html", context)


def _found(request: HouseRequest, text: str) -> list[Person]:
    """Old people as the hotline finds them, and volunteers by name or number."""
    elders = [one.person for one in find_people(actor=request.actor, text=text, limit=FOUND)]
    helpers = people_within(actor=request.actor).filter(volunteer__isnull=False)
    by_name = list(helpers.filter(name__startswith=text).order_by("name", "pk")[:FOUND])
    by_number = list(helpers.filter(volunteer__number__iexact=text)[:FOUND])
    return list({one.pk: one for one in [*elders, *by_name, *by_number]}.values())[:FOUND]


def _card(person: Person) -> Card:
    return Card(person.name, f"{person.home_site.name} {person.street}".strip())


@require_POST
def leave(request: HouseRequest, gathering_id: UUID, signup_id: UUID) -> HttpResponse:
    """Off the list, by whoever may put there; whoever waits moves up."""
    if not request.user.is_authenticated:
        return to_sign_in(request)
    gathering = public_gathering(gathering_id=gathering_id)
    access_signup(actor=request.actor, gathering=gathering, signup_id=signup_id)
    form = ActForm(request.POST)

    def act() -> None:
        leave_list(actor=request.actor, gathering_id=gathering_id, signup_id=signup_id, now=request.now)

    if done(form, act):
        messages.success(request, _("从名单上去掉了。"))
    else:
        messages.warning(request, " ".join(words for _target, words in form.summary()))
    if may_sign_others(actor=request.actor, gathering=gathering):
        return see_other("gatherings:gathering", gathering_id)
    is_leader = request.actor.has(Power.BRANCH_SEE)
    return see_other("gatherings:team" if is_leader else "volunteer:gathering", gathering_id)
