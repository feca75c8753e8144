"""The words of a proposal: when, how near to the best, why she, why not another, why nobody."""

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuanliu.domain.dispatch.types import Failure, Reason
from nuanliu.platform.clock import at

_WORTH_SAYING = 50
"""Hundredths of points: what is less tips no scales."""
_STEPS = (1_000, 2_000, 5_000, 10_000, 20_000, 50_000)
"""Millionths: 0.1 %, 0.2 %, 0.5 %, 1 %, 2 %, 5 %."""

PARTS: Mapping[str, Promise] = MappingProxyType(
    {
        "base": gettext_lazy("有人去"),
        "urgent": gettext_lazy("急事"),
        "frail": gettext_lazy("老人最需要"),
        "known": gettext_lazy("熟人"),
        "speech": gettext_lazy("会说老人的话"),
        "sex": gettext_lazy("合老人心愿"),
        "chance": gettext_lazy("多半会答应"),
        "newcomer": gettext_lazy("新志愿者"),
        "kept": gettext_lazy("说好的不变"),
        "way": gettext_lazy("路程"),
        "load": gettext_lazy("她已经不少"),
    }
)
REASONS: Mapping[str, Promise] = MappingProxyType(
    {
        Reason.NO_SKILL: gettext_lazy("没有人有这项培训或资格"),
        Reason.NO_WISH: gettext_lazy("没有老人说定要的女的或男的"),
        Reason.NO_REACH: gettext_lazy("有资格的人都太远"),
        Reason.NO_TIME: gettext_lazy("近处的人那时都没空"),
        Reason.TOO_FEW: gettext_lazy("要两个人，那时只有一个人有空"),
        Reason.CONTESTED: gettext_lazy("有人能去，但去别处更要紧"),
    }
)
NOT_HER: Mapping[str, Promise] = MappingProxyType(
    {
        "away": gettext_lazy("那时要去别处"),
        "less": gettext_lazy("别人去更合适"),
        "blocked": gettext_lazy("是老人的家里人"),
        "banned": gettext_lazy("规则、她本人或站点不让去"),
        "no_skill": gettext_lazy("没有这项资格"),
        "wish": gettext_lazy("不合老人的心愿"),
        "no_reach": gettext_lazy("太远"),
        "no_time": gettext_lazy("没写那时有空，或前后有约"),
    }
)
FAILURES: Mapping[str, Promise] = MappingProxyType(
    {
        Failure.EMPTY: gettext_lazy("那一周没有等人接的需求。"),
        Failure.FAULTY: gettext_lazy("排出来的安排没有通过检查，没有保存。请再排一次；还不行，请告诉市里。"),
    }
)


def gap_words(*, millionths: int) -> str:
    """How far from the best that is possible at all, in plain words."""
    if millionths == 0:
        return _("不可能更好了")
    for step in _STEPS:
        if millionths <= step:
            return _("离理论最好不到 %(percent)s%%") % {"percent": f"{step / 10_000:g}"}
    return _("离理论最好还差 %(percent)s%%") % {"percent": -(-millionths // 10_000)}


def points(*, hundredths: int) -> str:
    """Points with their sign, a tenth at most."""
    value = round(hundredths / 10)
    sign = "−" if value < 0 else "+"
    whole, tenth = divmod(abs(value), 10)
    return f"{sign}{whole}.{tenth}" if tenth else f"{sign}{whole}"


def day_and_time(*, monday: date, minute: int) -> str:
    """A minute of the week as day and time."""
    moment = at(monday, 0) + timedelta(minutes=minute)
    return f"{moment:%Y-%m-%d %H:%M}"


def why(*, parts: list[list[int | str]]) -> list[tuple[str, str]]:
    """(points, what for) of one visit, without what every visit has."""
    said = [(str(code), int(value)) for code, value in parts if code not in {"base", "urgent", "frail"}]
    return [(points(hundredths=value), str(PARTS[code])) for code, value in said if abs(value) >= _WORTH_SAYING]
