"""Candidates by category and place, the evidence about one of them row by row, and the member's own score."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from nuanliu.domain.honours.conflicts import abouts, conflict_between, member_of
from nuanliu.domain.honours.models import Category, Frozen
from nuanliu.domain.honours.naming import full_names
from nuanliu.domain.honours.queries import access_category, own_scores
from nuanliu.domain.honours.types import MAIN_MEASURE, SubjectKind
from nuanliu.domain.network.models import Node
from nuanliu.domain.network.types import NodeKind
from nuanliu.portals.honours.doors import for_those_concerned
from nuanliu.portals.ui.commending import category_name, figure_words
from nuanliu.portals.ui.forms import AskForm
from nuanliu.portals.ui.paging import page_of
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.portals.ui.statuses import Status, status_of
from nuanliu.usecases.commend.freeze import reckoned_alike
from nuanliu.usecases.commend.review import seat_of

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
