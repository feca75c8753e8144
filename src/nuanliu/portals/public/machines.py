"""What programs ask a web site for: which pages there are, and which they may read."""

from collections.abc import Iterator
from datetime import datetime
from xml.etree import ElementTree as ET

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from nuanliu.domain.alliance.queries import live_shops
from nuanliu.domain.gatherings.queries import calendar
from nuanliu.domain.network.queries import sites
from nuanliu.portals.ui.request import HouseRequest

PAGES = (
    "home",
    "about",
    "ask",
    "family",
    "join",
    "units",
    "services",
    "sites",
    "events",
    "shops",
    "shop-join",
    "shop-roll",
    "standard",
    "pools",
    "proof",
    "check",
    "notices",
    "open-data",
    "hall",
    "safety",
    "report",
    "privacy",
    "accessibility",
)
"""Pages worth finding; sites and shops follow from the data."""
NOT_FOR_PROGRAMS = (
    "/sign-in",
    "/still-there",
    "/places",
    "/help/register",
    "/check?",
    "/report/",
    "/pool?",
    "/shops/pictures/",
    "/honours/notice",
)
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


@require_safe
def robots(request: HouseRequest) -> HttpResponse:
    """Which pages programs leave alone: whatever asks who you are, and answers to a typed code."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in NOT_FOR_PROGRAMS)]
    lines.append(f"Sitemap: {request.build_absolute_uri(reverse('public:sitemap'))}")
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


@require_safe
def sitemap(request: HouseRequest) -> HttpResponse:
    """Every public page, as https://www.sitemaps.org wants it."""
    ET.register_namespace("", NAMESPACE)
    root = ET.Element(f"{{{NAMESPACE}}}urlset")
    for path in _paths(request.now):
        where = ET.SubElement(ET.SubElement(root, f"{{{NAMESPACE}}}url"), f"{{{NAMESPACE}}}loc")
        where.text = request.build_absolute_uri(path)
    body = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return HttpResponse(body, content_type="application/xml; charset=utf-8")


def _paths(now: datetime) -> Iterator[str]:
    yield from (reverse(f"public:{name}") for name in PAGES)
    yield from (reverse("public:site", args=[code]) for code in sites().values_list("code", flat=True))
    yield from (reverse("public:event", args=[one]) for one in calendar(now=now).values_list("id", flat=True))
    yield from (reverse("public:shop", args=[shop]) for shop in live_shops().values_list("pk", flat=True))
