"""What a voucher for a shop and a volunteer's card say to anybody; the same steps whether there is one or not."""

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from nuanliu.domain.alliance import codes
from nuanliu.domain.alliance.models import Code
from nuanliu.domain.people.models import Volunteer
from nuanliu.domain.people.types import VolunteerState
from nuanliu.platform.text import clean
from nuanliu.platform.words import masked_name

_NOBODY = UUID(int=0)
_CARD = re.compile(r"[0-9A-Za-z-]{1,16}")


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
