"""One CHECK a table of the posting path on PostgreSQL, in place of the models' many."""

from collections.abc import Iterable
from typing import Any

from nuanliu.platform.db import TableSql


class ChecksInOne(TableSql):
    """On PostgreSQL, one CHECK a table of the posting path, of the same meaning as the many of the models.

    Each statement reads all CHECKs of its table anew, as text: they cost more than the row they look at. A function is
    read once a connection. Run it again, with the new codes, when a kind, phase or unit is added.
    """

    def __init__(self, kinds: Iterable[str], phases: Iterable[str], units: Iterable[str]) -> None:
        self.kinds, self.phases, self.units = (sorted(map(str, codes)) for codes in (kinds, phases, units))

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """For migration files."""
        return self.__class__.__qualname__, [self.kinds, self.phases, self.units], {}

    def describe(self) -> str:
        """For `sqlmigrate`."""
        return "Check transfers, entries and balances by one CHECK each"

    def forwards(self, vendor: str) -> list[str]:
        """The function, then each table's one for its many."""
        if vendor == "sqlite":
            return []
        one_of = "{column} = ANY (ARRAY[{codes}])".format
        codes = " AND ".join(
            one_of(column=column, codes=", ".join(f"'{code}'" for code in known))
            for column, known in (("kind", self.kinds), ("phase", self.phases), ("unit", self.units))
        )
        return [
            f"""CREATE OR REPLACE FUNCTION ledger_transfer_sound(
                kind text, phase text, unit text, debit uuid, credit uuid, amount bigint, hold uuid
            ) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
            BEGIN
                RETURN amount > 0 AND debit <> credit AND (hold IS NULL) = (phase IN ('post', 'hold')) AND {codes};
            END $$""",
            *(
                statement
                for table, (old, new) in _MANY_AND_ONE.items()
                for statement in (
                    *(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name}" for name in (*old, f"{table}_sound")),
                    f"ALTER TABLE {table} ADD CONSTRAINT {table}_sound CHECK ({new})",
                )
            ),
        ]

    def backwards(self, vendor: str) -> list[str]:
        """The many again."""
        if vendor == "sqlite":
            return []
        lists = {
            f"transfer_{column}_known": f"{column} IN ({', '.join(map(repr, known))})"
            for column, known in (("kind", self.kinds), ("phase", self.phases), ("unit", self.units))
        }
        return [
            *(
                statement
                for table, (old, _new) in _MANY_AND_ONE.items()
                for statement in (
                    f"ALTER TABLE {table} DROP CONSTRAINT {table}_sound",
                    *(f"ALTER TABLE {table} ADD CONSTRAINT {k} CHECK ({v or lists[k]})" for k, v in old.items()),
                )
            ),
            "DROP FUNCTION ledger_transfer_sound(text, text, text, uuid, uuid, bigint, uuid)",
        ]


_MANY_AND_ONE = {
    "ledger_transfer": (
        {
            "transfer_amount_positive": "amount > 0",
            "transfer_two_accounts": "debit <> credit",
            "transfer_hold_named": "(hold IS NULL) = (phase IN ('post', 'hold'))",
            "transfer_kind_known": "",
            "transfer_phase_known": "",
            "transfer_unit_known": "",
        },
        "ledger_transfer_sound(kind, phase, unit, debit, credit, amount, hold)",
    ),
    "ledger_entry": (
        {"entry_amount_not_zero": "amount <> 0", "entry_seq_positive": "seq > 0"},
        "amount <> 0 AND seq > 0",
    ),
    "ledger_balance": (
        {
            "balance_held_not_negative": "held >= 0",
            "balance_seq_not_negative": "seq >= 0",
            "balance_above_floor": "floor IS NULL OR posted >= floor + held",
            "balance_below_ceiling": "ceiling IS NULL OR posted <= ceiling",
        },
        "held >= 0 AND seq >= 0 AND (posted >= floor + held) IS NOT FALSE AND (posted <= ceiling) IS NOT FALSE",
    ),
}
"""A table's CHECKs by name (empty: a list of codes), and the one for all of them."""
