"""The steps of a commendation, each asked about on a page of its own; and the press sheet."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from nuanliu.domain.honours.models import Commendation, Place
from nuanliu.domain.honours.naming import full_names
from nuanliu.domain.honours.policies import Ranked
from nuanliu.domain.honours.queries import access_commendation, public_places
from nuanliu.domain.honours.types import CampaignState
from nuanliu.domain.network.types import Power
from nuanliu.platform import words
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.pdf import make_pdf
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.commending import category_name, named_by_category
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.exports import inline_pdf
from nuanliu.portals.ui.forms import ActForm, TextField
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.commend.award import give_awards
from nuanliu.usecases.commend.freeze import freeze
from nuanliu.usecases.commend.listing import confirm_list, make_list, ranked, send_back, standing_places
from nuanliu.usecases.commend.papers import issue_papers
from nuanliu.usecases.commend.plan import cancel_commendation, open_nominations

PRESS = Path(__file__).parent.parent / "ui" / "papers" / "press.typ"
Simple = Callable[..., Commendation]


class StepForm(ActForm):
    """Nothing but the button."""


class ReasonForm(ActForm):
    """The button and why."""

    reason = TextField(label=gettext_lazy("为什么"), max_length=300, lines=True)


@dataclass(frozen=True, slots=True)
class Step:
    """What is asked before one step, what the button says, and what is said when it is done."""

    power: Power
    title: Promise
    lead: Promise
    button: Promise
    said: Promise
    run: Simple
    needs_reason: bool = False


STEPS: dict[str, Step] = {
    "open": Step(
        Power.COMMEND,
        gettext_lazy("开始推荐吗？"),
        gettext_lazy("开始以后，种类和条件就定下了，不能再改。"),
        gettext_lazy("开始推荐"),
        gettext_lazy("推荐开始了。"),
        open_nominations,
    ),
    "freeze": Step(
        Power.COMMEND,
        gettext_lazy("冻结数据吗？"),
        gettext_lazy("今年到截止日的服务会存成一份，以后的名单只按这一份算，谁也改不了。"),
        gettext_lazy("冻结"),
        gettext_lazy("数据冻结了，委员可以打分了。"),
        freeze,
    ),
    "list": Step(
        Power.COMMEND,
        gettext_lazy("排出名单吗？"),
        gettext_lazy("按现在的分数排。排出以后委员不能再打分，要另一位同事确认。"),
        gettext_lazy("排出名单"),
        gettext_lazy("名单排出来了，请另一位同事确认。"),
        make_list,
    ),
    "back": Step(
        Power.COMMEND_CHECK,
        gettext_lazy("把名单退回去再评吗？"),
        gettext_lazy("这份名单作废留底，委员可以改分，再重新排。"),
        gettext_lazy("退回去"),
        gettext_lazy("退回去了。"),
        send_back,
        needs_reason=True,
    ),
    "confirm": Step(
        Power.COMMEND_CHECK,
        gettext_lazy("确认这份名单吗？"),
        gettext_lazy("确认以后马上公示，谁都看得到。没有同意写全名的，只写姓。"),
        gettext_lazy("确认，开始公示"),
        gettext_lazy("公示开始了，上榜的人都收到了消息。"),
        confirm_list,
    ),
    "award": Step(
        Power.COMMEND,
        gettext_lazy("给予表彰吗？"),
        gettext_lazy("名单上的都会收到消息，并写进光荣榜。提异议的人留下的电话和话会删掉。"),
        gettext_lazy("给予表彰"),
        gettext_lazy("表彰好了，光荣榜已经公布。"),
        give_awards,
    ),
    "papers": Step(
        Power.COMMEND,
        gettext_lazy("出证书吗？"),
        gettext_lazy("每一位、每一家一份，编号、二维码都有，一次全部出好。"),
        gettext_lazy("全部出好"),
        gettext_lazy("正在出证书。"),
        issue_papers,  # type: ignore[arg-type]
    ),
    "cancel": Step(
        Power.COMMEND,
        gettext_lazy("取消这次表彰吗？"),
        gettext_lazy("取消了不能恢复，这一年可以另定一次。"),
        gettext_lazy("取消"),
        gettext_lazy("取消了。"),
        cancel_commendation,
        needs_reason=True,
    ),
}
SHOWS_THE_LIST = {"list", "confirm", "back"}


@require_http_methods(["GET", "HEAD", "POST"])
@opens_with(Power.COMMEND, Power.COMMEND_CHECK)
def act(request: HouseRequest, commendation_id: UUID, act: str) -> HttpResponse:
    """Ask, show what will happen, and do it."""
    one = access_commendation(actor=request.actor, commendation_id=commendation_id)
    step = STEPS.get(act)
    if step is None or not request.actor.has(step.power):
        raise NotVisible
    form = (ReasonForm if step.needs_reason else StepForm)(sent(request))

    def run() -> None:
        more: dict[str, Any] = {"reason": form.cleaned_data["reason"]} if step.needs_reason else {}
        if act == "papers":
            more["check_address"] = request.build_absolute_uri(reverse("public:check"))
        step.run(actor=request.actor, commendation_id=one.pk, now=request.now, **more)

    if request.method == "POST" and done(form, run):
        messages.success(request, str(step.said))
        return see_other("honours:commendation", one.pk)
    context = {"one": one, "step": step, "form": form, "lists": _lists(one) if act in SHOWS_THE_LIST else []}
    return render(request, "honours/step.html", context)


def _lists(one: Commendation) -> list[tuple[str, list[dict[str, Any]]]]:
    """The list as it would be, or as it was made, by category with full names."""
    found: list[tuple[str, list[dict[str, Any]]]] = []
    if one.state == CampaignState.FROZEN:
        order = ranked(commendation=one)
        for category in one.categories.order_by("position"):
            rows = {row.pk: row for row in category.frozen.filter(is_met=True, is_nominated=True).defer("facts")}
            names = full_names(rows=list(rows.values()))
            lines = [_line(line, names[line.candidate], is_chosen=line.is_chosen) for line in order[category.pk]]
            found.append((category_name(category), lines))
        return found
    places = standing_places(commendation=one)
    names = full_names(rows=[place.frozen for place in places])
    for place in places:
        name = category_name(place.category)
        if not found or found[-1][0] != name:
            found.append((name, []))
        found[-1][1].append(_line(place, names[place.frozen_id], is_chosen=True))
    return found


def _line(one: Ranked | Place, name: str, *, is_chosen: bool) -> dict[str, Any]:
    return {
        "rank": one.rank,
        "name": name,
        "points": f"{one.points / 100:.2f}",
        "yes": one.yes,
        "no": one.no,
        "eligible": one.eligible,
        "is_chosen": is_chosen,
    }


@require_safe
@opens_with(Power.COMMEND, Power.COMMEND_CHECK)
def press(request: HouseRequest, commendation_id: UUID) -> HttpResponse:
    """The press sheet as a PDF, once awards are given; names as people agreed."""
    one = access_commendation(actor=request.actor, commendation_id=commendation_id)
    if one.state != CampaignState.AWARDED:
        raise NotVisible
    made = make_pdf(template=PRESS, data=_press_data(one, request.now), at=request.now)
    return inline_pdf(made, name=f"commendation-{one.year}.pdf")


def _press_data(one: Commendation, now: datetime) -> dict[str, Any]:
    groups = named_by_category(public_places(commendation=one))
    count = sum(len(lines) for _name, lines in groups)
    return {
        "title": one.title,
        "issuer": settings.BUREAU,
        "made": words.short_day(now),
        "lead": _("%(bureau)s今年表彰 %(count)d 个（位）助老志愿服务的先进。名单经过推荐、评审和 %(days)d 天公示。")
        % {"bureau": settings.BUREAU, "count": count, "days": one.notice_days},
        "groups": [[name, [[line.name, line.figure] for line in lines]] for name, lines in groups],
        "note": _("没有同意写全名的，只写姓。我们从不收钱。"),
    }
