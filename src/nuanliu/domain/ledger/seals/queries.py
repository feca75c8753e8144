"""Reading the evidence, for pages: what is sealed, what was carried outside, and whether a line stands in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from nuanliu.domain.ledger.models import Transfer
from nuanliu.domain.ledger.seals import codes
from nuanliu.domain.ledger.seals.journal import newest_numbers, sites_with_accounts
from nuanliu.domain.ledger.seals.models import Anchor, AnchorSite, Block, Leaf
from nuanliu.domain.ledger.seals.pending import pending
from nuanliu.domain.ledger.types import Kind, Phase, Unit
from nuanliu.platform.seal_keys import fingerprint_of, seal_keys

PAGE = 31
MOST_UNSEALED = 20_000
"""Lines looked through, a site, for a code that is not sealed yet."""


@dataclass(frozen=True, slots=True)
class SiteHead:
    """The newest head of one site's log."""

    site: UUID
    block: int
    lines: int
    digest: str
    """Hexadecimal, as printed."""
    sealed_at: datetime
    is_anchored: bool
    """Whether the newest anchor already holds this very block."""


@dataclass(frozen=True, slots=True)
class AnchorShown:
    """One anchor, as the public page and the notice board print it."""

    number: int
    digest: str
    previous: str
    root: str
    sites: int
    lines: int
    anchored_at: datetime
    key_id: str


@dataclass(frozen=True, slots=True)
class Heads:
    """What is sealed now: the newest anchor (None before the first) and every site's newest head, by site id."""

    anchor: AnchorShown | None
    sites: list[SiteHead]

    @property
    def lines(self) -> int:
        """Lines in all logs together."""
        return sum(site.lines for site in self.sites)


class LineState(StrEnum):
    """How far the evidence for a line has come."""

    ANCHORED = "anchored"
    """Sealed, and its head has been carried outside: nobody can change it unseen."""
    SEALED = "sealed"
    """In a signed block; the next anchor (tonight) takes it outside."""
    UNSEALED = "unsealed"
    """Written, and taken by the next sealing, a minute from now at most."""


@dataclass(frozen=True, slots=True)
class LineFound:
    """One line of the book, as anybody may see it: no name, no account, no balance."""

    code: str
    state: LineState
    transfer: UUID
    site: UUID
    kind: Kind
    phase: Phase
    unit: Unit
    amount: int
    occurred_at: datetime
    recorded_at: datetime
    is_reversal: bool
    reversed_at: datetime | None
    """When it was reversed; None if it stands."""
    position: int | None
    block: int | None
    sealed_at: datetime | None
    anchor: int | None
    """The first anchor that holds it."""
    anchored_at: datetime | None


def newest_heads() -> Heads:
    """The newest anchor and every site's newest head."""
    anchor = Anchor.objects.order_by("-number").first()
    held: dict[UUID, int] = {}
    if anchor is not None:
        held = dict(AnchorSite.objects.filter(anchor=anchor.number).values_list("site_id", "block"))
    return Heads(
        anchor=_shown(anchor) if anchor is not None else None,
        sites=[
            SiteHead(
                site=block.site_id,
                block=block.number,
                lines=block.size,
                digest=bytes(block.digest).hex(),
                sealed_at=block.sealed_at,
                is_anchored=held.get(block.site_id) == block.number,
            )
            for block in newest_blocks()
        ],
    )


def newest_blocks() -> list[Block]:
    """Every site's newest block, in the order of the sites' ids."""
    return sorted(Block.objects.filter(pk__in=newest_numbers()), key=lambda block: block.site_id.bytes)


def past_anchors(*, before: int | None = None, count: int = PAGE) -> list[AnchorShown]:
    """A page of anchors, newest first; `before` is the smallest number of the page before it."""
    rows = Anchor.objects.order_by("-number")
    if before is not None:
        rows = rows.filter(number__lt=before)
    return [_shown(row) for row in rows[:count]]


def anchor_numbered(*, number: int) -> AnchorShown | None:
    """One anchor by its number."""
    row = Anchor.objects.filter(number=number).first()
    return _shown(row) if row is not None else None


def _shown(row: Anchor) -> AnchorShown:
    return AnchorShown(
        number=row.number,
        digest=bytes(row.digest).hex(),
        previous=bytes(row.previous).hex(),
        root=bytes(row.root).hex(),
        sites=row.sites,
        lines=row.lines,
        anchored_at=row.anchored_at,
        key_id=row.key_id,
    )


def key_fingerprint() -> str:
    """The fingerprint of the key that signs, in groups of four, for the notice board."""
    keys = seal_keys()
    return fingerprint_of(keys.public[keys.key_id])


def public_keys() -> dict[str, str]:
    """Every public key that may have signed, by id, in hexadecimal."""
    return {key_id: key.hex() for key_id, key in seal_keys().public.items()}


def find_lines(*, code: int) -> list[LineFound]:
    """The lines with this code (from `codes.read_code`): one, almost always, or none."""
    leaves = list(Leaf.objects.filter(code=code).order_by("site_id", "position"))
    found = [_sealed(leaf) for leaf in leaves]
    lines = [line for line in found if line is not None]
    return lines or [_line(transfer, LineState.UNSEALED) for transfer in _unsealed_with(code)]


def find_line(*, site: UUID, transfer: UUID) -> LineFound | None:
    """One line by its transfer."""
    leaf = Leaf.objects.filter(site_id=site, subject=transfer, number=0).first()
    if leaf is not None:
        return _sealed(leaf)
    row = Transfer.objects.filter(site_id=site, id=transfer).first()
    return _line(row, LineState.UNSEALED) if row is not None else None


def first_block_with(*, site: UUID, position: int) -> Block | None:
    """The block that took the line at `position`."""
    return Block.objects.filter(site_id=site, size__gt=position).order_by("size").first()


def first_anchor_with(*, site: UUID, block: int) -> Anchor | None:
    """The first anchor that holds block `block` of a site, or a later block of it."""
    row = AnchorSite.objects.filter(site_id=site, block__gte=block).order_by("block", "anchor").first()
    return Anchor.objects.filter(number=row.anchor).first() if row is not None else None


def _sealed(leaf: Leaf) -> LineFound | None:
    transfer = Transfer.objects.filter(site_id=leaf.site_id, id=leaf.subject).first()
    block = first_block_with(site=leaf.site_id, position=leaf.position)
    if transfer is None or block is None:
        return None
    anchor = first_anchor_with(site=leaf.site_id, block=block.number)
    state = LineState.SEALED if anchor is None else LineState.ANCHORED
    return _line(transfer, state, leaf=leaf, block=block, anchor=anchor)


def _line(
    row: Transfer,
    state: LineState,
    *,
    leaf: Leaf | None = None,
    block: Block | None = None,
    anchor: Anchor | None = None,
) -> LineFound:
    reversal = Transfer.objects.filter(site_id=row.site_id, reverses=row.id).first()
    return LineFound(
        code=codes.code_of(transfer=row.id),
        state=state,
        transfer=row.id,
        site=row.site_id,
        kind=Kind(row.kind),
        phase=Phase(row.phase),
        unit=Unit(row.unit),
        amount=row.amount,
        occurred_at=row.occurred_at,
        recorded_at=row.recorded_at,
        is_reversal=row.reverses is not None,
        reversed_at=reversal.occurred_at if reversal is not None else None,
        position=leaf.position if leaf is not None else None,
        block=block.number if block is not None else None,
        sealed_at=block.sealed_at if block is not None else None,
        anchor=anchor.number if anchor is not None else None,
        anchored_at=anchor.anchored_at if anchor is not None else None,
    )


def _unsealed_with(code: int) -> Iterable[Transfer]:
    """Lines have no column for their code before they have a leaf; there are a minute's worth of them."""
    for site in sites_with_accounts():
        keys = pending(site=site, limit=MOST_UNSEALED).keys
        ids = [key.id for key in keys if key.is_transfer and codes.number_of_bytes(key.id) == code]
        yield from Transfer.objects.filter(site_id=site, id__in=[UUID(bytes=one) for one in ids])
