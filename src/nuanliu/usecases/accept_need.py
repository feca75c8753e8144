"""志愿接单: one volunteer takes a place of a need. Whoever comes second is told so, and nothing changes."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.care import operations as care
from nuanliu.domain.care.invitations.types import InvitationState
from nuanliu.domain.care.menu.queries import terms_of
from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.care.rules import is_staff_for
from nuanliu.domain.care.series.operations import answer_first
from nuanliu.domain.care.series.pairs import kept_for
from nuanliu.domain.care.series.types import FirstState
from nuanliu.domain.care.series.wished import sex_wished_for
from nuanliu.domain.care.types import STANDING_VISIT, NeedState, VisitState
from nuanliu.domain.gatherings.queries import is_promised
from nuanliu.domain.integrity.conduct.queries import standing_of
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.notices.operations import tell
from nuanliu.domain.notices.types import NoticeKind
from nuanliu.domain.people.joining.queries import is_expired
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.queries import are_kin
from nuanliu.domain.people.types import Sex, VolunteerState
from nuanliu.domain.standards.policies import Taker, refusals_to_take
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform import words
from nuanliu.platform.clock import day_bounds, local_date
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.ids import new_id
from nuanliu.platform.retry import repeated
from nuanliu.usecases.inviting.close import close_invitations, note_answer


class UnableToTakeNeed(Unable):
    """This helper cannot have this need."""


@repeated
def accept_need(*, actor: Actor, need_id: UUID, now: datetime) -> Visit:
    """The actor takes the need. Taking it again gives the same visit.

    Raises UnableToTakeNeed (already_taken, overlap, kin, ...), NotVisible.
    """
    with durable():
        need = care.lock_need(need_id=need_id)
        if not actor.is_volunteer or actor.id is None:
            raise NotVisible
        return take(need=need, helper_id=actor.id, actor=actor, now=now, action="visit.taken", role="volunteer")


@repeated
def assign_need(*, actor: Actor, need_id: UUID, volunteer_id: UUID, now: datetime) -> Visit:
    """Staff put a helper on the need who agreed by telephone. Same rules as for a helper who takes it herself."""
    with durable():
        need = care.lock_need(need_id=need_id)
        if not is_staff_for(actor=actor, need=need, power=Power.NEED_ASSIST):
            raise NotVisible
        role = actor.role_for(Power.NEED_ASSIST, path=need.site.path)
        return take(need=need, helper_id=volunteer_id, actor=actor, now=now, action="visit.assigned", role=role)


@repeated
def decline_need(*, actor: Actor, need_id: UUID, now: datetime) -> None:
    """The volunteer does not want to see this need again."""
    with durable():
        need = care.lock_need(need_id=need_id)
        if not actor.is_volunteer or actor.id is None:
            raise NotVisible
        no = InvitationState.DECLINED
        note_answer(need=need, volunteer_id=actor.id, to=no, actor=actor, role="volunteer", now=now)
        care.decline(need=need, volunteer_id=actor.id, at=now)


def take(*, need: Need, helper_id: UUID, actor: Actor, now: datetime, action: str, role: str) -> Visit:
    """A helper has a place of the need from now on. Inside the caller's transaction, the need's row locked.

    Raises UnableToTakeNeed.
    """
    standing = care.standing_visits(need=need)
    mine = next((visit for visit in standing if visit.volunteer_id == helper_id), None)
    if mine is not None:
        return mine
    if need.state != NeedState.OPEN or len(standing) >= need.helpers_wanted:
        raise UnableToTakeNeed("already_taken", _("已经有人接了这一单，谢谢您。"))
    if need.starts_at <= now:
        raise UnableToTakeNeed("too_late", _("约定的时间已经过了。"))
    kept = kept_for(need=need, now=now)
    if kept not in {None, helper_id} and actor.id == helper_id:
        raise UnableToTakeNeed("kept_for_pair", _("这一单先问结对的志愿者，过一阵再来看。"))
    helper = care.lock_helper(volunteer_id=helper_id)
    _check_helper(need, helper, now)
    slot = min({1, 2} - {visit.slot for visit in standing})
    visit = Visit.objects.create(
        site_id=need.site_id,
        id=new_id(),
        need_id=need.id,
        volunteer=helper,
        unit_id=helper.branch_id,
        slot=slot,
        state=VisitState.TAKEN,
        taken_at=now,
        choice=helper.volunteer.default_choice,
    )
    answer_first(need=need, state=FirstState.TAKEN)
    care.note(action=action, subject=visit, actor=actor, at=now, role=role, on_behalf_of=_other(actor, helper_id))
    yes = InvitationState.ACCEPTED
    note_answer(need=need, volunteer_id=helper_id, to=yes, actor=actor, role=role, now=now)
    if len(standing) + 1 == need.helpers_wanted:
        care.step_need(need=need, to=NeedState.MATCHED)
        close_invitations(need=need, to=InvitationState.FILLED, actor=actor, role=role, now=now)
        tell(person=need.elder, kind=NoticeKind.HELPER_FOUND, need=need, at=now, helper=helper.name)
    return visit


def _other(actor: Actor, helper_id: UUID) -> UUID | None:
    return None if actor.id == helper_id else helper_id


def _check_helper(need: Need, helper: Person, now: datetime) -> None:
    terms = terms_of(need=need)
    volunteer = getattr(helper, "volunteer", None)
    if volunteer is None or volunteer.state != VolunteerState.ACTIVE:
        raise UnableToTakeNeed("not_active", _("只有已批准的志愿者才能接单。"))
    _check_conduct(need, helper, now)
    if helper.pk == need.elder_id:
        raise UnableToTakeNeed("own_need", _("这是您自己提的需求。"))
    if are_kin(person=helper.pk, others=[need.elder_id]):
        raise UnableToTakeNeed("kin", _("照顾自己的家人不记志愿时间，请让别人来接。"))
    _check_sex(need, helper)
    skill = terms.skill
    if skill and skill not in volunteer.skills:
        raise UnableToTakeNeed("no_skill", _("这项服务需要相应的培训或资格，请联系站点。"))
    if skill and is_expired(person_id=helper.pk, skill=skill, day=local_date(need.starts_at)):
        raise UnableToTakeNeed("skill_expired", _("您的证到那天就过期了，请先到站点换新的。"))
    busy = _standing_of(helper).filter(need__starts_at__lt=need.ends_at, need__ends_at__gt=need.starts_at)
    if busy.exists() or is_promised(person_id=helper.pk, starts_at=need.starts_at, ends_at=need.ends_at):
        raise UnableToTakeNeed("overlap", _("这段时间您已经有别的服务了。"))
    _check_standard(need, helper, now, risk=terms.risk)


def _check_sex(need: Need, helper: Person) -> None:
    """Hard is only what the old person says is hard."""
    wish = sex_wished_for(need=need)
    if wish.shuts_out(helper.sex) and wish.sex == Sex.FEMALE:
        raise UnableToTakeNeed("only_woman", _("老人说了只要女的来，谢谢您的心意。"))
    if wish.shuts_out(helper.sex):
        raise UnableToTakeNeed("only_man", _("老人说了只要男的来，谢谢您的心意。"))


def _check_conduct(need: Need, helper: Person, now: datetime) -> None:
    """Whoever rests takes nothing; why stands on her own page and nowhere else."""
    stands = standing_of(person_id=helper.pk, site_id=need.site_id, now=now)
    if stands.is_exited:
        raise UnableToTakeNeed("exited", _("现在不能接单。请到“我的守约”里看，或打给社区。"))
    if stands.is_paused and stands.paused_until is not None:
        until = words.long_day(stands.paused_until)
        raise UnableToTakeNeed("paused", _("现在先歇一歇，%(day)s起可以接单。") % {"day": until})
    if stands.is_paused:
        raise UnableToTakeNeed("paused", _("现在先歇一歇，暂时不能接单。请打给社区。"))


def _standing_of(helper: Person) -> QuerySet[Visit]:
    states = [state.value for state in STANDING_VISIT]
    return Visit.objects.filter(volunteer=helper, state__in=states)


def _check_standard(need: Need, helper: Person, now: datetime, *, risk: str) -> None:
    start, end = day_bounds(local_date(need.starts_at))
    that_day = _standing_of(helper).filter(need__starts_at__gte=start, need__starts_at__lt=end)
    taker = Taker(
        birth_date=helper.birth_date,
        on=local_date(need.starts_at),
        planned_minutes=need.planned_minutes,
        planned_that_day=sum(that_day.values_list("need__planned_minutes", flat=True)),
        trained_on=helper.volunteer.trained_on,
        health_declared_on=helper.volunteer.health_declared_on,
        insured_until=helper.volunteer.insured_until,
        risk=risk,
    )
    refusals = refusals_to_take(taker=taker, standard=standard_in_force(at=now, site=need.site_id))
    if refusals:
        raise UnableToTakeNeed(refusals[0].code, refusals[0].words)
