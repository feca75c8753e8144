"""One candidate: every criterion, the rows behind it, the texts; for a member who may, her score."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from nuanliu.domain.honours.conflicts import abouts, conflict_between, member_of
from nuanliu.domain.honours.freezing import rules_of
from nuanliu.domain.honours.models import Frozen, Seat
from nuanliu.domain.honours.naming import full_names
from nuanliu.domain.honours.policies import figures_of, judge
from nuanliu.domain.honours.queries import access_frozen, nominations_about, own_scores
from nuanliu.domain.honours.types import CampaignState, SubjectKind, Vote
from nuanliu.portals.honours.doors import for_those_concerned
from nuanliu.portals.honours.evidence import evidence_of
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.commending import category_name, checked
from nuanliu.portals.ui.forms import ActForm, WholeNumberField
from nuanliu.portals.ui.paging import page_of
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.commend.review import WHY_NOT, give_score, seat_of

ON_A_PAGE = 25


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
    rows = evidence_of(row=row, asked=asked)
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
