"""Candidates by category and place, the evidence about one of them row by row, and the member's own score."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from nuanliu.domain.honours.conflicts import abouts, conflict_between, member_of
from nuanliu.domain.honours.freezing import rules_of
from nuanliu.domain.honours.models import Category, Frozen, Seat
from nuanliu.domain.honours.naming import full_names
from nuanliu.domain.honours.policies import figures_of, judge
from nuanliu.domain.honours.queries import access_category, access_frozen, nominations_about, own_scores
from nuanliu.domain.honours.types import MAIN_MEASURE, CampaignState, SubjectKind, Vote
from nuanliu.domain.ledger.seals.codes import code_of
from nuanliu.domain.network.models import Node
from nuanliu.domain.network.types import NodeKind
from nuanliu.platform.ids import derived_id
from nuanliu.portals.honours.doors import for_those_concerned
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.commending import category_name, checked, figure_words
from nuanliu.portals.ui.forms import ActForm, AskForm, WholeNumberField
from nuanliu.portals.ui.paging import page_of
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.portals.ui.statuses import Status, status_of
from nuanliu.usecases.commend.freeze import reckoned_alike
from nuanliu.usecases.commend.review import WHY_NOT, give_score, seat_of

ON_A_PAGE = 25
SHOWN = {
    "ballot": gettext_lazy("候选"),
    "unnamed": gettext_lazy("够条件，没人推荐"),
    "short": gettext_lazy("有人推荐，还差一点"),
    "all": gettext_lazy("全部"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the list of candidates."""

    row: Frozen
    name: str
    figure: str
    met: Status
    mine: Status | None
    """What the reader, if she is on the committee, has done about it."""


class WhereForm(AskForm):
    """Only those of one community or branch."""

    where = forms.ChoiceField(label=gettext_lazy("哪个社区或支部"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [NodeKind.COMMUNITY.value, NodeKind.CARE_HOME.value, NodeKind.BRANCH.value]
        nodes = Node.objects.filter(kind__in=kinds, closed_at=None).order_by("path").values_list("path", "name")
        self.fields["where"].choices = [("", _("全市")), *nodes]  # type: ignore[attr-defined]


@require_safe
@for_those_concerned
def listed(request: HouseRequest, category_id: UUID) -> HttpResponse:
    """Everybody of a category with the main figure; `?show=` which of them, `?where=` of which place."""
    category = access_category(actor=request.actor, category_id=category_id)
    show = request.GET.get("show", "ballot")
    show = show if show in SHOWN else "ballot"
    form = WhereForm(request.GET or None)
    where = form.cleaned_data["where"] if form.is_valid() else ""
    page = page_of(request=request, rows=_rows(category, show, where), size=ON_A_PAGE)
    context = {
        "category": category,
        "name": category_name(category),
        "form": form,
        "page": page,
        "lines": _lines(request, category, list(page.rows)),
        "tabs": list(SHOWN.items()),
        "show": show,
        "where": where,
        "is_alike": reckoned_alike(commendation=category.commendation) if "recount" in request.GET else None,
    }
    return render(request, "honours/candidates.html", context)


def _rows(category: Category, show: str, where: str) -> QuerySet[Frozen]:
    rows = Frozen.objects.filter(category=category).select_related("category").defer("facts").order_by("-main", "pk")
    wanted = {
        "ballot": Q(is_met=True, is_nominated=True),
        "unnamed": Q(is_met=True, is_nominated=False),
        "short": Q(is_met=False, is_nominated=True),
        "all": Q(),
    }[show]
    if where:
        wanted &= Q(site_path__startswith=where) | Q(unit_path__startswith=where)
    return rows.filter(wanted)


def _lines(request: HouseRequest, category: Category, rows: list[Frozen]) -> list[Line]:
    names, main = full_names(rows=rows), MAIN_MEASURE[SubjectKind(category.kind)]
    mine = _mine(request, category, rows)
    return [Line(row, names[row.pk], figure_words(main, row.main), _standing(row), mine.get(row.pk)) for row in rows]


def _standing(row: Frozen) -> Status:
    if not row.is_met:
        return status_of("warning", word=_("还差条件"))
    return status_of("ok", word=_("都达到")) if row.is_nominated else status_of("todo", word=_("没人推荐"))


def _mine(request: HouseRequest, category: Category, rows: list[Frozen]) -> dict[UUID, Status]:
    """For a member: whether she has scored, has to, or stands back."""
    seat = seat_of(actor=request.actor, commendation_id=category.commendation_id)
    if seat is None or request.actor.id is None:
        return {}
    member = member_of(person_id=request.actor.id, commendation_id=category.commendation_id)
    about, given = abouts(rows=rows), own_scores(seat=seat, rows=[row.pk for row in rows])
    found: dict[UUID, Status] = {}
    for row in rows:
        if not (row.is_met and row.is_nominated):
            continue
        if conflict_between(member=member, about=about[row.pk]) is not None:
            found[row.pk] = status_of("skipped", word=_("要回避"))
        elif row.pk in given:
            found[row.pk] = status_of("done", word=_("打了 %(points)d 分") % {"points": given[row.pk].points})
        else:
            found[row.pk] = status_of("todo", word=_("还没打分"))
    return found


class ScoreForm(ActForm):
    """Points and a vote."""

    points = WholeNumberField(
        label=gettext_lazy("打多少分"), help_text=gettext_lazy("1 到 100 分。"), min_value=1, max_value=100
    )
    vote = forms.ChoiceField(
        label=gettext_lazy("同意表彰吗"),
        widget=forms.RadioSelect,
        choices=[(Vote.YES.value, gettext_lazy("同意")), (Vote.NO.value, gettext_lazy("不同意"))],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_concerned
def candidate(request: HouseRequest, frozen_id: UUID) -> HttpResponse:
    """Every criterion with its figure, the rows behind it, the texts; for a member who may, the score."""
    row = access_frozen(actor=request.actor, frozen_id=frozen_id)
    seat = seat_of(actor=request.actor, commendation_id=row.category.commendation_id)
    may, why = _may_score(row, seat)
    given = own_scores(seat=seat, rows=[row.pk]).get(row.pk) if seat else None
    form = ScoreForm(sent(request), initial={"points": given.points, "vote": given.vote} if given else None)

    def act() -> None:
        said = form.cleaned_data
        give_score(
            actor=request.actor, frozen_id=row.pk, points=said["points"], vote=Vote(said["vote"]), now=request.now
        )

    if request.method == "POST" and done(form, act):
        messages.success(request, _("分记下了，名单排出以前可以改。"))
        return see_other("honours:candidate", row.pk)
    kind = SubjectKind(row.category.kind)
    figures = figures_of(kind=kind, facts=row.facts)
    asked = request.GET.get("rows", "")
    rows = _evidence(row, asked)
    context = {
        "row": row,
        "name": full_names(rows=[row])[row.pk],
        "category_name": category_name(row.category),
        "checked": checked(judge(rules=rules_of(category=row.category), figures=figures)),
        "page": page_of(request=request, rows=rows, size=ON_A_PAGE),
        "texts": nominations_about(frozen=row),
        "form": form,
        "may_score": may,
        "why_not": why,
        "given": given,
    }
    return render(request, "honours/candidate.html", context)


def _may_score(row: Frozen, seat: Seat | None) -> tuple[bool, object]:
    """(whether there is a button, why there is none for a member)."""
    on_ballot = row.is_met and row.is_nominated
    if seat is None or not on_ballot or row.category.commendation.state != CampaignState.FROZEN:
        return False, ""
    member = member_of(person_id=seat.person_id, commendation_id=row.category.commendation_id)
    conflict = conflict_between(member=member, about=abouts(rows=[row])[row.pk])
    return (True, "") if conflict is None else (False, WHY_NOT[conflict])


def _evidence(row: Frozen, asked: str) -> list[dict[str, Any]]:
    """The rows behind a figure, the newest first; by default all that count."""
    facts: dict[str, Any] = row.facts
    if asked == "late":
        found = [one for one in facts.get("visits", []) if one.get("late")]
    elif asked in facts and isinstance(facts[asked], list):
        found = facts[asked]
    else:
        found = facts.get("visits", facts.get("redemptions", []))
    return [
        {
            "day": one["day"],
            "what": one.get("service") or one.get("title") or "",
            "minutes": one.get("minutes"),
            "grade": one.get("grade", ""),
            "code": _code(one),
        }
        for one in reversed(found)
    ]


def _code(one: dict[str, Any]) -> str:
    """By which anybody finds the line of honour in the sealed book; only of a visit that counts."""
    return code_of(transfer=derived_id(UUID(one["id"]), "honour")) if "minutes" in one else ""
