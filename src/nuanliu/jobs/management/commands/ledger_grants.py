"""`nuanliu ledger-grants ROLE`: the rights of the role under which the pages run."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from nuanliu.domain.ledger import grants


class Command(BaseCommand):
    """Prints the statements; with --apply it runs them."""

    help = (
        "Print (or --apply) what the database role ROLE needs: of the ledger SELECT, and EXECUTE on the functions that "
        "post, open and set terms; of every other table reading and writing. ROLE then cannot change, delete or invent "
        "a line of the book, whatever happens to the application. Run it as the owner of the tables, who migrates, "
        "after every migration: CREATE ROLE app LOGIN PASSWORD '...'; nuanliu ledger-grants app --apply; then give "
        "the pages the DATABASE_URL of app. Migrations and the schedule (seals, month ends) keep the owner's. "
        "PostgreSQL only."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("role", help="an existing role that owns nothing")
        parser.add_argument("--apply", action="store_true", help="run the statements, in one transaction")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Raises CommandError on a database that has no roles."""
        if connection.vendor != "postgresql":
            raise CommandError("SQLite 没有数据库角色 / SQLite has no roles")
        statements = [*grants.grants(role=options["role"]), *_of_everything_else(options["role"])]
        if not options["apply"]:
            self.stdout.write("".join(f"{statement};\n" for statement in statements))
            return
        with connection.cursor() as cursor:
            cursor.execute(";\n".join(statements))  # sent as one, they are one transaction
        self.stdout.write(self.style.SUCCESS(f"{options['role']}: {len(statements)}"))


def _of_everything_else(role: str) -> list[str]:
    name = grants.quoted(role)
    others = sorted(set(connection.introspection.table_names()) - set(grants.tables()))
    listed = ", ".join(map(grants.quoted, others))
    return [
        f"GRANT USAGE ON SCHEMA public TO {name}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON {listed} TO {name}",
        f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {name}",
    ]
