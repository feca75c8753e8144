"""After the certification of a gathering: the helper chooses TIME or COIN, or a line is made void."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.care.operations import lock_helper
from nuanliu.domain.gatherings.counted import COUNTED
from nuanliu.domain.gatherings.models import Gathering, Signup
from nuanliu.domain.gatherings.noting import note
from nuanliu.domain.gatherings.operations import UnableToGather, lock_gathering
from nuanliu.domain.gatherings.rules import may_certify
from nuanliu.domain.gatherings.types import Credit
from nuanliu.domain.network.types import SYSTEM, Actor, Power
from nuanliu.domain.notices.types import NoticeKind
from nuanliu.domain.passbook.bonuses import undo_bonus
from nuanliu.domain.passbook.operations import reverse_visit
from nuanliu.domain.people.queries import is_own_or_kin
from nuanliu.domain.people.types import CreditChoice
from nuanliu.domain.standards.queries import standard_by_id, standard_in_force
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.retry import repeated
from nuanliu.usecases.gather.crediting import credit_line
from nuanliu.usecases.gather.telling import tell_list
from nuanliu.usecases.mark_honours import take_back


def _locked(signup_id: UUID) -> tuple[Gathering, Signup]:
    """A line and its gathering, locked, with the helper's row. Raises NotVisible."""
    found = Signup.objects.filter(id=signup_id).values_list("gathering_id", flat=True).first()
    if found is None:
        raise NotVisible
    gathering = lock_gathering(gathering_id=found)
    line = Signup.objects.get(site_id=gathering.site_id, id=signup_id)
    if line.person_id is not None:
        line.person = lock_helper(volunteer_id=line.person_id)
    return gathering, line


def _write(line: Signup, **changes: object) -> None:
    Signup.objects.filter(site_id=line.site_id, id=line.id).update(**changes)
    for name, value in changes.items():
        setattr(line, name, value)


@repeated
def choose_gathering_credit(*, actor: Actor, signup_id: UUID, choice: CreditChoice, now: datetime) -> Signup:
    """The helper says TIME or COIN for a certified line; it is posted at once and cannot be chosen again.

    Raises UnableToGather, UnableToPost, NotVisible.
    """
    with durable():
        gathering, line = _locked(signup_id)
        if line.person_id is None or actor.id != line.person_id:
            raise NotVisible
        if line.credit == Credit.CREDITED and line.choice == choice:
            return line
        _choose(gathering, line, choice, actor, now)
        return line


def _choose(gathering: Gathering, line: Signup, choice: CreditChoice, actor: Actor, now: datetime) -> None:
    if line.credit != Credit.CERTIFIED or gathering.standard_version is None:
        raise UnableToGather("not_to_choose", _("这次服务已经记好了，不能再改。"))
    _write(line, choice=choice.value, credit=Credit.CREDITED.value, credited_at=now)
    standard = standard_by_id(version_id=gathering.standard_version)
    credit_line(gathering=gathering, line=line, standard=standard, actor=actor, now=now)
    note(action="signup.credited", gathering=gathering, signup=line, actor=actor, at=now, choice=choice.value)


def credit_unchosen_gatherings(*, now: datetime, limit: int = 200) -> int:
    """Credit TIME for lines whose helper has not chosen in the Standard's days. Returns how many."""
    days = standard_in_force(at=now).days("credit_choice_days")
    rows = Signup.objects.filter(credit=Credit.CERTIFIED, gathering__certified_at__lt=now - timedelta(days=days))
    ids = list(rows.order_by("gathering__certified_at", "id").values_list("id", flat=True)[:limit])
    return sum(_credit_one(signup_id=one, now=now) for one in ids)


@repeated
def _credit_one(*, signup_id: UUID, now: datetime) -> int:
    with durable():
        gathering, line = _locked(signup_id)
        if line.credit != Credit.CERTIFIED:
            return 0
        _choose(gathering, line, CreditChoice.TIME, SYSTEM, now)
        return 1


@repeated
def void_line(*, actor: Actor, signup_id: UUID, reason: str, now: datetime) -> Signup:
    """One line of a certified roll does not count: every posting of it is reversed. Again changes nothing.

    Raises UnableToGather (own_or_kin, no_reason, not_so_far), UnableToPost (not_enough: it was spent), NotVisible.
    """
    with durable():
        gathering, line = _locked(signup_id)
        if not may_certify(actor=actor, gathering=gathering):
            raise NotVisible
        if line.credit == Credit.VOIDED:
            return line
        if line.person_id is not None and is_own_or_kin(actor=actor, people={line.person_id}):
            raise UnableToGather("own_or_kin", _("自己或家人的服务要请同事处理。"))
        if not reason.strip():
            raise UnableToGather("no_reason", _("请写明不计入的原因，志愿者会看到。"), field="reason")
        if line.credit not in COUNTED:
            raise UnableToGather("not_so_far", _("这一行没有记时间。"))
        sites = {gathering.site_id} | ({line.person.home_site_id} if line.person else set())
        reverse_visit(visit=line.id, posted_as=line.id, sites=sites, at=now, actor=actor.id, memo=reason[:200])
        undo_bonus(posted_as=line.id, at=now)
        if line.person is not None:
            take_back(person=line.person, actor=actor, at=now)
        _write(line, credit=Credit.VOIDED.value, note=reason.strip()[:200])
        role = actor.role_for(Power.VISIT_CERTIFY, path=gathering.site.path)
        note(action="signup.voided", gathering=gathering, signup=line, actor=actor, at=now, role=role, reason=reason)
        tell_list(gathering=gathering, signups=[line], kind=NoticeKind.GATHERING_VOID, at=now, reason=reason)
        return line
