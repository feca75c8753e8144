"""Pages that anyone may read."""

from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render

from nuanliu.domain.alliance.queries import allied_with
from nuanliu.domain.care.menu.queries import services_offered
from nuanliu.domain.ledger.seals.queries import past_anchors
from nuanliu.domain.people.consents.texts import versions_of
from nuanliu.domain.people.types import ConsentPurpose
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.portals.ui.rules import said_rule, said_rules
from nuanliu.usecases.figures import lately, live_figures, network_now
from nuanliu.usecases.reconcile import last_check

WHO_MAY = ("volunteer_min_age", "minor_mode", "volunteer_max_age", "health_declaration_age", "training_required")
HOW_COUNTED = ("coin_per_hour", "credit_step_min", "credit_grace_min", "travel_time_counts", "honour_never_falls")
ABOUT = ("coin_per_hour", "time_expiry_months", "coin_expiry_months", "bonus_star3_percent", "cross_site_use")
FOR_FAMILIES = ("transfer_kinships", "transfer_receiver_min_age", "transfer_yearly_max_min", "transfer_undo_min")
FOR_UNITS = ("fallback_hours_before", "group_hours_target")
KEPT = (
    "log_retention_days",
    "gps_retention_days",
    "wish_retention_days",
    "report_retention_days",
    "impact_assessment_years",
    "export_days",
    "deletion_cooling_days",
)


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
        "how_counted": said_rules(keys=ABOUT, standard=current),
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
    return render(request, "public/family.html", {"giving": said_rules(keys=FOR_FAMILIES, standard=current)})


def units(request: HouseRequest) -> HttpResponse:
    """How a party branch, an office or a school takes part."""
    current = standard_in_force(at=request.now)
    context = {"network": network_now(), "rules": said_rules(keys=FOR_UNITS, standard=current)}
    return render(request, "public/units.html", context)


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


def safety(request: HouseRequest) -> HttpResponse:
    """We never take money; how to report who does."""
    return render(request, "public/safety.html")


def privacy(request: HouseRequest) -> HttpResponse:
    """What is kept about people, why, how long, what they may ask, and every text of consent as it is shown."""
    current = standard_in_force(at=request.now)
    context = {
        "kept": said_rules(keys=KEPT, standard=current),
        "location": said_rule(key="check_in_gps", standard=current),
        "takes_place": current.boolean("check_in_gps"),
        "texts": [versions_of(purpose=purpose)[::-1] for purpose in ConsentPurpose],
    }
    return render(request, "public/privacy.html", context)


def accessibility(request: HouseRequest) -> HttpResponse:
    """What these pages do for eyes, ears and hands; what to do when they fail."""
    return render(request, "public/accessibility.html")
