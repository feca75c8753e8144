"""Numbers issued by the state: identity numbers, organisation codes, telephones. Read, checked, masked."""

import re
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from nuanliu.platform.errors import Unable
from nuanliu.platform.text import clean, digits
from nuanliu.platform.typed import tidy_phone

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_PROVINCE_CODES = (
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83"
)
_PROVINCES = frozenset(_PROVINCE_CODES.split())
_OLDEST_YEARS = 130
_LENGTH, _OLD_LENGTH, _TAIL = 18, 15, 4
_TAIL_ONLY = re.compile(r"\d{3}[\dX]", re.ASCII)
_WHOLE = re.compile(r"\d{17}[\dX]", re.ASCII)


class UnableToReadIdentity(Unable):
    """The text is not an identity number (GB 11643)."""


class UnableToReadCreditCode(Unable):
    """The text is not a 统一社会信用代码 (GB 32100)."""


class UnableToReadTelephone(Unable):
    """The text is not a mainland telephone number."""


@dataclass(frozen=True, slots=True)
class Identity:
    """An identity number and what it says. `sex` is a GB/T 2261.1 code."""

    number: str
    birth_date: date
    sex: str
    address_code: str

    @property
    def tail(self) -> str:
        """The last four characters."""
        return self.number[-_TAIL:]


def parse_identity(*, text: str, today: date) -> Identity:
    """Read an identity number; spaces, dashes, full-width digits and a small x are accepted.

    Raises UnableToReadIdentity: missing, old_number, wrong_length, wrong_characters, wrong_region, impossible_date,
    wrong_check_digit.
    """
    number = digits(text).upper()
    _check_shape(number)
    if number[:2] not in _PROVINCES:
        raise UnableToReadIdentity("wrong_region", _("身份证号开头两位不对，请核对。"))
    born = _birth_date(number, today)
    if _CHECK_DIGITS[sum(int(ch) * weight for ch, weight in zip(number, _WEIGHTS, strict=False)) % 11] != number[-1]:
        raise UnableToReadIdentity("wrong_check_digit", _("身份证号有一位输错了，请逐位核对。"))
    return Identity(number, born, "1" if int(number[16]) % 2 else "2", number[:6])


def _check_shape(number: str) -> None:
    if not number:
        raise UnableToReadIdentity("missing", _("请填写身份证号。"))
    if len(number) == _OLD_LENGTH and number.isascii() and number.isdigit():
        raise UnableToReadIdentity("old_number", _("这是旧的 15 位号码，请用 18 位的。"))
    if len(number) != _LENGTH:
        raise UnableToReadIdentity("wrong_length", _("身份证号要 18 位，请核对。"), length=len(number))
    if not _WHOLE.fullmatch(number):
        raise UnableToReadIdentity("wrong_characters", _("身份证号只有数字，最后一位可以是 X。"))


def _birth_date(number: str, today: date) -> date:
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        born = None
    if born is None or born > today or born.year < today.year - _OLDEST_YEARS:
        raise UnableToReadIdentity("impossible_date", _("身份证号里的出生日期不对，请核对。"))
    return born


def identity_tail(text: str) -> str:
    """The last four of an identity number, given whole or as just those four; empty for anything else."""
    typed = digits(text).upper()
    if _WHOLE.fullmatch(typed):
        return typed[-_TAIL:]
    return typed if _TAIL_ONLY.fullmatch(typed) else ""


def masked_identity(number: str) -> str:
    """`520***********1234`: the first three and the last four."""
    if len(number) <= 3 + _TAIL:
        return "*" * len(number)
    return f"{number[:3]}{'*' * (len(number) - 3 - _TAIL)}{number[-_TAIL:]}"


_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def parse_credit_code(*, text: str) -> str:
    """Read a 统一社会信用代码.

    Raises UnableToReadCreditCode: missing, wrong_length, wrong_characters, wrong_check_digit.
    """
    code = digits(text).upper()
    if not code:
        raise UnableToReadCreditCode("missing", _("请填写统一社会信用代码。"))
    if len(code) != _LENGTH:
        raise UnableToReadCreditCode("wrong_length", _("统一社会信用代码要 18 位，请核对。"), length=len(code))
    if any(ch not in _CREDIT_ALPHABET for ch in code):
        raise UnableToReadCreditCode("wrong_characters", _("代码里没有 I、O、S、V、Z 这些字母。"))
    values = [_CREDIT_ALPHABET.index(ch) for ch in code]
    total = sum(value * weight for value, weight in zip(values, _CREDIT_WEIGHTS, strict=False))
    if (31 - total % 31) % 31 != values[-1]:
        raise UnableToReadCreditCode("wrong_check_digit", _("代码有一位输错了，请逐位核对。"))
    return code


_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_LANDLINE = re.compile(r"(0(?:10|2\d|[3-9]\d{2}))([2-8]\d{6,7})", re.ASCII)
_LOCAL = re.compile(r"[2-8]\d{6,7}", re.ASCII)
_SERVICE = re.compile(r"(?:400\d{7}|800\d{7}|1[12]\d{3}|12\d{3})", re.ASCII)


def telephone_digits(text: str) -> str:
    """The digits of a telephone number without country code; empty if the text holds anything but a number."""
    number = tidy_phone(clean(text))
    return number if number.isascii() and number.isdigit() else ""


def parse_telephone(*, text: str, area_code: str = "") -> str:
    """Read a telephone number: a mobile as `13800000000`, a landline as `0858-8220000`.

    `+86`, spaces, dashes and full-width digits are accepted; a local number gets `area_code`.
    Raises UnableToReadTelephone: missing, wrong_characters, wrong_mobile, wrong_number.
    """
    number = telephone_digits(text)
    if not clean(text):
        raise UnableToReadTelephone("missing", _("请填写电话号码。"))
    if not number:
        raise UnableToReadTelephone("wrong_characters", _("电话号码只能是数字。"))
    if _MOBILE.fullmatch(number) or _SERVICE.fullmatch(number):
        return number
    if landline := _LANDLINE.fullmatch(number):
        return f"{landline[1]}-{landline[2]}"
    if area_code and _LOCAL.fullmatch(number):
        return f"{area_code}-{number}"
    if number.startswith("1"):
        raise UnableToReadTelephone("wrong_mobile", _("手机号要 11 位，请核对。"), length=len(number))
    raise UnableToReadTelephone("wrong_number", _("电话号码不对，座机请加区号。"))
