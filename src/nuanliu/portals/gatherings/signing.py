"""The desk, and the leader of a team, put people on the list of a gathering."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from nuanliu.domain.gatherings.models import Gathering, Signup
from nuanliu.domain.gatherings.operations import parts_of
from nuanliu.domain.gatherings.queries import access_gathering, public_gathering
from nuanliu.domain.gatherings.rules import may_sign_others
from nuanliu.domain.gatherings.types import Role, SignupState
from nuanliu.domain.network.types import Power
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.queries import find_people, people_within
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.typed import tidy_text
from nuanliu.portals.gatherings.forms import GroupForm, PersonForm, TeamForm
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with, to_sign_in
from nuanliu.portals.ui.forms import ActForm, Card
from nuanliu.portals.ui.gatherings import ROLES
from nuanliu.portals.ui.kept import asked, keep
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.branch_page import units_of
from nuanliu.usecases.gather.sign_up import access_signup, leave_list, sign_up, sign_up_group, sign_up_team

FOUND = 12


@require_http_methods(["GET", "HEAD", "POST"])
@opens_with(Power.GATHERING_RUN, Power.NEED_PLACE)
def sign(request: HouseRequest, gathering_id: UUID) -> HttpResponse:
    """Find a person, and put her on the list."""
    gathering = _to_sign(request, gathering_id)
    if request.method == "POST" and "token" not in request.POST:
        return keep(request, "q")
    text = tidy_text(asked(request).get("q", ""))[:60]
    found = _found(request, text) if text else []
    form = PersonForm(sent(request), roles=_roles(gathering), people=[(str(one.pk), _card(one)) for one in found])
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
        _say(request, made[0], next(one.name for one in found if one.pk == made[0].person_id))
        return see_other("gatherings:gathering", gathering.id)
    context = {"form": form, "gathering": gathering, "text": text, "found": found}
    return render(request, "gatherings/sign.html", context)


def _say(request: HouseRequest, signup: Signup, name: str) -> None:
    if signup.state == SignupState.WAITING:
        messages.info(request, _("%(name)s排上队了。有了名额，会通知。") % {"name": name})
    else:
        messages.success(request, _("%(name)s报上名了。") % {"name": name})


def _found(request: HouseRequest, text: str) -> list[Person]:
    """Old people as the hotline finds them, and volunteers by name or number."""
    elders = [one.person for one in find_people(actor=request.actor, text=text, limit=FOUND)]
    helpers = people_within(actor=request.actor).filter(volunteer__isnull=False)
    by_name = list(helpers.filter(name__startswith=text).order_by("name", "pk")[:FOUND])
    by_number = list(helpers.filter(volunteer__number__iexact=text)[:FOUND])
    return list({one.pk: one for one in [*elders, *by_name, *by_number]}.values())[:FOUND]


def _card(person: Person) -> Card:
    return Card(person.name, f"{person.home_site.name} {person.street}".strip())


@require_http_methods(["GET", "HEAD", "POST"])
@opens_with(Power.GATHERING_RUN, Power.NEED_PLACE)
def group(request: HouseRequest, gathering_id: UUID) -> HttpResponse:
    """A group that is not made of persons here."""
    gathering = _to_sign(request, gathering_id)
    roles = [role for role in _roles(gathering) if role != Role.GUEST]
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
        _say(request, signup, signup.group_name)

    if request.method == "POST" and done(form, act):
        return see_other("gatherings:gathering", gathering.id)
    return render(request, "gatherings/group.html", {"form": form, "gathering": gathering, "has_roles": bool(roles)})


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
    roles = [role for role in _roles(gathering) if role != Role.GUEST]
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


def _to_sign(request: HouseRequest, gathering_id: UUID) -> Gathering:
    found = access_gathering(actor=request.actor, gathering_id=gathering_id)
    if not may_sign_others(actor=request.actor, gathering=found):
        raise NotVisible
    return found


def _roles(gathering: Gathering) -> list[str]:
    return [part.role for part in parts_of(gathering) if part.wanted]
