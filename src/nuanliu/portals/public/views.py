"""Pages that anyone may read."""

from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render

from nuanliu.domain.alliance.queries import allied_with
from nuanliu.domain.care.queries import services_offered
from nuanliu.domain.network.queries import sites as open_sites
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.portals.ui.paging import page_of
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.portals.ui.rules import said_rule, said_rules
from nuanliu.usecases.figures import live_figures

ON_A_PAGE = 24
WHO_MAY = ("volunteer_min_age", "minor_mode", "volunteer_max_age", "health_declaration_age", "training_required")
HOW_COUNTED = ("coin_per_hour", "credit_step_min", "credit_grace_min", "travel_time_counts", "honour_never_falls")
KEPT = ("log_retention_days", "wish_retention_days", "impact_assessment_years", "export_days", "deletion_cooling_days")


def home(request: HouseRequest) -> HttpResponse:
    """What this is, how to ask for help, how to help, and how it stands today."""
    figures = live_figures(now=request.now)
    return render(request, "public/home.html", {"figures": figures, "hours": figures.honour_minutes // 60})


def ask(request: HouseRequest) -> HttpResponse:
    """How to ask for help: by telephone, at a site, with the card, or through one's children."""
    current = standard_in_force(at=request.now)
    context = {
        "age": current.integer("beneficiary_min_age"),
        "review_hours": current.hours("request_review_hours"),
        "lead_hours": current.hours("lead_time_hours"),
    }
    return render(request, "public/ask.html", context)


def join(request: HouseRequest) -> HttpResponse:
    """How to become a volunteer, and what an hour becomes."""
    current = standard_in_force(at=request.now)
    context = {
        "who_may": said_rules(keys=WHO_MAY, standard=current),
        "how_counted": said_rules(keys=HOW_COUNTED, standard=current),
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


def sites(request: HouseRequest) -> HttpResponse:
    """Where to go or to ring."""
    rows = open_sites().select_related("parent__parent")
    return render(request, "public/sites.html", {"page": page_of(request=request, rows=rows, size=ON_A_PAGE)})


def safety(request: HouseRequest) -> HttpResponse:
    """We never take money; how to report who does."""
    return render(request, "public/safety.html")


def privacy(request: HouseRequest) -> HttpResponse:
    """What is kept about people, why, how long, and what they may ask."""
    current = standard_in_force(at=request.now)
    kept = said_rules(keys=KEPT, standard=current)
    return render(
        request, "public/privacy.html", {"kept": kept, "location": said_rule(key="check_in_gps", standard=current)}
    )


def accessibility(request: HouseRequest) -> HttpResponse:
    """What these pages do for eyes, ears and hands; what to do when they fail."""
    return render(request, "public/accessibility.html")
