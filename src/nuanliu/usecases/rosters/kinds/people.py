"""What every list of people has: name, sex, ethnicity, identity number, telephone, where they live."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Protocol

from nuanliu.domain.people.types import Sex
from nuanliu.platform.identifiers import (
    UnableToReadIdentity,
    UnableToReadTelephone,
    parse_identity,
    parse_telephone,
    telephone_digits,
)
from nuanliu.platform.national_codes import ETHNIC, ethnic_code, political_code, sex_code
from nuanliu.platform.typed import tidy_text
from nuanliu.usecases.rosters.cells import Cell, CellTrouble, Parser, as_text, day, name, says_unknown, text
from nuanliu.usecases.rosters.cells import latitude as latitude_cell
from nuanliu.usecases.rosters.cells import longitude as longitude_cell
from nuanliu.usecases.rosters.choices import OPTIONS_SHOWN, Choice, named
from nuanliu.usecases.rosters.columns import Column
from nuanliu.usecases.rosters.known import Known, nearest
from nuanliu.usecases.rosters.spec import Finding, error, warning

POLITICAL_WORDS = ("中共党员", "中共预备党员", "共青团员", "无党派人士", "群众")


def coded(find: Callable[..., str | None], words: Iterable[str], *, blank: str = "") -> Parser:
    """A word of a national code table, giving its code; `words` are for guessing at what was meant."""
    shown = tuple(words)

    def parse(cell: Cell) -> str:
        written = tidy_text(as_text(cell.raw))
        if not written or written in {"不详", "不知道"}:
            return blank
        found = find(text=written)
        if found is not None:
            return found
        guess = nearest(written[:20], shown)
        if guess:
            raise CellTrouble("choice_wrong_guess", value=written[:20], guess=guess)
        raise CellTrouble("choice_wrong", value=written[:20], options="、".join(shown[:OPTIONS_SHOWN]))

    return parse


LANGUAGES = Choice(
    {
        "putonghua": "普通话",
        "local": "六盘水话",
        "miao": "苗语",
        "yi": "彝语",
        "bouyei": "布依语",
        "sign": "手语",
    },
    {"方言": "local", "本地话": "local", "水城话": "local", "六枝话": "local", "盘州话": "local", "贵州话": "local",
     "苗话": "miao", "彝话": "yi", "布依话": "bouyei"},
)  # fmt: skip


IDENTITY_TROUBLES = {
    "old_number": "identity_old",
    "wrong_characters": "identity_signs",
    "wrong_region": "identity_region",
    "impossible_date": "identity_birth",
    "wrong_check_digit": "identity_check",
}


def identity(cell: Cell) -> str:
    """An 18-character identity number (GB 11643), checked to the last digit; blank or "不知道" gives empty."""
    if says_unknown(cell.raw):
        return ""
    is_number = isinstance(cell.raw, int | float) and not isinstance(cell.raw, bool)
    written = as_text(cell.raw).lstrip("'’‘")
    if (is_number and abs(cell.raw) >= 1e15) or "E+" in written.upper():
        raise CellTrouble("identity_as_number")
    written = written.replace("Х", "X").replace("×", "X")
    try:
        return parse_identity(text=written, today=cell.known.today).number
    except UnableToReadIdentity as unable:
        if unable.code == "wrong_length":
            raise CellTrouble("identity_length", length=int(unable.details["length"])) from None
        raise CellTrouble(IDENTITY_TROUBLES.get(unable.code, "identity_signs")) from None


def phone(cell: Cell) -> str:
    """A telephone number; of several the first; blank or "无" gives empty."""
    if says_unknown(cell.raw):
        return ""
    written = tidy_text(as_text(cell.raw), lines=True)
    first = re.split(r"[、，,；;/\n或]", written)[0].strip()
    if first and first != written:
        cell.warn("phone_several")
        written = first
    try:
        return parse_telephone(text=written)
    except UnableToReadTelephone as unable:
        if unable.code == "wrong_characters":
            raise CellTrouble("phone_signs") from None
        raise CellTrouble("phone_wrong", length=len(telephone_digits(written))) from None


def birth_of(number: str) -> date:
    """The day of birth that a checked identity number says."""
    return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))


def sex_of(number: str) -> str:
    """The sex that a checked identity number says."""
    return Sex.MALE if int(number[16]) % 2 else Sex.FEMALE


SEX_CELL = coded(sex_code, ("男", "女", "未说明"), blank=Sex.UNKNOWN)
NAME = Column("name", "姓名", name, ("名字", "志愿者姓名", "老人姓名", "工作人员姓名"), is_required=True)
SEX = Column("sex", "性别", SEX_CELL)
ETHNICITY = Column("ethnicity", "民族", coded(ethnic_code, ETHNIC.values()))
IDENTITY_WORDS = ("身份证", "身份证号码", "公民身份号码", "证件号码", "证件号", "居民身份证号")
PHONE_WORDS = ("手机", "手机号", "手机号码", "电话", "电话号码", "联系方式", "联系电话", "本人电话")
IDENTITY = Column("identity", "身份证号", identity, IDENTITY_WORDS, is_required=True)
BIRTH = Column("birth_date", "出生日期", day(past=True), ("生日", "出生年月日", "出生年月"))
PHONE = Column("phone", "联系电话", phone, PHONE_WORDS)
POLITICS = Column("political_status", "政治面貌", coded(political_code, POLITICAL_WORDS))
ADDRESS = Column("address", "住址", text(200), ("地址", "家庭住址", "现住址", "居住地址", "详细地址"))
STREET = Column("street", "街路或小区", text(60), ("街道或小区", "小区", "路名"))
SITE = Column("site", "所属站点", named("site"), ("站点", "所属社区", "社区", "服务站", "所在站点"), is_required=True)
LATITUDE = Column("latitude", "纬度", latitude_cell)
LONGITUDE = Column("longitude", "经度", longitude_cell)


class PersonRow(Protocol):
    """The fields that `check_person` looks at."""

    @property
    def sex(self) -> str: ...
    @property
    def identity(self) -> str: ...
    @property
    def birth_date(self) -> date | None: ...


def age_on(born: date, today: date) -> int:
    """Whole years."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def born(row: PersonRow) -> date | None:
    """The day of birth: from the identity number, else as written."""
    return (birth_of(row.identity) if row.identity else None) or row.birth_date


def check_person(row: PersonRow) -> Iterator[Finding]:
    """Sex and birth agree with the identity number."""
    if not row.identity:
        return
    if row.birth_date and row.birth_date != birth_of(row.identity):
        yield error("birth_date", "birth_differs")
    if row.sex in {Sex.MALE, Sex.FEMALE} and row.sex != sex_of(row.identity):
        yield error("sex", "sex_differs")


def check_age(row: PersonRow, known: Known, *, least: int, young: str = "too_young") -> Iterator[Finding]:
    """At least `least` years old (an error, or the warning `young`), and not older than people get."""
    day_of_birth = born(row)
    if day_of_birth is None:
        return
    where = "identity" if row.identity else "birth_date"
    age = age_on(day_of_birth, known.today)
    if age < least:
        finding = error if young == "too_young" else warning
        yield finding(where, young, age=age, limit=least)
    if age > 115:
        yield warning(where, "very_old", age=age)


def check_place(latitude: str, longitude: str) -> Iterator[Finding]:
    """Both coordinates or neither."""
    if bool(latitude) != bool(longitude):
        yield error("latitude" if not latitude else "longitude", "coordinates_pair")
