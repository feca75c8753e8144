"""Certifying: the evidence beside the Standard's arithmetic; Enter decides and leads to the next visit."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from nuanliu.domain.care.models import Visit
from nuanliu.domain.care.types import Paused, VisitState
from nuanliu.domain.care.watching.places import distances_of
from nuanliu.domain.care.watching.queries import photos_of
from nuanliu.domain.network.types import Power
from nuanliu.domain.standards.policies import Step, retold_steps
from nuanliu.domain.standards.queries import standard_by_id
from nuanliu.platform import words
from nuanliu.portals.desk.forms import AnswerForm, AskBackForm, CertifyForm, VoidForm
from nuanliu.portals.desk.gate import powers_at, visit_at_desk
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import SeeOther, see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.forms import ActForm
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.certify_visit import Assessment, certify_visit
from nuanliu.usecases.certifying.asking import answer_asking, ask_back, askings_of
from nuanliu.usecases.certifying.queue import seen, to_decide

LONGEST_QUEUE = 500


def next_after(request: HouseRequest, visit_id: UUID) -> str:
    """The address of the visit that follows in the queue, beginning again at its end; the list when it is empty."""
    ids = list(to_decide(actor=request.actor).values_list("id", flat=True)[:LONGEST_QUEUE])
    place = ids.index(visit_id) if visit_id in ids else -1
    waiting = [*ids[place + 1 :], *ids[: max(place, 0)]]
    return reverse("desk:certify", args=[waiting[0]]) if waiting else reverse("desk:certifying")


@opens_with(Power.BOARD_SEE)
@require_http_methods(["GET", "HEAD", "POST"])
def certify(request: HouseRequest, visit_id: UUID) -> HttpResponse:
    """Evidence, arithmetic, flags, and the decision."""
    visit = visit_at_desk(request, visit_id)
    following = next_after(request, visit_id)
    form = CertifyForm(sent(request))
    decided: list[Visit] = []
    if request.method == "POST" and done(form, lambda: decided.append(_certify(request, visit_id, form))):
        messages.success(request, _said(decided[0]))
        return SeeOther(following)
    return show_certify(request, visit, form=form)


def show_certify(request: HouseRequest, visit: Visit, **changed: ActForm) -> HttpResponse:
    """The page; a refused form replaces its empty one."""
    [waiting] = seen(actor=request.actor, visits=[visit], now=request.now)
    assessment = waiting.assessment
    steps = _steps(visit, assessment)
    forms: dict[str, ActForm] = {
        "form": CertifyForm(),
        "void": VoidForm(auto_id="void_%s"),
        "back": AskBackForm(auto_id="back_%s"),
    }
    if visit.paused == Paused.ASKED:
        forms["reply"] = AnswerForm(auto_id="answer_%s")
    context = {
        "visit": visit,
        "need": visit.need,
        "waiting": waiting,
        "assessment": assessment,
        "steps": steps,
        "total": steps[-1].after if steps else 0,
        "askings": askings_of(visit=visit),
        "photos": photos_of(visit=visit),
        "distances": distances_of(visit=visit),
        "may": powers_at(request, path=visit.site.path),
        **(forms | changed),
        "refused": next(iter(changed.values()), None),
        "following": next_after(request, visit.id),
        "is_waiting": visit.state == VisitState.CONFIRMED,
    }
    return render(request, "desk/certify.html", context)


@opens_with(Power.VISIT_CERTIFY)
@require_POST
def asked_back(request: HouseRequest, visit_id: UUID) -> HttpResponse:
    """It goes back to the helper with a question."""
    visit = visit_at_desk(request, visit_id)
    following = next_after(request, visit_id)
    form = AskBackForm(request.POST, auto_id="back_%s")
    act = lambda: ask_back(  # noqa: E731 (read together with its one use)
        actor=request.actor,
        visit_id=visit_id,
        question=form.cleaned_data["question"],
        token=form.cleaned_data["token"],
        now=request.now,
    )
    if done(form, act):
        messages.success(request, _("退回了，志愿者会收到您的问题。"))
        return SeeOther(following)
    return show_certify(request, visit, back=form)


@opens_with(Power.NEED_ASSIST)
@require_POST
def answer(request: HouseRequest, visit_id: UUID) -> HttpResponse:
    """What the helper said to the question, written down for her."""
    visit = visit_at_desk(request, visit_id)
    form = AnswerForm(request.POST, auto_id="answer_%s")
    act = lambda: answer_asking(  # noqa: E731 (read together with its one use)
        actor=request.actor, visit_id=visit_id, answer=form.cleaned_data["answer"], now=request.now
    )
    if done(form, act):
        messages.success(request, _("记下了回答，可以认定了。"))
        return see_other("desk:certify", visit_id)
    return show_certify(request, visit, reply=form)


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
