"""What a certificate's code, its number, a voucher or a volunteer's card says to anybody; and nothing beyond.

A code is drawn by lot and shows the masked name; a number can be guessed, so it says only whether it was issued and
holds. Whether there is such a thing or not, the same steps are taken: the same questions, the same checks.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from uuid import UUID

from nuanliu.domain.alliance import codes
from nuanliu.domain.alliance.models import Code
from nuanliu.domain.certificates.models import Certificate
from nuanliu.domain.certificates.queries import with_code, with_serial
from nuanliu.domain.certificates.signing import is_genuine, sign
from nuanliu.domain.certificates.types import LETTERS, CertificateKind
from nuanliu.domain.ledger.seals.codes import plain_code
from nuanliu.domain.passbook.booklets.codes import read_code, written
from nuanliu.domain.people.models import Volunteer
from nuanliu.domain.people.types import VolunteerState
from nuanliu.platform.digests import Profile
from nuanliu.platform.text import clean
from nuanliu.platform.words import masked_name

_SERIAL = re.compile(rf"[0-9A-Z]+(?:{'|'.join(LETTERS.values())})\d{{10}}")
_NOBODY = UUID(int=0)
_CARD = re.compile(r"[0-9A-Za-z-]{1,16}")


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


@dataclass(frozen=True, slots=True, kw_only=True)
class VoucherShown:
    """A code for the till: whether it can be used, and where."""

    code: str
    shop: str
    used_at: datetime | None
    expires_at: datetime
    is_good: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CardShown:
    """A volunteer's card: whether she is one now, and of which site."""

    number: str
    name: str
    site: str
    state: VolunteerState


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


def is_voucher_code(*, text: str) -> bool:
    """Whether it can be a code for the till."""
    return bool(codes.read(text))


def check_voucher(*, text: str, now: datetime) -> VoucherShown | None:
    """Whether a code for the till can be used now, at which shop."""
    typed = codes.read(text)
    row = Code.objects.select_related("offer__shop__node").filter(code=typed).first()
    is_ours = codes.is_ours(code=typed, id=row.id if row is not None else _NOBODY)
    if row is None or not is_ours:
        return None
    return VoucherShown(
        code=codes.grouped(row.code),
        shop=row.offer.shop.node.name,
        used_at=row.used_at,
        expires_at=row.expires_at,
        is_good=row.used_at is None and now < row.expires_at,
    )


def check_card(*, text: str) -> CardShown | None:
    """Whether a volunteer's number is in use."""
    typed = clean(text).upper()
    if not _CARD.fullmatch(typed) or not any(char.isdigit() for char in typed):
        return None
    rows = Volunteer.objects.select_related("person__home_site").exclude(state=VolunteerState.APPLYING)
    found = rows.filter(number__iexact=typed, person__closed_at=None).first()
    if found is None:
        return None
    return CardShown(
        number=found.number,
        name=masked_name(found.person.name),
        site=found.person.home_site.name,
        state=VolunteerState(found.state),
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
