"""The pool of a site is used: one person decides a little, two people decide more, and nobody for her own."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.audit.operations import record
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.passbook.funds import post_pool_use
from nuanliu.domain.passbook.models import PoolUse
from nuanliu.domain.passbook.operations import UnableToPost
from nuanliu.domain.passbook.queries import savings_of
from nuanliu.domain.passbook.types import PoolUseKind, PoolUseState
from nuanliu.domain.people.models import Elder, Person
from nuanliu.domain.people.queries import is_own_or_kin
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.clock import local_date
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated


class UnableToUsePool(Unable):
    """The pool cannot be used like this."""


@repeated
def ask_pool(
    *, actor: Actor, person_id: UUID, kind: PoolUseKind, minutes: int, reason: str, token: UUID, now: datetime
) -> PoolUse:
    """Take `minutes` out of the pool for one old person; done at once within the Standard's limit, else asked for.

    The same token finds the first one. Raises UnableToUsePool, NotVisible.
    """
    with durable():
        person = _person(actor, person_id)
        identity = derived_id(token, "pool-use", str(person_id))
        known = PoolUse.objects.filter(site_id=person.home_site_id, id=identity).first()
        if known is not None:
            return known
        _insist_on_distance(actor, person_id)
        if minutes <= 0:
            raise UnableToUsePool("no_amount", _("请写多少时间。"), field="minutes")
        if not reason.strip():
            raise UnableToUsePool("no_reason", _("请写明为什么。"), field="reason")
        if kind is PoolUseKind.COVER and minutes > _owed(person):
            raise UnableToUsePool("owes_less", _("老人没有欠这么多。"))
        standard = standard_in_force(at=now, site=person.home_site_id)
        use = PoolUse(
            site_id=person.home_site_id,
            id=identity,
            kind=kind.value,
            person=person,
            minutes=minutes,
            reason=reason.strip(),
            state=PoolUseState.ASKED.value,
            needs_two=minutes > standard.minutes("pool_one_person_max_min"),
            asked_by=actor.id or person_id,
            asked_at=now,
            standard_version=standard.version_id,
        )
        use.save(force_insert=True)
        if use.needs_two:
            _note("pool.asked", use, actor, now)
        else:
            _do(use, actor, now)
        return use


@repeated
def decide_pool(*, actor: Actor, use_id: UUID, is_agreed: bool, reason: str, now: datetime) -> PoolUse:
    """Somebody else agrees or refuses. Deciding what is decided changes nothing. Raises UnableToUsePool, NotVisible."""
    with durable():
        use = PoolUse.objects.select_for_update(no_key=True, of=("self",)).filter(id=use_id).first()
        if use is None or not actor.may(Power.POOL_USE, path=use.site.path):
            raise NotVisible
        if use.state != PoolUseState.ASKED:
            return use
        _insist_on_distance(actor, use.person_id)
        if use.asked_by == actor.id:
            raise UnableToUsePool("same_person", _("提的人不能自己定，要请同事看。"))
        if is_agreed:
            _do(use, actor, now)
            return use
        if not reason.strip():
            raise UnableToUsePool("no_reason", _("请写明为什么不同意。"), field="reason")
        use.state, use.refusal = PoolUseState.REFUSED.value, reason.strip()
        use.decided_by, use.decided_at = actor.id, now
        use.save(update_fields=["state", "refusal", "decided_by", "decided_at"])
        _note("pool.refused", use, actor, now)
        return use


def _person(actor: Actor, person_id: UUID) -> Person:
    elder = Elder.objects.select_related("person__home_site").filter(pk=person_id, person__closed_at=None).first()
    if elder is None or actor.id is None or not actor.may(Power.POOL_USE, path=elder.person.home_site.path):
        raise NotVisible
    return elder.person


def _owed(person: Person) -> int:
    return savings_of(person_id=person.pk, site_id=person.home_site_id).time_owed


def _insist_on_distance(actor: Actor, person_id: UUID) -> None:
    if is_own_or_kin(actor=actor, people={person_id}):
        raise UnableToUsePool("own_or_kin", _("自己或家人的事要请同事办。"))


def _do(use: PoolUse, actor: Actor, now: datetime) -> None:
    standard = standard_in_force(at=now, site=use.site_id)
    use.state, use.standard_version = PoolUseState.DONE.value, standard.version_id
    use.decided_at = now
    use.decided_by = actor.id if use.needs_two else None
    try:
        post_pool_use(use=use, until=local_date(now) + timedelta(days=standard.days("grant_expiry_days")))
    except UnableToPost as refusal:
        if refusal.code != "not_enough":
            raise
        raise UnableToUsePool("pool_short", _("爱心池里的时间不够，请少一些。"), field="minutes") from refusal
    use.save(update_fields=["state", "standard_version", "decided_by", "decided_at"])
    _note("pool.used", use, actor, now)


def _note(action: str, use: PoolUse, actor: Actor, now: datetime) -> None:
    record(
        action=action,
        subject_type="person",
        subject_id=use.person_id,
        occurred_at=now,
        actor_id=actor.id,
        actor_role=actor.role_for(Power.POOL_USE, path=use.site.path),
        site_id=use.site_id,
        reason=use.refusal or use.reason,
        details={"use": str(use.id), "kind": use.kind, "minutes": use.minutes},
    )
