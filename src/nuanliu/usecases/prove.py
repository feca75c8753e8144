"""账实相符 and 查我的这一笔: what everybody may know of the book. No name, no account, no balance of anybody."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from nuanliu.domain.ledger.seals.codes import read_code
from nuanliu.domain.ledger.seals.proofs import compact, prove_line
from nuanliu.domain.ledger.seals.queries import (
    AnchorShown,
    Heads,
    LineFound,
    LineState,
    anchor_numbered,
    find_lines,
    key_fingerprint,
    newest_heads,
    past_anchors,
)
from nuanliu.domain.ledger.seals.shown import Json
from nuanliu.domain.network.models import Node
from nuanliu.platform.errors import NotVisible
from nuanliu.usecases.reconcile import LastCheck, last_check

PAST = 31
"""Days of earlier anchors shown at once."""


@dataclass(frozen=True, slots=True)
class ProofOfDay:
    """What stands on the public page."""

    heads: Heads
    check: LastCheck | None
    names: dict[UUID, str]
    past: list[AnchorShown]
    older_before: int | None
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Checked:
    """One line that a code led to, with the name of the unit that recorded it."""

    line: LineFound
    recorded_by: str

    @property
    def is_sealed(self) -> bool:
        """Whether it stands in a signed block, so that it can be proved."""
        return self.line.state is not LineState.UNSEALED


def proof_of_day(*, before: int | None = None) -> ProofOfDay:
    """Heads, the last full check, and a page of earlier anchors; nothing is checked now."""
    heads = newest_heads()
    past = past_anchors(before=before, count=PAST + 1)
    shown = past[:PAST]
    return ProofOfDay(
        heads=heads,
        check=last_check(),
        names=site_names(ids=[site.site for site in heads.sites]),
        past=shown,
        older_before=shown[-1].number if len(past) > PAST else None,
        fingerprint=key_fingerprint(),
    )


def anchor_of(*, number: int) -> AnchorShown:
    """One anchor. Raises NotVisible."""
    found = anchor_numbered(number=number)
    if found is None:
        raise NotVisible
    return found


def site_names(*, ids: Iterable[UUID]) -> dict[UUID, str]:
    """Names of sites by id."""
    return dict(Node.objects.filter(pk__in=list(ids)).values_list("pk", "name"))


def check_line(*, text: str) -> list[Checked]:
    """The lines behind a code as typed: one almost always, none for an unknown code. Raises UnreadableCode."""
    found = find_lines(code=read_code(text=text))
    names = site_names(ids={line.site for line in found})
    return [Checked(line, names.get(line.site, "")) for line in found]


def proof_of(*, checked: Checked) -> tuple[Json, str]:
    """The proof of a sealed line: to keep as a file, and as one line for a QR code. Raises UnableToProve."""
    proof = prove_line(site=checked.line.site, transfer=checked.line.transfer)
    return proof, compact(proof)
