"""People on the list of a gathering: by themselves, for family, for a team, at the desk; and off it again."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.care.operations import lock_helper
from nuanliu.domain.gatherings.models import Gathering, Signup
from nuanliu.domain.gatherings.noting import note
from nuanliu.domain.gatherings.operations import UnableToGather, lock_gathering, put_on_list, standing_of, take_off_list
from nuanliu.domain.gatherings.rules import may_roll, may_sign_others
from nuanliu.domain.gatherings.types import TAKES_PEOPLE, GatheringState, Role, SignupState, Way
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.notices.types import NoticeKind
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.queries import has_proxy, people_within
from nuanliu.domain.people.types import ProxyPower
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.retry import repeated
from nuanliu.usecases.gather.helpers import check_helper
from nuanliu.usecases.gather.telling import tell_list


@repeated
def sign_up(*, actor: Actor, gathering_id: UUID, person_id: UUID, role: Role, now: datetime) -> Signup:
    """Put a person on the list, with a place or waiting; again gives the same line.

    While the roll is open, the desk puts whoever stands at the door on it.

    Raises UnableToGather (not_open, not_wanted, overlap, no_skill, ...), NotVisible.
    """
    with durable():
        gathering = lock_gathering(gathering_id=gathering_id)
        way = _way(actor, gathering, person_id)
        known = standing_of(gathering=gathering, person_id=person_id)
        if known is not None:
            return known
        if way is Way.DESK and gathering.state == GatheringState.HELD:
            way = Way.DOOR
        else:
            _insist_on_open(gathering, now)
        signup = _put(gathering, lock_helper(volunteer_id=person_id), role, way, actor, now)
        if way is Way.TEAM:
            tell_list(gathering=gathering, signups=[signup], kind=NoticeKind.GATHERING_IN, at=now)
        return signup


@repeated
def sign_up_team(
    *, actor: Actor, gathering_id: UUID, people: Sequence[UUID], role: Role, now: datetime
) -> list[Signup]:
    """The leader of a branch or team signs several of its members at once: all or none; who was on the list stays.

    Raises UnableToGather with the name of who cannot, NotVisible.
    """
    with durable():
        gathering = lock_gathering(gathering_id=gathering_id)
        _insist_on_open(gathering, now)
        members = _members(actor, people)
        made = []
        for person_id in sorted(members):
            known = standing_of(gathering=gathering, person_id=person_id)
            if known is None:
                person = lock_helper(volunteer_id=person_id)
                try:
                    made.append(_put(gathering, person, role, Way.TEAM, actor, now))
                except UnableToGather as refusal:
                    words = _("%(name)s：%(words)s") % {"name": person.name, "words": refusal.words}
                    raise UnableToGather(refusal.code, words, field="people") from refusal
        placed = [signup for signup in made if signup.state == SignupState.IN]
        tell_list(gathering=gathering, signups=placed, kind=NoticeKind.GATHERING_IN, at=now, without=actor.id)
        return made


@repeated
def sign_up_group(*, actor: Actor, gathering_id: UUID, name: str, heads: int, role: Role, now: datetime) -> Signup:
    """A group of so many that is not made of persons here (a dance troupe); its minutes go to the pool.

    The same name again gives the same line. Raises UnableToGather, NotVisible.
    """
    with durable():
        gathering = lock_gathering(gathering_id=gathering_id)
        if not may_sign_others(actor=actor, gathering=gathering):
            raise NotVisible
        rows = Signup.objects.filter(site_id=gathering.site_id, gathering_id=gathering.id, group_name=name)
        known = rows.exclude(state=SignupState.OFF).first()
        if known is not None:
            return known
        _insist_on_open(gathering, now)
        if role is Role.GUEST:
            raise UnableToGather("guests_are_people", _("来参加的人请一位一位报名。"), field="role")
        target = standard_in_force(at=now, site=gathering.site_id).text("group_hours_target")
        if target != "pool":
            raise UnableToGather("members_only", _("按现在的规则，时间记给每个人。请把队员一位一位报名。"))
        signup = put_on_list(
            gathering=gathering, role=role, person=None, group_name=name, heads=heads, way=Way.DESK, actor=actor, at=now
        )
        note(action="signup.made", gathering=gathering, signup=signup, actor=actor, at=now, as_role=role, heads=heads)
        return signup


def access_signup(*, actor: Actor, gathering: Gathering, signup_id: UUID) -> Signup:
    """A line of the list, for whoever may take it off. Raises NotVisible."""
    rows = Signup.objects.filter(site_id=gathering.site_id, gathering_id=gathering.id, id=signup_id)
    signup = rows.select_related("person").first()
    if signup is None or not _may_take_off(actor, gathering, signup):
        raise NotVisible
    return signup


@repeated
def leave_list(*, actor: Actor, gathering_id: UUID, signup_id: UUID, now: datetime) -> Signup:
    """Off the list; whoever waits moves up and is told. Again changes nothing. Raises UnableToGather, NotVisible."""
    with durable():
        gathering = lock_gathering(gathering_id=gathering_id)
        signup = access_signup(actor=actor, gathering=gathering, signup_id=signup_id)
        if signup.state == SignupState.OFF:
            return signup
        if gathering.state not in TAKES_PEOPLE:
            raise UnableToGather("not_open", _("名单已经交上去了，不能再改。"))
        moved = take_off_list(gathering=gathering, signup=signup)
        if gathering.state == GatheringState.ANNOUNCED:
            tell_list(gathering=gathering, signups=moved, kind=NoticeKind.GATHERING_UP, at=now)
        note(action="signup.left", gathering=gathering, signup=signup, actor=actor, at=now, moved_up=len(moved))
        return signup


def _put(gathering: Gathering, person: Person, role: Role, way: Way, actor: Actor, now: datetime) -> Signup:  # noqa: PLR0917 (the facts of one line)
    if person.closed_at is not None or person.died_on is not None:
        raise NotVisible
    if role is not Role.GUEST:
        check_helper(gathering=gathering, person=person, role=role, now=now)
    signup = put_on_list(gathering=gathering, role=role, person=person, way=way, actor=actor, at=now)
    note(
        action="signup.made",
        gathering=gathering,
        signup=signup,
        actor=actor,
        at=now,
        as_role=role.value,
        waits=signup.state == SignupState.WAITING,
    )
    return signup


def _way(actor: Actor, gathering: Gathering, person_id: UUID) -> Way:
    """How the actor may put this person on the list. Raises NotVisible if not at all."""
    if actor.id is None:
        raise NotVisible
    if actor.id == person_id:
        return Way.SELF
    if actor.is_family and has_proxy(relative=actor.id, elder=person_id, power=ProxyPower.ASK):
        return Way.FAMILY
    is_known = people_within(actor=actor).filter(pk=person_id).exists()
    if is_known and may_sign_others(actor=actor, gathering=gathering):
        return Way.DESK
    if _members(actor, [person_id], is_strict=False):
        return Way.TEAM
    raise NotVisible


def _members(actor: Actor, people: Sequence[UUID], *, is_strict: bool = True) -> list[UUID]:
    """Those of these people who belong to the actor's branches and teams. Raises NotVisible for any other."""
    rows = Person.objects.filter(pk__in=people, branch__isnull=False).values_list("pk", "branch__path")
    mine = [pk for pk, path in rows if actor.may(Power.BRANCH_SEE, path=path)]
    if is_strict and len(mine) < len(set(people)):
        raise NotVisible
    return mine


def _may_take_off(actor: Actor, gathering: Gathering, signup: Signup) -> bool:
    if may_sign_others(actor=actor, gathering=gathering) or may_roll(actor=actor, gathering=gathering):
        return True
    person = signup.person_id
    if actor.id is None or person is None:
        return False
    is_hers = actor.id == person or (
        actor.is_family and has_proxy(relative=actor.id, elder=person, power=ProxyPower.ASK)
    )
    return is_hers or bool(_members(actor, [person], is_strict=False))


def _insist_on_open(gathering: Gathering, now: datetime) -> None:
    if gathering.state != GatheringState.ANNOUNCED or gathering.starts_at <= now:
        raise UnableToGather("not_open", _("报名已经结束了。想来，请给社区打电话。"))
