"""What is to come in a simulation, act by act in the order of time; and how often what was done or refused."""

import heapq
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from itertools import count
from typing import Any

from nuanliu.platform.errors import Unable


class Diary:
    """The clock and what is to come."""

    def __init__(self, done: Counter[str]) -> None:
        self.done = done
        self.coming: list[tuple[datetime, int, Callable[[datetime], None]]] = []
        self.order = count()
        self.now: datetime | None = None

    def later(self, moment: datetime, act: Callable[[datetime], None]) -> None:
        """Put an act into the calendar: time never goes back, so what should have been is done at once."""
        moment = moment if self.now is None else max(moment, self.now)
        heapq.heappush(self.coming, (moment, next(self.order), act))

    def tried(self, name: str, act: Callable[[], Any]) -> Any:
        """Do it; a foreseen refusal is counted by its code and gives None."""
        try:
            made = act()
        except Unable as refusal:
            self.done[f"{name}: {refusal.code}"] += 1
            return None
        self.done[name] += 1
        return made

    def play_until(self, end: datetime) -> None:
        """Everything before `end`, also what is put into the calendar meanwhile."""
        while self.coming and self.coming[0][0] < end:
            moment, _number, act = heapq.heappop(self.coming)
            self.now = moment
            act(moment)
