"""The questions of `bench online` in SQL: tables, indexes, statements."""

from typing import LiteralString

TABLES: tuple[LiteralString, ...] = (
    """CREATE TABLE helper (id int PRIMARY KEY, place point NOT NULL, x float8 NOT NULL, y float8 NOT NULL,
        reach float8 NOT NULL, skills bigint NOT NULL, speech bigint NOT NULL, prior float8 NOT NULL,
        free0 bigint NOT NULL, free1 bigint NOT NULL, free2 bigint NOT NULL, free3 bigint NOT NULL,
        free4 bigint NOT NULL, free5 bigint NOT NULL, free6 bigint NOT NULL)""",
    """CREATE TABLE need (id int PRIMARY KEY, place point NOT NULL, skills bigint NOT NULL, speech bigint NOT NULL,
        weekday int NOT NULL, quarters bigint NOT NULL, hours float8 NOT NULL,
        starts int NOT NULL, urgent bool NOT NULL)""",
    "CREATE TABLE home (id int PRIMARY KEY, place point NOT NULL, reach float8 NOT NULL, prior float8 NOT NULL)",
    """CREATE TABLE free_time (helper int NOT NULL, weekday int NOT NULL,
        from_minute int NOT NULL, to_minute int NOT NULL)""",
    "CREATE TABLE skill (helper int NOT NULL, code int NOT NULL)",
    "CREATE TABLE language (helper int NOT NULL, code int NOT NULL)",
)
KEPT: LiteralString = """
    WITH near AS MATERIALIZED (SELECT id, reach, prior, place <-> point(%(x)s, %(y)s) AS metres FROM home
        WHERE place <@ box(point(%(x)s - %(radius)s, %(y)s - %(radius)s), point(%(x)s + %(radius)s, %(y)s + %(radius)s))
        AND place <-> point(%(x)s, %(y)s) <= reach)
    SELECT id, %(base)s + CASE WHEN EXISTS (SELECT 1 FROM language WHERE helper = id AND code = ANY(%(languages)s))
        THEN %(speaks)s ELSE 0 END
        - %(way)s * metres - %(load)s * (%(hours)s * %(hours)s + 2 * %(hours)s * prior) AS points
    FROM near WHERE EXISTS (SELECT 1 FROM free_time WHERE helper = id AND weekday = %(weekday)s
        AND from_minute <= %(begin)s AND to_minute >= %(end)s)
    AND (SELECT count(*) FROM skill WHERE helper = id AND code = ANY(%(asked)s)) = cardinality(%(asked)s::int[])
    ORDER BY points DESC, id LIMIT 10"""
"""The same over tables as an application keeps them: a row a free time, a row a skill, a row a language."""
INDEXES: tuple[LiteralString, ...] = (
    "CREATE INDEX by_place ON helper USING gist (place)",
    *(
        f"CREATE INDEX by_place_{day} ON helper USING gist (place) "
        f"INCLUDE (id, x, y, reach, skills, speech, prior, free{day}) WHERE free{day} <> 0"
        for day in ("0", "1", "2", "3", "4", "5", "6")
    ),
    "CREATE INDEX need_by_start ON need (starts)",
    "CREATE INDEX home_by_place ON home USING gist (place) INCLUDE (id, reach, prior)",
    "CREATE INDEX free_by_helper ON free_time (helper, weekday, from_minute, to_minute)",
    "CREATE INDEX free_by_time ON free_time (weekday, from_minute, to_minute, helper)",
    "CREATE INDEX skill_by_helper ON skill (helper, code)",
    "CREATE INDEX language_by_helper ON language (helper, code)",
)


def _statement(day: LiteralString) -> LiteralString:
    """The best ten for one need: a box in an index that holds every column asked for, then filter, score and sort."""
    return (
        "WITH near AS (SELECT id, speech, prior, reach, sqrt((x - %(x)s)^2 + (y - %(y)s)^2) AS metres FROM helper "
        "WHERE place <@ box(point(%(x)s - %(radius)s, %(y)s - %(radius)s), "
        "point(%(x)s + %(radius)s, %(y)s + %(radius)s)) "
        f"AND free{day} <> 0 AND free{day} & %(word)s = %(word)s AND skills & %(skills)s = %(skills)s) "
        "SELECT id, %(base)s + CASE WHEN speech & %(speech)s <> 0 THEN %(speaks)s ELSE 0 END "
        "- %(way)s * metres - %(load)s * (%(hours)s * %(hours)s + 2 * %(hours)s * prior) AS points "
        "FROM near WHERE metres <= least(reach, %(radius)s) ORDER BY points DESC, id LIMIT 10"
    )


STATEMENTS = [_statement(day) for day in ("0", "1", "2", "3", "4", "5", "6")]
NEAR: LiteralString = """
    WITH looked AS (SELECT *, place <-> point(%(x)s, %(y)s) AS metres,
        (%(free)s::bigint[])[weekday + 1] & quarters = quarters AS is_free, skills & %(skills)s = skills AS is_able
        FROM need WHERE starts > %(since)s AND starts < %(until)s)
    SELECT id, %(base)s + CASE WHEN urgent THEN %(urgent)s ELSE 0 END
        + CASE WHEN speech & %(speech)s <> 0 THEN %(speaks)s ELSE 0 END
        - %(way)s * metres - %(load)s * (hours * hours + 2 * hours * %(prior)s) AS points
    FROM looked ORDER BY CASE WHEN NOT is_able THEN 2 WHEN is_free AND metres <= %(reach)s THEN 0 ELSE 1 END,
        points DESC, starts, id LIMIT 10"""
