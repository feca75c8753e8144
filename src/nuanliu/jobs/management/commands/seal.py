"""`nuanliu seal`: seal what is new now, instead of within the minute; with --anchor carry it outside as well."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from nuanliu.domain.ledger.seals.journal import sites_with_accounts
from nuanliu.domain.ledger.seals.queries import newest_heads
from nuanliu.domain.ledger.seals.sealing import seal_site
from nuanliu.domain.ledger.seals.tiles import LogBroken
from nuanliu.platform import clock
from nuanliu.usecases.seal_books import anchor_books, seal_books


class Command(BaseCommand):
    """Seals every site's new lines in signed blocks."""

    help = "Seal the book's new lines; --anchor also carries the city's head outside. / 封账。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--anchor", action="store_true", help="anchor the city afterwards and append to the file")
        parser.add_argument(
            "--look-through", action="store_true", help="look for lines in the whole journal, not only in what is new"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Raises CommandError if a log does not fit together or the anchor cannot be carried out."""
        now = clock.now()
        try:
            lines = seal_books(now=now)
            if options["look_through"]:
                lines += sum(seal_site(site=site, now=now, look_through=True).lines for site in sites_with_accounts())
            anchor = anchor_books(now=now) if options["anchor"] else None
        except (LogBroken, OSError) as refusal:
            raise CommandError(
                f"没有封完，请用 nuanliu verify 查账 / not sealed, run nuanliu verify: {refusal}"
            ) from refusal
        heads = newest_heads()
        self.stdout.write(f"新封 sealed: {lines}\n共 in all: {heads.lines}, {len(heads.sites)} 站点 sites")
        if anchor is not None:
            self.stdout.write(f"公布 anchor {anchor.number}: {anchor.digest}")
