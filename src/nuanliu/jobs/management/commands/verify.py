"""`nuanliu verify`: doubt the whole book; exit 1 and name the first broken block and line."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import override

from nuanliu.domain.ledger.seals.queries import key_fingerprint
from nuanliu.domain.ledger.seals.verify import verify_book
from nuanliu.domain.ledger.seals.verify.findings import Wrong
from nuanliu.platform import clock


def _said(wrong: Wrong) -> str:
    """A finding in both languages."""
    with override("zh-hans"):
        chinese = str(wrong.words)
    with override("en"):
        english = str(wrong.words)
    return f"{wrong.code}: {chinese} / {english} — {wrong.where}"


class Command(BaseCommand):
    """Heads, roots, rows, completeness, what was carried outside, the books."""

    help = "Verify the whole book against its seals and anchors. / 验账：封条、每一笔、公布存根、全部账户。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--anchors", type=Path, help="an anchors.jsonl kept elsewhere, in place of this one's")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print the report. Raises CommandError (exit 1) if anything is wrong."""
        report = verify_book(now=clock.now(), anchors=options["anchors"])
        self.stdout.write(
            f"站点 sites: {report.sites}\n块 blocks: {report.blocks}\n封存的笔 sealed lines: {report.lines}\n"
            f"公布 anchors: {report.anchors}\n还没封存 not sealed yet: {report.tail}\n签名公钥 key: {key_fingerprint()}"
        )
        for wrong in report.wrong:
            self.stdout.write(self.style.ERROR(_said(wrong)))
        if report.is_right:
            self.stdout.write(self.style.SUCCESS("账实相符，没有改动 / the book is right and nothing was changed"))
            return
        block, row = report.first_block, report.first_row
        first = [f"第一处坏块 first broken block: {_said(block)}"] if block is not None else []
        first += [f"第一笔坏账 first broken line: {_said(row)}"] if row is not None else []
        total = f"有 {len(report.wrong)} 处不对 / wrong in {len(report.wrong)} places"
        raise CommandError("\n".join([*first, total]))
