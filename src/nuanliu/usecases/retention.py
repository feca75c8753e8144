"""What is kept no longer than the Standard says, and the nightly sweep that sees to it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from nuanliu.domain.audit.operations import record, take_words_out
from nuanliu.domain.audit.queries import newest_of, old_reasons
from nuanliu.domain.care.watching.places import drop_distances
from nuanliu.domain.certificates.models import BatchPart
from nuanliu.domain.integrity.models import Report
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.notices.calls.models import Call, Closing
from nuanliu.domain.notices.calls.types import CallState
from nuanliu.domain.notices.models import Delivery, Notice
from nuanliu.domain.people.joining.models import RegisterWish
from nuanliu.domain.people.models import RosterUpload
from nuanliu.domain.signing.models import OneTimeCode, Session, Tries
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.retry import repeated
from nuanliu.usecases.exporting import throw_away_exports

KEPT = UUID("4e1e0000-0000-7000-8000-000000000001")
"""What events about sweeping are about."""
SWEPT = "retention.swept"
BATCH = 2000


def _reasons(before: datetime) -> int:
    return take_words_out(events=old_reasons(before=before, limit=BATCH))


def _notices(before: datetime) -> int:
    old = list(Notice.objects.filter(created_at__lt=before).order_by("created_at").values_list("pk", flat=True)[:BATCH])
    Delivery.objects.filter(notice_id__in=old).delete()
    return Notice.objects.filter(pk__in=old).delete()[0]


def _calls(before: datetime) -> int:
    closed = Closing.objects.filter(closed_at__lt=before).delete()[0]
    return closed + Call.objects.filter(state=CallState.DONE, heard_at__lt=before).delete()[0]


def _uploads(before: datetime) -> int:
    return RosterUpload.objects.filter(uploaded_at__lt=before).delete()[0]


def _batches(before: datetime) -> int:
    return BatchPart.objects.filter(batch__ended_at__lt=before).delete()[0]


def _distances(before: datetime) -> int:
    return drop_distances(before=before)


def _wishes(before: datetime) -> int:
    return RegisterWish.objects.filter(asked_at__lt=before).delete()[0]


def _reports(before: datetime) -> int:
    return Report.objects.filter(sent_at__lt=before, said_sealed__isnull=False).update(said_sealed=None)


def _sign_in(before: datetime) -> int:
    codes = OneTimeCode.objects.filter(expires_at__lt=before).delete()[0]
    return codes + Tries.objects.filter(counted_since__lt=before).exclude(rests_until__gt=before).delete()[0]


def _sessions(before: datetime) -> int:
    return Session.objects.filter(expire_date__lt=before).delete()[0]


def _tasks(before: datetime) -> int:
    return DBTaskResult.objects.filter(finished_at__lt=before).delete()[0]


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of data: the Standard's key that says how many days (None: until it has run out), and its sweep."""

    code: str
    label: Promise
    after: Promise
    """What is left afterwards."""
    key: str | None
    sweep: Callable[[datetime], int]


RULES = (
    Rule("reasons", _("操作记录里写的原因"), _("谁做了什么还在，原因的字抹去"), "log_retention_days", _reasons),
    Rule("tasks", _("后台任务的记录"), _("全部删除"), "log_retention_days", _tasks),
    Rule("notices", _("发给人的通知"), _("全部删除"), "notice_retention_days", _notices),
    Rule("calls", _("通话记录和交班的话"), _("打完的全部删除，还要打的留着"), "call_note_days", _calls),
    Rule("uploads", _("上传的名册和逐行结果"), _("全部删除，导入的人还在"), "upload_retention_days", _uploads),
    Rule("batches", _("成批证书的下载文件"), _("全部删除，证书还在"), "upload_retention_days", _batches),
    Rule("wishes", _("网上请求登记老人"), _("全部删除，登记了的老人还在"), "wish_retention_days", _wishes),
    Rule("reports", _("举报里写的话"), _("写的话抹去，什么事、怎样答复还在"), "report_retention_days", _reports),
    Rule("sign_in", _("验证码和登录试错次数"), _("全部删除"), "sign_in_retention_days", _sign_in),
    Rule("places", _("签到时离老人家多远"), _("距离删除，只留“在附近”"), "gps_retention_days", _distances),
    Rule("exports", _("导出的文件"), _("文件删除，哪些行报过还在"), None, throw_away_exports),
    Rule("sessions", _("过期的登录"), _("全部删除"), None, _sessions),
)


def sweep_all(*, now: datetime) -> int:
    """Remove what is older than the Standard allows, kind by kind; gives how many rows. Again finds nothing."""
    removed = {rule.code: _sweep(rule=rule, now=now) for rule in RULES}
    _write_down(removed=removed, now=now)
    return sum(removed.values())


def _sweep(*, rule: Rule, now: datetime) -> int:
    before, removed = now - timedelta(days=days_of(rule=rule, now=now)), 0
    while count := _sweep_batch(rule=rule, before=before):
        removed += count
    return removed


@repeated
def _sweep_batch(*, rule: Rule, before: datetime) -> int:
    with durable():
        return rule.sweep(before)


@repeated
def _write_down(*, removed: dict[str, int], now: datetime) -> None:
    with durable():
        record(action=SWEPT, subject_type="kept", subject_id=KEPT, occurred_at=now, actor_id=None, details=removed)


def days_of(*, rule: Rule, now: datetime) -> int:
    """How long this is kept now."""
    if rule.key is None:
        return 0
    return standard_in_force(at=now).integer(rule.key)


@dataclass(frozen=True, slots=True)
class Kept:
    """One line of the page: what is kept how long, and what the last sweep removed (None: never swept)."""

    rule: Rule
    days: int
    swept_at: datetime | None
    removed: int | None


def what_is_kept(*, actor: Actor, now: datetime) -> list[Kept]:
    """Every rule with the last sweep. Raises NotVisible outside the bureau."""
    if not actor.has(Power.CITY_SEE):
        raise NotVisible
    last = newest_of(subject=KEPT, actions=(SWEPT,))
    return [
        Kept(
            rule,
            days_of(rule=rule, now=now),
            last.occurred_at if last else None,
            last.details.get(rule.code) if last else None,
        )
        for rule in RULES
    ]
