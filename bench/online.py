"""`python -m bench online`: the best ten of 100,000 helpers, and the needs for one helper, beside the same in SQL.

CPU is that of this process for ours, and that of the whole server for PostgreSQL (its client comes on top and is not
counted). Both answer the same questions, and every answer is compared.
"""

import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import psycopg
from psycopg.sql import SQL, Identifier

from bench.dispatch.weeks import Scale, week
from bench.measuring import databases, server_cpu
from bench.online_sql import INDEXES, KEPT, NEAR, STATEMENTS, TABLES
from nuanliu.domain.matching.near import Needs, Seeker, rank_needs
from nuanliu.domain.matching.online import CELL, Helpers, Index, Wish, quarters, rank_volunteers
from nuanliu.domain.matching.types import Snapshot, Weights
from tests.support import postgres

PLACES = {"one city, 26 km": Scale(100_000, 5_000, 26_000), "a wide country, 82 km": Scale(100_000, 5_000, 82_000)}
QUESTIONS = 400
_WEIGHTS = Weights()
_LIMIT = 10


def _signed(word: int) -> int:
    return word - 2**64 if word >= 2**63 else word


def _masks(values: np.ndarray) -> list[int]:
    return values.astype(np.uint64).view(np.int64).tolist()


@dataclass(frozen=True, slots=True)
class _Place:
    """Helpers and needs as both sides hold them."""

    helpers: Helpers
    needs: Needs
    wishes: list[Wish]
    seekers: list[Seeker]


def _place(snapshot: Snapshot) -> _Place:
    free = np.zeros((snapshot.helpers, 7), np.uint64)
    for who, begin, end in zip(snapshot.free_helper, snapshot.free_from, snapshot.free_to, strict=True):
        day = int(begin) // 1440
        free[who, day] |= np.uint64(quarters(begin=int(begin) % 1440, end=int(end) - day * 1440))
    helpers = Helpers(
        x=snapshot.helper_x,
        y=snapshot.helper_y,
        reach=snapshot.helper_reach,
        skills=snapshot.helper_skills,
        speech=snapshot.helper_speech,
        prior=snapshot.helper_prior,
        free=free,
        site=np.zeros(snapshot.helpers, np.int64),
    )
    first = np.searchsorted(snapshot.window_need, np.arange(snapshot.needs))
    starts, minutes = snapshot.window_from[first], snapshot.need_minutes
    words = [quarters(begin=int(b) % 1440, end=int(b) % 1440 + int(m)) for b, m in zip(starts, minutes, strict=True)]
    needs = Needs(
        x=snapshot.need_x,
        y=snapshot.need_y,
        skills=snapshot.need_skills,
        speech=snapshot.need_speech,
        weekday=starts // 1440,
        quarters=np.array(words, np.uint64),
        minutes=minutes,
        starts=starts,
        is_urgent=snapshot.need_urgent,
    )
    return _Place(helpers, needs, _wishes(needs), _seekers(helpers))


def _wishes(needs: Needs) -> list[Wish]:
    return [
        Wish(
            x=float(needs.x[row]),
            y=float(needs.y[row]),
            skills=int(needs.skills[row]),
            speech=int(needs.speech[row]),
            weekday=int(needs.weekday[row]),
            quarters=int(needs.quarters[row]),
            minutes=int(needs.minutes[row]),
            site=0,
        )
        for row in range(QUESTIONS)
    ]


def _seekers(helpers: Helpers) -> list[Seeker]:
    return [
        Seeker(
            x=float(helpers.x[row]),
            y=float(helpers.y[row]),
            reach=float(helpers.reach[row]),
            skills=int(helpers.skills[row]),
            speech=int(helpers.speech[row]),
            prior=int(helpers.prior[row]),
            free=tuple(int(word) for word in helpers.free[row]),
        )
        for row in range(QUESTIONS)
    ]


def _fill(connection: psycopg.Connection[Any], place: _Place) -> None:
    for statement in TABLES:
        connection.execute(statement)
    helpers, needs = place.helpers, place.needs
    with connection.cursor().copy("COPY helper FROM STDIN") as copy:
        free = helpers.free.view(np.int64).tolist()
        columns = (helpers.x.tolist(), helpers.y.tolist(), helpers.reach.tolist(), _masks(helpers.skills))
        rows = zip(*columns, _masks(helpers.speech), (helpers.prior / 60).tolist(), free, strict=True)
        for row, (x, y, reach, skills, speech, prior, days) in enumerate(rows):
            copy.write_row((row, f"({x!r},{y!r})", x, y, reach, skills, speech, prior, *days))
    with connection.cursor().copy("COPY need FROM STDIN") as copy:
        columns = (needs.x.tolist(), needs.y.tolist(), _masks(needs.skills), _masks(needs.speech))
        more = (needs.weekday.tolist(), _masks(needs.quarters), (needs.minutes / 60).tolist(), needs.starts.tolist())
        rows = zip(*columns, *more, needs.is_urgent.tolist(), strict=True)
        for row, (x, y, *rest) in enumerate(rows):
            copy.write_row((row, f"({x!r},{y!r})", *rest))
    _fill_as_kept(connection, helpers)
    for statement in INDEXES:
        connection.execute(statement)
    connection.execute("VACUUM (ANALYZE)")


def _fill_as_kept(connection: psycopg.Connection[Any], helpers: Helpers) -> None:
    with connection.cursor().copy("COPY home FROM STDIN") as copy:
        rows = zip(helpers.x.tolist(), helpers.y.tolist(), helpers.reach.tolist(), helpers.prior.tolist(), strict=True)
        for row, (x, y, reach, prior) in enumerate(rows):
            copy.write_row((row, f"({x!r},{y!r})", reach, prior / 60))
    for table, words in (("skill", helpers.skills), ("language", helpers.speech)):
        with connection.cursor().copy(SQL("COPY {} FROM STDIN").format(Identifier(table))) as copy:
            for row, word in enumerate(words.tolist()):
                for bit in _bits(word):
                    copy.write_row((row, bit))
    with connection.cursor().copy("COPY free_time FROM STDIN") as copy:
        for row, day in zip(*np.nonzero(helpers.free), strict=True):
            for begin, end in _spans(int(helpers.free[row, day])):
                copy.write_row((int(row), int(day), begin, end))


def _spans(word: int) -> Iterator[tuple[int, int]]:
    """(first quarter, end) of each run of free quarters."""
    bits = _bits(word)
    begin = bits[0]
    for one, other in zip(bits, [*bits[1:], None], strict=True):
        if other != one + 1:
            yield begin, one + 1
            begin = other or 0


def _points() -> dict[str, float]:
    return {
        "base": _WEIGHTS.base,
        "urgent": _WEIGHTS.urgent,
        "speaks": _WEIGHTS.speech,
        "way": _WEIGHTS.kilometre * 2 / 1000,
        "load": _WEIGHTS.load,
    }


def _asked(wish: Wish, radius: float) -> dict[str, Any]:
    return {
        **_points(),
        "x": wish.x,
        "y": wish.y,
        "radius": radius,
        "word": _signed(wish.quarters),
        "skills": wish.skills,
        "speech": wish.speech,
        "hours": wish.minutes / 60,
    }


def _whole(connection: psycopg.Connection[Any], wish: Wish, furthest: float) -> list[tuple[int, float]]:
    """One statement that looks as far as anybody goes."""
    return connection.execute(STATEMENTS[wish.weekday], _asked(wish, furthest), prepare=True).fetchall()


def _rings(connection: psycopg.Connection[Any], wish: Wish, furthest: float) -> list[tuple[int, float]]:
    """Our own rings, asked in SQL: a kilometre, then twice as far, until nobody beyond can be among the best."""
    radius = 2 * CELL
    while True:
        best = _whole(connection, wish, min(radius, furthest))
        beyond = _WEIGHTS.base + _WEIGHTS.speech - _WEIGHTS.kilometre * 2 * radius / 1000
        if radius >= furthest or (len(best) == _LIMIT and best[-1][1] > beyond):
            return best
        radius *= 2


def _bits(word: int) -> list[int]:
    return [bit for bit in range(64) if word >> bit & 1]


def _kept(connection: psycopg.Connection[Any], wish: Wish, furthest: float) -> list[tuple[int, float]]:
    """Over tables as an application keeps them."""
    return connection.execute(KEPT, _asked_as_kept(wish, furthest), prepare=True).fetchall()


def _asked_as_kept(wish: Wish, furthest: float) -> dict[str, Any]:
    return {
        **_asked(wish, furthest),
        "weekday": wish.weekday,
        "begin": (wish.quarters & -wish.quarters).bit_length() - 1,
        "end": wish.quarters.bit_length(),
        "languages": _bits(wish.speech),
        "asked": _bits(wish.skills),
    }


def _near(connection: psycopg.Connection[Any], seeker: Seeker) -> list[tuple[int, float]]:
    asked = {
        **_points(),
        "x": seeker.x,
        "y": seeker.y,
        "reach": seeker.reach,
        "skills": seeker.skills,
        "speech": seeker.speech,
        "prior": seeker.prior / 60,
        "free": [_signed(word) for word in seeker.free],
        "since": 0,
        "until": 7 * 1440,
    }
    return connection.execute(NEAR, asked, prepare=True).fetchall()


def _ours(ask: Callable[[Any], Any], questions: list[Any]) -> tuple[list[Any], list[float]]:
    """Answers, and CPU milliseconds of each: the best of three, so that what others do on the machine counts less."""
    answers = [ask(one) for one in questions]
    spent = []
    for one in questions:
        times = []
        for _turn in range(3):
            clock = time.process_time_ns()
            ask(one)
            times.append((time.process_time_ns() - clock) / 1e6)
        spent.append(statistics.median(times))
    return answers, spent


def _theirs(server: postgres.Server, ask: Callable[[Any], Any], questions: list[Any]) -> tuple[list[Any], float]:
    """Answers, and the server's CPU milliseconds for one, over all of them, after a round to warm up."""
    answers = [ask(one) for one in questions]
    clock = server_cpu(server)
    for one in questions:
        ask(one)
    return answers, 1000 * (server_cpu(server) - clock) / len(questions)


def _differ(ours: list[Any], theirs: list[Any]) -> int:
    """Questions to which the points of the two answers are not the same."""
    return sum(
        not np.allclose(one.points, [points for _id, points in other]) if len(one.points) == len(other) else True
        for one, other in zip(ours, theirs, strict=True)
    )


def _say(name: str, spent: list[float], rows: dict[str, tuple[int, float]]) -> None:
    p50, p99 = statistics.median(spent), float(np.percentile(spent, 99))
    sys.stdout.write(f"{name:46} p50 {p50:.3f} ms  p99 {p99:.3f} ms  mean {statistics.mean(spent):.3f} ms\n")
    for what, (differ, cpu) in rows.items():
        times = cpu / statistics.mean(spent)
        sys.stdout.write(f"  {what:44} mean {cpu:.3f} ms  {times:.1f} x  other answers {differ}\n")
    sys.stdout.flush()


def _explained(connection: psycopg.Connection[Any], wish: Wish, furthest: float) -> None:
    for statement, asked in (
        (STATEMENTS[wish.weekday], _asked(wish, furthest)),
        (KEPT, _asked_as_kept(wish, furthest)),
    ):
        plan = connection.execute("EXPLAIN " + statement, asked).fetchall()
        sys.stdout.write(
            "".join(f"    {line.strip()[:110]}\n" for (line,) in plan if "Index" in line and "using" in line)
        )


def main() -> None:
    """Each place after the other: ours, the whole statement, the rings in SQL; then the needs near a helper."""
    server = postgres.start()
    try:
        for name, scale in PLACES.items():
            _measure(server, name, _place(week(scale)))
    finally:
        server.stop()


_SIDES = {
    "PostgreSQL, a row a free time, skill, language": _kept,
    "PostgreSQL, our words in a table made for it": _whole,
    "PostgreSQL, our words, asked in our rings": _rings,
}


def _measure(server: postgres.Server, name: str, place: _Place) -> None:
    database = f"online_{len(name)}"
    with psycopg.connect(databases(server, database)[database], autocommit=True) as connection:
        _fill(connection, place)
        index = Index(place.helpers)
        answers, spent = _ours(
            lambda wish: rank_volunteers(index=index, wish=wish, weights=_WEIGHTS, limit=_LIMIT), place.wishes
        )
        rows = {}
        for what, ask in _SIDES.items():
            theirs, cpu = _theirs(server, lambda wish, ask=ask: ask(connection, wish, index.furthest), place.wishes)
            rows[what] = _differ(answers, theirs), cpu
        _say(f"ten of 100,000 helpers, {name}", spent, rows)
        _explained(connection, place.wishes[0], index.furthest)
        answers, spent = _ours(
            lambda seeker: rank_needs(
                needs=place.needs, seeker=seeker, weights=_WEIGHTS, since=0, until=7 * 1440, limit=_LIMIT
            ),
            place.seekers,
        )
        theirs, cpu = _theirs(server, lambda seeker: _near(connection, seeker), place.seekers)
        _say(f"ten of 5,000 needs, {name}", spent, {"PostgreSQL, one statement": (_differ(answers, theirs), cpu)})


if __name__ == "__main__":
    main()
