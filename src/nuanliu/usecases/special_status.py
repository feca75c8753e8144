"""Who is helped without time of her own: one proposes, another decides, from a day to a day."""

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.people.joining.models import SpecialStatus
from nuanliu.domain.people.joining.operations import note_person
from nuanliu.domain.people.joining.types import SpecialState
from nuanliu.domain.people.models import Elder
from nuanliu.domain.people.queries import is_own_or_kin
from nuanliu.domain.standards.policies import special_types
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.clock import local_date
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated


class UnableToDecideSpecial(Unable):
    """The status cannot be proposed, decided or ended like this."""


def _lock_elder(*, elder_id: UUID, actor: Actor, power: Power) -> Elder:
    rows = Elder.objects.select_for_update(no_key=True, of=("self",)).select_related("person__home_site")
    elder = rows.filter(pk=elder_id, person__closed_at=None).first()
    if elder is None or actor.id is None or not actor.may(power, path=elder.person.home_site.path):
        raise NotVisible
    if is_own_or_kin(actor=actor, people={elder_id}):
        raise UnableToDecideSpecial("own_or_kin", _("自己或家人的事要请同事办。"))
    return elder


@repeated
def propose_special(
    *, actor: Actor, elder_id: UUID, basis: str, from_date: date, until_date: date | None, token: UUID, now: datetime
) -> SpecialStatus:
    """Propose, from her circumstances and what was seen. The same token gives the same proposal.

    Raises UnableToDecideSpecial, NotVisible.
    """
    with durable():
        elder = _lock_elder(elder_id=elder_id, actor=actor, power=Power.NEED_PLACE)
        made = SpecialStatus.objects.filter(pk=derived_id(token, "special", str(elder_id))).first()
        if made is not None:
            return made
        standard = standard_in_force(at=now, site=elder.person.home_site_id)
        types = special_types(circumstances=elder.circumstances, standard=standard)
        if not types:
            words = _("按现在登记的情况，不是重点服务对象。情况变了，先改情况。")
            raise UnableToDecideSpecial("no_type", words)
        if not basis.strip():
            raise UnableToDecideSpecial("no_basis", _("请写看过什么，比如低保证。"), field="basis")
        if until_date is not None and until_date <= from_date:
            raise UnableToDecideSpecial("ends_before", _("最后一天要比第一天晚。"), field="until_date")
        standing = [SpecialState.PROPOSED.value, SpecialState.GRANTED.value]
        if SpecialStatus.objects.filter(elder=elder, state__in=standing).exists():
            raise UnableToDecideSpecial("stands", _("已经有一条了，先办完那一条。"))
        status = SpecialStatus.objects.create(
            pk=derived_id(token, "special", str(elder_id)),
            elder=elder,
            types=list(types),
            basis=basis.strip(),
            from_date=from_date,
            until_date=until_date,
            proposed_by=actor.id or elder_id,
            proposed_at=now,
        )
        _note("special.proposed", status, actor, now, power=Power.NEED_PLACE, reason=basis)
        return status


@repeated
def decide_special(*, actor: Actor, elder_id: UUID, is_granted: bool, reason: str, now: datetime) -> SpecialStatus:
    """Somebody else grants or refuses what was proposed. Raises UnableToDecideSpecial, NotVisible."""
    with durable():
        elder = _lock_elder(elder_id=elder_id, actor=actor, power=Power.PERSON_DECIDE)
        rows = SpecialStatus.objects.select_related("elder__person").filter(elder=elder)
        status = rows.filter(state=SpecialState.PROPOSED.value).first()
        if status is None:
            last = rows.filter(decided_by=actor.id).order_by("-decided_at").first()
            if last is None:
                raise NotVisible
            return last
        if status.proposed_by == actor.id:
            raise UnableToDecideSpecial("same_person", _("提的人不能自己定，要请同事看。"))
        if not is_granted and not reason.strip():
            raise UnableToDecideSpecial("no_reason", _("请写明为什么不算。"), field="reason")
        status.state = SpecialState.GRANTED if is_granted else SpecialState.REFUSED
        status.decided_by, status.decided_at, status.reason = actor.id, now, "" if is_granted else reason.strip()
        status.save(update_fields=["state", "decided_by", "decided_at", "reason"])
        if is_granted:
            Elder.objects.filter(pk=elder.pk).update(is_special=True, special_since=status.from_date)
        action = "special.granted" if is_granted else "special.refused"
        _note(action, status, actor, now, power=Power.PERSON_DECIDE, reason=reason)
        return status


@repeated
def end_special(*, actor: Actor, elder_id: UUID, reason: str, now: datetime) -> None:
    """It holds no longer. Ending it again changes nothing. Raises UnableToDecideSpecial, NotVisible."""
    with durable():
        elder = _lock_elder(elder_id=elder_id, actor=actor, power=Power.PERSON_DECIDE)
        if not reason.strip():
            raise UnableToDecideSpecial("no_reason", _("请写明为什么不再算。"), field="reason")
        rows = SpecialStatus.objects.select_related("elder__person")
        status = rows.filter(elder=elder, state=SpecialState.GRANTED.value).first()
        if status is not None:
            _end(status, now, reason.strip())
            _note("special.ended", status, actor, now, power=Power.PERSON_DECIDE, reason=reason)
        elif elder.is_special:
            Elder.objects.filter(pk=elder.pk).update(is_special=False, special_since=None)


def end_what_ran_out(*, now: datetime) -> int:
    """Every night: what was granted until a day that has passed. How many."""
    over = SpecialStatus.objects.filter(state=SpecialState.GRANTED.value, until_date__lt=local_date(now))
    return sum(_run_out(status_id=status_id, now=now) for status_id in over.values_list("pk", flat=True))


@repeated
def _run_out(*, status_id: UUID, now: datetime) -> bool:
    with durable():
        rows = SpecialStatus.objects.select_for_update(no_key=True, of=("self",)).select_related("elder__person")
        status = rows.filter(pk=status_id, state=SpecialState.GRANTED.value).first()
        if status is None:
            return False
        _end(status, now, "")
        _note("special.ran_out", status, Actor(id=None, is_system=True), now, power=None)
        return True


def _end(status: SpecialStatus, now: datetime, reason: str) -> None:
    status.state, status.ended_at, status.reason = SpecialState.ENDED, now, reason
    status.save(update_fields=["state", "ended_at", "reason"])
    Elder.objects.filter(pk=status.elder_id).update(is_special=False, special_since=None)


def _note(
    action: str, status: SpecialStatus, actor: Actor, now: datetime, *, power: Power | None, reason: str = ""
) -> None:
    person = status.elder.person
    role = actor.role_for(power, path=person.home_site.path) if power else ""
    note_person(action=action, person=person, actor=actor, at=now, role=role, reason=reason)
