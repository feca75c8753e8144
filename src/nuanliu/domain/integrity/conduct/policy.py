"""The score and what follows from it: pure, from what stands and the numbers of the Standard."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from nuanliu.domain.integrity.conduct.types import MarkKind
from nuanliu.domain.standards.types import Standard
from nuanliu.platform.clock import LOCAL, local

YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Fault:
    """One mark that counts."""

    kind: MarkKind
    points: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Rules:
    """The numbers of the Standard that conduct goes by."""

    start: int
    most: int
    below: int
    monthly: int
    pause_count: int
    pause: timedelta
    exit_count: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How somebody stands. `paused_until` None with `is_paused` is: until something is decided."""

    score: int
    no_shows: int
    """In the last year."""
    is_paused: bool = False
    is_exited: bool = False
    paused_until: datetime | None = None


def rules_of(*, standard: Standard) -> Rules:
    """The numbers of a Standard."""
    return Rules(
        start=standard.integer("score_start"),
        most=standard.integer("score_max"),
        below=standard.integer("score_suspend_below"),
        monthly=standard.integer("score_monthly_recovery"),
        pause_count=standard.integer("no_show_pause_count"),
        pause=timedelta(days=standard.days("no_show_pause_days")),
        exit_count=standard.integer("no_show_exit_count"),
    )


def score_at(*, faults: Sequence[Fault], rules: Rules, now: datetime) -> int:
    """The score: every fault takes its points, each first of a month gives some back; from 0 to the most."""
    score, since = rules.start, None
    for fault in sorted((one for one in faults if one.at <= now and one.points), key=lambda one: one.at):
        if since is not None:
            score = min(rules.most, score + rules.monthly * _firsts(since, fault.at))
        score, since = max(0, score - fault.points), fault.at
    if since is not None:
        score = min(rules.most, score + rules.monthly * _firsts(since, now))
    return score


def standing(*, faults: Sequence[Fault], rules: Rules, now: datetime) -> Standing:
    """How somebody stands now. Who was asked to leave stays out until an appeal takes one of the faults away."""
    score = score_at(faults=faults, rules=rules, now=now)
    is_stopped = any(one.kind is MarkKind.ASKED_MONEY and one.at <= now for one in faults)
    missed = sorted(one.at for one in faults if one.kind is MarkKind.NO_SHOW and one.at <= now)
    recent = sum(at > now - YEAR for at in missed)
    if _in_a_year(missed, rules.exit_count):
        return Standing(score, recent, is_paused=True, is_exited=True)
    if is_stopped:
        return Standing(score, recent, is_paused=True)
    ends = [at + rules.pause for at in _in_a_year(missed, rules.pause_count) if at + rules.pause > now]
    if score < rules.below:
        back = _back_at(score, rules, now)
        if back is None:
            return Standing(score, recent, is_paused=True)
        ends.append(back)
    return Standing(score, recent, is_paused=bool(ends), paused_until=max(ends, default=None))


def _in_a_year(missed: Sequence[datetime], count: int) -> list[datetime]:
    """The moments at which there were `count` of them, or more, within a year."""
    return [at for at in missed if sum(at - YEAR < one <= at for one in missed) >= count]


def _firsts(since: datetime, until: datetime) -> int:
    """How many first days of a month lie after `since` and not after `until`."""
    first, last = local(since), local(until)
    return (last.year - first.year) * 12 + last.month - first.month


def _back_at(score: int, rules: Rules, now: datetime) -> datetime | None:
    """The first of the month on which the score is high enough again; None if it never rises."""
    if not rules.monthly:
        return None
    months = -((score - rules.below) // rules.monthly)
    today = local(now)
    count = today.year * 12 + today.month - 1 + months
    return datetime(count // 12, count % 12 + 1, 1, tzinfo=LOCAL)
