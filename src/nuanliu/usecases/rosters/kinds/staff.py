"""Staff: who is appointed to what, where."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.network.kinds import ROLE_PLACES
from nuanliu.domain.network.types import NodeKind, Role
from nuanliu.usecases.rosters.cells import Cell, CellTrouble, day, plain, says_unknown
from nuanliu.usecases.rosters.choices import Choice, named
from nuanliu.usecases.rosters.columns import Column
from nuanliu.usecases.rosters.kinds.people import (
    ADDRESS,
    BIRTH,
    ETHNICITY,
    IDENTITY,
    NAME,
    PHONE,
    POLITICS,
    SEX,
    check_age,
    check_person,
)
from nuanliu.usecases.rosters.known import Known
from nuanliu.usecases.rosters.spec import Finding, Spec, error
from nuanliu.usecases.rosters.types import RosterKind

ROLES = Choice(
    {
        Role.ADMINISTRATOR: "单位管理员",
        Role.COORDINATOR: "站点负责人",
        Role.CERTIFIER: "认定员",
        Role.HOTLINE: "热线接线员",
        Role.SECRETARY: "支部书记",
        Role.TEAM_LEADER: "志愿队长",
        Role.SHOP_OWNER: "店主",
        Role.CASHIER: "收银员",
        Role.SEAL_KEEPER: "印章保管人",
        Role.BUREAU_STANDARDS: "标准管理",
        Role.BUREAU_SECURITY: "权限管理",
        Role.BUREAU_AUDIT: "审计",
    },
    {
        "管理员": Role.ADMINISTRATOR,
        "站长": Role.COORDINATOR,
        "负责人": Role.COORDINATOR,
        "接线员": Role.HOTLINE,
        "热线": Role.HOTLINE,
        "服务认定员": Role.CERTIFIER,
        "党支部书记": Role.SECRETARY,
        "书记": Role.SECRETARY,
        "队长": Role.TEAM_LEADER,
        "标准管理员": Role.BUREAU_STANDARDS,
        "安全管理": Role.BUREAU_SECURITY,
        "安全管理员": Role.BUREAU_SECURITY,
        "审计员": Role.BUREAU_AUDIT,
    },
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffRow:
    """One person in one role at one node; a person with two roles has two rows."""

    name: str
    sex: str = ""
    ethnicity: str = ""
    identity: str
    birth_date: date | None = None
    phone: str = ""
    political_status: str = ""
    node: str
    role: str
    username: str = ""
    since: date | None = None
    address: str = ""


def username(cell: Cell) -> str:
    """A sign-in name: lower-case letters, digits, dots, dashes."""
    if says_unknown(cell.raw):
        return ""
    written = plain(cell, 64).casefold()
    if not written.isascii() or not all(sign.isalnum() or sign in "._-" for sign in written):
        raise CellTrouble("choice_wrong", value=written[:20], options="a-z 0-9 . _ -")
    return written


def _check(row: StaffRow, known: Known) -> Iterator[Finding]:
    yield from check_person(row)
    yield from check_age(row, known, least=18)
    kind = known.node_kinds.get(row.node)
    if kind is not None and NodeKind(kind) not in ROLE_PLACES[Role(row.role)]:
        yield error("node", "role_place", role=ROLES.words[row.role])


STAFF = Spec(
    kind=RosterKind.STAFF,
    title=_("工作人员名册"),
    row=StaffRow,
    columns=(
        NAME,
        SEX,
        ETHNICITY,
        IDENTITY,
        BIRTH,
        PHONE,
        POLITICS,
        Column("node", "任职单位", named("node"), ("单位", "所在单位", "站点", "所属站点"), is_required=True),
        Column("role", "岗位", ROLES.one(blank=None), ("职务", "角色"), is_required=True),
        Column("username", "登录账号", username, ("账号", "用户名")),
        Column("since", "任职日期", day(), ("到岗日期",)),
        ADDRESS,
    ),
    check=_check,
    unique=((("identity", "node", "role"), "pair_twice"),),
)
