"""Certifying: the evidence beside the Standard's arithmetic; Enter decides and leads to the next visit."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nuanliu.domain.care.models import Visit
from nuanliu.domain.care.queries import board_column
from nuanliu.domain.care.types import VisitState
from nuanliu.domain.network.types import Power
from nuanliu.domain.standards.policies import Step, flag_words, retold_steps
from nuanliu.domain.standards.queries import standard_by_id
from nuanliu.platform import words
from nuanliu.portals.desk.forms import CertifyForm, VoidForm
from nuanliu.portals.desk.gate import powers_at, visit_at_desk
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import SeeOther
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.usecases.certify_visit import Assessment, assess_visit, certify_visit

LONGEST_QUEUE = 500


def next_after(request: HouseRequest, visit_id: UUID) -> str:
    """The address of the visit that follows in the queue, beginning again at its end; the board when it is empty."""
    queue = board_column(actor=request.actor, code="certify", now=request.now).order_by("confirmed_at", "id")
    ids = list(queue.values_list("id", flat=True)[:LONGEST_QUEUE])
    place = ids.index(visit_id) if visit_id in ids else -1
    waiting = [*ids[place + 1 :], *ids[: max(place, 0)]]
    return reverse("desk:certify", args=[waiting[0]]) if waiting else reverse("desk:board")


@opens_with(Power.BOARD_SEE)
@require_http_methods(["GET", "HEAD", "POST"])
def certify(request: HouseRequest, visit_id: UUID) -> HttpResponse:
    """Evidence, arithmetic, flags, and the decision."""
    visit = visit_at_desk(request, visit_id)
    following = next_after(request, visit_id)
    form = CertifyForm(request.POST) if request.method == "POST" else CertifyForm()
    decided: list[Visit] = []
    if request.method == "POST" and done(form, lambda: decided.append(_certify(request, visit_id, form))):
        messages.success(request, _said(decided[0]))
        return SeeOther(following)
    assessment = assess_visit(actor=request.actor, visit=visit, now=request.now)
    steps = _steps(visit, assessment)
    context = {
        "visit": visit,
        "need": visit.need,
        "assessment": assessment,
        "steps": steps,
        "total": steps[-1].after if steps else 0,
        "flags": [flag_words(flag=flag) for flag in assessment.counted.flags],
        "may": powers_at(request, path=visit.site.path),
        "form": form,
        "void": VoidForm(auto_id="void_%s"),
        "following": following,
        "is_waiting": visit.state == VisitState.CONFIRMED,
    }
    return render(request, "desk/certify.html", context)


def _steps(visit: Visit, assessment: Assessment) -> tuple[Step, ...]:
    """The arithmetic as it was decided; for an undecided visit, as it would be now."""
    if visit.standard_version is None or not visit.arithmetic:
        return assessment.counted.steps
    return retold_steps(stored=visit.arithmetic, standard=standard_by_id(version_id=visit.standard_version))


def _certify(request: HouseRequest, visit_id: UUID, form: CertifyForm) -> Visit:
    return certify_visit(actor=request.actor, visit_id=visit_id, note=form.cleaned_data["note"], now=request.now)


def _said(visit: Visit) -> str:
    if visit.certified_at is None:
        return _("您复核过了，还要请另一位同事认定。")
    told = {"name": visit.volunteer.name, "minutes": words.minutes(visit.counted_minutes or 0)}
    return _("认定好了：%(name)s，算 %(minutes)s。") % told
