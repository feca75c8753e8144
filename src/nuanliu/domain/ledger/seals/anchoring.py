"""The city's anchor: one signed head over all sites' newest blocks, carried outside the database."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from nuanliu.domain.ledger.seals.heads import AnchorHead, site_leaf
from nuanliu.domain.ledger.seals.journal import on_postgres
from nuanliu.domain.ledger.seals.models import Anchor, AnchorSite
from nuanliu.domain.ledger.seals.outside import carry_out
from nuanliu.domain.ledger.seals.queries import newest_blocks
from nuanliu.platform.db import durable
from nuanliu.platform.digests import NOTHING, Profile, hash_of
from nuanliu.platform.merkle import Frontier
from nuanliu.platform.seal_keys import ALGORITHM, seal_keys

_LOCK = 0x616E63686F72  # "anchor"


@dataclass(frozen=True, slots=True)
class Anchored:
    """The anchor that was made."""

    number: int
    digest: str
    sites: int
    lines: int


def anchor_city(*, now: datetime) -> Anchored | None:
    """Anchor every site's newest block; None if nothing has been sealed yet. Raises OSError if the file refuses it.

    One at a time; the anchor stands in the database before its line stands in the file.
    """
    with durable():
        if on_postgres():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        made = _anchor(now)
    if made is not None:
        carry_out(number=made.number, path=Path(settings.ANCHORS_FILE))
    return made


def _anchor(now: datetime) -> Anchored | None:
    blocks = newest_blocks()
    if not blocks:
        return None
    last = Anchor.objects.order_by("-number").first()
    profile = Profile(settings.DIGEST)
    tree = Frontier(hash_of(profile))
    for block in blocks:
        tree.append(site_leaf(hash_of(profile), site=block.site_id, block=block.number, digest=bytes(block.digest)))
    head = AnchorHead(
        profile=profile,
        number=last.number + 1 if last is not None else 1,
        previous=bytes(last.digest) if last is not None else NOTHING,
        root=tree.root(),
        sites=len(blocks),
        lines=sum(block.size for block in blocks),
        anchored_at=now,
    )
    digest, keys = head.digest(), seal_keys()
    Anchor.objects.create(
        number=head.number,
        profile=head.profile,
        previous=head.previous,
        root=head.root,
        sites=head.sites,
        lines=head.lines,
        anchored_at=head.anchored_at,
        digest=digest,
        signature=keys.sign(digest),
        algorithm=ALGORITHM,
        key_id=keys.key_id,
    )
    AnchorSite.objects.bulk_create(
        [
            AnchorSite(anchor=head.number, site_id=block.site_id, block=block.number, digest=bytes(block.digest))
            for block in blocks
        ]
    )
    return Anchored(head.number, digest.hex(), head.sites, head.lines)
