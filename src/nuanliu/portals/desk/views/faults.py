"""作假和要钱: writing one down at a visit, and deciding as the second person whether it is so."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nuanliu.domain.care.disputes.queries import dispute_of
from nuanliu.domain.care.models import Visit
from nuanliu.domain.care.watching.models import Incident
from nuanliu.domain.integrity.conduct.types import FAULTS, RULES, MarkKind, MarkState, Source
from nuanliu.domain.network.types import Power
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.desk.conduct_forms import FaultForm, SecondForm
from nuanliu.portals.desk.gate import visit_at_desk
from nuanliu.portals.desk.views.deciding import Deciding, decide_mark
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.conduct import SOURCES
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.portals.ui.rules import said_rules
from nuanliu.usecases.conduct.faults import Accusation, may_accuse, propose_fault, second_fault, why_not_second

_AT_HAND = (Source.REPORT, Source.CALL_BACK, Source.PAPERS, Source.SEEN)


def _sources(visit: Visit) -> list[tuple[str, str | Promise]]:
    """What a fault at this visit can stand on: its own incidents and dispute first."""
    rows = Incident.objects.filter(site_id=visit.site_id, visit_id=visit.id).order_by("told_at", "id")
    found: list[tuple[str, str | Promise]] = [
        (f"{Source.INCIDENT}:{one.id}", _("出了的事：%(words)s") % {"words": one.words[:40]}) for one in rows
    ]
    dispute = dispute_of(site=visit.site_id, visit=visit.id)
    if dispute is not None:
        found.append((f"{Source.DISPUTE}:{dispute.id}", _("对这次服务的异议")))
    return [*found, *((source.value, SOURCES[source.value]) for source in _AT_HAND)]


@opens_with(Power.BOARD_SEE)
@require_http_methods(["GET", "HEAD", "POST"])
def fault_new(request: HouseRequest, visit_id: UUID) -> HttpResponse:
    """What happened and what it stands on; what follows is said before it is pressed."""
    visit = visit_at_desk(request, visit_id)
    if not may_accuse(actor=request.actor, path=visit.site.path):
        raise NotVisible
    form = FaultForm(sent(request), sources=_sources(visit))
    if request.method == "POST" and done(form, lambda: _propose(request, visit_id, form)):
        messages.success(request, _("记下了，等另一位同事来定。"))
        return see_other("desk:conduct")
    standard = standard_in_force(at=request.now, site=visit.site_id)
    context = {
        "form": form,
        "visit": visit,
        "need": visit.need,
        "about_hours": said_rules(keys=RULES[MarkKind.FALSE_HOURS], standard=standard),
        "about_money": said_rules(keys=RULES[MarkKind.ASKED_MONEY], standard=standard),
    }
    return render(request, "desk/fault_new.html", context)


def _propose(request: HouseRequest, visit_id: UUID, form: FaultForm) -> None:
    source, _colon, about = form.cleaned_data["source"].partition(":")
    said = Accusation(
        MarkKind(form.cleaned_data["kind"]),
        form.cleaned_data["words"],
        Source(source),
        UUID(about) if about else None,
    )
    propose_fault(actor=request.actor, visit_id=visit_id, said=said, now=request.now)


_SECOND = Deciding(
    template="desk/fault.html",
    form=SecondForm,
    is_about=lambda mark: mark.kind in FAULTS,
    waits_in=MarkState.PROPOSED,
    yes="so",
    no="not",
    why_not=lambda actor, mark: why_not_second(actor=actor, mark=mark),
    decide=lambda actor, mark, is_so, words, now: second_fault(
        actor=actor, mark_id=mark, is_so=is_so, words=words, now=now
    ),
)


@opens_with(Power.BOARD_SEE)
@require_http_methods(["GET", "HEAD", "POST"])
def fault(request: HouseRequest, mark_id: UUID) -> HttpResponse:
    """One fault as it was written down, and the second person's decision."""
    return decide_mark(request, mark_id, _SECOND)
