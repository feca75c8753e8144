"""The dry run: a verdict in plain sentences for every row; nothing is written."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from nuanliu.domain.care.slips.access import access_slip_site
from nuanliu.domain.network.models import Node
from nuanliu.domain.network.types import Actor
from nuanliu.usecases.paper_slips.checking import check
from nuanliu.usecases.paper_slips.reading import with_dittos
from nuanliu.usecases.paper_slips.resolving import Ground, refuse_unless_issued, resolve
from nuanliu.usecases.paper_slips.types import Typed
from nuanliu.usecases.paper_slips.verdicts import Verdict

MOST_ROWS = 30


def judge(*, actor: Actor, site_id: UUID, rows: Sequence[Typed], now: datetime) -> list[Verdict]:
    """The dry run: a verdict for every row, nothing is written. Raises NotVisible."""
    site = access_slip_site(actor=actor, site_id=site_id)
    filled = with_dittos(rows[:MOST_ROWS])
    ground = Ground.survey(actor=actor, site=site, rows=filled, now=now)
    return judged(actor=actor, site=site, rows=filled, ground=ground, now=now)


def judged(*, actor: Actor, site: Node, rows: Sequence[Typed], ground: Ground, now: datetime) -> list[Verdict]:
    """A verdict for every row, against what was asked before."""
    verdicts = [resolve(row=row, number=number, ground=ground) for number, row in enumerate(rows, start=1)]
    for verdict in verdicts:
        refuse_unless_issued(verdict=verdict)
    check(actor=actor, site=site, verdicts=verdicts, now=now)
    return verdicts
