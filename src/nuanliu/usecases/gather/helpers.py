"""Whether somebody may help at a gathering."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.care.models import Visit
from nuanliu.domain.care.types import STANDING_VISIT
from nuanliu.domain.gatherings.models import Gathering
from nuanliu.domain.gatherings.operations import UnableToGather
from nuanliu.domain.gatherings.queries import is_promised
from nuanliu.domain.gatherings.types import SKILL_FOR, Role
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.types import VolunteerState
from nuanliu.domain.standards.policies import RefusalCode, Taker, refusals_to_take
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.clock import local_date

NOT_ASKED = frozenset({RefusalCode.SENIOR_SINGLE, RefusalCode.SENIOR_DAILY})
"""An older helper may come for a part of it; what counts of her time is the roll's to say, within her limits."""


def check_helper(*, gathering: Gathering, person: Person, role: Role, now: datetime) -> None:
    """Whether she may help in this role, by the Standard and her other promises. Raises UnableToGather."""
    volunteer = getattr(person, "volunteer", None)
    if volunteer is None or volunteer.state != VolunteerState.ACTIVE:
        raise UnableToGather("not_active", _("要先批准为志愿者，才能来帮忙。"))
    skill = SKILL_FOR.get(role, "")
    if skill and skill not in volunteer.skills:
        raise UnableToGather("no_skill", _("这个岗位要有证，请先到站点登记。"))
    span = {"starts_at": gathering.starts_at, "ends_at": gathering.ends_at}
    visits = Visit.objects.filter(volunteer=person, state__in=[state.value for state in STANDING_VISIT])
    if visits.filter(need__starts_at__lt=span["ends_at"], need__ends_at__gt=span["starts_at"]).exists():
        raise UnableToGather("overlap", _("这段时间您已经有别的服务了。"))
    if is_promised(person_id=person.pk, **span):
        raise UnableToGather("overlap", _("这段时间您已经有别的活动了。"))
    standard = standard_in_force(at=now, site=gathering.site_id)
    taker = Taker(
        birth_date=person.birth_date,
        on=local_date(gathering.starts_at),
        planned_minutes=gathering.planned_minutes,
        trained_on=volunteer.trained_on,
        health_declared_on=volunteer.health_declared_on,
        insured_until=volunteer.insured_until,
        risk=gathering.service.risk,
        is_group=True,
    )
    for refusal in refusals_to_take(taker=taker, standard=standard):
        if refusal.code not in NOT_ASKED:
            raise UnableToGather(refusal.code, refusal.words)
