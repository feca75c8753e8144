"""What is unusual about a visit besides its length: pure, each sign with its reason in one sentence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext as _

from nuanliu.domain.standards.types import Standard
from nuanliu.platform import words


class Sign(StrEnum):
    """Why a certifier should look, beside what the counting raises."""

    OVERLAP = "overlap"
    ROUND = "round"
    FIRST = "first"
    LATE = "late"
    RECEIPT = "receipt"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A visit of the helper as far as signs go. `minutes` are measured."""

    id: UUID
    started_at: datetime
    ended_at: datetime
    minutes: int
    elder: str
    is_certified: bool


@dataclass(frozen=True, slots=True)
class Signed:
    """One sign and the sentence that says why."""

    sign: Sign
    words: str


def signs_of(
    *,
    visit: Stretch,
    others: Sequence[Stretch],
    is_known: bool,
    told_at: datetime | None,
    standard: Standard,
    lacks_receipt: bool = False,
) -> tuple[Signed, ...]:
    """What is unusual about `visit`. `others` are the helper's other visits of late; `is_known` whether any counted.

    `told_at` is when a late report of it reached us; None if it was told at once.
    """
    found = [
        _overlap(visit, one) for one in others if one.started_at < visit.ended_at and visit.started_at < one.ended_at
    ]
    in_a_row = _round_in_a_row(visit, others, standard.minutes("credit_step_min"))
    if in_a_row >= standard.integer("round_visits_in_a_row"):
        found.append(Signed(Sign.ROUND, _("接连 %(count)d 次都正好是整数时间，像是估的。") % {"count": in_a_row}))
    if not is_known:
        found.append(Signed(Sign.FIRST, _("这位志愿者还没有认定过服务。")))
    if told_at is not None:
        found.append(Signed(Sign.LATE, _("事后补报：%(moment)s才告诉我们。") % {"moment": words.moment(told_at)}))
    if lacks_receipt:
        found.append(Signed(Sign.RECEIPT, _("这项要票据照片，还没有照片。")))
    return tuple(found)


def _overlap(visit: Stretch, other: Stretch) -> Signed:
    told = {
        "elder": other.elder,
        "span": words.span(max(visit.started_at, other.started_at), min(visit.ended_at, other.ended_at)),
    }
    return Signed(Sign.OVERLAP, _("%(span)s这位志愿者也在%(elder)s家服务。") % told)


def _round_in_a_row(visit: Stretch, others: Sequence[Stretch], step: int) -> int:
    """How many visits up to and with this one, without a break, lasted whole steps to the minute."""
    count = 0
    until = (one for one in others if one.ended_at <= visit.ended_at)
    for one in [visit, *sorted(until, key=lambda one: one.ended_at, reverse=True)]:
        if not one.minutes or one.minutes % step:
            break
        count += 1
    return count
