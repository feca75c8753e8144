"""`nuanliu schedule`: do what is due, until told to end."""

import signal
import threading
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import InterfaceError, OperationalError, close_old_connections

from nuanliu.jobs.runs import run_due
from nuanliu.jobs.schedule import SCHEDULE
from nuanliu.platform import clock
from nuanliu.usecases.check_keys import insist_on_keys

TICK_SECONDS = 5.0


class Command(BaseCommand):
    """The scheduler. Any number of them may run: a slot is done once."""

    help = "Do what is due by the schedule, again and again; --once for a single round."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="one round, then end")

    def handle(self, *_args: Any, **options: Any) -> None:
        insist_on_keys()
        if options["once"]:
            for run in run_due(jobs=SCHEDULE, now=clock.now(), clock=clock.now):
                self.stdout.write(f"{run.name}: {run.state} {run.outcome}")
            return
        ending = threading.Event()

        def end(_number: int, _frame: FrameType | None) -> None:
            ending.set()

        signal.signal(signal.SIGTERM, end)
        signal.signal(signal.SIGINT, end)
        while not ending.wait(TICK_SECONDS):
            close_old_connections()
            try:
                run_due(jobs=SCHEDULE, now=clock.now(), clock=clock.now)
            except (OperationalError, InterfaceError) as failure:
                self.stderr.write(f"schedule: the database is not to be had, trying again ({failure})")
