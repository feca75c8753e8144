"""The catalogue of services."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.care.types import Risk
from nuanliu.usecases.rosters.cells import code, minutes, plain, text, whole, yes_no
from nuanliu.usecases.rosters.choices import Choice
from nuanliu.usecases.rosters.columns import Column
from nuanliu.usecases.rosters.known import Known
from nuanliu.usecases.rosters.spec import Finding, Spec, error
from nuanliu.usecases.rosters.types import RosterKind

SKILLS = Choice(
    {
        "training": "安全培训",
        "counsellor": "心理咨询",
        "barber": "理发",
        "care": "助浴护理",
        "electrician": "水电维修",
        "medical": "医护",
        "lecturer": "健康讲师",
        "lawyer": "法律",
    },
    {
        "培训": "training",
        "心理咨询师": "counsellor",
        "理发师": "barber",
        "护理员": "care",
        "养老护理员": "care",
        "助浴": "care",
        "电工": "electrician",
        "水电工": "electrician",
        "医生": "medical",
        "护士": "medical",
        "讲师": "lecturer",
        "律师": "lawyer",
    },
)
"""What a helper may be required to be able to do; the same words stand in the volunteers' roster."""
RISKS = Choice({Risk.LOW: "低", Risk.MID: "中", Risk.HIGH: "高"})
EVIDENCE = Choice({"receipt_photo": "票据照片"}, {"收据照片": "receipt_photo", "小票照片": "receipt_photo"})
GROUPS = Choice(
    {
        word: word
        for word in (
            "情感慰藉",
            "文体活动",
            "协助服务",
            "生活照料",
            "出行陪伴",
            "健康科普",
            "培训讲座",
            "法律援助",
            "防范金融网络风险",
        )
    }
)
FIVE_HELPS = Choice({word: word for word in ("助餐", "助浴", "助洁", "助急", "助医")})
LONGEST = 480


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceRow:
    """One service; minutes are the default and the most that one need may ask for."""

    code: str
    name: str
    name_en: str
    group: str
    five_help: str = ""
    default_minutes: int
    max_minutes: int
    risk: str
    skill: str = ""
    evidence: str = ""
    helpers: int = 1
    icon: str = ""
    plain_words: str
    bring: str = ""
    never: str = ""
    safety: str = ""
    is_offered: bool = True


def _check(row: ServiceRow, _known: Known) -> Iterator[Finding]:
    if row.max_minutes < row.default_minutes:
        yield error("max_minutes", "minutes_most_less")


CATALOGUE = Spec(
    kind=RosterKind.CATALOGUE,
    title=_("服务目录"),
    row=ServiceRow,
    columns=(
        Column("code", "项目编号", code(8), ("编号", "编码", "服务编号"), is_required=True),
        Column("name", "项目名称", lambda cell: plain(cell, 40), ("名称", "服务名称", "服务项目"), is_required=True),
        Column("name_en", "英文名称", text(80), ("英文",), is_required=True),
        Column("group", "类别", GROUPS.one(blank=None), ("服务类别", "分类"), is_required=True),
        Column("five_help", "五助", FIVE_HELPS.one()),
        Column("default_minutes", "一般分钟", minutes(10, LONGEST), ("默认分钟", "一般时长"), is_required=True),
        Column("max_minutes", "最多分钟", minutes(10, LONGEST), ("最长分钟", "最长时长"), is_required=True),
        Column("risk", "风险", RISKS.one(blank=None), ("风险等级",), is_required=True),
        Column("skill", "资格要求", SKILLS.one(), ("资格", "技能要求")),
        Column("evidence", "凭证要求", EVIDENCE.one(), ("凭证",)),
        Column("helpers", "几人同去", whole(1, 2, blank=1), ("人数",)),
        Column("icon", "图标", text(20)),
        Column("plain_words", "老人看得懂的说法", lambda cell: plain(cell, 40), ("通俗说法", "口语"), is_required=True),
        Column("bring", "要带什么", text(200), ("携带物品",)),
        Column("never", "绝不做什么", text(200), ("禁止事项", "不能做什么")),
        Column("safety", "安全卡", text(400, lines=True), ("安全提示", "注意事项")),
        Column("is_offered", "是否提供", yes_no(blank=True), ("开通", "是否开通")),
    ),
    check=_check,
    unique=((("code",), "code_twice"), (("name",), "pair_twice")),
)
