"""What can be chosen at each question: never more than four things on a page, besides the telephone (RULEBOOK 3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.care.models import Service
from nuanliu.platform import clock

MOST = 4
DAYS_AHEAD = 30
LATEST_END = 19
HOURS = {"morning": (8, 9, 10, 11), "afternoon": (14, 15, 16, 17)}
PARTS: dict[str, Promise] = {"morning": _("上午"), "afternoon": _("下午")}
STEP = 30
Thing = TypeVar("Thing")


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One thing to press."""

    href: str
    title: Any
    hint: Any = ""
    icon: str = ""
    is_chosen: bool = False


@dataclass(frozen=True, kw_only=True)
class Group:
    """Services of the catalogue's groups `of`, as an old person would sort them."""

    code: str
    title: Promise
    icon: str
    of: frozenset[str]


GROUPS = (
    Group(code="talk", title=_("陪我说话解闷"), icon="chat", of=frozenset({"情感慰藉", "文体活动"})),
    Group(code="errand", title=_("买东西、办事情"), icon="shopping", of=frozenset({"协助服务"})),
    Group(code="home", title=_("打扫、洗衣、理发"), icon="cleaning", of=frozenset({"生活照料"})),
    Group(code="health", title=_("看病、散步、量血压"), icon="hospital", of=frozenset({"出行陪伴", "健康科普"})),
)
OTHERS = Group(code="ask", title=_("学手机、问法律"), icon="smartphone", of=frozenset())


def groups_of(services: Sequence[Service]) -> list[tuple[Group, list[Service]]]:
    """Every service in exactly one group; groups without a service are left out."""
    known = frozenset().union(*(group.of for group in GROUPS))
    sorted_in = [(group, [one for one in services if one.group in group.of]) for group in GROUPS]
    sorted_in.append((OTHERS, [one for one in services if one.group not in known]))
    return [(group, members) for group, members in sorted_in if members]


def few(things: Sequence[Thing], *, page: int, room: int = MOST) -> tuple[list[Thing], bool]:
    """The things on page `page` (from 0) and whether there are more; a page with more keeps one place for "more"."""
    rest = list(things[page * (room - 1) :])
    return (rest, False) if len(rest) <= room else (rest[: room - 1], True)


def hours_open(*, day: date, earliest: datetime, minutes: int) -> dict[str, list[int]]:
    """Hours of `day` at which a visit of `minutes` may begin, by part of the day; parts without any are left out."""
    end = clock.at(day, LATEST_END)
    found = {
        part: [
            hour
            for hour in hours
            if clock.at(day, hour) >= earliest and clock.at(day, hour) + timedelta(minutes=minutes) <= end
        ]
        for part, hours in HOURS.items()
    }
    return {part: hours for part, hours in found.items() if hours}


def days_open(*, now: datetime, earliest: datetime, minutes: int) -> list[date]:
    """Days of the coming month on which some hour is open, the nearest first."""
    today = clock.local_date(now)
    days = (today + timedelta(days=ahead) for ahead in range(1, DAYS_AHEAD + 1))
    return [day for day in days if hours_open(day=day, earliest=earliest, minutes=minutes)]


def lengths(service: Service) -> list[int]:
    """Up to four lengths in minutes, from half an hour to the service's most, its usual one among them."""
    steps = list(range(STEP, service.max_minutes + 1, STEP))
    near = sorted(steps, key=lambda minutes: (abs(minutes - service.default_minutes), minutes))
    return sorted({*near[:MOST]}) or [service.default_minutes]
