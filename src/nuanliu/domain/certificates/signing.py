"""What is signed of a certificate: every word on it, in one order, so that it can be checked from the paper alone.

    digest = H(0x05 ‖ pack("nuanliu/certificate/1", the fields of FIELDS in order))

A paper of two pages or more adds `rows`, the digest of its lines. `seals/standalone/verify_proof.py` does the same
without this program.
"""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from nuanliu.domain.certificates.models import Certificate
from nuanliu.domain.ledger.seals.canonical import number, pack
from nuanliu.domain.passbook.booklets.codes import written
from nuanliu.platform.digests import Profile, hash_of
from nuanliu.platform.seal_keys import ALGORITHM, seal_keys

TAG, FIRST = b"nuanliu/certificate/1", b"\x05"
FORMAT = "nuanliu-certificate/1"


def rows_digest(rows: Sequence[Sequence[str]]) -> str:
    """The SHA-256 of a record's lines, 64 digits; the same for no lines."""
    plain = json.dumps(list(rows), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def shown(paper: Certificate) -> dict[str, Any]:
    """The signed facts, by name, in the order in which they are signed."""
    return {
        "profile": paper.profile,
        "serial": paper.serial,
        "code": written(paper.code),
        "kind": paper.kind,
        "holder": paper.holder,
        "title": paper.title,
        "words": paper.words,
        "responsible": paper.responsible,
        "minutes": paper.minutes,
        "services": paper.services,
        "first_day": paper.first_day.isoformat(),
        "last_day": paper.last_day.isoformat(),
        "issuer": paper.issuer_name,
        "issued_on": paper.issued_on.isoformat(),
        "rows": rows_digest(paper.rows),
    }


def digest_of(paper: Certificate) -> bytes:
    """What is signed."""
    fields = [
        number(value) if isinstance(value, int) else bytes.fromhex(value) if name == "rows" else value.encode()
        for name, value in shown(paper).items()
    ]
    return hash_of(Profile(paper.profile))(FIRST + pack(TAG, *fields))


def sign(paper: Certificate, *, profile: str) -> None:
    """Put the house's signature on it; everything else is in place."""
    keys = seal_keys()
    paper.profile, paper.algorithm, paper.key_id = profile, ALGORITHM, keys.key_id
    paper.signature = keys.sign(digest_of(paper))


def is_genuine(paper: Certificate) -> bool:
    """Whether one of our keys signed exactly this."""
    return seal_keys().has_signed(
        digest=digest_of(paper),
        signature=bytes(paper.signature),
        key_id=paper.key_id,
        algorithm=paper.algorithm,
    )


def proof_of(paper: Certificate) -> dict[str, Any]:
    """The certificate with its signature, for `verify_proof.py`: whoever holds the paper may hold this."""
    public = seal_keys().public.get(paper.key_id, b"")
    signed = {"signature": bytes(paper.signature).hex(), "algorithm": paper.algorithm, "key": paper.key_id}
    return {"format": FORMAT, "certificate": {**shown(paper), **signed}, "keys": {paper.key_id: public.hex()}}
