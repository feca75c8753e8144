"""What governed one place one after the other: since when each rule is as it is, and what is announced."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from nuanliu.domain.standards.drafts import changes
from nuanliu.domain.standards.models import StandardVersion
from nuanliu.domain.standards.parameters import Value
from nuanliu.domain.standards.places import places_above
from nuanliu.domain.standards.queries import standard_by_id
from nuanliu.domain.standards.types import Standard


@dataclass(frozen=True, slots=True)
class Turn:
    """One value that became another at one moment."""

    key: str
    at: datetime
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class Timeline:
    """The Standards of one place in order, each with the moment from which it governed."""

    spans: Sequence[tuple[datetime, Standard]]

    def at(self, moment: datetime) -> Standard | None:
        """What governs at `moment`; None before the first Standard."""
        governed = [standard for since, standard in self.spans if since <= moment]
        return governed[-1] if governed else None

    def turns(self) -> list[Turn]:
        """Every change of a value, the oldest first."""
        found = []
        for (_since, earlier), (at, later) in zip(self.spans, self.spans[1:], strict=False):
            found += [Turn(key, at, old, new) for key, (old, new) in changes(before=earlier, after=later).items()]
        return found

    def last_turns(self, *, now: datetime) -> Mapping[str, Turn]:
        """By key: the last change that has begun."""
        return {turn.key: turn for turn in self.turns() if turn.at <= now}

    def next_turns(self, *, now: datetime) -> Mapping[str, Turn]:
        """By key: the first change that is announced."""
        return {turn.key: turn for turn in reversed(self.turns()) if turn.at > now}


def timeline_of(*, place: UUID | None = None) -> Timeline:
    """The Standards of a place (None: the whole city) from the first to the last announced. One small query.

    It speaks of today's tree: what stood elsewhere once is asked of `standard_in_force` at that day.
    """
    chain: list[UUID | None] = [None]
    if place is not None:
        chain += [*places_above(place=place), place]
    rows = [
        (chain.index(row.scope_node), row.effective_from, row.number, row)
        for row in StandardVersion.objects.order_by("number")
        if row.scope_node in chain
    ]
    ends = {row.withdrawn_at for *_rank, row in rows if row.withdrawn_at}
    spans: list[tuple[datetime, Standard]] = []
    for moment in sorted({since for _depth, since, _number, _row in rows} | ends):
        governing = [
            (depth, since, number, row.pk)
            for depth, since, number, row in rows
            if since <= moment and (row.withdrawn_at is None or row.withdrawn_at > moment)
        ]
        if not governing:
            continue
        standard = standard_by_id(version_id=max(governing)[-1])
        if not spans or spans[-1][1].version_id != standard.version_id:
            spans.append((moment, standard))
    return Timeline(spans)
