"""Words of the pages about a week's plan."""

from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuanliu.domain.dispatch.types import ChosenState, RunState

STATES = {
    RunState.WAITING.value: gettext_lazy("排队等着排"),
    RunState.READING.value: gettext_lazy("正在看需求和空闲时间"),
    RunState.SOLVING.value: gettext_lazy("正在排谁去哪里"),
    RunState.DONE.value: gettext_lazy("排好了"),
    RunState.CANCELLED.value: gettext_lazy("停了"),
    RunState.FAILED.value: gettext_lazy("没有排出来"),
}
STEPS = (RunState.WAITING.value, RunState.READING.value, RunState.SOLVING.value)
CHOSEN = {
    ChosenState.PROPOSED.value: "",
    ChosenState.CONFIRMED.value: gettext_lazy("正要去请"),
    ChosenState.INVITED.value: gettext_lazy("请了，等回话"),
    ChosenState.MISSED.value: gettext_lazy("情况变了，没有请"),
}
ANSWERS = {
    "waiting": gettext_lazy("请了，等回话"),
    "accepted": gettext_lazy("答应了"),
    "declined": gettext_lazy("去不了，请下一位"),
    "expired": gettext_lazy("没回话，请下一位"),
    "filled": gettext_lazy("别人先接了"),
    "withdrawn": gettext_lazy("不用去了"),
}
DAYS = (
    gettext_lazy("周一"),
    gettext_lazy("周二"),
    gettext_lazy("周三"),
    gettext_lazy("周四"),
    gettext_lazy("周五"),
    gettext_lazy("周六"),
    gettext_lazy("周日"),
)
PARTS_OF_DAY = {
    "morning": gettext_lazy("上午"),
    "afternoon": gettext_lazy("下午"),
    "evening": gettext_lazy("傍晚"),
}


def week_words(monday: date) -> str:
    """A week by its first and last day."""
    sunday = monday + timedelta(days=6)
    return _("%(m1)d月%(d1)d日到%(m2)d月%(d2)d日") % {
        "m1": monday.month,
        "d1": monday.day,
        "m2": sunday.month,
        "d2": sunday.day,
    }
