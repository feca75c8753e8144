"""The words of the commendation: states, measures, criteria, figures, reasons to stand back."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from nuanliu.domain.honours.models import Category, Frozen, Place
from nuanliu.domain.honours.naming import public_names
from nuanliu.domain.honours.policies import Rule, Verdict
from nuanliu.domain.honours.types import CampaignState, Measure, ObjectionState
from nuanliu.platform import words
from nuanliu.portals.ui.forms import Words
from nuanliu.portals.ui.statuses import Status, status_of

STATES: dict[str, tuple[str, Words]] = {
    CampaignState.DRAFT.value: ("draft", gettext_lazy("在准备")),
    CampaignState.OPEN.value: ("open", gettext_lazy("推荐中")),
    CampaignState.FROZEN.value: ("pending", gettext_lazy("评审中")),
    CampaignState.LISTED.value: ("confirmed", gettext_lazy("等确认")),
    CampaignState.NOTICE.value: ("serving", gettext_lazy("公示中")),
    CampaignState.AWARDED.value: ("done", gettext_lazy("已表彰")),
    CampaignState.CANCELLED.value: ("cancelled", gettext_lazy("取消了")),
}
OBJECTIONS: dict[str, tuple[str, Words]] = {
    ObjectionState.OPEN.value: ("pending", gettext_lazy("等处理")),
    ObjectionState.UPHELD.value: ("done", gettext_lazy("成立")),
    ObjectionState.REJECTED.value: ("closed", gettext_lazy("不成立")),
}
MEASURES: dict[Measure, Words] = {
    Measure.MINUTES: gettext_lazy("服务时间"),
    Measure.SERVICES: gettext_lazy("服务次数"),
    Measure.ELDERS: gettext_lazy("帮过几位老人"),
    Measure.RATING: gettext_lazy("老人的评价"),
    Measure.COMPLAINTS: gettext_lazy("作废的服务"),
    Measure.SCORE: gettext_lazy("信用分"),
    Measure.MEMBERS: gettext_lazy("参加的人数"),
    Measure.REDEMPTIONS: gettext_lazy("收券次数"),
    Measure.MONTHS: gettext_lazy("收过券的月份"),
    Measure.LATE: gettext_lazy("认定超期"),
}


def state_of(code: str, table: dict[str, tuple[str, Words]]) -> Status:
    """A state as word, shape and colour."""
    look, word = table[code]
    return status_of(look, word=str(word))


def figure_words(measure: Measure, value: int | None) -> str:
    """A figure as it is said."""
    if value is None:
        return _("还没有")
    if measure is Measure.MINUTES:
        return words.minutes(value)
    if measure is Measure.RATING:
        return f"{value // 100}.{value % 100:02d}"
    return str(value)


def rule_words(rule: Rule) -> str:
    """What a criterion asks."""
    asked = _("%(what)s：最多 %(value)s") if rule.is_most else _("%(what)s：至少 %(value)s")
    return asked % {"what": MEASURES[rule.measure], "value": figure_words(rule.measure, rule.needed)}


@dataclass(frozen=True, slots=True)
class Checked:
    """One criterion on a page: what is asked, what she has, whether that is enough, which rows are behind it."""

    asked: str
    got: str
    status: Status
    rows: str


def checked(verdicts: Sequence[Verdict]) -> list[Checked]:
    """Every criterion with its state."""
    return [
        Checked(rule_words(one.rule), figure_words(one.rule.measure, one.got), _met(one), ROWS[one.rule.measure])
        for one in verdicts
    ]


def _met(verdict: Verdict) -> Status:
    if verdict.is_met:
        return status_of("ok", word=_("达到"))
    if verdict.is_spared:
        return status_of("skipped", word=_("另一条达到了"))
    return status_of("error", word=_("没达到"))


ROWS: dict[Measure, str] = {
    **dict.fromkeys(Measure, "visits"),
    Measure.COMPLAINTS: "voided",
    Measure.SCORE: "marks",
    Measure.REDEMPTIONS: "redemptions",
    Measure.MONTHS: "redemptions",
    Measure.LATE: "late",
}
"""Where the rows are from which a figure comes."""


def category_name(category: Category) -> str:
    """In the reader's language."""
    return category.name_en if words.english() else category.name


@dataclass(frozen=True, slots=True)
class Named:
    """A line of a public list."""

    place: Place
    name: str
    figure: str


def named_by_category(places: Sequence[Place]) -> list[tuple[str, list[Named]]]:
    """A public list by category, people named as they agreed to."""
    names = public_names(rows=[place.frozen for place in places])
    found: dict[str, list[Named]] = {}
    for place in places:
        line = Named(place, names[place.frozen_id], _main(place.frozen))
        found.setdefault(category_name(place.category), []).append(line)
    return list(found.items())


def _main(row: Frozen) -> str:
    """Hours where there are any, else how often somebody came with a code."""
    if row.figures.get(Measure.MINUTES.value) is not None:
        return figure_words(Measure.MINUTES, row.figures[Measure.MINUTES.value])
    had = row.figures.get(Measure.REDEMPTIONS.value)
    return "" if had is None else ngettext("收券 %(count)d 次", "收券 %(count)d 次", had) % {"count": had}
