"""People who may be entered twice: the list, two entries side by side, one says so, another decides."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nuanliu.domain.network.types import Power
from nuanliu.domain.people.joining.duplicates import fuller_first, is_one_number, pairs_within
from nuanliu.domain.people.joining.models import Merge
from nuanliu.domain.people.joining.types import MergeState
from nuanliu.domain.people.models import Person
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.desk.comparing import differences
from nuanliu.portals.desk.merge_forms import DecideForm, ProposeForm
from nuanliu.portals.ui.acting import ask_for_button, done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.paging import page_of
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.usecases.merge_people import decide_merge, may_decide_merge, propose_merge

ON_A_PAGE = 30
POWERS = (Power.NEED_PLACE, Power.PERSON_DECIDE, Power.JOINING_SAMPLE)


@opens_with(*POWERS)
@require_safe
def duplicates(request: HouseRequest) -> HttpResponse:
    """Pairs, those that wait for a decision first."""
    page = page_of(request=request, rows=pairs_within(actor=request.actor), size=ON_A_PAGE)
    return render(request, "desk/duplicates.html", {"page": page})


def _two(request: HouseRequest, one: UUID, other: UUID) -> tuple[Person, Person, Merge | None]:
    """The two entries, the one to keep first. Raises NotVisible beyond the actor's sites, but for one number."""
    rows = Person.objects.select_related("home_site", "elder", "volunteer", "login").filter(pk__in=[one, other])
    found = {person.pk: person for person in rows}
    if one == other or len(found) != 2:
        raise NotVisible
    reach = [any(request.actor.may(power, path=two.home_site.path) for power in POWERS) for two in found.values()]
    if not all(reach) and not (any(reach) and is_one_number(one=found[one], other=found[other])):
        raise NotVisible
    both = Q(kept_id=one, gone_id=other) | Q(kept_id=other, gone_id=one)
    merge = Merge.objects.filter(both).order_by("-proposed_at", "id").first()
    if merge is not None:
        return found[merge.kept_id], found[merge.gone_id], merge
    better, other_one = sorted(found.values(), key=fuller_first)
    return better, other_one, None


@opens_with(*POWERS)
@require_http_methods(["GET", "HEAD", "POST"])
def compare(request: HouseRequest, person_id: UUID, other_id: UUID) -> HttpResponse:
    """Side by side, nothing in clear; then the one thing that may be done."""
    kept, gone, merge = _two(request, person_id, other_id)
    act = request.POST.get("act", "")
    is_open = merge is not None and merge.state == MergeState.PROPOSED
    is_sent = request.method == "POST"
    propose = ProposeForm(request.POST if is_sent and not is_open else None, initial={"keep": kept.pk})
    decide = DecideForm(request.POST if is_sent and is_open else None)
    if request.method == "POST" and _did(request, (kept, gone), merge, act, propose, decide):
        messages.success(request, _("记下了。"))
        return see_other("desk:duplicates")
    is_over = merge is not None and merge.state == MergeState.DONE
    may_decide = may_decide_merge(actor=request.actor, kept=kept, gone=gone)
    context: dict[str, Any] = {
        "kept": kept,
        "gone": gone,
        "rows": differences(kept=kept, gone=gone),
        "merge": merge,
        "is_open": is_open,
        "is_over": is_over,
        "may_decide": is_open and may_decide and merge is not None and merge.proposed_by != request.actor.id,
        "may_propose": not is_open and not is_over and request.actor.may(Power.NEED_PLACE, path=gone.home_site.path),
        "propose": propose,
        "decide": decide,
    }
    return render(request, "desk/compare.html", context)


def _did(  # noqa: PLR0917 (the two entries and the two forms of one page)
    request: HouseRequest,
    two: tuple[Person, Person],
    merge: Merge | None,
    act: str,
    propose: ProposeForm,
    decide: DecideForm,
) -> bool:
    is_open = merge is not None and merge.state == MergeState.PROPOSED
    if act not in ({"merge", "two"} if is_open else {"propose"}):
        ask_for_button(decide if is_open else propose)
        return False
    if merge is None or not is_open:
        return done(propose, lambda: _propose(request, two, propose))
    return done(
        decide,
        lambda: decide_merge(
            actor=request.actor,
            merge_id=merge.pk,
            is_same=act == "merge",
            reason=decide.cleaned_data["reason"],
            now=request.now,
        ),
    )


def _propose(request: HouseRequest, two: tuple[Person, Person], form: ProposeForm) -> object:
    kept, gone = two
    if form.cleaned_data["keep"] == gone.pk:
        kept, gone = gone, kept
    return propose_merge(
        actor=request.actor,
        kept_id=kept.pk,
        gone_id=gone.pk,
        reason=form.cleaned_data["reason"],
        token=form.cleaned_data["token"],
        now=request.now,
    )
