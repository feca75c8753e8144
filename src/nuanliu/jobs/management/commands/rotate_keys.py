"""`nuanliu rotate-keys`: new keys for what is sealed, while everything goes on running."""

import base64
import secrets
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from nuanliu.platform import clock
from nuanliu.platform.crypto import KEY, ONLY_KEY
from nuanliu.platform.keyfile import keys_in_file, write_keys
from nuanliu.usecases.check_keys import WrongKeys, check_keys
from nuanliu.usecases.rotate_keys import rotate_rows

FIELDS, INDEX = "NUANLIU_FIELD_KEYS", "NUANLIU_INDEX_KEY"
GRACE_SECONDS = 15.0
"""Longer than any act may take: whoever read the old file has finished when the next step begins."""


class Command(BaseCommand):
    """Adds new keys, lets them write, seals everything under them, and forgets the old ones when nothing needs them."""

    help = (
        "Give new keys to what is sealed, with the service running. New keys are first made known, then written with; "
        "then everything is sealed again. Old keys stay in the file until --forget-old. / 换密钥，不用停机。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-new", action="store_true", help="make no key; seal under the first one there is")
        parser.add_argument("--forget-old", action="store_true", help="take keys out that nothing is sealed with")
        parser.add_argument("--grace", type=float, default=GRACE_SECONDS, help="seconds between the steps")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Raises CommandError if the keys are wrong, or not in the file, or something is left under an old key."""
        try:
            check_keys()
        except WrongKeys as wrong:
            raise CommandError(str(wrong.words)) from wrong
        if not options["no_new"]:
            self._add_keys(options["grace"])
        done = rotate_rows(now=clock.now())
        self.stdout.write(f"换了 changed: {done.changed}\n还在旧密钥下 left under old keys: {done.left}")
        if done.left:
            raise CommandError("有人正在写，请过一会儿再运行一次。 People were writing; run it once more.")
        if options["forget_old"]:
            self._forget_old(options["grace"])

    def _file(self) -> Any:
        if settings.KEYS_FILE is None:
            raise CommandError(
                "密钥来自环境变量，请在那里把新密钥放到最前，重启后用 --no-new 运行。"
                f" The keys come from the environment: put new ones first in {FIELDS} and {INDEX} there, restart, "
                "and run this with --no-new."
            )
        return settings.KEYS_FILE

    def _add_keys(self, grace: float) -> None:
        path = self._file()
        known = keys_in_file(path=path)
        stamp = f"{clock.now():%Y%m%d%H%M%S}"
        new = {name: f"{stamp}:{base64.b64encode(secrets.token_bytes(KEY)).decode()}" for name in (FIELDS, INDEX)}
        old = {FIELDS: known[FIELDS], INDEX: _named(known[INDEX])}
        write_keys(path=path, values={name: f"{old[name]},{new[name]}" for name in new})
        self.stdout.write(f"新密钥 new key: {stamp}")
        time.sleep(grace)
        write_keys(path=path, values={name: f"{new[name]},{old[name]}" for name in new})
        time.sleep(grace)

    def _forget_old(self, grace: float) -> None:
        path = self._file()
        known = keys_in_file(path=path)
        time.sleep(grace)
        if rotate_rows(now=clock.now()).left:
            raise CommandError(
                "还有旧密钥下的资料，没有删。 Something is still under an old key; nothing was taken out."
            )
        write_keys(path=path, values={name: known[name].split(",")[0] for name in (FIELDS, INDEX)})
        self.stdout.write(
            "旧密钥已删，请把备份里的另行保管。 Old keys taken out; keep those of your backups elsewhere."
        )


def _named(text: str) -> str:
    return text if ":" in text else f"{ONLY_KEY}:{text}"
