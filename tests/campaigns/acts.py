"""What somebody with the database in hand might do to it: edit, delete, insert, swap, cut off, forge."""

import random
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from unittest import mock

from django.conf import settings
from django.db import connection, models
from django.test import override_settings

from nuanliu.domain.ledger.models import Account, Entry, Lot, LotMove, Snapshot, Term, Transfer
from nuanliu.domain.ledger.seals import anchoring, sealing
from nuanliu.domain.ledger.seals.canonical import transfer_leaf
from nuanliu.domain.ledger.seals.journal import read_transfers
from nuanliu.domain.ledger.seals.models import Anchor, AnchorSite, Block, Leaf, Node
from nuanliu.domain.ledger.types import AccountKind, Kind, Phase, Unit
from nuanliu.platform.digests import Profile, hash_of
from nuanliu.platform.ids import new_id
from tests.campaigns.world import KEYS, TABLES, Places, Row, World, columns_of
from tests.integration.domain.ledger.seals.filled import LATER
from tests.support.tampering import run_past_guards

Table = type[models.Model]
UNSEALED = frozenset({(Transfer, "xact"), (Term, "xact")})
"""The sealer's bookkeeping in rows that are sealed already: says nothing about the book."""
CODED: dict[str, type[Any]] = {"phase": Phase, "unit": Unit}


class CannotBeDone(Exception):  # noqa: N818 (draws another act)
    """This row has no such act."""


@dataclass
class Done:
    """What was done, and where a finding must point."""

    what: str
    places: Places


Act = Callable[[World, random.Random], Done]


def _any(world: World, dice: random.Random, *, but: tuple[Table, ...] = ()) -> Table:
    return dice.choice([table for table in TABLES if table not in but and world.rows[table]])


def _param(value: Any) -> Any:
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, memoryview):
        return bytes(value)
    return value


def _where(table: Table, row: Row) -> tuple[str, list[Any]]:
    return " AND ".join(f"{key} = %s" for key in KEYS[table]), [_param(row[key]) for key in KEYS[table]]


def _set(table: Table, row: Row, **values: Any) -> None:
    where, keys = _where(table, row)
    columns = ", ".join(f'"{column}" = %s' for column in values)
    touched = run_past_guards(
        f"UPDATE {table._meta.db_table} SET {columns} WHERE {where}", [*map(_param, values.values()), *keys]
    )
    assert touched == 1


def _add(table: Table, row: Row) -> None:
    columns = ", ".join(f'"{column}"' for column in row)
    marks = ", ".join(["%s"] * len(row))
    run_past_guards(f"INSERT INTO {table._meta.db_table} ({columns}) VALUES ({marks})", [*map(_param, row.values())])


def _cut(table: Table, row: Row) -> None:
    where, keys = _where(table, row)
    assert run_past_guards(f"DELETE FROM {table._meta.db_table} WHERE {where}", keys) == 1


# -- other values


def _other(table: Table, column: str, value: Any, dice: random.Random) -> Any:
    """A value that is not `value` and fits the column."""
    field = next(one for one in table._meta.fields if one.attname == column)
    if value is not None and field.null and dice.random() < 0.2:
        return None
    if column == "kind":
        return dice.choice([code.value for code in (AccountKind if table is Account else Kind) if code.value != value])
    if column in CODED:
        return dice.choice([code.value for code in CODED[column] if code.value != value])
    if (table, column) == (Snapshot, "month"):
        return value - timedelta(days=dice.randint(200, 900))
    makers: list[tuple[type[models.Field], Callable[[], Any]]] = [
        (models.UUIDField, new_id),
        (models.BooleanField, lambda: not value),
        (models.DateTimeField, lambda: (value or LATER) + timedelta(microseconds=dice.choice([1, -1, 10**6, 10**11]))),
        (models.DateField, lambda: (value or date(2027, 1, 1)) - timedelta(days=dice.choice([1, 30]))),
        (models.BinaryField, lambda: _flipped(bytes(value), dice)),
        (models.CharField, lambda: (value or "") + "x" if len(value or "") < 16 else "x" + value[1:]),
        (models.IntegerField, lambda: (value or 0) + dice.choice([1, -1, 2, 60, 10**6])),
    ]
    return next(make() for kind, make in makers if isinstance(field, kind))


def _flipped(data: bytes, dice: random.Random) -> bytes:
    changed = bytearray(data)
    changed[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    return bytes(changed)


# -- the acts


def edit(world: World, dice: random.Random) -> Done:
    """One value of one row."""
    table = _any(world, dice)
    row = dice.choice(world.rows[table])
    column = dice.choice([name for name in columns_of(table) if (table, name) not in UNSEALED])
    value = _other(table, column, row[column], dice)
    if value == row[column]:
        raise CannotBeDone
    _set(table, row, **{column: value})
    return Done(
        f"edit {table.__name__}.{column} {row[column]!r} -> {value!r}", world.places(table, row, {**row, column: value})
    )


def delete(world: World, dice: random.Random) -> Done:
    """One row. A month's end is only a shorter way to what the lines say: without it nothing is wrong."""
    table = _any(world, dice, but=(Snapshot,))
    row = dice.choice(world.rows[table])
    _cut(table, row)
    return Done(f"delete {table.__name__} {row}", world.places(table, row))


def insert(world: World, dice: random.Random) -> Done:
    """A copy of one row under a key of its own."""
    table = _any(world, dice, but=(Snapshot,))
    like = dice.choice(world.rows[table])
    last = max((row for row in world.rows[table] if _kin(table, row, like)), key=lambda row: row[KEYS[table][-1]])
    fresh: dict[Table, Row] = {
        Transfer: {"id": new_id(), "reverses": None},
        Entry: {"seq": last.get("seq", 0) + 1, "transfer_id": new_id()},
        Term: {"number": last.get("number", 0) + 1},
        Account: {"id": new_id(), "code": "x"},
        Leaf: {"position": last.get("position", 0) + 1, "subject": new_id()},
        Node: {"position": last.get("position", 0) + 1},
        Block: {"number": last.get("number", 0) + 1, "size": last.get("size", 0) + 1},
        Anchor: {"number": last.get("number", 0) + 1},
        AnchorSite: {"site_id": new_id()},
    }
    if table in {Lot, LotMove}:
        fresh[table] = {"expires": like["expires"] - timedelta(days=3)}
    key = KEYS[table][-1]
    row = {**like, **fresh.get(table, {key: new_id()})}
    _add(table, row)
    places = world.places(table, row)
    if table is Node:
        places.blocks.add((row["site_id"], 0))
    return Done(f"insert {table.__name__} {row}", places)


def _kin(table: Table, row: Row, like: Row) -> bool:
    """Whether two rows share all of their key but its last part."""
    return all(row[key] == like[key] for key in KEYS[table][:-1])


def swap(world: World, dice: random.Random) -> Done:
    """One column of two rows of a site."""
    table = _any(world, dice)
    one = dice.choice(world.rows[table])
    two = dice.choice([row for row in world.rows[table] if row.get("site_id") == one.get("site_id")])
    free = [name for name in columns_of(table) if name not in KEYS[table] and (table, name) not in UNSEALED]
    column = dice.choice([name for name in free if one[name] != two[name]] or [""])
    if not column:
        raise CannotBeDone
    _set(table, one, **{column: two[column]})
    _set(table, two, **{column: one[column]})
    return Done(f"swap {table.__name__}.{column} of {one} and {two}", world.places(table, one, two))


def truncate(world: World, dice: random.Random) -> Done:
    """A whole table, or the end of a log, of an account, of the chain of anchors: without a loose end."""
    return dice.choice([_whole_table, _end_of_log, _end_of_account, _end_of_anchors])(world, dice)


def _whole_table(world: World, dice: random.Random) -> Done:
    table = _any(world, dice, but=(Snapshot,))
    run_past_guards(f"DELETE FROM {table._meta.db_table}")
    return Done(f"all of {table.__name__}", world.places(table, *world.rows[table]))


def _end_of_log(world: World, dice: random.Random) -> Done:
    site = dice.choice(sorted(world.sizes))
    sizes = world.sizes[site]
    kept = dice.randrange(len(sizes))
    size = sizes[kept - 1][0] if kept else 0
    run_past_guards("DELETE FROM ledger_block WHERE site_id = %s AND size > %s", [site, size])
    run_past_guards("DELETE FROM ledger_leaf WHERE site_id = %s AND position >= %s", [site, size])
    run_past_guards("DELETE FROM ledger_node WHERE site_id = %s AND (position + 1) * 256 > %s", [site, size])
    places = world.places(Block, *(row for row in world.rows[Block] if row["site_id"] == site and row["size"] > size))
    return Done(f"log of {site} after block {kept}", places)


def _end_of_account(world: World, dice: random.Random) -> Done:
    row = dice.choice(world.rows[Entry])
    where = [row["site_id"], row["account_id"], row["seq"]]
    run_past_guards("DELETE FROM ledger_entry WHERE site_id = %s AND account_id = %s AND seq >= %s", where)
    return Done(f"account after {row}", world.places(Entry, row))


def _end_of_anchors(world: World, dice: random.Random) -> Done:
    first = dice.choice(world.rows[Anchor])["number"]
    run_past_guards("DELETE FROM ledger_anchor WHERE number >= %s", [first])
    run_past_guards("DELETE FROM ledger_anchorsite WHERE anchor >= %s", [first])
    return Done(f"anchors from {first}", Places(anchors={first}))


def outside(world: World, dice: random.Random) -> Done:
    """The file that was carried outside, where it is kept on the same machine."""
    lines = world.anchors_file.read_text().splitlines(keepends=True)
    place = dice.randrange(len(lines))
    act = dice.choice(["gone", "cut", "torn", "changed"])
    if act == "gone":
        world.anchors_file.unlink()
    elif act == "cut":
        world.anchors_file.write_text("".join(lines[:place]))
    elif act == "torn":
        world.anchors_file.write_text("".join([*lines[:place], lines[place][: len(lines[place]) // 2] + "\n"]))
    else:
        at = lines[place].index('"digest":"') + 10 + dice.randrange(64)
        other = "0" if lines[place][at] != "0" else "1"
        lines[place] = lines[place][:at] + other + lines[place][at + 1 :]
        world.anchors_file.write_text("".join(lines))
    return Done(f"file {act} at {place + 1}", Places(anchors={place + 1}, files=True))


# -- with knowledge of how it works


def forge(world: World, dice: random.Random) -> Done:
    """A line is changed, and as much of its evidence after it as the forger can reach."""
    row = dice.choice(world.rows[Transfer])
    changes = {"memo": "forged", "actor": new_id(), "occurred_at": row["occurred_at"] - timedelta(days=1)}
    column = dice.choice(sorted(changes))
    _set(Transfer, row, **{column: changes[column]})
    depth = dice.choice([_leaf_too, _log_with_another_key, _log_with_our_key, _log_and_anchors])
    depth(world, row)
    leaf = next(one for one in world.rows[Leaf] if one["subject"] == row["id"] and not one["number"])
    places = world.places(Leaf, leaf)
    places.blocks |= {(row["site_id"], number) for _size, number in world.sizes[row["site_id"]]}
    return Done(f"forge{depth.__name__} {column} of {row['id']}", places)


def _leaf_too(world: World, row: Row) -> None:
    h = hash_of(Profile.SHA256)
    facts = read_transfers(site=row["site_id"], ids=[row["id"].bytes])[row["id"].bytes]
    where = [transfer_leaf(h, facts), row["site_id"], row["id"]]
    assert run_past_guards("UPDATE ledger_leaf SET digest = %s WHERE site_id = %s AND subject = %s", where) == 1


def _log_with_our_key(world: World, row: Row) -> None:
    for table in (Leaf, Node, Block):
        run_past_guards(f"DELETE FROM {table._meta.db_table} WHERE site_id = %s", [row["site_id"]])
    with mock.patch.object(sealing, "durable", nullcontext):
        assert sealing.seal_site(site=row["site_id"], now=LATER).lines


def _log_with_another_key(world: World, row: Row) -> None:
    with override_settings(SEAL_KEY=settings.INDEX_KEY):
        _log_with_our_key(world, row)


def _log_and_anchors(world: World, row: Row) -> None:
    _log_with_our_key(world, row)
    run_past_guards("DELETE FROM ledger_anchor")
    run_past_guards("DELETE FROM ledger_anchorsite")
    aside = world.anchors_file.with_suffix(".forged")
    with override_settings(ANCHORS_FILE=aside), mock.patch.object(anchoring, "durable", nullcontext):
        for _each in world.rows[Anchor]:
            anchoring.anchor_city(now=LATER)
    aside.unlink()


ACTS: dict[Act, int] = {edit: 45, delete: 15, insert: 15, swap: 10, truncate: 7, forge: 6, outside: 2}
"""With how often each is drawn."""


def draw(dice: random.Random) -> Act:
    """One kind of act."""
    return dice.choices(list(ACTS), list(ACTS.values()))[0]
