"""A report in words: each section states its figures in sentences and lays them out in a table."""

from datetime import datetime

from django.utils.translation import gettext as _

from nuanliu.domain.insights.periods import Period
from nuanliu.domain.insights.types import Dimension, Sum
from nuanliu.domain.network.models import Node
from nuanliu.platform import words
from nuanliu.portals.bureau.figures.amounts import change, hours, month_words, period_words
from nuanliu.portals.bureau.figures.sections import Section, sum_row, whole_of
from nuanliu.portals.bureau.figures.words import DIMENSIONS, place_in_order, value_words
from nuanliu.usecases.make_report import TABLES, Report, report_on
from nuanliu.usecases.see_figures import Figures


def whole_sections(*, place: Node, period: Period, now: datetime) -> list[Section]:
    """The report on a place: people, service, needs, what is late; then tables."""
    found = report_on(place=place, period=period, now=now)
    return [
        Section(_("概况"), overview_sentences(found)),
        Section(_("需求"), need_sentences(found), *_places(found)),
        *([_months(found)] if found.months else []),
        *(_table(asked[1], found.tables[asked]) for asked in TABLES if found.tables[asked]),
    ]


def overview_sentences(found: Report) -> list[str]:
    """People, hours, savings, coins."""
    now = found.now
    roll = _(
        "%(period)s，%(place)s在册志愿者 %(volunteers)s 人、老人 %(elders)s 位；"
        "这段时间新来志愿者 %(new)s 人、老人 %(old)s 位。"
    )
    return [
        roll
        % {
            "period": period_words(found.period),
            "place": found.place.name,
            "volunteers": now.volunteers,
            "elders": now.elders,
            "new": now.joined_volunteers,
            "old": now.joined_elders,
        },
        _("完成并认定服务 %(services)s 次，共 %(time)s。")
        % {"services": now.services, "time": words.minutes(now.served_minutes)},
        *_beside(found),
        _("存进存折 %(saved)s，从存折支取 %(spent)s。")
        % {"saved": words.minutes(now.saved_minutes), "spent": words.minutes(now.spent_minutes)},
        _("志愿者得到 %(got)s，在爱心商家用了 %(used)s。")
        % {"got": words.coins(now.coins_got), "used": words.coins(now.coins_used)},
    ]


def _beside(found: Report) -> list[str]:
    """Beside the time before and a year ago, where there was anything."""
    said = []
    for name, other in (
        (_("上一年") if found.period.is_year else _("上月"), found.before),
        (_("去年同月"), found.year_before),
    ):
        if other.services and not (found.period.is_year and other is found.year_before):
            more = change(found.now.served_minutes, other.served_minutes, is_time=True)
            said.append(
                _("%(when)s是 %(time)s，这次 %(more)s 小时。")
                % {"when": name, "time": words.minutes(other.served_minutes), "more": more}
            )
    return said


def need_sentences(found: Report) -> list[str]:
    """What was asked, what came of it, how long it took, what is late."""
    now = found.now
    if not now.needs:
        return [_("这段时间没有人提出需求。")]
    said = [
        _("提出需求 %(needs)s 件：办好 %(served)s 件，正在办 %(under_way)s 件，等人帮 %(waiting)s 件，"
          "没有人接 %(unserved)s 件，取消作废 %(cancelled)s 件。")
        % {
            "needs": now.needs,
            "served": now.served,
            "under_way": now.under_way,
            "waiting": now.waiting,
            "unserved": now.unserved,
            "cancelled": now.cancelled,
        },
    ]  # fmt: skip
    if now.taken:
        said.append(
            _("有人接的 %(taken)s 件，从提出到有人接平均 %(wait)s；1 天以内的 %(quick)s 件。")
            % {"taken": now.taken, "wait": words.minutes(now.average_wait), "quick": now.within_a_day}
        )
    said.append(
        _("做报告的时候，有 %(late)s 件认定晚了，其中 %(breaches)s 件超过法定期限。")
        % {"late": found.due.late, "breaches": found.due.breaches}
    )
    return said


def _figures_head(first: str) -> list[str]:
    return [first, _("服务"), _("服务小时"), _("提出需求"), _("办好了"), _("没有人接"), _("多久有人接")]


def _figures_row(name: str, one: Figures) -> list[str]:
    wait = words.minutes(one.average_wait) if one.taken else "—"
    numbers = (one.services, hours(one.served_minutes), one.needs, one.served, one.unserved)
    return [name, *(str(number) for number in numbers), wait]


def _places(found: Report) -> tuple[list[str], list[list[str]]]:
    rows = [_figures_row(one.node.name, one.figures) for one in found.below]
    return _figures_head(_("地方")), [*rows, _figures_row(_("合计"), found.now)] if rows else []


def _months(found: Report) -> Section:
    rows = [_figures_row(month_words(month), one) for month, one in found.months]
    return Section(_("各月"), [], _figures_head(_("月份")), [*rows, _figures_row(_("合计"), found.now)])


def _table(dimension: Dimension, sums: dict[str, Sum]) -> Section:
    names = value_words(dimension=dimension, values=sums)
    order = sorted(sums, key=lambda value: (place_in_order(dimension, value), -sums[value].count, names[value]))
    whole = whole_of(sums.values())
    first = order[0] if dimension is not Dimension.SERVICE else max(order, key=lambda value: sums[value].count)
    most = max(sums, key=lambda value: (sums[value].count, value == first))
    sentence = _("最多的是%(what)s，%(count)s 次，%(time)s，占 %(share)s%%。") % {
        "what": names[most],
        "count": sums[most].count,
        "time": words.minutes(sums[most].amount),
        "share": 100 * sums[most].count // whole.count if whole.count else 0,
    }
    rows = [sum_row(names[value], sums[value], whole) for value in order]
    head = [str(DIMENSIONS[dimension]), _("服务"), _("服务小时"), _("占比")]
    title = _("按%(by)s") % {"by": DIMENSIONS[dimension]}
    return Section(title, [sentence], head, [*rows, sum_row(_("合计"), whole, whole)])
