"""Relatives of old people, and what each may do for the one who agreed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.people.types import Kinship, ProxyPower, Sex
from nuanliu.usecases.rosters.cells import day, name, text, yes_no
from nuanliu.usecases.rosters.choices import Choice
from nuanliu.usecases.rosters.columns import Column
from nuanliu.usecases.rosters.kinds.people import (
    IDENTITY_WORDS,
    PHONE_WORDS,
    SEX_CELL,
    check_person,
    identity,
    phone,
)
from nuanliu.usecases.rosters.known import Known
from nuanliu.usecases.rosters.spec import Finding, Spec, error, warning
from nuanliu.usecases.rosters.types import RosterKind, Row

KINSHIPS = Choice(
    {
        Kinship.SPOUSE: "配偶",
        Kinship.CHILD: "子女",
        Kinship.PARENT: "父母",
        Kinship.GRANDCHILD: "孙子女",
        Kinship.GRANDPARENT: "祖父母",
        Kinship.PARENT_IN_LAW: "配偶的父母",
        Kinship.CHILD_IN_LAW: "儿媳女婿",
        Kinship.SIBLING: "兄弟姐妹",
        Kinship.IN_LAW: "姻亲",
        Kinship.OTHER: "其他",
    },
    {
        **dict.fromkeys(("丈夫", "妻子", "老伴", "爱人"), Kinship.SPOUSE),
        **dict.fromkeys(("儿子", "女儿", "长子", "次子", "长女", "次女", "养子", "养女"), Kinship.CHILD),
        **dict.fromkeys(("父亲", "母亲"), Kinship.PARENT),
        **dict.fromkeys(("孙子", "孙女", "外孙", "外孙女"), Kinship.GRANDCHILD),
        **dict.fromkeys(("哥哥", "弟弟", "姐姐", "妹妹", "兄弟", "姐妹"), Kinship.SIBLING),
        **dict.fromkeys(("儿媳", "女婿", "儿媳妇"), Kinship.CHILD_IN_LAW),
        **dict.fromkeys(("公公", "婆婆", "岳父", "岳母", "公婆", "岳父母"), Kinship.PARENT_IN_LAW),
        **dict.fromkeys(("侄子", "侄女", "外甥", "外甥女", "邻居"), Kinship.OTHER),
    },
)
"""What the relative is to the old person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RelativeRow:
    """One relative of one old person; `powers` gathers the ticked columns."""

    elder_name: str
    elder_identity: str = ""
    elder_phone: str = ""
    name: str
    sex: str = Sex.UNKNOWN
    identity: str = ""
    phone: str = ""
    kinship: str
    may_ask: bool = False
    may_see: bool = False
    may_confirm: bool = False
    may_give: bool = False
    powers: tuple[str, ...] = ()
    how: str = ""
    agreed_on: date | None = None
    birth_date: date | None = None


def _check(row: RelativeRow, _known: Known) -> Iterator[Finding]:
    yield from check_person(row)
    if not (row.elder_identity or row.elder_phone):
        yield error("elder_identity", "identity_or_phone")
    if not (row.identity or row.phone):
        yield error("identity", "identity_or_phone")
    if row.identity and row.identity == row.elder_identity:
        yield error("identity", "kin_self")
    if not (row.may_ask or row.may_see or row.may_confirm or row.may_give):
        yield warning("may_ask", "powers_none")
    elif row.agreed_on is None:
        yield error("agreed_on", "blank")


def _finish(
    rows: Sequence[Row[RelativeRow]], _known: Known
) -> tuple[list[Row[RelativeRow]], list[tuple[int, Finding]]]:
    return [Row(row.number, replace(row.value, powers=_powers(row.value))) for row in rows], []


def _powers(row: RelativeRow) -> tuple[str, ...]:
    ticked = {
        ProxyPower.ASK: row.may_ask,
        ProxyPower.SEE: row.may_see,
        ProxyPower.CONFIRM: row.may_confirm,
        ProxyPower.GIVE: row.may_give,
    }
    return tuple(power.value for power, is_ticked in ticked.items() if is_ticked)


RELATIVES = Spec(
    kind=RosterKind.RELATIVES,
    title=_("家属名册"),
    row=RelativeRow,
    columns=(
        Column("elder_name", "老人姓名", name, ("老人",), is_required=True),
        Column("elder_identity", "老人身份证号", identity, tuple(f"老人{word}" for word in IDENTITY_WORDS)),
        Column("elder_phone", "老人电话", phone, tuple(f"老人{word}" for word in PHONE_WORDS)),
        Column("name", "家属姓名", name, ("姓名", "亲属姓名"), is_required=True),
        Column("sex", "家属性别", SEX_CELL, ("性别",)),
        Column("identity", "家属身份证号", identity, tuple(f"家属{word}" for word in IDENTITY_WORDS)),
        Column("phone", "家属电话", phone, tuple(f"家属{word}" for word in PHONE_WORDS)),
        Column("kinship", "是老人的", KINSHIPS.one(blank=None), ("与老人关系", "关系", "称谓"), is_required=True),
        Column("may_ask", "可代提需求", yes_no(), ("代提需求",)),
        Column("may_see", "可看安排", yes_no(), ("看安排",)),
        Column("may_confirm", "可代确认", yes_no(), ("代确认",)),
        Column("may_give", "可赠时间", yes_no(), ("赠时间",)),
        Column("how", "老人怎样同意的", text(40), ("同意方式",)),
        Column("agreed_on", "同意日期", day(past=True), ("签字日期",)),
    ),
    check=_check,
    finish=_finish,
    unique=(
        (("elder_identity", "identity"), "pair_twice"),
        (("elder_phone", "elder_name", "phone", "name"), "pair_twice"),
    ),
)
