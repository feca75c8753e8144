"""`nuanliu check-books`: derive every counter again from the journal; exit 1 and name what does not agree."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from nuanliu.domain.ledger.check import check_books
from nuanliu.domain.ledger.queries import total_posted
from nuanliu.domain.ledger.types import Unit


class Command(BaseCommand):
    """Says for every account that its entries sum to its counters, and for every transfer that its legs balance."""

    help = "Check that every account is the sum of its lines and every transfer balances. / 查账：逐户、逐笔核对。"

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Print the report. Raises CommandError (exit 1) if the book is not right."""
        report = check_books()
        self.stdout.write(
            f"账户 accounts: {report.accounts}\n转账 transfers: {report.transfers}\n账页 entries: {report.entries}"
        )
        for unit in Unit:
            self.stdout.write(f"全部账户之和 sum of all accounts, {unit.value}: {total_posted(unit=unit)}")
        for finding in report.findings:
            self.stdout.write(
                self.style.ERROR(
                    f"{finding.code}: {finding.subject} — {finding.words} ({finding.stands} ≠ {finding.should})"
                )
            )
        if not report.is_right:
            message = f"账有 {len(report.findings)} 处不符 / the book is wrong in {len(report.findings)} places"
            raise CommandError(message)
        self.stdout.write(self.style.SUCCESS("账实相符 / the book is right"))
