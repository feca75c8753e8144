"""`nuanliu load_demo`: the demo city, from its workbooks to a living day."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from nuanliu.domain.care.models import Need
from nuanliu.domain.insights.refresh import refresh
from nuanliu.domain.network.models import Node
from nuanliu.jobs.demo.cast import Cast
from nuanliu.jobs.demo.certificates import give_certificates
from nuanliu.jobs.demo.city import (
    BEGUN,
    ENDED,
    DemoFilesUnfit,
    bureau,
    give_demo_access,
    is_unfinished,
    load_workbooks,
    note_progress,
    renew_policies,
)
from nuanliu.jobs.demo.closing import check_book, seal_book
from nuanliu.jobs.demo.desk import say_and_keep
from nuanliu.jobs.demo.disagreeing import disagree
from nuanliu.jobs.demo.dispatching import propose_next_week
from nuanliu.jobs.demo.earlier import look_back
from nuanliu.jobs.demo.gathering import hold_gatherings
from nuanliu.jobs.demo.giving import give_in_families
from nuanliu.jobs.demo.granting import decide_about_pools, fill_and_grant
from nuanliu.jobs.demo.history import play
from nuanliu.jobs.demo.honouring import commend
from nuanliu.jobs.demo.inviting import ask_helpers_out
from nuanliu.jobs.demo.joining import knock_at_the_doors
from nuanliu.jobs.demo.network import fill_network
from nuanliu.jobs.demo.paper import print_the_papers
from nuanliu.jobs.demo.privacy import show_what_happens, sign_sheets
from nuanliu.jobs.demo.reporting import report_something
from nuanliu.jobs.demo.shops import open_the_shops
from nuanliu.jobs.demo.slips import put_slips_on_the_desk
from nuanliu.jobs.demo.standard import appoint_second, publish_standards
from nuanliu.jobs.demo.telephone import work_the_telephone
from nuanliu.jobs.demo.weekly import come_every_week
from nuanliu.platform import clock

STORIES: tuple[Callable[[Cast], object], ...] = (
    publish_standards,
    fill_and_grant,
    look_back,
    play,
    disagree,
    come_every_week,
    ask_helpers_out,
    decide_about_pools,
    knock_at_the_doors,
    give_in_families,
    open_the_shops,
    hold_gatherings,
    print_the_papers,
    put_slips_on_the_desk,
    work_the_telephone,
)
"""What is played, in this order."""


class Command(BaseCommand):
    """Load demo/*.xlsx through the import, then play three weeks. Into an empty house, or where it was interrupted."""

    help = "Load the demo city into an empty database and play a history around today."

    def add_arguments(self, parser: CommandParser) -> None:
        folder = Path(settings.SOURCE).parents[1] / "demo"
        parser.add_argument("--folder", type=Path, default=folder, help="where the workbooks are")
        parser.add_argument("--no-history", action="store_true", help="load the rosters and play nothing")

    def handle(self, *_args: Any, **options: Any) -> None:
        if Node.objects.exists() and not is_unfinished():
            raise CommandError(
                "这里已经有单位了。 There is a city here already; the demo goes into an empty house only."
            )
        began, now = time.monotonic(), clock.now()
        if not Node.objects.exists():
            note_progress(BEGUN, now=now)
        try:
            load_workbooks(folder=options["folder"], now=now, say=self._say)
        except (DemoFilesUnfit, FileNotFoundError) as unfit:
            raise CommandError(str(unfit)) from unfit
        fill_network(now=now)
        appoint_second(now=now)
        give_demo_access(now=now)
        sign_sheets(now=now)
        show_what_happens(now=now)
        report_something(now=now)
        seal_book(now=clock.now())
        if not options["no_history"] and not Need.objects.exists():
            renew_policies(now=now)
            cast = Cast.gather(now=now)
            for story in STORIES:
                story(cast)
            propose_next_week(cast, bureau=bureau(now=now))
            say_and_keep(now=now)
            give_certificates(cast)
            commend(cast)
            seal_book(now=clock.now())
        refresh(now=clock.now())
        check_book(now=clock.now())
        note_progress(ENDED, now=now)
        self._say(f"  {time.monotonic() - began:.1f} s")

    def _say(self, text: str) -> None:
        if self.verbosity_above_zero:
            self.stdout.write(text)

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Remember how much may be said."""
        self.verbosity_above_zero = options.get("verbosity", 1) > 0
        return super().execute(*args, **options)
