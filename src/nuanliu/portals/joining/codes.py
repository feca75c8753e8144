"""A telephone is proved by a code that was sent to it, before anybody has an account."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.errors import Unable
from nuanliu.portals.ui.request import HouseRequest

SHELF = "joining-code"
CODE_DIGITS = 6
VALID_FOR = timedelta(minutes=10)


class UnableToProve(Unable):
    """The code is wrong, used up or too old: the same words for all."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A code on its way to a telephone."""

    phone: str
    code: str


def send_code(*, request: HouseRequest, phone: str) -> Sent:
    """Send a new code; the one before it is void."""
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
    request.session[SHELF] = {
        "phone": phone,
        "hash": make_password(code),
        "until": (request.now + VALID_FOR).isoformat(),
        "failures": 0,
    }
    return Sent(phone, code)


def prove_code(*, request: HouseRequest, code: str) -> str:
    """The telephone that the code was sent to. Raises UnableToProve; after the Standard's failures a new one is due."""
    kept = request.session.get(SHELF)
    limit = standard_in_force(at=request.now).integer("failed_login_limit")
    if not kept or request.now > datetime.fromisoformat(kept["until"]) or kept["failures"] >= limit:
        raise UnableToProve("code_over", _("这个号码已经不能用了。请再发一次。"), field="code")
    if not check_password(code, kept["hash"]):
        request.session[SHELF] = {**kept, "failures": kept["failures"] + 1}
        raise UnableToProve("wrong_code", _("六位数不对，请看短信再写一次。"), field="code")
    del request.session[SHELF]
    return str(kept["phone"])
