"""`nuanliu verify-audit`: whether anybody changed or removed what was done."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from nuanliu.domain.audit.chain import verify_chain
from nuanliu.usecases.check_audit import carried_heads


class Command(BaseCommand):
    """Computes the whole chain again, and holds it against the heads outside the database. Changes nothing."""

    help = "Check the audit's chain: every event, block and signature, and the heads carried outside. / 查操作记录。"

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Raises CommandError (exit code 1) and names what is wrong."""
        report = verify_chain(heads=carried_heads())
        self.stdout.write(
            f"记录 events: {report.events}\n块 blocks: {report.blocks}\n"
            f"理由已抹去 reasons taken out: {report.taken_out}"
        )
        if not report.is_right:
            lines = "\n".join(f"  {wrong.code} {wrong.where}" for wrong in report.wrong[:50])
            raise CommandError(f"操作记录不对 the audit is wrong: {len(report.wrong)}\n{lines}")
        self.stdout.write("对 right")
