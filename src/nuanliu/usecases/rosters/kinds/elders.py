"""Old people and their circumstances."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.people.types import Circumstance
from nuanliu.usecases.rosters.cells import Cell, day, name, says_unknown, text, yes_no
from nuanliu.usecases.rosters.choices import Choice
from nuanliu.usecases.rosters.columns import Column
from nuanliu.usecases.rosters.kinds.people import (
    ADDRESS,
    BIRTH,
    ETHNICITY,
    IDENTITY_WORDS,
    LANGUAGES,
    LATITUDE,
    LONGITUDE,
    NAME,
    PHONE,
    SEX,
    SITE,
    STREET,
    age_on,
    born,
    check_age,
    check_person,
    check_place,
    identity,
    phone,
)
from nuanliu.usecases.rosters.known import Known, fold
from nuanliu.usecases.rosters.spec import Finding, Spec, error, warning
from nuanliu.usecases.rosters.types import RosterKind, Row

CIRCUMSTANCES = Choice(
    {
        Circumstance.LIVES_ALONE: "独居",
        Circumstance.EMPTY_NEST: "空巢",
        Circumstance.OVER_80: "80岁以上",
        Circumstance.EXTREME_POVERTY: "特困",
        Circumstance.LOW_INCOME: "低保",
        Circumstance.DISABLED: "失能",
        Circumstance.SEMI_DISABLED: "半失能",
        Circumstance.LOST_ONLY_CHILD: "失独",
        Circumstance.SEVERE_HANDICAP: "重残",
        Circumstance.HARD_OF_HEARING: "听力不好",
        Circumstance.POOR_SIGHT: "视力不好",
        Circumstance.IN_CARE_HOME: "住养老机构",
    },
    {
        "独居老人": Circumstance.LIVES_ALONE,
        "空巢老人": Circumstance.EMPTY_NEST,
        "高龄": Circumstance.OVER_80,
        "80岁及以上": Circumstance.OVER_80,
        "特困供养": Circumstance.EXTREME_POVERTY,
        "特困人员": Circumstance.EXTREME_POVERTY,
        "低保户": Circumstance.LOW_INCOME,
        "完全失能": Circumstance.DISABLED,
        "失独家庭": Circumstance.LOST_ONLY_CHILD,
        "计生特殊家庭": Circumstance.LOST_ONLY_CHILD,
        "重度残疾": Circumstance.SEVERE_HANDICAP,
        "耳背": Circumstance.HARD_OF_HEARING,
        "听力障碍": Circumstance.HARD_OF_HEARING,
        "眼睛不好": Circumstance.POOR_SIGHT,
        "视力障碍": Circumstance.POOR_SIGHT,
        "住院养老": Circumstance.IN_CARE_HOME,
        "机构养老": Circumstance.IN_CARE_HOME,
    },
)
TICKED = {
    "lives_alone": Circumstance.LIVES_ALONE,
    "low_income": Circumstance.LOW_INCOME,
    "lost_only_child": Circumstance.LOST_ONLY_CHILD,
    "hard_of_hearing": Circumstance.HARD_OF_HEARING,
}
"""Columns that are ticked, and what a tick means."""
CARE_NEEDS = Choice(
    {"": "自理", Circumstance.SEMI_DISABLED.value: "半失能", Circumstance.DISABLED.value: "失能"},
    {"能自理": "", "部分失能": Circumstance.SEMI_DISABLED, "完全失能": Circumstance.DISABLED, "无": "", "否": ""},
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ElderRow:
    """One old person. `circumstances` gathers the ticked columns, the list column and what age says."""

    name: str
    sex: str = ""
    ethnicity: str = ""
    identity: str = ""
    birth_date: date | None = None
    phone: str = ""
    has_phone: bool | None = None
    site: str
    address: str = ""
    street: str = ""
    floor_and_stairs: str = ""
    latitude: str = ""
    longitude: str = ""
    lives_alone: bool = False
    low_income: bool = False
    lost_only_child: bool = False
    hard_of_hearing: bool = False
    care_needs: str = ""
    circumstances: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    emergency_name: str = ""
    emergency_phone: str = ""
    helper_note: str = ""
    regular_helper: str = ""
    registered_on: date | None = None


def optional_name(cell: Cell) -> str:
    """A name, or nothing."""
    return "" if says_unknown(cell.raw) else name(cell)


def has_own_phone(cell: Cell) -> bool | None:
    """Whether she has a telephone; blank leaves it to the number's being there."""
    return None if cell.raw is None or cell.raw == "" else bool(yes_no()(cell))


def gather(row: ElderRow, today: date) -> tuple[str, ...]:
    """All circumstances in the order of the list."""
    found = set(row.circumstances) | {code for name, code in TICKED.items() if getattr(row, name)}
    if row.care_needs:
        found.add(row.care_needs)
    day_of_birth = born(row)
    if day_of_birth is not None:
        found.discard(Circumstance.OVER_80)
        if age_on(day_of_birth, today) >= 80:
            found.add(Circumstance.OVER_80)
    return tuple(code for code in CIRCUMSTANCES.words if code in found)


def is_special(circumstances: Sequence[str]) -> bool:
    """Whether the Standard's special_beneficiary_types name this situation (RULEBOOK 4.1)."""
    has = set(circumstances)
    alone = bool(has & {Circumstance.LIVES_ALONE, Circumstance.EMPTY_NEST})
    needs_care = bool(has & {Circumstance.DISABLED, Circumstance.SEMI_DISABLED})
    return bool(
        has & {Circumstance.EXTREME_POVERTY, Circumstance.LOST_ONLY_CHILD, Circumstance.SEVERE_HANDICAP}
        or (Circumstance.LOW_INCOME in has and needs_care)
        or (Circumstance.OVER_80 in has and alone)
    )


def _check(row: ElderRow, known: Known) -> Iterator[Finding]:
    yield from check_person(row)
    yield from check_place(row.latitude, row.longitude)
    yield from check_age(row, known, least=known.min_age_elder, young="young_elder")
    if not row.identity:
        if not row.phone:
            yield error("identity", "identity_or_phone")
        else:
            yield warning("identity", "identity_missing")
    if row.regular_helper and known.volunteers.code_of(row.regular_helper) is None:
        if fold(row.regular_helper) in known.volunteers.several:
            yield warning("regular_helper", "volunteer_ambiguous")
        else:
            yield warning("regular_helper", "volunteer_unknown", value=row.regular_helper[:40])


def _finish(rows: Sequence[Row[ElderRow]], known: Known) -> tuple[list[Row[ElderRow]], list[tuple[int, Finding]]]:
    done = [
        Row(
            row.number,
            replace(
                row.value,
                circumstances=gather(row.value, known.today),
                regular_helper=known.volunteers.code_of(row.value.regular_helper) or "",
                has_phone=bool(row.value.phone) if row.value.has_phone is None else row.value.has_phone,
            ),
        )
        for row in rows
    ]
    return done, []


ELDERS = Spec(
    kind=RosterKind.ELDERS,
    title=_("老人名册"),
    row=ElderRow,
    columns=(
        NAME,
        SEX,
        ETHNICITY,
        Column("identity", "身份证号", identity, IDENTITY_WORDS),
        BIRTH,
        PHONE,
        Column("has_phone", "有无电话", has_own_phone, ("是否有电话", "有电话")),
        SITE,
        ADDRESS,
        STREET,
        Column("floor_and_stairs", "楼层", text(60), ("楼层和电梯", "楼层情况")),
        LATITUDE,
        LONGITUDE,
        Column("lives_alone", "独居", yes_no(), ("是否独居",)),
        Column("low_income", "低保", yes_no(), ("是否低保",)),
        Column("lost_only_child", "失独", yes_no(), ("是否失独",)),
        Column("hard_of_hearing", "听力不好", yes_no(), ("耳背", "听力")),
        Column("care_needs", "自理情况", CARE_NEEDS.one(), ("失能", "失能程度", "自理能力")),
        Column("circumstances", "其他情况", CIRCUMSTANCES.many(), ("情况", "特殊情况", "老人情况")),
        Column("languages", "会说的话", LANGUAGES.many(), ("方言", "语言")),
        Column("emergency_name", "紧急联系人", optional_name, ("紧急联系人姓名", "联系人")),
        Column("emergency_phone", "紧急联系人电话", phone, ("紧急联系电话", "紧急电话")),
        Column("helper_note", "上门要知道的事", text(500, lines=True), ("备注", "注意事项", "健康备注")),
        Column("regular_helper", "常来的志愿者", text(60), ("结对志愿者", "结对帮扶人")),
        Column("registered_on", "登记日期", day(past=True), ("建档日期",)),
    ),
    check=_check,
    finish=_finish,
    unique=((("identity",), "identity_twice"), (("name", "phone", "site"), "pair_twice")),
)
