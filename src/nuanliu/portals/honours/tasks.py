"""A year's commendation as one calm list: each line says what, by when, who, and whether it is done, next, or later."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nuanliu.domain.certificates.models import Batch
from nuanliu.domain.honours.models import Commendation, Frozen, Nomination, Objection
from nuanliu.domain.honours.queries import count_of_scores, runs, seats_of
from nuanliu.domain.honours.types import CampaignState, ObjectionState
from nuanliu.domain.network.types import Power
from nuanliu.platform import words
from nuanliu.platform.clock import local_date
from nuanliu.portals.ui.commending import category_name
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.portals.ui.statuses import Status, status_of
from nuanliu.usecases.commend.papers import batch_of

_S = CampaignState
ORDER = (_S.DRAFT, _S.OPEN, _S.FROZEN, _S.LISTED, _S.NOTICE, _S.AWARDED)


@dataclass(frozen=True, slots=True)
class Task:
    """One line."""

    title: str
    hint: str
    status: Status
    href: str = ""
    links: tuple[tuple[str, str], ...] = ()


def _status(one: Commendation, begins: CampaignState, ends: CampaignState, now_word: str = "") -> Status:
    """Done once the state `ends` is reached; next from `begins` on; else later."""
    if one.state == _S.CANCELLED:
        return status_of("cancelled")
    now = ORDER.index(CampaignState(one.state))
    if now >= ORDER.index(ends):
        return status_of("done")
    if now >= ORDER.index(begins):
        return status_of("pending", word=now_word or _("现在做"))
    return status_of("todo", word=_("以后"))


def _by(day: date | None, who: str) -> str:
    if day is None:
        return who
    return _("%(who)s · %(day)s前") % {"who": who, "day": words.day(day)}


def tasks_of(*, request: HouseRequest, one: Commendation) -> list[Task]:
    """The lines, in the order of time. Links only lead where the reader may go now."""
    mine = request.actor.has(Power.COMMEND)
    return [
        *_before(one, request, mine=mine),
        *_review(one, request, mine=mine),
        *_after(one, request, mine=mine),
    ]


def _act(one: Commendation, act: str, state: CampaignState, *, may: bool) -> str:
    return reverse("honours:act", args=[one.pk, act]) if may and one.state == state else ""


def _before(one: Commendation, request: HouseRequest, *, mine: bool) -> list[Task]:
    bureau = _("标准管理")
    drafting = mine and one.state == _S.DRAFT
    named = Nomination.objects.filter(category__commendation=one, withdrawn_at=None).count()
    categories = tuple(
        (category_name(row), reverse("honours:category", args=[row.pk]) if drafting else "")
        for row in one.categories.order_by("position")
    )
    return [
        Task(_("看一遍种类和条件"), _("%(who)s · 开始推荐以前") % {"who": bureau}, _status(one, _S.DRAFT, _S.OPEN),
             links=categories),
        Task(_("开始推荐"), bureau, _status(one, _S.DRAFT, _S.OPEN), _act(one, "open", _S.DRAFT, may=mine)),
        Task(
            _("推荐和自荐"),
            _by(one.freeze_day, _("支部、站点、商家、志愿者本人")) + " · "
            + ngettext("收到 %(count)d 份", "收到 %(count)d 份", named) % {"count": named},
            _status(one, _S.OPEN, _S.FROZEN),
        ),
        Task(
            _("冻结数据"),
            _("%(day)s过完，夜里自动做") % {"day": words.day(one.freeze_day)}
            if one.frozen_at is None
            else _("%(moment)s冻结，以后只按这份数据算") % {"moment": words.moment(one.frozen_at)},
            _status(one, _S.OPEN, _S.FROZEN),
            _act(one, "freeze", _S.OPEN, may=mine and local_date(request.now) > one.freeze_day),
        ),
    ]  # fmt: skip


def _review(one: Commendation, request: HouseRequest, *, mine: bool) -> list[Task]:
    seats = len(seats_of(commendation=one))
    frozen = one.frozen_at is not None
    on_ballot = Frozen.objects.filter(category__commendation=one, is_met=True, is_nominated=True).count()
    given = count_of_scores(commendation=one)
    lists = tuple(
        (category_name(row), reverse("honours:candidates", args=[row.pk]) if frozen else "")
        for row in one.categories.order_by("position")
    )
    checking = request.actor.has(Power.COMMEND_CHECK)
    return [
        Task(
            _("请评审委员"),
            _("%(who)s · 至少 %(least)d 位，现在 %(count)d 位")
            % {"who": _("标准管理"), "least": one.committee_min, "count": seats},
            status_of("done") if seats >= one.committee_min else _status(one, _S.DRAFT, _S.LISTED),
            reverse("honours:committee", args=[one.pk]) if runs(request.actor) else "",
        ),
        Task(
            _("委员打分、投票"),
            _by(one.review_day, _("评审委员"))
            + " · "
            + _("%(candidates)d 个候选，打了 %(given)d 次分") % {"candidates": on_ballot, "given": given},
            _status(one, _S.FROZEN, _S.LISTED),
            links=lists,
        ),
        Task(
            _("排出名单"),
            _("%(who)s · 按分数自动排") % {"who": _("标准管理")},
            _status(one, _S.FROZEN, _S.LISTED),
            _act(one, "list", _S.FROZEN, may=mine),
        ),
        Task(
            _("另一位同事确认"),
            _("没有排名单的同事"),
            _status(one, _S.LISTED, _S.NOTICE),
            _act(one, "confirm", _S.LISTED, may=checking),
            links=((_("退回去再评"), _act(one, "back", _S.LISTED, may=checking)),) if one.state == _S.LISTED else (),
        ),
    ]


def _after(one: Commendation, request: HouseRequest, *, mine: bool) -> list[Task]:
    rows = Objection.objects.filter(place__category__commendation=one)
    waiting = rows.filter(state=ObjectionState.OPEN.value).count()
    shown = one.state in {_S.NOTICE, _S.AWARDED}
    is_over = one.notice_until is not None and local_date(request.now) > one.notice_until
    can_award = is_over and not waiting
    notice = [(_("看公示"), reverse("public:notice"))] if one.state == _S.NOTICE else []
    heard = ngettext("%(count)d 件异议等处理", "%(count)d 件异议等处理", waiting) % {"count": waiting}
    batch = batch_of(commendation=one)
    return [
        Task(
            _("公示"),
            _by(one.notice_until, _("所有人都可以提异议")),
            status_of("done") if is_over else _status(one, _S.NOTICE, _S.AWARDED, _("公示中")),
            links=tuple(notice),
        ),
        Task(
            _("处理异议"),
            _("没有参加评审的同事") + " · " + heard,
            _status(one, _S.NOTICE, _S.AWARDED) if waiting or one.state != _S.NOTICE else status_of("done"),
            reverse("honours:objections", args=[one.pk]) if shown and runs(request.actor) else "",
        ),
        Task(
            _("给予表彰"),
            _("%(who)s · 公示满了、异议都处理了") % {"who": _("标准管理")},
            _status(one, _S.NOTICE, _S.AWARDED) if can_award else _status(one, _S.AWARDED, _S.AWARDED),
            _act(one, "award", _S.NOTICE, may=mine and can_award),
        ),
        _papers(one, batch, request, mine=mine),
        Task(
            _("光荣榜和新闻稿"),
            _("谁都能看光荣榜"),
            _status(one, _S.AWARDED, _S.AWARDED),
            links=(
                (_("光荣榜"), reverse("public:hall-year", args=[one.year]) if one.state == _S.AWARDED else ""),
                (_("新闻稿（PDF）"), reverse("honours:press", args=[one.pk]) if one.state == _S.AWARDED else ""),
            ),
        ),
    ]


def _papers(one: Commendation, batch: Batch | None, request: HouseRequest, *, mine: bool) -> Task:
    title, hint = _("出证书"), _("一次全部出好")
    if batch is not None:
        may_look = request.actor.has(Power.CERTIFICATE_ISSUE)
        return Task(title, hint, status_of("done"), reverse("certificates:batch", args=[batch.pk]) if may_look else "")
    if one.state != _S.AWARDED:
        return Task(title, hint, _status(one, _S.AWARDED, _S.AWARDED))
    now = status_of("pending", word=_("现在做"))
    return Task(title, hint, now, _act(one, "papers", _S.AWARDED, may=mine))
