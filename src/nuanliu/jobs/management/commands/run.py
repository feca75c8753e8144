"""`nuanliu run`: the whole installation on this machine, web and tasks and schedule, until Ctrl-C."""

import time
from typing import Any

from django.conf import settings
from django.core.checks import Tags
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from nuanliu.jobs import preparing, serving
from nuanliu.jobs.supervisor import GaveUp, Supervisor
from nuanliu.usecases.check_keys import WrongKeys, check_keys


class Command(BaseCommand):
    """Prepare what is missing, start everything, print the addresses, end everything."""

    help = "Serve this installation from this machine: web, tasks and schedule under one supervisor."
    requires_system_checks = (Tags.security,)  # the checks of every model and page belong to `make test`

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (demo mode: loopback only)")
        parser.add_argument("--port", type=int, default=8000, help="port; another free one if it is taken")

    def handle(self, *_args: Any, **options: Any) -> None:
        host = options["host"]
        if settings.DEMO and host not in {"127.0.0.1", "::1", "localhost"}:
            raise CommandError(
                "示范模式只能在本机打开。 Demo mode signs anyone in with one click: it listens on 127.0.0.1 only."
            )
        web = serving.begin_web()
        supervisor = Supervisor([web.child, *serving.others()], say=self._say)
        try:
            self._prepare()
            self._serve(supervisor, web, host=host, port=options["port"])
        finally:
            supervisor.end()

    def _prepare(self) -> None:
        self.check(tags=[Tags.database], databases=["default"])
        try:
            preparing.prepare(say=self._say)
            check_keys()
            if settings.DEMO:
                preparing.load_demo_city(say=self._say)
        except KeyboardInterrupt:
            raise CommandError("已停止。 Stopped while preparing; the next start goes on from here.") from None
        except WrongKeys as wrong:
            raise CommandError(str(wrong.words)) from wrong
        connections.close_all()

    def _serve(self, supervisor: Supervisor, web: serving.Web, *, host: str, port: int) -> None:
        port, greeted = web.serve_at(host=host, port=port), False
        knock = serving.Knock(host=host, port=port)

        def greet() -> None:
            nonlocal greeted
            if not greeted and knock.is_answered():
                greeted = True
                self._say(f"\n{serving.greeting(host=host, port=port)}  ({time.monotonic() - web.began:.1f} s)\n")

        supervisor.start()
        try:
            supervisor.run(each_tick=greet)
        except GaveUp as reason:
            raise CommandError(f"不能继续运行。 Everything was ended: {reason}") from reason
        self._say("已结束。 Ended.")

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
