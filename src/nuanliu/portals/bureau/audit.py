"""The audit browser: who did what, when, to what, why. Only for the bureau's audit role."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from nuanliu.domain.audit.queries import Record
from nuanliu.domain.care.queries.story import WORDS as STORY_WORDS
from nuanliu.domain.network.models import Node
from nuanliu.domain.network.queries import sites
from nuanliu.domain.network.types import Power, Role
from nuanliu.portals.bureau.frame import show
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.forms import AskForm, DayField, TextField
from nuanliu.portals.ui.kept import MARK, NEVER_ASKED, asked, keep
from nuanliu.portals.ui.labels import label_of
from nuanliu.portals.ui.paging import page_of
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.usecases.read_audit import AuditQuestion, audited, latest_check, names_of

PAGE = 40
ACTIONS: dict[str, Promise] = {
    **STORY_WORDS,
    "person.registered": _("登记一个人"),
    "person.revealed": _("看了电话和地址"),
    "consent.given": _("同意了一项"),
    "consent.withdrawn": _("收回了同意"),
    "keys.rotated": _("换了密钥"),
    "correction.asked": _("说资料不对"),
    "correction.done": _("照着改了资料"),
    "correction.refused": _("没有改资料"),
    "account.closing_asked": _("要注销账户"),
    "account.closing_taken_back": _("不注销了"),
    "account.erased": _("注销了账户"),
    "retention.swept": _("清理了到期的资料"),
    "audit.exported": _("导出了操作记录"),
    "audit.checked": _("查了操作记录，对"),
    "audit.found_wrong": _("查了操作记录，不对"),
    "proxy.withdrawn": _("收回家属代办"),
    "proxy.asked": _("家属想代办"),
    "proxy.asking_withdrawn": _("家属不再申请代办"),
    "proxy.elder_named": _("找到是哪位老人"),
    "proxy.agreed": _("老人同意代办"),
    "proxy.refused": _("老人不同意代办"),
    "wish.asked": _("网上请求登记老人"),
    "wish.taken": _("要打电话，看了号码"),
    "wish.registered": _("照请求登记了老人"),
    "wish.closed": _("请求登记的事办完了"),
    "application.begun": _("开始报名"),
    "application.submitted": _("交了报名"),
    "application.withdrawn": _("撤回了报名"),
    "application.site_approved": _("站点通过了报名"),
    "application.city_approved": _("市里通过了报名"),
    "application.returned": _("退回了报名"),
    "application.refused": _("没有通过报名"),
    "qualification.verified": _("看过证件，是真的"),
    "qualification.refused": _("看过证件，不能算"),
    "training.recorded": _("记了一次培训"),
    "volunteer.renewed": _("更新了保险或健康声明"),
    "special.proposed": _("提出重点服务对象"),
    "special.granted": _("定为重点服务对象"),
    "special.refused": _("没有定为重点服务对象"),
    "special.ended": _("不再是重点服务对象"),
    "special.ran_out": _("重点服务对象到期了"),
    "merge.proposed": _("提出两份是同一个人"),
    "merge.refused": _("说两份不是同一个人"),
    "merge.done": _("合并了同一个人的两份"),
    "pin_card.issued": _("发了登录卡"),
    "login.opened": _("登录成功"),
    "login.rested": _("错得太多，登录停一会儿"),
    "login.released": _("工作人员解开了登录"),
    "second_step.added": _("加了第二步验证"),
    "second_step.removed": _("去掉了第二步验证"),
    "second_step.reset": _("运维取消了第二步验证"),
    "recovery_codes.made": _("换了恢复码"),
    "recovery_code.used": _("用了一个恢复码"),
    "password.changed": _("换了密码"),
    "session.ended": _("让一台设备退出"),
    "sessions.ended": _("让所有设备退出"),
    "notice.called": _("打电话告诉了"),
    "person.changed": _("改了一个人的登记"),
    "node.created": _("新建单位"),
    "node.changed": _("改了单位的登记"),
    "node.moved": _("移动了单位"),
    "node.merged": _("合并了单位"),
    "node.closed": _("撤销了单位"),
    "person.changed_unit": _("换了支部或队"),
    "pledge.made": _("承诺每月服务"),
    "pledge.ended": _("结束了承诺"),
    "service.added": _("服务目录加了一项"),
    "service.changed": _("服务目录改了一项"),
    "roster.checked": _("检查了一份名册"),
    "roster.committed": _("导入了一份名册"),
    "roster.discarded": _("作废了一份名册"),
    "roster.exported": _("导出了一份名册"),
    "demo.begun": _("开始载入示范城市"),
    "demo.loaded": _("载好了示范城市"),
    "appointment.made": _("任命"),
    "appointment.ended": _("结束任职"),
    "books.checked": _("查了账，账对"),
    "books.disagreed": _("查了账，账不对"),
    "book.found_wrong": _("查账发现不符"),
}
KINDS: dict[str, Promise] = {
    "need.": _("需求的事"),
    "visit.": _("服务的事"),
    "person.": _("人的事"),
    "appointment.": _("任命的事"),
    "books.": _("查账的事"),
}
ROLES: dict[str, Promise] = {
    Role.ADMINISTRATOR.value: _("单位管理员"),
    Role.COORDINATOR.value: _("站点负责人"),
    Role.CERTIFIER.value: _("认定员"),
    Role.HOTLINE.value: _("接线员"),
    Role.SECRETARY.value: _("支部书记"),
    Role.TEAM_LEADER.value: _("队长"),
    Role.SHOP_OWNER.value: _("店主"),
    Role.CASHIER.value: _("收银员"),
    Role.BUREAU_STANDARDS.value: _("标准管理"),
    Role.BUREAU_SECURITY.value: _("安全管理"),
    Role.BUREAU_AUDIT.value: _("审计"),
    "volunteer": _("志愿者"),
    "elder": _("老人"),
    "family": _("家属"),
    "staff": _("工作人员"),
    "system": _("系统"),
}
SUBJECTS: dict[str, Promise] = {
    "need": _("需求"),
    "visit": _("服务"),
    "person": _("人"),
    "nobody": _("没有这个账号"),
    "node": _("单位"),
    "delivery": _("通知"),
    "proxy": _("代办"),
    "pin_card": _("登录卡"),
    "roster": _("名册"),
    "books": _("账本"),
    "keys": _("密钥"),
    "audit": _("操作记录"),
    "kept": _("到期的资料"),
    "demo": _("示范城市"),
    "book": _("账"),
}


DETAILS: dict[str, Promise] = {
    "role": _("角色"),
    "node": _("单位"),
    "kind": _("种类"),
    "code": _("编码"),
    "name": _("名称"),
    "channel": _("来路"),
    "service": _("服务"),
    "measured": _("实际分钟"),
    "counted": _("认定分钟"),
    "choice": _("选了"),
    "face": _("表情"),
    "evidence": _("凭据"),
    "reported_late": _("补报"),
    "is_late": _("临时"),
    "payer": _("谁出时间"),
    "number": _("号码"),
    "accounts": _("账户"),
    "transfers": _("转账"),
    "entries": _("账页上的行"),
    "purpose": _("同意什么"),
    "events": _("记录"),
    "blocks": _("封条"),
    "taken_out": _("抹去的理由"),
    "wrong": _("不对"),
    "first": _("先看这几处"),
    "what": _("哪一项"),
    "reasons": _("抹去的原因"),
    "tasks": _("后台任务"),
    "notices": _("通知"),
    "uploads": _("上传的名册"),
    "sign_in": _("验证码和试错"),
    "sessions": _("过期的登录"),
    "words_gone": _("抹去的事"),
    "changed": _("换了多少"),
    "left": _("还剩多少"),
    "field_key": _("资料密钥"),
    "index_key": _("查找密钥"),
    "how": _("怎么说的"),
    "text": _("文本"),
    "findings": _("对不上"),
    "fields": _("改了哪几项"),
    "was": _("原来"),
    "services": _("次数"),
    "rows": _("行数"),
    "month": _("月份"),
    "troubles": _("要处理"),
}


CODED = frozenset({"channel", "choice", "evidence", "face", "payer"})
"""Details whose codes the shared labels put into words."""


class AuditForm(AskForm):
    """What to look for."""

    action = forms.ChoiceField(label=_("做了什么"), required=False)
    person = TextField(label=_("谁（写全名）"), required=False, max_length=60)
    whom = TextField(label=_("关于谁（写全名）"), required=False, max_length=60)
    site: forms.ModelChoiceField[Node] = forms.ModelChoiceField(
        label=_("哪个站点"), queryset=None, required=False, empty_label=_("都看")
    )
    subject = TextField(label=_("对象编号"), required=False, max_length=60)
    first_day = DayField(label=_("从哪天"), required=False)
    last_day = DayField(label=_("到哪天"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].queryset = sites()  # type: ignore[attr-defined]
        self.fields["action"].choices = [("", _("都看")), *KINDS.items(), *ACTIONS.items()]  # type: ignore[attr-defined]

    def clean_subject(self) -> UUID | None:
        """The id, None for nothing."""
        text = self.cleaned_data["subject"]
        try:
            return UUID(text) if text else None
        except ValueError:
            raise forms.ValidationError(_("编号不对。请从别的行点过来。"), code="not_an_id") from None

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        said = super().clean() or self.cleaned_data
        first, last = said.get("first_day"), said.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("后一天不能早过前一天。"))
        return said

    def question(self) -> AuditQuestion | None:
        """What is asked, None while something has to be mended."""
        if not self.is_bound:
            return AuditQuestion()
        if not self.is_valid():
            return None
        said = self.cleaned_data
        return AuditQuestion(
            action=said["action"],
            subject_id=said["subject"],
            person=said["person"],
            whom=said["whom"],
            site_id=said["site"].pk if said["site"] else None,
            first_day=said["first_day"],
            last_day=said["last_day"],
        )


@dataclass(frozen=True, slots=True)
class Line:
    """One event in words."""

    event: Record
    words: Promise | str
    who: str
    role: Promise | str
    on_behalf_of: str
    subject: Promise | str
    details: list[tuple[str, str]]


def asked_of(request: HouseRequest) -> dict[str, str]:
    """What was asked, without the page, as it stands in an address."""
    names = {MARK, *AuditForm.base_fields} - NEVER_ASKED
    return {name: str(value) for name, value in request.GET.items() if name in names and value}


@require_http_methods(["GET", "HEAD", "POST"])
@opens_with(Power.AUDIT_READ)
def audit(request: HouseRequest) -> HttpResponse:
    """Events, newest first, by action, person, subject and day."""
    if request.method == "POST":
        return keep(request, *AuditForm.base_fields)
    form = AuditForm(asked(request) or None)
    question = form.question()
    context: dict[str, Any] = {"form": form}
    if question is not None:
        page = page_of(request=request, rows=audited(actor=request.actor, question=question), size=PAGE)
        context |= {"page": page, "lines": lines_of(page.rows), "checked": latest_check()}
        context |= {"export_url": f"{reverse('bureau:audit-export')}?{urlencode(asked_of(request))}"}
    return show(request, "bureau/audit.html", context)


def _says(value: object) -> bool:
    return value is not None and value != ""


def _value(key: str, value: object) -> str:
    if isinstance(value, bool):
        return str(_("是") if value else _("否"))
    if key in CODED:
        return str(label_of(str(value), kind=key))
    return str(ROLES.get(str(value), value))


def lines_of(events: Any) -> list[Line]:
    """Events in words."""
    people = [event.actor_id for event in events] + [event.on_behalf_of for event in events]
    people += [event.subject_id for event in events if event.subject_type == "person"]
    names = names_of(people=people)
    return [_line(event, names) for event in events]


def _line(event: Record, names: dict[UUID, str]) -> Line:
    subject = SUBJECTS.get(event.subject_type, event.subject_type)
    return Line(
        event=event,
        words=ACTIONS.get(event.action, event.action),
        who=names.get(event.actor_id, "") if event.actor_id else str(ROLES["system"]),
        role=ROLES.get(event.actor_role, event.actor_role),
        on_behalf_of=names.get(event.on_behalf_of, "") if event.on_behalf_of else "",
        subject=names.get(event.subject_id, subject) if event.subject_type == "person" else subject,
        details=[
            (str(DETAILS.get(key, key)), _value(key, value)) for key, value in event.details.items() if _says(value)
        ],
    )
