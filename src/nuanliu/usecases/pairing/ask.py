"""A pairing is asked for by the volunteer, the old person's side or the desk, and stands when both have agreed."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.care.rules import acts_for_elder
from nuanliu.domain.care.series.models import Pair
from nuanliu.domain.care.series.operations import lock_pair, note_row, step_pair, write_row
from nuanliu.domain.care.series.pairs import has_visited
from nuanliu.domain.care.series.types import LIVE_PAIR, AgreedHow, PairSide, PairState
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.notices.operations import tell_of_standing
from nuanliu.domain.notices.types import NoticeKind
from nuanliu.domain.people.models import Elder, Person
from nuanliu.domain.people.queries import are_kin
from nuanliu.domain.people.types import ProxyPower, VolunteerState
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated
from nuanliu.usecases.placing import elder_of


class UnableToPair(Unable):
    """These two cannot be paired, or not like this."""


@repeated
def ask_pair(*, actor: Actor, elder_id: UUID, volunteer_id: UUID, token: UUID, now: datetime) -> Pair:
    """Ask for a pairing. Whoever asks for her own side has agreed by that; the other side is asked.

    What stands already between the two, or the same token, finds that. Raises UnableToPair, NotVisible.
    """
    with durable():
        elder = elder_of(elder_id=elder_id)
        side = _side(actor, elder, volunteer_id)
        site = elder.person.home_site
        known = Pair.objects.filter(site_id=site.pk, elder_id=elder_id, volunteer_id=volunteer_id)
        found = known.filter(state__in=[state.value for state in LIVE_PAIR]).first()
        identity = derived_id(token, "pair", str(volunteer_id))
        found = found or known.filter(id=identity).first()
        if found is not None:
            return found
        helper = _helper(elder, volunteer_id)
        pair = Pair.objects.create(
            site=site,
            id=identity,
            elder=elder.person,
            volunteer=helper,
            state=PairState.ASKED,
            asked_side=side,
            asked_by=actor.id or elder_id,
            asked_at=now,
        )
        note_row(action="pair.asked", row=pair, actor=actor, at=now, on_behalf_of=_behalf(actor, elder_id, side))
        if side is not PairSide.DESK:
            _agree(pair, actor, side, now)
        if side is not PairSide.ELDER:
            _tell(pair, elder.person, NoticeKind.PAIR_ASKED, now, helper=helper.name, audience="elder")
        if side is not PairSide.VOLUNTEER:
            _tell(pair, helper, NoticeKind.PAIR_ASKED, now, elder=elder.person.name, audience="volunteer")
        return pair


def _behalf(actor: Actor, elder_id: UUID, side: PairSide) -> UUID | None:
    return elder_id if side is PairSide.ELDER and actor.id != elder_id else None


def _side(actor: Actor, elder: Elder, volunteer_id: UUID) -> PairSide:
    met = has_visited(volunteer_id=volunteer_id, elder_id=elder.pk)
    if actor.id is not None and actor.id == volunteer_id and actor.is_volunteer and met:
        return PairSide.VOLUNTEER
    if met and acts_for_elder(actor=actor, elder_id=elder.pk, power=ProxyPower.ASK):
        return PairSide.ELDER
    if actor.may(Power.NEED_ASSIST, path=elder.person.home_site.path):
        return PairSide.DESK
    raise NotVisible


def _helper(elder: Elder, volunteer_id: UUID) -> Person:
    helper = Person.objects.select_related("volunteer").filter(pk=volunteer_id, volunteer__isnull=False).first()
    if helper is None:
        raise NotVisible
    if helper.volunteer.state != VolunteerState.ACTIVE:
        raise UnableToPair("not_active", _("只有已批准的志愿者才能结对。"), field="helper")
    if helper.pk == elder.pk or are_kin(person=helper.pk, others=[elder.pk]):
        raise UnableToPair("kin", _("自己家里人不结对，请找别的志愿者。"), field="helper")
    return helper


@repeated
def answer_pair(*, actor: Actor, pair_id: UUID, side: PairSide, is_agreed: bool, now: datetime) -> Pair:
    """One side says yes or no; staff may say what somebody told them. With the second yes it stands.

    Answering the same again changes nothing. Raises UnableToStepSeries, NotVisible.
    """
    with durable():
        pair = lock_pair(pair_id=pair_id)
        if not _may_answer(actor, pair, side):
            raise NotVisible
        agreed_at = pair.elder_agreed_at if side is PairSide.ELDER else pair.volunteer_agreed_at
        if (is_agreed and agreed_at is not None) or (not is_agreed and pair.state == PairState.REFUSED):
            return pair
        if is_agreed:
            _agree(pair, actor, side, now)
            return pair
        step_pair(pair=pair, to=PairState.REFUSED, ended_at=now, ended_by=actor.id)
        note_row(action="pair.refused", row=pair, actor=actor, at=now, side=side.value)
        if side is PairSide.ELDER:
            _tell(pair, pair.volunteer, NoticeKind.PAIR_REFUSED, now, elder=pair.elder.name, audience="volunteer")
        else:
            _tell(pair, pair.elder, NoticeKind.PAIR_REFUSED, now, helper=pair.volunteer.name, audience="elder")
        return pair


def _may_answer(actor: Actor, pair: Pair, side: PairSide) -> bool:
    if actor.may(Power.NEED_ASSIST, path=pair.site.path):
        return True
    if side is PairSide.ELDER:
        return acts_for_elder(actor=actor, elder_id=pair.elder_id, power=ProxyPower.ASK)
    return bool(actor.id == pair.volunteer_id)


def _agree(pair: Pair, actor: Actor, side: PairSide, now: datetime) -> None:
    if side is PairSide.ELDER:
        how = AgreedHow.SELF if actor.id == pair.elder_id else AgreedHow.FAMILY
        if actor.id != pair.elder_id and actor.may(Power.NEED_ASSIST, path=pair.site.path):
            how = AgreedHow.DESK
        said = {"elder_agreed_at": now, "elder_agreed_by": actor.id, "elder_agreed_how": how.value}
    else:
        said = {"volunteer_agreed_at": now}
    write_row(pair, **said)
    note_row(action="pair.agreed", row=pair, actor=actor, at=now, side=side.value)
    if pair.elder_agreed_at is None or pair.volunteer_agreed_at is None:
        return
    step_pair(pair=pair, to=PairState.ACTIVE)
    Elder.objects.filter(pk=pair.elder_id, regular_helper=None).update(regular_helper=pair.volunteer)
    _tell(pair, pair.elder, NoticeKind.PAIR_AGREED, now, helper=pair.volunteer.name, audience="elder")
    _tell(pair, pair.volunteer, NoticeKind.PAIR_AGREED, now, elder=pair.elder.name, audience="volunteer")


def _tell(pair: Pair, person: Person, kind: NoticeKind, now: datetime, **params: str) -> None:
    tell_of_standing(person=person, kind=kind, subject=pair.id, at=now, **params)
