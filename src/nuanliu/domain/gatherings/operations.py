"""Moving a gathering through its states and people on and off its list. Called by use cases, on a locked gathering.

Whoever changes anything of a gathering holds its row: places, waiting list and roll are never changed by two at once.
"""

from datetime import datetime
from uuid import UUID

from django.db.models import F, Max, QuerySet
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.gatherings.models import Gathering, Part, Signup
from nuanliu.domain.gatherings.types import STEPS, GatheringState, Role, SignupState, Way
from nuanliu.domain.network.types import Actor
from nuanliu.domain.people.models import Person
from nuanliu.platform.errors import NotVisible, Unable


class UnableToGather(Unable):
    """The gathering is not in a state in which this can be done, or this cannot be done so."""


def lock_gathering(*, gathering_id: UUID) -> Gathering:
    """The gathering, locked until the transaction ends. Raises NotVisible if there is none."""
    site = Gathering.objects.filter(id=gathering_id).values_list("site_id", flat=True).first()
    if site is None:
        raise NotVisible
    rows = Gathering.objects.select_for_update(no_key=True, of=("self",)).select_related("site", "host", "service")
    return rows.get(site_id=site, id=gathering_id)


def step(*, gathering: Gathering, to: GatheringState, **changes: object) -> None:
    """Write the new state and whatever changes with it. Raises UnableToGather if the step does not exist."""
    if to not in STEPS[GatheringState(gathering.state)]:
        raise UnableToGather("not_so_far", _("这个活动现在不能这样办，请刷新页面看看。"), state=gathering.state)
    change(gathering=gathering, state=to.value, **changes)


def change(*, gathering: Gathering, **changes: object) -> None:
    """Write fields of a locked gathering."""
    Gathering.objects.filter(site_id=gathering.site_id, id=gathering.id).update(**changes)
    for name, value in changes.items():
        setattr(gathering, name, value)


def set_parts(*, gathering: Gathering, wanted: dict[Role, int]) -> None:
    """So many places for each role; a role with no place is not wanted.

    Raises UnableToGather (too_few) where more people have a place already.
    """
    known = {part.role: part for part in parts_of(gathering)}
    for role in Role:
        number, part = wanted.get(role, 0), known.get(role.value)
        if part is None:
            if number:
                Part.objects.create(site_id=gathering.site_id, gathering_id=gathering.id, role=role, wanted=number)
        elif number < part.taken:
            words = _("已有 %(taken)d 人报上名，名额不能比这少。") % {"taken": part.taken}
            raise UnableToGather("too_few", words, field=role.value)
        elif number != part.wanted:
            Part.objects.filter(site_id=part.site_id, id=part.id).update(wanted=number)


def parts_of(gathering: Gathering) -> list[Part]:
    """The roles that a gathering wants, in the order of the roles."""
    order = list(Role)
    rows = Part.objects.filter(site_id=gathering.site_id, gathering_id=gathering.id)
    return sorted(rows, key=lambda part: order.index(Role(part.role)))


def roles_of(*, gathering: Gathering) -> list[str]:
    """The roles that a gathering wants."""
    return [part.role for part in parts_of(gathering) if part.wanted]


def standing_of(*, gathering: Gathering, person_id: UUID) -> Signup | None:
    """How somebody stands on the list of a gathering; None if she is not on it."""
    rows = Signup.objects.filter(site_id=gathering.site_id, gathering_id=gathering.id, person_id=person_id)
    return rows.exclude(state=SignupState.OFF).first()


def put_on_list(
    *,
    gathering: Gathering,
    role: Role,
    person: Person | None,
    way: Way,
    actor: Actor,
    at: datetime,
    group_name: str = "",
    heads: int = 1,
) -> Signup:
    """Give a place if one is left, else put at the end of the waiting list. Who stands at the door gets one more.

    Raises UnableToGather (not_wanted).
    """
    part = _door(gathering, role, heads) if way is Way.DOOR else _wanted(gathering, role)
    has_place = way is Way.DOOR or (part.left >= heads and not _waiting(gathering, role).exists())
    if has_place:
        _take(part, heads)
    helper = getattr(person, "volunteer", None) if role is not Role.GUEST else None
    return Signup.objects.create(
        site_id=gathering.site_id,
        gathering_id=gathering.id,
        number=_next_line(gathering),
        role=role,
        person=person,
        group_name=group_name,
        heads=heads,
        unit_id=person.branch_id if person and helper else None,
        state=SignupState.IN if has_place else SignupState.WAITING,
        way=way,
        signed_by=actor.id,
        signed_at=at,
        choice=helper.default_choice if helper else "",
    )


def _wanted(gathering: Gathering, role: Role) -> Part:
    part = Part.objects.filter(site_id=gathering.site_id, gathering_id=gathering.id, role=role, wanted__gt=0).first()
    if part is None:
        raise UnableToGather("not_wanted", _("这个活动不要这样的人手。"), field="role")
    return part


def _door(gathering: Gathering, role: Role, heads: int) -> Part:
    """The role with room for who is there already, wanted or not."""
    known = {"site_id": gathering.site_id, "gathering_id": gathering.id, "role": role}
    part, _is_new = Part.objects.get_or_create(**known, defaults={"wanted": heads})
    if part.left < heads:
        Part.objects.filter(site_id=part.site_id, id=part.id).update(wanted=part.taken + heads)
    return part


def take_off_list(*, gathering: Gathering, signup: Signup) -> list[Signup]:
    """Off the list; whoever moves up from the waiting list, in the order in which they came."""
    had_place = signup.state == SignupState.IN
    _write(signup, state=SignupState.OFF.value)
    if had_place:
        rows = Part.objects.filter(site_id=gathering.site_id, gathering_id=gathering.id, role=signup.role)
        rows.update(taken=F("taken") - signup.heads)
    return move_up(gathering=gathering)


def move_up(*, gathering: Gathering) -> list[Signup]:
    """Give what places there are to those who wait; nobody overtakes. Those who have one now, in their order."""
    moved = []
    for part in parts_of(gathering):
        left = part.left
        for signup in _waiting(gathering, Role(part.role)) if left else ():
            if signup.heads > left:
                break
            left -= signup.heads
            _write(signup, state=SignupState.IN.value)
            moved.append(signup)
        if left != part.left:
            _take(part, part.left - left)
    return moved


def lists_of(*, gathering: Gathering) -> list[Signup]:
    """Everybody who has a place or waits, by line; with persons and units."""
    rows = Signup.objects.filter(site_id=gathering.site_id, gathering_id=gathering.id).exclude(state=SignupState.OFF)
    return list(
        rows.select_related("person__volunteer", "person__elder", "person__home_site", "unit").order_by("number")
    )


def _waiting(gathering: Gathering, role: Role) -> QuerySet[Signup]:
    rows = Signup.objects.filter(site_id=gathering.site_id, gathering_id=gathering.id, role=role)
    waiting = rows.filter(state=SignupState.WAITING).select_related("person__elder", "person__home_site")
    return waiting.order_by("number")


def _take(part: Part, heads: int) -> None:
    Part.objects.filter(site_id=part.site_id, id=part.id).update(taken=F("taken") + heads)


def _next_line(gathering: Gathering) -> int:
    rows = Signup.objects.filter(site_id=gathering.site_id, gathering_id=gathering.id)
    return int(rows.aggregate(last=Max("number"))["last"] or 0) + 1


def _write(signup: Signup, **changes: object) -> None:
    Signup.objects.filter(site_id=signup.site_id, id=signup.id).update(**changes)
    for name, value in changes.items():
        setattr(signup, name, value)
