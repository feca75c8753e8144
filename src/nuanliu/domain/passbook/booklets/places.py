"""Where a line stands in a booklet."""

from dataclasses import dataclass

ROWS = 8
"""Lines on a page: what the sheet has room for in large type. Not a rule of the scheme but the form of the paper."""
PAGES_AT_ONCE = 10
"""Pages printed in one go; what is left comes with the next press."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line stands in a booklet."""

    position: int
    """From 1 through the whole booklet."""

    @property
    def page(self) -> int:
        """From 1."""
        return (self.position - 1) // ROWS + 1

    @property
    def row(self) -> int:
        """From 1 on its page."""
        return (self.position - 1) % ROWS + 1
