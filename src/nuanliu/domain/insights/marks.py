"""Triggers that mark a day as stale, in the transaction of whatever changed a row that is counted.

The areas below know nothing of the summaries, and no act can forget them. A mark is a new row each time: two acts never
wait for each other because of it.
"""

# ruff: noqa: S608 (every statement is made of this file's own words)

from typing import Any

from django.db import connections

from nuanliu.platform.db import TableSql

_MARK = "INSERT INTO insights_mark (subject, site_id, moment)"
_OF_NEED = "SELECT n.submitted_at FROM care_need n WHERE n.site_id = {row}.site_id AND n.id = {row}.need_id"
_VISIT = (
    f"{_MARK} SELECT 'visit', {{row}}.site_id, {{row}}.ended_at WHERE {{row}}.ended_at IS NOT NULL",
    f"{_MARK} SELECT 'need', {{row}}.site_id, ({_OF_NEED}) WHERE EXISTS ({_OF_NEED})",
)
_NEED = (f"{_MARK} SELECT 'need', {{row}}.site_id, {{row}}.submitted_at",)
_NEEDS_VISITS = (
    (
        f"{_MARK} SELECT 'visit', v.site_id, v.ended_at FROM care_visit v"
        " WHERE v.site_id = {row}.site_id AND v.need_id = {row}.id AND v.ended_at IS NOT NULL"
    ),
)
_HOME = "(SELECT p.home_site_id FROM people_person p WHERE p.id = {row}.person_id)"
_ELDER = (
    f"{_MARK} SELECT 'people', {_HOME}, {{row}}.registered_at",
    f"{_MARK} SELECT 'joined', {_HOME}, {{row}}.registered_at",
)
_VOLUNTEER = (
    f"{_MARK} SELECT 'people', {_HOME}, {{joined}}",
    f"{_MARK} SELECT 'joined', {_HOME}, {{joined}}",
)
_PERSON = (
    f"{_MARK} SELECT 'people', {{row}}.home_site_id, {{row}}.registered_at",
    (
        f"{_MARK} SELECT 'joined', {{row}}.home_site_id, e.registered_at"
        " FROM people_elder e WHERE e.person_id = {row}.id"
    ),
    (
        f"{_MARK} SELECT 'joined', {{row}}.home_site_id, {{v_joined}} FROM people_volunteer v"
        " WHERE v.person_id = {row}.id"
    ),
)
_FACTS_OF_PERSON = (
    (
        f"{_MARK} SELECT 'visit', v.site_id, v.ended_at FROM care_visit v"
        " WHERE v.volunteer_id = {row}.id AND v.ended_at IS NOT NULL"
    ),
    f"{_MARK} SELECT 'need', n.site_id, n.submitted_at FROM care_need n WHERE n.elder_id = {{row}}.id",
    (
        f"{_MARK} SELECT 'visit', v.site_id, v.ended_at FROM care_visit v JOIN care_need n"
        " ON n.site_id = v.site_id AND n.id = v.need_id WHERE n.elder_id = {row}.id AND v.ended_at IS NOT NULL"
    ),
)
_NODE = (f"{_MARK} SELECT 'people', {{row}}.id, {{row}}.opened_at",)

_VISIT_COLUMNS = "state, ended_at, counted_minutes, grade, unit_id, volunteer_id, taken_at, face"
_NEED_COLUMNS = "state, submitted_at, service_id, elder_id, channel, payer"
_Trigger = tuple[str, str, str, tuple[str, ...]]
TRIGGERS: tuple[_Trigger, ...] = (
    ("insights_visit_new", "care_visit", "INSERT", _VISIT),
    ("insights_visit_old", "care_visit", f"UPDATE OF {_VISIT_COLUMNS}", _VISIT),
    ("insights_visit_now", "care_visit", f"UPDATE OF {_VISIT_COLUMNS}", _VISIT),
    ("insights_visit_gone", "care_visit", "DELETE", _VISIT),
    ("insights_need_new", "care_need", "INSERT", _NEED),
    ("insights_need_old", "care_need", f"UPDATE OF {_NEED_COLUMNS}", _NEED),
    ("insights_need_now", "care_need", f"UPDATE OF {_NEED_COLUMNS}", _NEED),
    ("insights_need_visits", "care_need", "UPDATE OF service_id, elder_id, payer", _NEEDS_VISITS),
    ("insights_need_gone", "care_need", "DELETE", _NEED),
    ("insights_elder_new", "people_elder", "INSERT", _ELDER),
    ("insights_elder_old", "people_elder", "UPDATE OF registered_at", _ELDER),
    ("insights_elder_now", "people_elder", "UPDATE OF registered_at", _ELDER),
    ("insights_elder_gone", "people_elder", "DELETE", _ELDER),
    ("insights_volunteer_new", "people_volunteer", "INSERT", _VOLUNTEER),
    ("insights_volunteer_old", "people_volunteer", "UPDATE OF state, joined_on", _VOLUNTEER),
    ("insights_volunteer_now", "people_volunteer", "UPDATE OF state, joined_on", _VOLUNTEER),
    ("insights_volunteer_gone", "people_volunteer", "DELETE", _VOLUNTEER),
    ("insights_person_old", "people_person", "UPDATE OF home_site_id, closed_at, birth_date, sex, branch_id", _PERSON),
    ("insights_person_now", "people_person", "UPDATE OF home_site_id, closed_at, birth_date, sex, branch_id", _PERSON),
    ("insights_person_facts", "people_person", "UPDATE OF birth_date, sex", _FACTS_OF_PERSON),
    ("insights_node_now", "network_node", "UPDATE OF path", _NODE),
)
_OLD = ("_old", "_gone")


def _row(name: str) -> str:
    return "OLD" if name.endswith(_OLD) else "NEW"


def _body(name: str, statements: tuple[str, ...], vendor: str) -> str:
    joined = (
        "datetime({0}.joined_on, '-8 hours')"
        if vendor == "sqlite"
        else "({0}.joined_on::timestamp AT TIME ZONE 'Asia/Shanghai')"
    )
    row = _row(name)
    return " ".join(
        f"{one.format(row=row, joined=joined.format(row), v_joined=joined.format('v'))};" for one in statements
    )


def install_sql(vendor: str) -> list[str]:
    """Statements that put the triggers there."""
    made = []
    for name, table, event, statements in TRIGGERS:
        body = _body(name, statements, vendor)
        if vendor == "sqlite":
            made.append(f"CREATE TRIGGER {name} AFTER {event} ON {table} BEGIN {body} END")
            continue
        made += [
            (
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS"
                f" $$ BEGIN {body} RETURN NULL; END $$"
            ),
            f"CREATE TRIGGER {name} AFTER {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
        ]
    return made


def remove_sql(vendor: str) -> list[str]:
    """Statements that take them away."""
    if vendor == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {name}" for name, *_rest in TRIGGERS]
    made = []
    for name, table, *_rest in TRIGGERS:
        made += [f"DROP TRIGGER IF EXISTS {name} ON {table}", f"DROP FUNCTION IF EXISTS {name}()"]
    return made


class Marking(TableSql):
    """The triggers, as an operation of a migration."""

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """For migration files."""
        return self.__class__.__qualname__, [], {}

    def describe(self) -> str:
        """For `sqlmigrate`."""
        return "Mark days whose summaries are stale"

    def forwards(self, vendor: str) -> list[str]:
        """Put them there; on SQLite that is done after all migrations (`put_back`)."""
        return [] if vendor == "sqlite" else install_sql(vendor)

    def backwards(self, vendor: str) -> list[str]:
        """Take them away."""
        return remove_sql(vendor)


def put_aside(*, using: str, **_kwargs: object) -> None:
    """Before tables are rebuilt on SQLite: away with the triggers."""
    connection = connections[using]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for statement in remove_sql("sqlite"):
                cursor.execute(statement)


def put_back(*, using: str, **_kwargs: object) -> None:
    """After that: all of them, if their table is there."""
    connection = connections[using]
    if connection.vendor == "sqlite" and "insights_mark" in connection.introspection.table_names():
        put_aside(using=using)
        with connection.cursor() as cursor:
            for statement in install_sql("sqlite"):
                cursor.execute(statement)
