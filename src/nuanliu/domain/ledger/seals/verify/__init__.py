"""Doubts everything: heads → roots → rows → completeness → what was carried outside → the books; names what is wrong.

Reads only, takes no lock, and may run while people post and the sealer seals.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from nuanliu.domain.ledger.check import check_books
from nuanliu.domain.ledger.seals.journal import sites_with_accounts, sites_with_leaves
from nuanliu.domain.ledger.seals.queries import newest_blocks
from nuanliu.domain.ledger.seals.verify.caches import check_caches
from nuanliu.domain.ledger.seals.verify.completeness import Tail, check_completeness
from nuanliu.domain.ledger.seals.verify.findings import Findings, VerifyReport, from_books
from nuanliu.domain.ledger.seals.verify.outside import check_anchors
from nuanliu.domain.ledger.seals.verify.site_log import SiteLog

OLD = timedelta(days=1)
"""The sealer runs every minute: what is not sealed after a day is a finding."""


def verify_book(
    *, now: datetime | None = None, anchors: Path | None = None, say: Callable[[str], None] = lambda _text: None
) -> VerifyReport:
    """Check the whole book against its evidence. With `now`, lines that wait too long for their seal are a finding.

    `anchors` is the file carried outside, by default the one of the settings; `say` hears which site is read.
    """
    found = Findings()
    sites = sorted({*sites_with_accounts(), *sites_with_leaves(), *(b.site_id for b in newest_blocks())})
    blocks = lines = tail = 0
    since: datetime | None = None
    for site in sites:
        say(str(site))
        log = SiteLog(site, found)
        log.check()
        blocks, lines = blocks + log.blocks, lines + log.lines
        left = check_completeness(site=site, found=found)
        tail, since = tail + left.count, _earlier(since, left)
        if now is not None and left.since is not None and left.since < now - OLD:
            found.add("tail_too_old", site=site, detail=f" ({left.count})")
    count = check_anchors(path=anchors or Path(settings.ANCHORS_FILE), found=found)
    found.wrong.extend(from_books(finding) for finding in check_books().findings)
    check_caches(found=found)
    return VerifyReport(
        sites=len(sites), blocks=blocks, lines=lines, anchors=count, tail=tail, tail_since=since, wrong=found.wrong
    )


def _earlier(since: datetime | None, tail: Tail) -> datetime | None:
    return min((one for one in (since, tail.since) if one is not None), default=None)
