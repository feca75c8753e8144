"""States as people see them: always a word, a shape and a colour together (RULEBOOK 3)."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, kw_only=True)
class Status:
    """`shape` names a drawing `shape-*`; `tone` is one of wait, go, done, warn, stop, rest."""

    word: Promise | str
    shape: str
    tone: str


STATUSES: dict[str, Status] = {
    "draft": Status(word=_("草稿"), shape="dashed", tone="rest"),
    "submitted": Status(word=_("等审核"), shape="ring", tone="wait"),
    "open": Status(word=_("等人接"), shape="ring", tone="wait"),
    "matched": Status(word=_("有人接了"), shape="half", tone="go"),
    "taken": Status(word=_("已接下"), shape="half", tone="go"),
    "accepted": Status(word=_("已接下"), shape="half", tone="go"),
    "planned": Status(word=_("已约好"), shape="half", tone="go"),
    "serving": Status(word=_("正在服务"), shape="play", tone="go"),
    "served": Status(word=_("等老人确认"), shape="half", tone="wait"),
    "confirmed": Status(word=_("等认定"), shape="half", tone="wait"),
    "certified": Status(word=_("已认定"), shape="check", tone="done"),
    "credited": Status(word=_("已记入"), shape="check", tone="done"),
    "returned": Status(word=_("退回修改"), shape="back", tone="warn"),
    "cancelled": Status(word=_("已取消"), shape="cross", tone="rest"),
    "declined": Status(word=_("没接"), shape="cross", tone="rest"),
    "unserved": Status(word=_("没人接"), shape="triangle", tone="warn"),
    "disputed": Status(word=_("有异议"), shape="triangle", tone="warn"),
    "voided": Status(word=_("已作废"), shape="cross", tone="stop"),
    "late": Status(word=_("已超时"), shape="triangle", tone="stop"),
    "in_time": Status(word=_("还有时间"), shape="ring", tone="wait"),
    "today": Status(word=_("今天到期"), shape="half", tone="warn"),
    "breach": Status(word=_("超过法定期限"), shape="triangle", tone="stop"),
    "asked": Status(word=_("等志愿者回答"), shape="back", tone="warn"),
    "invite_waiting": Status(word=_("等回话"), shape="ring", tone="wait"),
    "invite_accepted": Status(word=_("说能去"), shape="check", tone="done"),
    "invite_declined": Status(word=_("说去不了"), shape="cross", tone="rest"),
    "invite_expired": Status(word=_("没回话"), shape="dashed", tone="warn"),
    "invite_filled": Status(word=_("别人先接了"), shape="half", tone="rest"),
    "invite_withdrawn": Status(word=_("不用回了"), shape="back", tone="rest"),
    "low": Status(word=_("小事"), shape="ring", tone="rest"),
    "mid": Status(word=_("要去看看"), shape="half", tone="warn"),
    "high": Status(word=_("有危险"), shape="triangle", tone="stop"),
    "urgent": Status(word=_("急"), shape="triangle", tone="stop"),
    "pending": Status(word=_("办理中"), shape="ring", tone="wait"),
    "approved": Status(word=_("已通过"), shape="check", tone="done"),
    "refused": Status(word=_("没通过"), shape="cross", tone="stop"),
    "active": Status(word=_("正常"), shape="check", tone="done"),
    "paused": Status(word=_("暂停"), shape="pause", tone="warn"),
    "closed": Status(word=_("已关闭"), shape="cross", tone="rest"),
    "todo": Status(word=_("还没做"), shape="dashed", tone="rest"),
    "done": Status(word=_("做好了"), shape="check", tone="done"),
    "ok": Status(word=_("没问题"), shape="check", tone="done"),
    "skipped": Status(word=_("已有，不再载入"), shape="pause", tone="rest"),
    "warning": Status(word=_("请看一下"), shape="triangle", tone="warn"),
    "error": Status(word=_("要改"), shape="cross", tone="stop"),
}


def status_of(code: str, *, word: str = "") -> Status:
    """The look of state `code`; an unknown code is shown plainly under its own name, `word` replaces the word."""
    known = STATUSES.get(code, Status(word=code, shape="dashed", tone="rest"))
    return Status(word=word, shape=known.shape, tone=known.tone) if word else known
