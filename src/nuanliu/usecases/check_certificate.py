"""What a certificate's code, its number, a voucher or a volunteer's card says to anybody; and nothing beyond.

A code is drawn by lot and shows the masked name; a number can be guessed, so it says only whether it was issued and
holds. Whether there is such a thing or not, the same steps are taken: the same questions, the same checks.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from nuanliu.domain.certificates.models import Certificate
from nuanliu.domain.certificates.queries import with_code, with_serial
from nuanliu.domain.certificates.signing import is_genuine, sign
from nuanliu.domain.certificates.types import LETTERS, CertificateKind
from nuanliu.domain.ledger.seals.codes import plain_code
from nuanliu.domain.passbook.booklets.codes import read_code, written
from nuanliu.platform.digests import Profile
from nuanliu.platform.words import masked_name

_SERIAL = re.compile(rf"[0-9A-Z]+(?:{'|'.join(LETTERS.values())})\d{{10}}")


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateShown:
    """A certificate as anybody may see it. Found by its number, it has no name and no hours."""

    kind: CertificateKind
    serial: str
    issuer: str
    issued_on: date
    is_genuine: bool
    revoked_at: datetime | None
    revoke_reason: str
    code: str = ""
    name: str = ""
    minutes: int = 0
    days: tuple[date, date] | None = None

    @property
    def is_by_number(self) -> bool:
        """Whether only the number was typed."""
        return not self.code


def is_serial(*, text: str) -> bool:
    """Whether what was typed is written like a certificate's number."""
    return _SERIAL.fullmatch(plain_code(text)) is not None


def check_certificate(*, text: str) -> CertificateShown | None:
    """What the code leads to; None for an unknown one. Raises UnreadableCode."""
    paper = with_code(code=read_code(text=text))
    genuine = is_genuine(paper or _nothing())
    if paper is None:
        return None
    is_person = paper.person_id is not None
    return CertificateShown(
        kind=CertificateKind(paper.kind),
        serial=paper.serial,
        issuer=paper.issuer_name,
        issued_on=paper.issued_on,
        is_genuine=genuine or not paper.holder,
        revoked_at=paper.revoked_at,
        revoke_reason=paper.revoke_reason,
        code=written(paper.code),
        name=masked_name(paper.holder) if is_person and paper.holder else paper.holder,
        minutes=paper.minutes,
        days=(paper.first_day, paper.last_day),
    )


def check_serial(*, text: str) -> CertificateShown | None:
    """Whether this number was issued, and holds: no name, because numbers follow each other."""
    paper = with_serial(key=plain_code(text))
    genuine = is_genuine(paper or _nothing())
    if paper is None:
        return None
    return CertificateShown(
        kind=CertificateKind(paper.kind),
        serial=paper.serial,
        issuer=paper.issuer_name,
        issued_on=paper.issued_on,
        is_genuine=genuine or not paper.holder,
        revoked_at=paper.revoked_at,
        revoke_reason=paper.revoke_reason,
    )


@cache
def _nothing() -> Certificate:
    """A certificate of nobody, so that a code that does not exist is checked as long as one that does."""
    day = date(2000, 1, 1)
    paper = Certificate(
        kind=CertificateKind.HONOUR.value, serial="-", code=0, issuer_name="-", holder="-", issued_on=day,
        first_day=day, last_day=day,
    )  # fmt: skip
    sign(paper, profile=Profile.SHA256.value)
    return paper
