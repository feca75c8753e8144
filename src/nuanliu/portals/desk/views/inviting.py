"""Helpers are invited from the need's page: several at once, and what each says is written down there."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from nuanliu.domain.care.invitations.queries import access_invitation
from nuanliu.domain.care.invitations.types import WhyNot
from nuanliu.domain.network.types import Power
from nuanliu.domain.people.queries import people_within
from nuanliu.platform import words
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.desk.gate import need_at_desk
from nuanliu.portals.desk.views.need import show_need
from nuanliu.portals.ui.acting import ask_for_button, done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.forms import ActForm
from nuanliu.portals.ui.hindrances import hindrance_words
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.usecases.inviting.answer import accept_invitation, decline_invitation
from nuanliu.usecases.inviting.ask import Invited, Invitee, invite, withdraw_invitation

if TYPE_CHECKING:
    from collections.abc import Callable


@opens_with(Power.NEED_ASSIST)
@require_POST
def invite_helpers(request: HouseRequest, need_id: UUID) -> HttpResponse:
    """Ask those who are ticked; each `whom` is an id, with the place in the list before it."""
    found = need_at_desk(request, need_id)
    form = ActForm(request.POST, auto_id="invite_%s")
    made: list[Invited] = []
    act = lambda: made.append(  # noqa: E731 (read together with its one use)
        invite(actor=request.actor, need_id=need_id, whom=_ticked(request), now=request.now)
    )
    if not done(form, act):
        return show_need(request, found, changed={"invite": form})
    _say(request, made[0])
    return see_other("desk:need", need_id=need_id)


def _ticked(request: HouseRequest) -> list[Invitee]:
    """Whom the clerk ticked, of those whom she may look up."""
    places: dict[UUID, int | None] = {}
    for said in request.POST.getlist("whom"):
        place, _dot, who = said.rpartition(".")
        try:
            places[UUID(who)] = int(place) if place.isdecimal() and len(place) < 4 else None
        except ValueError:
            continue
    known = set(people_within(actor=request.actor).filter(pk__in=places).values_list("pk", flat=True))
    return [Invitee(volunteer_id=who, place=place) for who, place in places.items() if who in known]


def _say(request: HouseRequest, made: Invited) -> None:
    if made.sent:
        count = len(made.sent)
        said = ngettext("请了 %(n)d 位，最晚%(until)s回话。", "请了 %(n)d 位，最晚%(until)s回话。", count)
        until = words.moment(made.sent[-1].answer_by)
        messages.success(request, said % {"n": count, "until": until})
    ids = [one.volunteer_id for one in made.left_out]
    names = dict(people_within(actor=request.actor).filter(pk__in=ids).values_list("pk", "name"))
    for one in made.left_out:
        facts = {"name": names[one.volunteer_id], "why": hindrance_words(one.why)}
        messages.warning(request, _("没有请 %(name)s：%(why)s") % facts)


@opens_with(Power.NEED_ASSIST)
@require_POST
def invitation(request: HouseRequest, invitation_id: UUID) -> HttpResponse:
    """What she said by telephone, or that nobody need answer any more."""
    asked = access_invitation(actor=request.actor, invitation_id=invitation_id)
    if not request.actor.may(Power.NEED_ASSIST, path=asked.site.path):
        raise NotVisible
    found = need_at_desk(request, asked.need_id)
    form = ActForm(request.POST, auto_id="invitation_%s")
    who: dict[str, Any] = {"actor": request.actor, "invitation_id": invitation_id, "now": request.now}
    said = request.POST.get("why", "")
    acts: dict[str, tuple[Callable[[], object], str]] = {
        "yes": (lambda: accept_invitation(**who), _("记下了，去的人定了。")),
        "no": (
            lambda: decline_invitation(**who, why=WhyNot(said) if said in set(WhyNot) else None),
            _("记下了，这次不去。"),
        ),
        "withdraw": (lambda: withdraw_invitation(**who), _("收回了，会告诉本人。")),
    }
    act, told = acts.get(request.POST.get("act", ""), (None, ""))
    if act is None:
        ask_for_button(form)
    elif done(form, act):
        messages.success(request, told)
        return see_other("desk:need", need_id=asked.need_id)
    return show_need(request, found, changed={"invite": form})
