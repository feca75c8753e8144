"""What is said of one helper beside one need."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from nuanliu.domain.people.models import Person
from nuanliu.platform.errors import Words
from nuanliu.platform.geo import walking_minutes

COMMON_SPEECH = "putonghua"
ONLY = "only-"
"""Before a sex: what is hard lies in the indexes like a skill that one has or has not."""
LONGEST_WALK = 60
"""Minutes; what is further is said in kilometres."""


class Hindrance(StrEnum):
    """Why not her."""

    INACTIVE = "inactive"
    PAUSED = "paused"
    RESTING = "resting"
    """By her conduct; when it ends is said, why is hers."""
    HERSELF = "herself"
    THERE = "there"
    KIN = "kin"
    NO_SKILL = "no_skill"
    ONLY_WOMAN = "only_woman"
    ONLY_MAN = "only_man"
    EXPIRED = "expired"
    BUSY = "busy"
    DECLINED = "declined"
    TOO_FAR = "too_far"
    INVITED = "invited"
    ASKED_ENOUGH = "asked_enough"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suited:
    """One helper beside one need."""

    person: Person
    points: float
    metres: int | None
    seen: int
    """How often she was with this old person."""
    is_regular: bool
    speech: tuple[str, ...]
    """Languages of both; the common one is not among them."""
    is_free: bool | None
    """Whether she said that she is free then; None if she said nothing of her times."""
    asked_at: datetime | None
    """When she last took something or was invited, whatever came of it."""
    week_minutes: int
    hindrances: tuple[Hindrance | Words, ...]
    """Codes of ours, or words of the Standard; empty if she may go."""

    @property
    def walk(self) -> int | None:
        """Minutes on foot, if it is a walk."""
        minutes = walking_minutes(metres=self.metres) if self.metres is not None else None
        return minutes if minutes is not None and minutes <= LONGEST_WALK else None

    @property
    def kilometres(self) -> int:
        """Whole kilometres, at least 1; 0 if it is not known."""
        return max(1, round(self.metres / 1000)) if self.metres is not None else 0
