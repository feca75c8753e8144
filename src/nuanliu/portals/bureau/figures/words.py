"""The codes of figures as words: subjects, dimensions, the values of each."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.care.models import Service
from nuanliu.domain.insights.flows import flow_of
from nuanliu.domain.insights.types import LONGER, NOBODY, NOT_TAKEN, UNKNOWN, Dimension, Outcome, Role, Subject
from nuanliu.domain.network.models import Node
from nuanliu.platform import words
from nuanliu.portals.ui.book import ACCOUNTS, KINDS, UNITS
from nuanliu.portals.ui.labels import FACES, label_of

SUBJECTS: dict[Subject, Promise] = {
    Subject.VISIT: _("服务"),
    Subject.NEED: _("需求"),
    Subject.PEOPLE: _("在册的人"),
    Subject.JOINED: _("新来的人"),
    Subject.BOOK: _("存和取"),
}
DIMENSIONS: dict[Dimension, Promise] = {
    Dimension.SERVICE: _("服务项目"),
    Dimension.HELPER_AGE: _("志愿者年龄"),
    Dimension.HELPER_SEX: _("志愿者性别"),
    Dimension.ELDER_AGE: _("老人年龄"),
    Dimension.ELDER_SEX: _("老人性别"),
    Dimension.UNIT: _("支部和队伍"),
    Dimension.GRADE: _("凭据等级"),
    Dimension.PAYER: _("用谁的时间"),
    Dimension.FACE: _("老人的评价"),
    Dimension.OUTCOME: _("办成没有"),
    Dimension.WAIT: _("等了多久"),
    Dimension.CHANNEL: _("怎么提的"),
    Dimension.ROLE: _("老人和志愿者"),
    Dimension.FLOW: _("从哪到哪"),
}
OUTCOMES: dict[str, Promise] = {
    Outcome.SERVED: _("办好了"),
    Outcome.UNDER_WAY: _("正在办"),
    Outcome.WAITING: _("等人帮"),
    Outcome.UNSERVED: _("没有人接"),
    Outcome.CANCELLED: _("取消作废"),
}
WAITED: dict[str, Promise] = {
    "4h": _("4 小时以内"),
    "1d": _("4 小时到 1 天"),
    "3d": _("1 天到 3 天"),
    LONGER: _("3 天以上"),
    NOT_TAKEN: _("还没有人接过"),
}
AGED: dict[str, Promise] = {
    "u18": _("18 岁以下"),
    "18-39": _("18 到 39 岁"),
    "40-59": _("40 到 59 岁"),
    "60-69": _("60 到 69 岁"),
    "70-79": _("70 到 79 岁"),
    "80-89": _("80 到 89 岁"),
    "90+": _("90 岁以上"),
    UNKNOWN: _("没有写年龄"),
}
ROLES: dict[str, Promise] = {Role.VOLUNTEER: _("志愿者"), Role.ELDER: _("老人")}
SAID: dict[str, Promise] = {**FACES, UNKNOWN: _("没有说")}
_FIXED: dict[Dimension, dict[str, Promise]] = {
    Dimension.OUTCOME: OUTCOMES,
    Dimension.WAIT: WAITED,
    Dimension.HELPER_AGE: AGED,
    Dimension.ELDER_AGE: AGED,
    Dimension.ROLE: ROLES,
    Dimension.FACE: SAID,
}
_LABELLED = {
    Dimension.HELPER_SEX: "sex",
    Dimension.ELDER_SEX: "sex",
    Dimension.PAYER: "payer",
    Dimension.CHANNEL: "channel",
    Dimension.GRADE: "grade",
}


def value_words(*, dimension: Dimension, values: Iterable[str]) -> dict[str, str]:
    """Each value in the reader's words; at most one query."""
    wanted = list(values)
    if dimension is Dimension.SERVICE:
        names = {one.code: one.name_en if words.english() else one.name for one in Service.objects.all()}
        return {value: names.get(value, value) for value in wanted}
    if dimension is Dimension.UNIT:
        units = dict(Node.objects.filter(code__in=wanted).values_list("code", "name"))
        return {value: gettext("不属于支部") if value == NOBODY else units.get(value, value) for value in wanted}
    if dimension is Dimension.FLOW:
        return {value: flow_words(value) for value in wanted}
    if dimension in _FIXED:
        return {value: str(_FIXED[dimension].get(value, value)) for value in wanted}
    kind = _LABELLED[dimension]
    return {value: str(label_of("" if value == UNKNOWN else value, kind=kind)) for value in wanted}


def flow_words(code: str) -> str:
    """`志愿服务：社区发放 → 个人存折（时间）`."""
    flow = flow_of(code)
    return gettext("%(kind)s：%(giver)s → %(taker)s（%(unit)s）") % {
        "kind": KINDS[flow.kind],
        "giver": ACCOUNTS[flow.giver],
        "taker": ACCOUNTS[flow.taker],
        "unit": UNITS[flow.unit],
    }


_ORDERED: dict[Dimension, list[str]] = {
    Dimension.OUTCOME: list(OUTCOMES),
    Dimension.WAIT: list(WAITED),
    Dimension.HELPER_AGE: list(AGED),
    Dimension.ELDER_AGE: list(AGED),
    Dimension.ROLE: list(ROLES),
    Dimension.FACE: list(SAID),
}


def place_in_order(dimension: Dimension, value: str) -> int:
    """Where a value stands among those that have an order of their own; all the same for others."""
    order = _ORDERED.get(dimension, [])
    return order.index(value) if value in order else len(order)
