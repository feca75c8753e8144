"""`nuanliu import-roster KIND FILE [--commit]`: what an installer does before anybody can sign in.

Afterwards `nuanliu changepassword NAME` gives the first officer a password, and the bureau loads the rest on the page.
"""

from pathlib import Path
from typing import Any
from uuid import uuid4

from django.core.management.base import BaseCommand, CommandError, CommandParser

from nuanliu.domain.network.types import SYSTEM
from nuanliu.platform import clock
from nuanliu.usecases.import_roster import commit_roster, upload_roster, verdicts_of
from nuanliu.usecases.rosters.types import Level, RosterKind


class Command(BaseCommand):
    """Check one workbook, say the verdicts, and load it whole or not at all."""

    help = "Check a workbook of organisations, branches or staff; with --commit load it. / 导入名册。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=[kind.value for kind in RosterKind])
        parser.add_argument("file", type=Path)
        parser.add_argument("--commit", action="store_true", help="load it if no row is in error")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Raises CommandError when the file cannot be read or a row is in error."""
        path, now = options["file"], clock.now()
        try:
            with path.open("rb") as file:
                upload = upload_roster(
                    actor=SYSTEM,
                    file=file,
                    file_name=path.name,
                    kind=RosterKind(options["kind"]),
                    token=uuid4(),
                    now=now,
                )
        except OSError as unread:
            raise CommandError(f"{path}: {unread.strerror}") from unread
        for verdict in verdicts_of(upload=upload, levels=(Level.ERROR, Level.WARNING)):
            self.stdout.write(f"{verdict.level.value}: {verdict.where} {verdict.words}")
        if upload.error_count:
            raise CommandError(f"{upload.error_count} 处错误，没有导入 / errors, nothing was loaded")
        if not options["commit"]:
            self.stdout.write(
                f"{upload.row_count} 行没有错误；加 --commit 导入 / rows without error; add --commit to load"
            )
            return
        outcome = commit_roster(actor=SYSTEM, upload_id=upload.pk, now=now).outcome
        self.stdout.write(", ".join(f"{count} {level}" for level, count in sorted(outcome.items())))
