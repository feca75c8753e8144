"""The whole story of one need, from the call to the line in the passbook, read from the audit."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.audit.queries import Happening, story_of
from nuanliu.domain.care.models import Need
from nuanliu.domain.people.models import Person

WORDS: dict[str, Promise] = {
    "need.placed": _("提出需求"),
    "need.published": _("审核通过，发布"),
    "need.returned": _("退回修改"),
    "need.resubmitted": _("修改后再次提交"),
    "need.cancelled": _("已经取消"),
    "need.unserved": _("到时间没有人接"),
    "need.reopened": _("重新发布"),
    "need.changed": _("改了时间或内容"),
    "visit.change_agreed": _("志愿者同意改动"),
    "visit.taken": _("志愿者接单"),
    "visit.assigned": _("工作人员派单"),
    "visit.given_back": _("志愿者退单"),
    "visit.started": _("开始服务"),
    "visit.ended": _("结束服务"),
    "visit.confirmed": _("老人确认来过"),
    "visit.denied": _("老人说没来"),
    "visit.upheld": _("核实后确认来过"),
    "visit.first_reviewed": _("第一人复核"),
    "visit.asked_back": _("退回，请志愿者说明"),
    "visit.answered": _("回答了认定员的问题"),
    "visit.certified": _("认定"),
    "visit.credited": _("记入存折"),
    "visit.choice_made": _("选定记时间还是记币"),
    "visit.voided": _("作废，不计入"),
    "incident.reported": _("报告出了事"),
    "incident.closed": _("处理好了出的事"),
    "visit.photo_added": _("加了一张照片"),
    "visit.disputed": _("提出异议"),
    "dispute.words_added": _("异议里补充了话"),
    "dispute.withdrawn": _("收回异议"),
    "dispute.ruling_proposed": _("提出异议的处理意见"),
    "dispute.ruling_given_back": _("不同意处理意见"),
    "dispute.decided": _("异议定下来了"),
    "dispute.appealed": _("不服，请上一级再看"),
}


@dataclass(frozen=True, slots=True)
class StoryLine:
    """One line: what, when it happened and was written down, who, why."""

    at: datetime
    recorded_at: datetime
    words: Promise | str
    who: str
    for_whom: str
    role: str
    reason: str
    late: bool
    action: str
    details: dict[str, object]


def story_of_need(*, need: Need) -> list[StoryLine]:
    """Everything that happened to a need and its visits, oldest first. The reader has accessed the need."""
    happenings = story_of(subjects=[need.id, *(visit.id for visit in need.visits.all())])
    people = {happening.actor_id for happening in happenings} | {h.on_behalf_of for h in happenings}
    names = dict(Person.objects.filter(pk__in=[p for p in people if p]).values_list("pk", "name"))
    return [_line(happening, names) for happening in happenings]


def _line(happening: Happening, names: dict[UUID, str]) -> StoryLine:
    return StoryLine(
        at=happening.occurred_at,
        recorded_at=happening.recorded_at,
        words=WORDS.get(happening.action, happening.action),
        who=names.get(happening.actor_id, "") if happening.actor_id else "",
        for_whom=names.get(happening.on_behalf_of, "") if happening.on_behalf_of else "",
        role=happening.actor_role,
        reason=happening.reason,
        late=bool(happening.details.get("reported_late")),
        action=happening.action,
        details=happening.details,
    )
