"""Which steps of honour so many minutes are, and how a step is called."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from nuanliu.domain.standards.types import Standard

MINUTES_AN_HOUR = 60


class StepKind(StrEnum):
    """Badges for the beginning, stars, and medals beyond the fifth star."""

    BADGE = "badge"
    STAR = "star"
    MEDAL = "medal"


@dataclass(frozen=True, slots=True, order=True)
class HonourStep:
    """Place `place` (from 1) among the steps of its kind, reached at `hours` of honour."""

    hours: int
    kind: StepKind
    place: int

    @property
    def minutes(self) -> int:
        """At which honour it is reached."""
        return self.hours * MINUTES_AN_HOUR


def honour_steps(*, standard: Standard) -> tuple[HonourStep, ...]:
    """Every step that the Standard has, the lowest first."""
    ways = {
        StepKind.BADGE: standard.steps("starter_badge_hours"),
        StepKind.STAR: standard.steps("star_hours"),
        StepKind.MEDAL: standard.steps("medal_hours"),
    }
    found = [HonourStep(hours, kind, place) for kind, row in ways.items() for place, hours in enumerate(row, 1)]
    return tuple(sorted(found))


def steps_reached(*, minutes: int, standard: Standard) -> tuple[HonourStep, ...]:
    """The steps that so many minutes of honour are, the lowest first."""
    return tuple(step for step in honour_steps(standard=standard) if minutes >= step.minutes)


def next_step(*, minutes: int, standard: Standard) -> HonourStep | None:
    """The next step above; None above the last one."""
    return next((step for step in honour_steps(standard=standard) if minutes < step.minutes), None)


def step_words(*, kind: str, place: int, hours: int) -> str:
    """What a step is called: 二星, 10 小时徽章, 2000 小时奖章."""
    if kind == StepKind.STAR:
        return _("%(place)s 星志愿者") % {"place": place}
    if kind == StepKind.MEDAL:
        return _("%(hours)s 小时奖章") % {"hours": hours}
    return _("%(hours)s 小时徽章") % {"hours": hours}
