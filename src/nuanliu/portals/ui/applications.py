"""An application as lines to be read: the same for the applicant and for whoever decides."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuanliu.domain.people.joining.answers import Task, abilities_in, times_in
from nuanliu.domain.people.joining.models import Application, Qualification, TrainingRecord
from nuanliu.domain.people.joining.operations import confided_in
from nuanliu.domain.people.joining.queries import consents_given, qualifications_of, trainings_of
from nuanliu.domain.people.types import ConsentPurpose
from nuanliu.platform import words
from nuanliu.platform.identifiers import masked_identity
from nuanliu.portals.ui.skills import SKILLS, language_words, listed, rather_not_words, skill_words
from nuanliu.portals.ui.week import span_words

TASK_WORDS: dict[Task, Promise] = {
    Task.IDENTITY: gettext_lazy("身份证号"),
    Task.GUARDIAN: gettext_lazy("父母或监护人"),
    Task.PROMISE: gettext_lazy("声明"),
    Task.COURSE: gettext_lazy("五分钟安全课"),
    Task.ABILITIES: gettext_lazy("会什么、说什么话"),
    Task.TIMES: gettext_lazy("什么时候、走多远"),
    Task.CONSENTS: gettext_lazy("同意书"),
}
PURPOSES: dict[str, Promise] = {
    ConsentPurpose.SERVICE.value: gettext_lazy("登记和安排服务"),
    ConsentPurpose.HEALTH.value: gettext_lazy("记健康声明"),
    ConsentPurpose.LOCATION.value: gettext_lazy("用我家的位置算远近"),
    ConsentPurpose.AT_DOOR.value: gettext_lazy("开始和结束时看一次位置"),
    ConsentPurpose.SHARE_INSURER.value: gettext_lazy("交给保险公司办意外险"),
    ConsentPurpose.SHARE_SHOP.value: gettext_lazy("告诉爱心商家"),
    ConsentPurpose.HONOUR_NAME.value: gettext_lazy("公布名字"),
}
STATES: dict[str, tuple[str, Promise]] = {
    "draft": ("draft", gettext_lazy("还没交")),
    "submitted": ("submitted", gettext_lazy("等站点看")),
    "sampled": ("submitted", gettext_lazy("等市里看")),
    "returned": ("returned", gettext_lazy("要改一处")),
    "approved": ("approved", gettext_lazy("通过了")),
    "refused": ("refused", gettext_lazy("没通过")),
    "withdrawn": ("cancelled", gettext_lazy("自己撤回了")),
}
"""By state: the look of `ui.statuses`, and the word."""


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One answer; `task` names the page on which it is given."""

    task: str
    label: str
    value: str


def summary_of(application: Application) -> list[SummaryRow]:
    """What was said, in the order of the task list."""
    confided, answers = confided_in(application), application.answers
    abilities, times = abilities_in(answers), times_in(answers)
    rows = [SummaryRow(Task.IDENTITY, _("身份证号"), masked_identity(confided.identity) or _("不知道"))]
    if confided.guardian_name:
        guardian = f"{confided.guardian_name} {words.masked_phone(confided.guardian_phone)}"
        rows.append(SummaryRow(Task.GUARDIAN, _("父母或监护人"), guardian))
    declared = [_("没有严重违法失信")] if application.declared_at else []
    declared += [_("身体能做")] if application.health_declared_at else []
    rows += [
        SummaryRow(Task.PROMISE, _("声明"), listed(declared) or _("还没有")),
        SummaryRow(Task.COURSE, _("安全课"), course_words(trainings_of(person_id=application.person_id))),
        SummaryRow(Task.ABILITIES, _("会说什么话"), language_words(list(abilities.languages)) or _("还没有写")),
        SummaryRow(Task.ABILITIES, _("会做什么"), skill_words(list(abilities.skills)) or _("没有特别的")),
        SummaryRow(Task.ABILITIES, _("不太想遇到的"), rather_not_words(list(abilities.rather_not)) or _("没有")),
    ]
    if abilities.own_words:
        rows.append(SummaryRow(Task.ABILITIES, _("还说了"), abilities.own_words))
    proofs = qualifications_of(person_id=application.person_id)
    if proofs:
        rows.append(SummaryRow("proofs", _("证件"), listed([proof_words(one) for one in proofs])))
    given = consents_given(person_id=application.person_id)
    agreed = listed([str(PURPOSES[one]) for one in PURPOSES if one in given])
    free = listed([span_words(span) for span in times.spans])
    rows += [
        SummaryRow(Task.TIMES, _("有空的时候"), free or _("还没有写")),
        SummaryRow(Task.TIMES, _("走多远"), _("%(metres)d 米以内") % {"metres": times.reach_metres}),
        SummaryRow(Task.CONSENTS, _("同意了"), agreed or _("还没有")),
    ]
    return rows


def course_words(trainings: list[TrainingRecord]) -> str:
    """The best that is known of the course: passed on a day with a score, or not yet."""
    passed = next((one for one in trainings if one.is_passed), None)
    if passed is None:
        return _("还没有学完")
    if passed.score is None:
        return _("%(day)s听过课") % {"day": words.day(passed.taken_on)}
    said = {"day": words.day(passed.taken_on), "score": passed.score, "all": passed.questions}
    return _("%(day)s学完，%(all)s 题对 %(score)s 题") % said


def proof_words(one: Qualification) -> str:
    """`理发（到 2027年3月1日）`."""
    name = str(SKILLS.get(one.skill, one.skill))
    if not one.is_validity_known:
        return _("%(name)s（有效期不知道）") % {"name": name}
    if one.valid_until is None:
        return _("%(name)s（长期有效）") % {"name": name}
    return _("%(name)s（到 %(day)s）") % {"name": name, "day": words.long_day(one.valid_until)}
