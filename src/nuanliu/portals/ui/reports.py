"""Kinds and ends of reports as words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.integrity.types import ReportEnd, ReportKind, ReportState

KINDS: dict[ReportKind, Promise] = {
    ReportKind.MONEY: _("有人要钱、收钱"),
    ReportKind.TRADE: _("有人买卖时间或服务币"),
    ReportKind.PRETENDER: _("有人冒充志愿者"),
    ReportKind.SELLING: _("帮忙时推销药、保健品、理财"),
    ReportKind.FALSE_HOURS: _("没有服务，却记了小时"),
    ReportKind.OTHER: _("别的事"),
}
STATES: dict[ReportState, Promise] = {
    ReportState.WAITING: _("等人接"),
    ReportState.TAKEN: _("正在查"),
    ReportState.ANSWERED: _("答复了"),
}
ENDS: dict[ReportEnd, Promise] = {
    ReportEnd.TRUE: _("属实，已经处理"),
    ReportEnd.NOT_SO: _("查了，不是这样"),
    ReportEnd.UNCLEAR: _("查不清楚"),
    ReportEnd.PASSED_ON: _("转给了该管的部门"),
}
LOOKS: dict[ReportState, str] = {
    ReportState.WAITING: "pending",
    ReportState.TAKEN: "open",
    ReportState.ANSWERED: "done",
}
