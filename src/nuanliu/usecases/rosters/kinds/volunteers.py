"""Volunteers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.people.types import CreditChoice
from nuanliu.usecases.rosters.cells import code, day, metres
from nuanliu.usecases.rosters.choices import Choice, free_times, named
from nuanliu.usecases.rosters.columns import Column
from nuanliu.usecases.rosters.kinds.catalogue import SKILLS
from nuanliu.usecases.rosters.kinds.people import (
    ADDRESS,
    BIRTH,
    ETHNICITY,
    IDENTITY,
    LANGUAGES,
    LATITUDE,
    LONGITUDE,
    NAME,
    PHONE,
    POLITICS,
    SEX,
    SITE,
    STREET,
    check_age,
    check_person,
    check_place,
)
from nuanliu.usecases.rosters.known import Known
from nuanliu.usecases.rosters.spec import Finding, Spec
from nuanliu.usecases.rosters.types import RosterKind

CREDIT_CHOICES = Choice(
    {CreditChoice.TIME: "存时间", CreditChoice.COIN: "要志愿服务币"},
    {"时间": CreditChoice.TIME, "币": CreditChoice.COIN, "志愿服务币": CreditChoice.COIN, "每次再选": "", "每次问": ""},
)
FIVE_ELDERS = Choice(
    {word: word for word in ("老干部", "老战士", "老专家", "老教师", "老模范")},
    {"老党员": "老干部", "老军人": "老战士", "老劳模": "老模范"},
)
"""五老, kept among the skills' tags as written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VolunteerRow:
    """One volunteer. Dates are when training was done, insurance ends, declarations were signed."""

    number: str = ""
    name: str
    sex: str = ""
    ethnicity: str = ""
    identity: str
    birth_date: date | None = None
    phone: str = ""
    political_status: str = ""
    site: str
    branch: str = ""
    address: str = ""
    street: str = ""
    latitude: str = ""
    longitude: str = ""
    skills: tuple[str, ...] = ()
    five_elders: str = ""
    languages: tuple[str, ...] = ()
    reach_metres: int | None = None
    free_times: tuple[tuple[int, int, int], ...] = ()
    default_choice: str = ""
    joined_on: date | None = None
    trained_on: date | None = None
    insured_until: date | None = None
    declared_on: date | None = None
    health_declared_on: date | None = None


def _check(row: VolunteerRow, known: Known) -> Iterator[Finding]:
    yield from check_person(row)
    yield from check_age(row, known, least=known.min_age_volunteer)
    yield from check_place(row.latitude, row.longitude)


VOLUNTEERS = Spec(
    kind=RosterKind.VOLUNTEERS,
    title=_("志愿者名册"),
    row=VolunteerRow,
    columns=(
        Column("number", "志愿者编号", code(16), ("编号", "志愿者号", "存折号")),
        NAME,
        SEX,
        ETHNICITY,
        IDENTITY,
        BIRTH,
        PHONE,
        POLITICS,
        SITE,
        Column("branch", "所在党支部", named("branch"), ("党支部", "所属党支部", "支部")),
        ADDRESS,
        STREET,
        LATITUDE,
        LONGITUDE,
        Column("skills", "特长资格", SKILLS.many(), ("特长", "技能", "资格")),
        Column("five_elders", "五老", FIVE_ELDERS.one(), ("五老身份",)),
        Column("languages", "会说的话", LANGUAGES.many(), ("语言", "方言")),
        Column("reach_metres", "服务半径（公里）", metres(50), ("服务半径", "服务范围")),
        Column("free_times", "空闲时间", free_times, ("可服务时间", "服务时段")),
        Column("default_choice", "积分意愿", CREDIT_CHOICES.one(), ("存时间或要币", "积分选择")),
        Column("joined_on", "加入日期", day(past=True), ("注册日期", "登记日期")),
        Column("trained_on", "培训日期", day(past=True), ("岗前培训日期",)),
        Column("insured_until", "保险到期日", day(), ("保险有效期", "保险到期")),
        Column("declared_on", "承诺书日期", day(past=True), ("签署承诺日期", "承诺日期")),
        Column("health_declared_on", "健康申报日期", day(past=True), ("健康申报",)),
    ),
    check=_check,
    unique=((("identity",), "identity_twice"), (("number",), "code_twice")),
)
