"""`nuanliu prove CODE`: the proof of one printed line, for `verify_proof.py` or as the text of a QR code."""

import json
from pathlib import Path
from typing import Any

import segno
from django.core.management.base import BaseCommand, CommandError, CommandParser

from nuanliu.domain.ledger.seals.codes import read_code
from nuanliu.domain.ledger.seals.proofs import compact, prove_line
from nuanliu.domain.ledger.seals.queries import find_lines
from nuanliu.platform.errors import Unable


class Command(BaseCommand):
    """Prints the proof as JSON."""

    help = "Prove that the line with this code stands in the sealed book. / 出具一笔账的证明。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", help="as printed beside the line, e.g. 7K3M-9QPT-2XW8")
        parser.add_argument("--compact", action="store_true", help="as the text NL1:... of a QR code")
        parser.add_argument("--qr", type=Path, metavar="FILE.svg", help="draw the QR code into a file")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Raises CommandError if there is no such line, or it is not sealed yet."""
        try:
            found = find_lines(code=read_code(text=options["code"]))
            proofs = [prove_line(site=line.site, transfer=line.transfer) for line in found]
        except Unable as refusal:
            raise CommandError(str(refusal.words)) from refusal
        if not proofs:
            raise CommandError("账里没有这个查账码 / no line of the book has this code")
        for proof in proofs:
            if options["qr"] is not None:
                segno.make_qr(compact(proof), error="l", mode="alphanumeric", boost_error=False).save(
                    str(options["qr"])
                )
            self.stdout.write(compact(proof) if options["compact"] else json.dumps(proof, indent=1, ensure_ascii=False))
