"""The catalogue in words: what its columns are called, how their values are said, and what differs."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuanliu.domain.care.menu.queries import Changed
from nuanliu.domain.care.menu.types import Wanted
from nuanliu.platform import words
from nuanliu.portals.ui.forms import Words
from nuanliu.portals.ui.labels import RISKS
from nuanliu.portals.ui.service_icons import ICONS
from nuanliu.portals.ui.skills import SKILLS

EVIDENCE: dict[str, Words] = {Wanted.RECEIPT_PHOTO.value: gettext_lazy("票据照片")}
COLUMNS: dict[str, Words] = {
    "name": gettext_lazy("名称"),
    "name_en": gettext_lazy("英文名称"),
    "plain_words": gettext_lazy("老人怎么说"),
    "group": gettext_lazy("类别"),
    "five_help": gettext_lazy("五助"),
    "icon": gettext_lazy("图标"),
    "default_minutes": gettext_lazy("一般多少分钟"),
    "max_minutes": gettext_lazy("最多多少分钟"),
    "risk": gettext_lazy("风险"),
    "skill": gettext_lazy("要什么资格"),
    "helpers": gettext_lazy("几个人去"),
    "evidence": gettext_lazy("要什么凭证"),
    "bring": gettext_lazy("要带什么"),
    "never": gettext_lazy("绝不做什么"),
    "safety": gettext_lazy("安全卡"),
    "is_offered": gettext_lazy("全市提供"),
}
"""Every column, in the order of the form."""
WORDS: dict[str, Mapping[str, object]] = {"risk": RISKS, "skill": SKILLS, "evidence": EVIDENCE, "icon": ICONS}
"""Columns whose values are codes."""


@dataclass(frozen=True, slots=True)
class SaidChange:
    """One line of a difference, in words."""

    label: Words
    before: str
    after: str


def said_changes(*, changes: list[Changed]) -> list[SaidChange]:
    """What differs, in the order of the form."""
    by_field = {one.field: one for one in changes}
    return [
        SaidChange(label, _said(name, by_field[name].before), _said(name, by_field[name].after))
        for name, label in COLUMNS.items()
        if name in by_field
    ]


def _said(name: str, value: object) -> str:
    if value is None or value == "":
        return ""
    if name in {"default_minutes", "max_minutes"}:
        return words.minutes(int(str(value)))
    if name == "is_offered":
        return _("是") if value else _("不")
    if name in {"group", "five_help"}:
        return _(str(value))
    return str(WORDS.get(name, {}).get(str(value), value))
