"""Pages that anyone may read."""

from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render

from nuanliu.domain.alliance.queries import allied_with
from nuanliu.domain.care.queries import services_offered
from nuanliu.domain.ledger.seals.queries import past_anchors
from nuanliu.domain.standards.queries import published_versions, standard_by_id, standard_in_force
from nuanliu.domain.standards.types import Standard
from nuanliu.portals.public.rules import chapters, said
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.usecases.figures import lately, live_figures, network_now
from nuanliu.usecases.reconcile import last_check

MOST_DIGITS = 8
WHO_MAY = ("volunteer_min_age", "minor_mode", "volunteer_max_age", "health_declaration_age", "training_required")
HOW_COUNTED = ("coin_per_hour", "credit_step_min", "credit_grace_min", "travel_time_counts", "honour_never_falls")
ABOUT = ("coin_per_hour", "time_expiry_months", "coin_expiry_months", "bonus_star3_percent", "cross_site_use")
FOR_FAMILIES = ("transfer_kinships", "transfer_receiver_min_age", "transfer_yearly_max_min", "transfer_undo_min")
FOR_UNITS = ("fallback_hours_before", "group_hours_target")
KEPT = ("log_retention_days", "wish_retention_days", "impact_assessment_years", "export_days", "deletion_cooling_days")


def home(request: HouseRequest) -> HttpResponse:
    """What this is, how to ask for help, how to help, and how it stands today."""
    figures = live_figures(now=request.now)
    context = {
        "figures": figures,
        "hours": figures.honour_minutes // 60,
        "lately": lately(now=request.now),
        "check": last_check(),
        "anchor": next(iter(past_anchors(before=None, count=1)), None),
    }
    return render(request, "public/home.html", context)


def about(request: HouseRequest) -> HttpResponse:
    """暖流是什么: who runs it, how it goes, what a saved hour is good for, what makes it safe."""
    current = standard_in_force(at=request.now)
    figures = live_figures(now=request.now)
    context = {
        "figures": figures,
        "hours": figures.honour_minutes // 60,
        "network": network_now(),
        "how_counted": [said(current, key) for key in ABOUT],
    }
    return render(request, "public/about.html", context)


def ask(request: HouseRequest) -> HttpResponse:
    """How to ask for help: by telephone, at a site, with the card, or through one's children."""
    current = standard_in_force(at=request.now)
    context = {
        "age": current.integer("beneficiary_min_age"),
        "review_hours": current.hours("request_review_hours"),
        "lead_hours": current.hours("lead_time_hours"),
    }
    return render(request, "public/ask.html", context)


def family(request: HouseRequest) -> HttpResponse:
    """How to act for an old person of one's own, and how to give her time."""
    current = standard_in_force(at=request.now)
    return render(request, "public/family.html", {"giving": [said(current, key) for key in FOR_FAMILIES]})


def units(request: HouseRequest) -> HttpResponse:
    """How a party branch, an office or a school takes part."""
    current = standard_in_force(at=request.now)
    context = {"network": network_now(), "rules": [said(current, key) for key in FOR_UNITS]}
    return render(request, "public/units.html", context)


def join(request: HouseRequest) -> HttpResponse:
    """How to become a volunteer, and what an hour becomes."""
    current = standard_in_force(at=request.now)
    context = {
        "who_may": [said(current, key) for key in WHO_MAY],
        "how_counted": [said(current, key) for key in HOW_COUNTED],
    }
    return render(request, "public/join.html", context)


def services(request: HouseRequest) -> HttpResponse:
    """The catalogue, by group."""
    offered = services_offered()
    order = list(dict.fromkeys(service.group for service in offered))
    listed = sorted(offered, key=lambda service: order.index(service.group))
    allied = allied_with(services=listed)
    groups = [
        (name, [(service, allied.get(service.code, [])) for service in members])
        for name, members in groupby(listed, key=lambda service: service.group)
    ]
    return render(request, "public/services.html", {"groups": groups})


def standard(request: HouseRequest) -> HttpResponse:
    """规则公示: every number in force (or of `?version=`), in plain words with its legal basis."""
    current = standard_in_force(at=request.now)
    shown = _asked_version(request.GET.get("version", "")) or current
    context = {"standard": shown, "chapters": chapters(shown), "is_current": shown.version_id == current.version_id}
    return render(request, "public/standard.html", context)


def _asked_version(number: str) -> Standard | None:
    """The version of this number, by which older lines of the book were counted; None for any other text."""
    if not (number.isascii() and number.isdigit() and len(number) < MOST_DIGITS):
        return None
    version = published_versions().filter(number=int(number)).first()
    return standard_by_id(version_id=version.pk) if version is not None else None


def safety(request: HouseRequest) -> HttpResponse:
    """We never take money; how to report who does."""
    return render(request, "public/safety.html")


def privacy(request: HouseRequest) -> HttpResponse:
    """What is kept about people, why, how long, and what they may ask."""
    current = standard_in_force(at=request.now)
    kept = [said(current, key) for key in KEPT]
    return render(request, "public/privacy.html", {"kept": kept, "location": said(current, "check_in_gps")})


def accessibility(request: HouseRequest) -> HttpResponse:
    """What these pages do for eyes, ears and hands; what to do when they fail."""
    return render(request, "public/accessibility.html")
