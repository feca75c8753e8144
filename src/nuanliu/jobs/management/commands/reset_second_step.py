"""`nuanliu reset-second-step ACCOUNT --reason ...`: somebody has lost phone, key and recovery codes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from nuanliu.domain.signing.seconds import reset_second
from nuanliu.platform import clock


class Command(BaseCommand):
    """Takes away the second step of one account; it is written down with the reason."""

    help = "Take away a lost second step; see who asks before you do. / 取消丢了的第二步验证，先看清是本人。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("account", help="the name of the account / 账号")
        parser.add_argument("--reason", required=True, help="why, and how you saw who asks / 原因，怎样核对的本人")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Raises CommandError for an unknown account or an empty reason."""
        reason = options["reason"].strip()
        if not reason:
            raise CommandError("请写明原因 / say why")
        if not reset_second(username=options["account"], reason=reason, now=clock.now()):
            raise CommandError("没有这个账号 / no such account")
        self.stdout.write("已取消，下次登录会请本人重设 / taken away; the next sign-in asks for a new one")
