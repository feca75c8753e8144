"""Invitations in the demo city: one need whose helpers said no or nothing and are asked anew, and one with a yes."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from nuanliu.domain.care.invitations.models import Invitation
from nuanliu.domain.care.invitations.types import WhyNot
from nuanliu.domain.care.models import Need
from nuanliu.domain.network.types import Role
from nuanliu.domain.people.models import Person
from nuanliu.jobs.demo.cast import Cast
from nuanliu.platform.clock import at, local_date
from nuanliu.platform.errors import Unable
from nuanliu.usecases.inviting.answer import accept_invitation, decline_invitation, expire_invitations, see_invitations
from nuanliu.usecases.inviting.ask import Invitee, invite

SITE = "ZS01"
LEADING = "ZS01-0002"
APART = 6
"""Old people of the site that other stories of the demo are about."""


def ask_helpers_out(cast: Cast) -> None:
    """Yesterday's askings ran out or were declined; today the leading volunteer and others are asked."""
    leading = cast.helper(LEADING)
    others = [one.person for one in cast.sites[SITE].volunteers if one.person.pk != leading.pk]
    walk = _need(cast, 0, "S302", days=3, hour=10)
    asked = _ask(cast, walk, others[:3], at=cast.now - timedelta(hours=13))
    see_invitations(volunteer_id=others[0].pk, now=cast.now - timedelta(hours=12))
    _decline(cast, asked[:1], WhyNot.NO_TIME)
    expire_invitations(now=cast.now)
    _ask(cast, walk, [leading, *others[3:5]], at=cast.now)
    chat = _need(cast, 1, "S101", days=4, hour=15)
    _accept(cast, _ask(cast, chat, others[5:8], at=cast.now - timedelta(hours=5)))


def _need(cast: Cast, place: int, service: str, *, days: int, hour: int) -> Need:
    elders = cast.sites[SITE].elders
    elder = elders[(APART + place) % len(elders)]
    starts_at = at(local_date(cast.now) + timedelta(days=days), hour)
    clerk = cast.staff(SITE, Role.COORDINATOR)
    return cast.place(elder, service, starts_at, by=clerk, at=cast.now - timedelta(hours=20))


def _ask(cast: Cast, need: Need, people: Sequence[Person], *, at: datetime) -> Sequence[Invitation]:
    whom = [Invitee(volunteer_id=one.pk, place=place) for place, one in enumerate(people, start=1)]
    try:
        return invite(actor=cast.staff(SITE, Role.COORDINATOR), need_id=need.id, whom=whom, now=at).sent
    except Unable:
        return ()


def _decline(cast: Cast, asked: Sequence[Invitation], why: WhyNot) -> None:
    for one in asked:
        actor = cast.actor(one.volunteer.login)
        decline_invitation(actor=actor, invitation_id=one.id, why=why, now=cast.now - timedelta(hours=11))


def _accept(cast: Cast, asked: Sequence[Invitation]) -> None:
    """The first who may go."""
    for one in asked:
        actor = cast.actor(one.volunteer.login)
        try:
            accept_invitation(actor=actor, invitation_id=one.id, now=cast.now - timedelta(hours=4))
        except Unable:
            continue
        return
