"""What a database role of PostgreSQL may do to the book: read it, and post through the functions. Never write rows.

The functions run with the rights of their owner, who migrates. Whoever gets hold of the application's connection can
then post what the rules allow, and can neither change nor delete nor invent a line.
"""

from django.apps import apps

CALLED = ("ledger_post", "ledger_post_plain", "ledger_open", "ledger_set_terms")
"""Functions that `operations` calls."""
INNER = (
    "ledger_allows",
    "ledger_free_lots",
    "ledger_has_lots",
    "ledger_lot_has",
    "ledger_move_lots",
    "ledger_transfer_sound",
)
"""Functions that only those call."""


def quoted(name: str) -> str:
    """A name of a role or table as SQL writes it, whatever is in it."""
    return '"' + name.replace('"', '""') + '"'


def tables() -> list[str]:
    """Every table of the ledger."""
    return sorted(model._meta.db_table for model in apps.get_app_config("ledger").get_models())


def grants(*, role: str) -> list[str]:
    """Statements that let `role` read the book and post, and nothing else; safe to run again."""
    name = quoted(role)
    all_tables = ", ".join(map(quoted, tables()))
    functions = ", ".join((*CALLED, *INNER))
    return [
        f"REVOKE ALL ON {all_tables} FROM PUBLIC, {name}",
        f"GRANT SELECT ON {all_tables} TO {name}",
        f"REVOKE ALL ON FUNCTION {functions} FROM PUBLIC, {name}",
        f"GRANT EXECUTE ON FUNCTION {', '.join(CALLED)} TO {name}",
    ]
