"""急需先用: a site lets an old person use time before she has it; paid back or not used, it ends by itself."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.audit.operations import record
from nuanliu.domain.network.types import SYSTEM, Actor, Power
from nuanliu.domain.passbook.overdraft_models import Overdraft
from nuanliu.domain.passbook.overdrafts import open_overdraft, set_floor
from nuanliu.domain.passbook.queries import savings_of
from nuanliu.domain.passbook.types import OverdraftEnd
from nuanliu.domain.people.forgetting import lock_person
from nuanliu.domain.people.models import Elder, Person
from nuanliu.domain.people.queries import is_own_or_kin
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.clock import local_date
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated


class UnableToLend(Unable):
    """She cannot use time before she has it."""


@repeated
def lend_time(*, actor: Actor, person_id: UUID, minutes: int, reason: str, token: UUID, now: datetime) -> Overdraft:
    """Let her own time go below zero by `minutes`, within the Standard. The same token finds the first one.

    Raises UnableToLend, NotVisible.
    """
    with durable():
        person = lock_person(person_id=person_id)
        if person is None or person.closed_at or person.died_on or not Elder.objects.filter(pk=person_id).exists():
            raise NotVisible
        if actor.id is None or not actor.may(Power.PERSON_DECIDE, path=person.home_site.path):
            raise NotVisible
        identity = derived_id(token, "overdraft", str(person_id))
        known = Overdraft.objects.filter(site_id=person.home_site_id, id=identity).first()
        if known is not None:
            return known
        version = _insist(actor, person, minutes, reason, now)
        overdraft = Overdraft(
            site_id=person.home_site_id,
            id=identity,
            person=person,
            minutes=minutes,
            reason=reason.strip(),
            made_by=actor.id,
            made_at=now,
            standard_version=version,
        )
        if not set_floor(overdraft=overdraft, floor=-minutes, at=now, actor=actor.id, reason="overdraft"):
            raise UnableToLend("owes_more", _("老人已经欠得更多了。"))
        overdraft.save(force_insert=True)
        _note("overdraft.agreed", overdraft, actor, now)
        return overdraft


def _insist(actor: Actor, person: Person, minutes: int, reason: str, now: datetime) -> UUID:
    """Everything that must hold; gives the version of the Standard that says so."""
    if is_own_or_kin(actor=actor, people={person.pk}):
        raise UnableToLend("own_or_kin", _("自己或家人的事要请同事办。"))
    standard = standard_in_force(at=now, site=person.home_site_id)
    age, today, born = standard.integer("overdraft_urgent_age"), local_date(now), person.birth_date
    if born is None or (today.year - born.year - ((today.month, today.day) < (born.month, born.day))) < age:
        raise UnableToLend("too_young", _("满 %(age)d 岁才可以先用。") % {"age": age})
    most = standard.minutes("overdraft_urgent_min")
    if not 0 < minutes <= most:
        raise UnableToLend("too_much", _("最多先用 %(most)d 分钟。") % {"most": most}, field="minutes")
    if not reason.strip():
        raise UnableToLend("no_reason", _("请写明为什么急需。"), field="reason")
    if open_overdraft(person=person.pk) is not None:
        raise UnableToLend("stands", _("已经同意过一次，还上以后再说。"))
    return standard.version_id


def close_overdrafts(*, now: datetime, limit: int = 500) -> int:
    """Every night: what was paid back, or not used in the Standard's days, ends. Returns how many ended."""
    rows = Overdraft.objects.filter(ended_at=None).order_by("made_at", "id")
    return sum(
        _look_at(site_id=site, overdraft_id=one, now=now) for site, one in rows.values_list("site_id", "id")[:limit]
    )


@repeated
def _look_at(*, site_id: UUID, overdraft_id: UUID, now: datetime) -> bool:
    with durable():
        rows = Overdraft.objects.select_for_update(no_key=True, of=("self",)).filter(site_id=site_id, id=overdraft_id)
        overdraft = rows.filter(ended_at=None).first()
        if overdraft is None:
            return False
        free = savings_of(person_id=overdraft.person_id, site_id=site_id).time_free
        if free < 0:
            if overdraft.used_at is None:
                overdraft.used_at = now
                overdraft.save(update_fields=["used_at"])
            return False
        days = standard_in_force(at=now, site=site_id).days("overdraft_unused_days")
        if overdraft.used_at is None and now < overdraft.made_at + timedelta(days=days):
            return False
        if not set_floor(overdraft=overdraft, floor=0, at=now, actor=None, reason="overdraft over"):
            return False
        overdraft.ended_at = now
        overdraft.ended_how = (OverdraftEnd.PAID_BACK if overdraft.used_at else OverdraftEnd.UNUSED).value
        overdraft.save(update_fields=["ended_at", "ended_how"])
        _note("overdraft.ended", overdraft, SYSTEM, now)
        return True


def _note(action: str, overdraft: Overdraft, actor: Actor, now: datetime) -> None:
    record(
        action=action,
        subject_type="person",
        subject_id=overdraft.person_id,
        occurred_at=now,
        actor_id=actor.id,
        actor_role=actor.role_for(Power.PERSON_DECIDE, path=overdraft.site.path),
        site_id=overdraft.site_id,
        reason=overdraft.reason if actor.id else "",
        details={"overdraft": str(overdraft.id), "minutes": overdraft.minutes, "ended": overdraft.ended_how},
    )
