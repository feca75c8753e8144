"""`check-summaries`: every summary counted again from the rows; says which figure does not agree."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from nuanliu.domain.insights.check import check_summaries
from nuanliu.domain.insights.refresh import refresh
from nuanliu.platform import clock


class Command(BaseCommand):
    """Bring the summaries up to date, then lay every figure beside the rows."""

    help = "Count every summary again from the rows and say what does not agree."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Ends with an error when a figure is wrong."""
        now = clock.now()
        refresh(now=now)
        wrong = check_summaries(now=now)
        for one in wrong:
            self.stderr.write(str(one))
        if wrong:
            raise CommandError(f"{len(wrong)} figures do not agree with their rows")
        self.stdout.write("every figure agrees with its rows")
