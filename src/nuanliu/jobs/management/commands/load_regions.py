"""`nuanliu load_regions`: the city with its counties and 92 towns, for a new installation."""

from typing import Any

from django.core.management.base import BaseCommand

from nuanliu.platform import clock
from nuanliu.usecases.change_tree import enter_regions


class Command(BaseCommand):
    """Put every county and town that is missing into the tree; what stands already stays as it is."""

    help = "Load the city, its counties and towns with their administrative codes. Again changes nothing."

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(str(enter_regions(now=clock.now())))
