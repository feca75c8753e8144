"""Organisations, party branches, shops: the nodes of the tree."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.alliance.policies import money_in
from nuanliu.domain.network.kinds import MAY_STAND_UNDER
from nuanliu.domain.network.types import BranchKind, NodeKind
from nuanliu.platform.identifiers import UnableToReadCreditCode, parse_credit_code
from nuanliu.usecases.rosters.cells import (
    Cell,
    CellTrouble,
    code,
    latitude,
    longitude,
    plain,
    says_unknown,
    text,
    whole,
)
from nuanliu.usecases.rosters.cells import name as person_name
from nuanliu.usecases.rosters.choices import Choice, named
from nuanliu.usecases.rosters.columns import Column
from nuanliu.usecases.rosters.kinds.people import IDENTITY_WORDS, check_place, identity, phone
from nuanliu.usecases.rosters.known import Known, Names
from nuanliu.usecases.rosters.spec import Finding, Spec, error
from nuanliu.usecases.rosters.types import RosterKind, Row

NODE_KINDS = Choice(
    {
        NodeKind.CITY: "市",
        NodeKind.COUNTY: "县区",
        NodeKind.TOWN: "乡镇街道",
        NodeKind.COMMUNITY: "社区",
        NodeKind.CARE_HOME: "养老机构",
        NodeKind.TEAM: "志愿队",
        NodeKind.ALLIANCE: "公益联盟",
        NodeKind.ENTERPRISE: "爱心企业",
        NodeKind.SUPERMARKET: "商超",
        NodeKind.LAW_FIRM: "律所",
    },
    {
        "志愿服务队": NodeKind.TEAM,
        "联盟": NodeKind.ALLIANCE,
        "企业": NodeKind.ENTERPRISE,
        "超市": NodeKind.SUPERMARKET,
        "律师事务所": NodeKind.LAW_FIRM,
        "市级": NodeKind.CITY,
        "地级市": NodeKind.CITY,
        "区": NodeKind.COUNTY,
        "县": NodeKind.COUNTY,
        "区县": NodeKind.COUNTY,
        "特区": NodeKind.COUNTY,
        "县级市": NodeKind.COUNTY,
        "街道": NodeKind.TOWN,
        "镇": NodeKind.TOWN,
        "乡": NodeKind.TOWN,
        "乡镇": NodeKind.TOWN,
        "村": NodeKind.COMMUNITY,
        "村社区": NodeKind.COMMUNITY,
        "养老院": NodeKind.CARE_HOME,
        "敬老院": NodeKind.CARE_HOME,
        "医养中心": NodeKind.CARE_HOME,
    },
)
BRANCH_KINDS = Choice(
    {
        BranchKind.CARE_HOME: "养老机构党支部",
        BranchKind.RETIRED: "离退休党支部",
        BranchKind.COMMUNITY: "村（社区）党支部",
    },
    {"养老机构": BranchKind.CARE_HOME, "离退休": BranchKind.RETIRED, "社区党支部": BranchKind.COMMUNITY,
     "村党支部": BranchKind.COMMUNITY, "村社区党支部": BranchKind.COMMUNITY},
)  # fmt: skip


def name(cell: Cell) -> str:
    """An organisation's name, at most 80 characters."""
    return plain(cell, 80)


CODE = Column("code", "单位编号", code(24), ("编号", "编码", "单位编码", "代码"), is_required=True)
PHONE = Column("phone", "联系电话", phone, ("电话", "服务电话", "值班电话"))
ADDRESS = Column("address", "地址", text(200), ("单位地址", "详细地址"))
HOURS = Column("hours", "服务时间", text(80), ("开放时间", "办公时间", "营业时间"))
PLACE = (Column("latitude", "纬度", latitude), Column("longitude", "经度", longitude))


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationRow:
    """A city, county, town, community or care home."""

    code: str
    name: str
    kind: str
    parent: str = ""
    short_name: str = ""
    phone: str = ""
    address: str = ""
    hours: str = ""
    latitude: str = ""
    longitude: str = ""


def _place(row: OrganisationRow, _known: Known) -> Iterator[Finding]:
    yield from check_place(row.latitude, row.longitude)


def _parents(
    rows: Sequence[Row[OrganisationRow]], known: Known
) -> tuple[list[Row[OrganisationRow]], list[tuple[int, Finding]]]:
    """Parents by code or name, from this file or from before; nobody stands under what may not hold it."""
    here = Names.of((row.value.code, (row.value.name, row.value.short_name)) for row in rows)
    kinds = dict(known.node_kinds) | {row.value.code: row.value.kind for row in rows}
    found: list[Row[OrganisationRow]] = []
    findings: list[tuple[int, Finding]] = []
    for row in rows:
        written = row.value.parent
        parent = here.code_of(written) or known.nodes.code_of(written) or "" if written else ""
        found.append(Row(row.number, replace(row.value, parent=parent)))
        trouble = _parent_trouble(row.value, parent, kinds, here, known)
        if trouble:
            findings.append((row.number, trouble))
    return found, findings + list(_circles(found))


def _parent_trouble(
    row: OrganisationRow, parent: str, kinds: dict[str, str], here: Names, known: Known
) -> Finding | None:
    written = row.parent
    if not written:
        return None if row.kind == NodeKind.CITY else error("parent", "parent_missing")
    if not parent:
        guess = here.guess(written) or known.nodes.guess(written)
        if guess:
            return error("parent", "node_unknown_guess", value=written[:40], guess=guess)
        return error("parent", "node_unknown", value=written[:40])
    if NodeKind(kinds[parent]) not in MAY_STAND_UNDER[NodeKind(row.kind)]:
        words = NODE_KINDS.words
        return error("parent", "parent_wrong", kind=words[row.kind], parent=words.get(kinds[parent], kinds[parent]))
    return None


def _circles(rows: Sequence[Row[OrganisationRow]]) -> Iterable[tuple[int, Finding]]:
    above = {row.value.code: row.value.parent for row in rows}
    for row in rows:
        seen, at = {row.value.code}, row.value.parent
        while at in above and at not in seen:
            seen.add(at)
            at = above[at]
        if at == row.value.code:
            yield row.number, error("parent", "parent_below")


ORGANISATIONS = Spec(
    kind=RosterKind.ORGANISATIONS,
    title=_("单位名册"),
    row=OrganisationRow,
    columns=(
        CODE,
        Column("name", "单位名称", name, ("名称", "单位", "机构名称"), is_required=True),
        Column("kind", "单位类别", NODE_KINDS.one(blank=None), ("类别", "类型", "单位类型"), is_required=True),
        Column("parent", "上级单位", text(80), ("上级", "上级单位编号", "隶属单位", "所属单位"), is_required=False),
        Column("short_name", "简称", text(40)),
        PHONE,
        ADDRESS,
        HOURS,
        *PLACE,
    ),
    check=_place,
    finish=_parents,
    unique=((("code",), "code_twice"), (("name", "parent"), "pair_twice")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BranchRow:
    """A party branch."""

    code: str
    name: str
    kind: str
    parent: str
    phone: str = ""
    activity_day: str = ""


BRANCHES = Spec(
    kind=RosterKind.BRANCHES,
    title=_("党支部名册"),
    row=BranchRow,
    columns=(
        Column("code", "支部编号", code(24), ("编号", "编码", "代码"), is_required=True),
        Column("name", "支部名称", name, ("名称", "党支部", "党支部名称"), is_required=True),
        Column("kind", "支部类别", BRANCH_KINDS.one(blank=None), ("类别", "类型", "支部类型"), is_required=True),
        Column("parent", "所在单位", named("node"), ("单位", "隶属单位", "所属单位"), is_required=True),
        PHONE,
        Column("activity_day", "主题党日", text(40), ("活动日",)),
    ),
    unique=((("code",), "code_twice"), (("name", "parent"), "pair_twice")),
)

TRADES = Choice(
    {
        "food": "餐饮",
        "grocery": "食品粮油",
        "supermarket": "超市百货",
        "barber": "理发",
        "pharmacy": "药店",
        "clothing": "服装鞋帽",
        "repair": "维修",
        "books": "书店文具",
        "law": "法律服务",
        "health": "健康服务",
        "other": "其他",
    }
)
OFFERS = Choice(
    {
        "percent_off": "打折",
        "amount_off": "立减",
        "free_item": "赠品",
        "free_service": "免费服务",
        "priority": "优先",
    },
    {"折扣": "percent_off", "满减": "amount_off"},
)


def credit_code(cell: Cell) -> str:
    """An 18-character 统一社会信用代码 (GB 32100) with the right check character; blank gives empty."""
    if says_unknown(cell.raw):
        return ""
    try:
        return parse_credit_code(text=plain(cell, 40))
    except UnableToReadCreditCode as unable:
        raise CellTrouble("credit_code_length" if unable.code == "wrong_length" else "credit_code_wrong") from None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopRow:
    """A shop of the alliance and the person who keeps it."""

    code: str
    name: str
    parent: str
    trade: str = "other"
    credit_code: str = ""
    phone: str = ""
    address: str = ""
    hours: str = ""
    offer_kind: str = "percent_off"
    offer: str = ""
    monthly_coins: int | None = None
    owner_name: str = ""
    owner_identity: str = ""
    owner_phone: str = ""
    latitude: str = ""
    longitude: str = ""


def _shop(row: ShopRow, _known: Known) -> Iterator[Finding]:
    if money_in(row.offer):
        yield error("offer", "money_words")
    yield from check_place(row.latitude, row.longitude)
    if row.owner_name and not (row.owner_identity or row.owner_phone):
        yield error("owner_identity", "identity_or_phone")
    if not row.owner_name and (row.owner_identity or row.owner_phone):
        yield error("owner_name", "blank")


SHOPS = Spec(
    kind=RosterKind.SHOPS,
    title=_("爱心商家"),
    row=ShopRow,
    columns=(
        Column("code", "商家编号", code(24), ("编号", "编码", "代码"), is_required=True),
        Column("name", "商家名称", name, ("名称", "店名", "商户名称"), is_required=True),
        Column("parent", "所在单位", named("node"), ("所在街道", "所属社区", "所在乡镇街道", "单位"), is_required=True),
        Column("trade", "行业", TRADES.one(blank="other"), ("经营类别", "类别", "业态")),
        Column("credit_code", "统一社会信用代码", credit_code, ("信用代码", "社会信用代码")),
        PHONE,
        ADDRESS,
        HOURS,
        Column("offer_kind", "礼遇方式", OFFERS.one(blank="percent_off"), ("优惠方式",)),
        Column("offer", "礼遇内容", text(120), ("优惠内容", "礼遇")),
        Column("monthly_coins", "每月接待币数", whole(1, 100_000), ("每月币数", "月额度")),
        Column(
            "owner_name",
            "负责人",
            lambda cell: "" if says_unknown(cell.raw) else person_name(cell),
            ("店主", "店主姓名"),
        ),
        Column("owner_identity", "负责人身份证号", identity, tuple(f"负责人{word}" for word in IDENTITY_WORDS)),
        Column("owner_phone", "负责人电话", phone, ("负责人手机", "店主电话")),
        *PLACE,
    ),
    check=_shop,
    unique=((("code",), "code_twice"), (("name", "parent"), "pair_twice")),
)
