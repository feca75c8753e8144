"""The sentences a clerk reads back to the caller, and what the caller is told when the need is placed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from nuanliu.domain.care.models import Need, Service
from nuanliu.domain.care.series.types import ForWhom
from nuanliu.domain.care.types import Payer
from nuanliu.domain.people.models import Elder
from nuanliu.platform import words
from nuanliu.platform.errors import Words
from nuanliu.portals.hotline.drafts import Draft
from nuanliu.portals.ui.weekly import FOR_WHOM, wishes_in_words
from nuanliu.usecases.place_need import Plan

PAID = {
    Payer.OWN_TIME: gettext_lazy("用您自己存的时间。"),
    Payer.FAMILY: gettext_lazy("用您家里人的时间，说好共用的。"),
    Payer.GRANT: gettext_lazy("用这几个月发给您的时间，不用您自己存的。"),
    Payer.POOL: gettext_lazy("用大家捐的时间，不用您的。"),
    Payer.WELFARE: gettext_lazy("由社区出时间，不用您的。"),
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, and the icon that stands beside it."""

    icon: str
    words: Words


def service_name(service: Service) -> str:
    """The service in the reader's language."""
    return service.name_en if words.english() else service.name


def before_placing(*, elder: Elder, plan: Plan, draft: Draft, now: datetime) -> list[Sentence]:
    """Who, what, when, how long, from whose time: each a short sentence that can be said aloud."""
    person, ends_at = elder.person, draft.start + timedelta(minutes=draft.minutes)
    who = {"site": person.home_site.short_name or person.home_site.name, "name": person.name}
    said = [
        Sentence("user", _("您是%(site)s的%(name)s，对吗？") % who),
        Sentence("hand", _("您要的是：%(service)s。") % {"service": service_name(plan.service)}),
        Sentence("calendar", _("时间是%(when)s。") % {"when": words.near_moment(draft.start, now=now)}),
    ]
    if draft.is_hour_assumed:
        said.append(Sentence("help", _("您没说几点，%(hour)s行吗？") % {"hour": words.clock(draft.start)}))
    length = {"minutes": words.minutes(draft.minutes), "end": words.clock(ends_at, after=draft.start)}
    said.append(Sentence("clock", _("大约 %(minutes)s，到 %(end)s。") % length))
    if plan.helpers > 1:
        said.append(Sentence("people", _("头一回上门，或这件事，要来两个人。")))
    said.append(Sentence("time", PAID[plan.payer]))
    said += wished(draft)
    if draft.note:
        said.append(Sentence("note", _("还记了一句：%(note)s") % {"note": draft.note}))
    said.append(how_told(elder))
    return said


def wished(draft: Draft) -> list[Sentence]:
    """For whom it is, and what is wished of the helper, where anything is special."""
    said = []
    if draft.for_whom != ForWhom.HERSELF:
        said.append(Sentence("people", _("给%(whom)s。") % {"whom": FOR_WHOM[draft.for_whom]}))
    if draft.wishes:
        said.append(Sentence("heart", _("希望：%(wished)s") % {"wished": wishes_in_words(draft.wishes)}))
    return said


def how_told(elder: Elder) -> Sentence:
    """Who has no telephone is told at the door."""
    if elder.has_phone:
        return Sentence("phone", _("有人接了，我们打电话告诉您。"))
    return Sentence("walk", _("有人接了，我们上门告诉您。"))


def after_placing(*, elder: Elder, need: Need) -> list[Sentence]:
    """What to say before hanging up."""
    digits = " ".join(need.code)
    return [
        Sentence("check", _("记好了，是第 %(number)d 号。") % {"number": need.number}),
        Sentence("key", _("您的暗号是 %(code)s。") % {"code": digits}),
        Sentence("hand", _("志愿者到门口，您把暗号告诉他。")),
        how_told(elder),
        Sentence("shield", _("全程不收钱。谁要钱，打电话告诉我们。")),
    ]


def same_day_warning(*, needs: list[Need]) -> str:
    """That the old person already has something on that day; empty if not."""
    if not needs:
        return ""
    listed = "；".join(f"{words.clock(need.starts_at)} {service_name(need.service)}" for need in needs)
    sentence = ngettext(
        "这一天已经有 %(count)d 个需求：%(listed)s。是另外要的吗？",
        "这一天已经有 %(count)d 个需求：%(listed)s。是另外要的吗？",
        len(needs),
    )
    return sentence % {"count": len(needs), "listed": listed}
