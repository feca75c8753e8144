"""Several helpers are asked for one need until a moment; and an asking is taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.care import operations as care
from nuanliu.domain.care.invitations.models import Invitation
from nuanliu.domain.care.invitations.operations import lock_invitation, send, settle, waiting_for
from nuanliu.domain.care.invitations.types import InvitationSource, InvitationState
from nuanliu.domain.care.models import Need
from nuanliu.domain.care.rules import is_staff_for
from nuanliu.domain.care.series.pairs import kept_for
from nuanliu.domain.care.types import NeedState
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.notices.operations import tell
from nuanliu.domain.notices.types import NoticeKind
from nuanliu.domain.people.models import Person
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.domain.standards.types import Standard
from nuanliu.platform.clock import at, local_date
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable, Words
from nuanliu.platform.retry import repeated
from nuanliu.usecases.matching.ranking import about
from nuanliu.usecases.matching.types import Hindrance


class UnableToInvite(Unable):
    """Nobody was invited."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitee:
    """One who is to be asked."""

    volunteer_id: UUID
    place: int | None = None
    """Where she stands in the list she was chosen from; 1 is the best."""
    chance: int | None = None
    """How likely a yes is thought to be, in thousandths."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wave:
    """The proposal of a week, and which of its waves leaves now, from 1."""

    run_id: UUID
    number: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Who was not asked, and why: a code of ours or words of the Standard."""

    volunteer_id: UUID
    why: Hindrance | Words


@dataclass(frozen=True, slots=True)
class Invited:
    """Who is asked now, those who were asked before and have not answered among them; and who is not."""

    sent: tuple[Invitation, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class _Asking:
    """What is the same of all who are asked together."""

    need: Need
    by: UUID | None
    now: datetime
    until: datetime
    wave: Wave | None

    def of(self, **whom: object) -> Invitation:
        return Invitation(
            site_id=self.need.site_id,
            need_id=self.need.id,
            source=InvitationSource.DESK if self.wave is None else InvitationSource.DISPATCH,
            run_id=self.wave.run_id if self.wave else None,
            wave=self.wave.number if self.wave else None,
            asked_by=self.by,
            asked_at=self.now,
            answer_by=self.until,
            starts_at=self.need.starts_at,
            state=InvitationState.WAITING,
            **whom,
        )


@repeated
def invite(
    *,
    actor: Actor,
    need_id: UUID,
    whom: Sequence[Invitee],
    now: datetime,
    answer_by: datetime | None = None,
    wave: Wave | None = None,
) -> Invited:
    """Ask these helpers; who says yes first goes. Whoever is asked already is not asked again.

    Without `answer_by` they have the Standard's hours; never longer than some time before the start. Who may not go
    is left out with the reason. The desk asks no more at once, and nobody more often, than the Standard says; urgent
    needs and the waves of a proposal, which has reckoned with it, are not held back.
    Raises UnableToInvite (not_open, kept_for_pair, too_late, nobody, too_many), NotVisible.
    """
    with durable():
        need = care.lock_need(need_id=need_id)
        if not actor.is_system and not is_staff_for(actor=actor, need=need, power=Power.NEED_ASSIST):
            raise NotVisible
        return ask_helpers(need=need, actor=actor, whom=whom, now=now, answer_by=answer_by, wave=wave)


def ask_helpers(
    *,
    need: Need,
    actor: Actor,
    whom: Sequence[Invitee],
    now: datetime,
    answer_by: datetime | None = None,
    wave: Wave | None = None,
) -> Invited:
    """As `invite`, inside the caller's transaction, the need's row locked. Raises UnableToInvite."""
    standard = standard_in_force(at=now, site=need.site_id)
    until = _until(need, standard, now, answer_by)
    wanted = {one.volunteer_id: one for one in whom}
    _insist(need, set(wanted), now)
    waiting = {row.volunteer_id: row for row in waiting_for(need=need)}
    fresh = [one for one in wanted if one not in waiting]
    is_bound = wave is None and not need.is_urgent
    if is_bound and len(waiting) + len(fresh) > standard.integer("invite_most_at_once"):
        raise UnableToInvite("too_many", _("同时请的人太多了，请少请几位，等等回话。"), field="whom")
    helpers = Person.objects.select_related("volunteer", "elder").filter(pk__in=fresh, volunteer__isnull=False)
    asking = _Asking(need, actor.id, now, until, wave)
    left_out = []
    rows = []
    for one in about(need=need, helpers=list(helpers.order_by("pk")), now=now):
        against = [why for why in one.hindrances if is_bound or why != Hindrance.ASKED_ENOUGH]
        if against:
            left_out.append(LeftOut(one.person.pk, against[0]))
            continue
        said = wanted[one.person.pk]
        rows.append(asking.of(volunteer=one.person, place=said.place, chance=said.chance))
    send(invitations=rows, actor=actor, role=actor.role_for(Power.NEED_ASSIST, path=need.site.path))
    for row in rows:
        told = {"until": until.isoformat(), "audience": "volunteer"}
        tell(person=row.volunteer, kind=NoticeKind.INVITED, need=need, at=now, **told)
    again = [waiting[one] for one in wanted if one in waiting]
    return Invited((*again, *rows), tuple(left_out))


def _until(need: Need, standard: Standard, now: datetime, wished: datetime | None) -> datetime:
    latest = need.starts_at - standard.span("invite_before_start_min")
    if latest <= now:
        raise UnableToInvite("too_late", _("快开始了，等不及回话。请打电话问。"))
    until = wished if wished is not None and wished > now else now + standard.span("invite_answer_hours")
    return min(_by_day(until, standard), latest)


def _by_day(moment: datetime, standard: Standard) -> datetime:
    """Nobody has to answer at night: then it is the hour after messages begin to leave in the morning."""
    first, last = standard.integer("message_from_hour"), standard.integer("message_to_hour")
    day = local_date(moment)
    if at(day, first) <= moment <= at(day, last):
        return moment
    return at(day if moment < at(day, first) else day + timedelta(days=1), first + 1)


def _insist(need: Need, wanted: set[UUID], now: datetime) -> None:
    if not wanted:
        raise UnableToInvite("nobody", _("请先勾选要请的人。"), field="whom")
    if need.state != NeedState.OPEN:
        raise UnableToInvite("not_open", _("这件事现在不用请人了，请刷新页面看看。"))
    kept = kept_for(need=need, now=now)
    if kept is not None and wanted != {kept}:
        raise UnableToInvite("kept_for_pair", _("这一单先问结对的志愿者，等有了回话再请别人。"))


@repeated
def withdraw_invitation(*, actor: Actor, invitation_id: UUID, now: datetime) -> Invitation:
    """Staff take an asking back; she is told kindly. Taking it back twice changes nothing.

    Raises UnableToStepInvitation, NotVisible.
    """
    with durable():
        need, invitation = lock_invitation(invitation_id=invitation_id)
        if not is_staff_for(actor=actor, need=need, power=Power.NEED_ASSIST):
            raise NotVisible
        if invitation.state == InvitationState.WITHDRAWN:
            return invitation
        role = actor.role_for(Power.NEED_ASSIST, path=need.site.path)
        settle(invitations=[invitation], to=InvitationState.WITHDRAWN, actor=actor, at=now, role=role)
        tell(person=invitation.volunteer, kind=NoticeKind.INVITE_OVER, need=need, at=now, audience="volunteer")
        return invitation
