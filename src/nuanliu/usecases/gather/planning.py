"""What somebody wants to hold, and whether it can be held."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.care.models import Service
from nuanliu.domain.gatherings.operations import (
    UnableToGather,
)
from nuanliu.domain.gatherings.types import Role
from nuanliu.domain.people.models import Person, Volunteer


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What somebody wants to hold. `leader` is the number of the volunteer who ticks the roll; empty for the desk."""

    service: str
    title: str
    about: str
    place: str
    starts_at: datetime
    ends_at: datetime
    wanted: dict[Role, int]
    leader: str = ""


def facts_of_plan(*, plan: Plan, now: datetime) -> dict[str, object]:
    """The columns of a gathering that is planned so. Raises UnableToGather for what cannot be held."""
    service = Service.objects.filter(code=plan.service, is_offered=True).first()
    if service is None:
        raise UnableToGather("no_service", _("请从列出的里面选一个。"), field="service")
    if plan.starts_at <= now:
        raise UnableToGather("too_late", _("时间已经过了，请改时间。"), field="day")
    if plan.ends_at <= plan.starts_at:
        raise UnableToGather("ends_first", _("结束要比开始晚。"), field="ends")
    if not any(plan.wanted.values()):
        raise UnableToGather("nobody", _("请写一写来多少人，要几个人手。"), field=Role.GUEST.value)
    return {
        "service": service,
        "title": plan.title,
        "about": plan.about,
        "place": plan.place,
        "starts_at": plan.starts_at,
        "ends_at": plan.ends_at,
        "leader": _leader(plan.leader),
    }


def _leader(number: str) -> Person | None:
    if not number:
        return None
    found = Volunteer.objects.select_related("person").filter(number=number.upper(), person__closed_at=None).first()
    if found is None:
        raise UnableToGather("no_leader", _("没有这个编号的志愿者。"), field="leader")
    return found.person
