"""活动: what is on, where everybody can go; as pages and as calendar files."""

from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nuanliu.domain.gatherings.models import Gathering, Photo
from nuanliu.domain.gatherings.queries import calendar, calendar_with_changes, public_gathering
from nuanliu.domain.gatherings.types import GatheringState, Role
from nuanliu.domain.network.queries import sites
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.ui.gatherings import ROLES
from nuanliu.portals.ui.ics import CalendarEvent, calendar_text
from nuanliu.portals.ui.paging import page_of
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.usecases.gather.photos import photos_of

PAGE = 12
MOST = 200


@require_safe
def events(request: HouseRequest) -> HttpResponse:
    """What is on, the next first; of one site if asked."""
    rows, where = calendar(now=request.now), request.GET.get("site", "")[:24]
    there = sites().filter(code=where).first() if where else None
    if there is not None:
        rows = rows.filter(site=there)
    context = {
        "page": page_of(request=request, rows=rows, size=PAGE),
        "there": there,
    }
    return render(request, "public/events.html", context)


@require_safe
def event(request: HouseRequest, gathering_id: UUID) -> HttpResponse:
    """One of them: when, where, how to sign up, what hands are wanted."""
    found = public_gathering(gathering_id=gathering_id)
    parts = {part.role: part for part in found.parts.all()}
    context = {
        "gathering": found,
        "is_open": found.state == GatheringState.ANNOUNCED and found.starts_at > request.now,
        "is_off": found.state == GatheringState.OFF,
        "guests": parts.pop(Role.GUEST.value, None),
        "photos": photos_of(gathering=found, only_public=True),
        "hands": [(ROLES[role], part) for role, part in parts.items()],
    }
    return render(request, "public/event.html", context)


@require_safe
def event_photo(request: HouseRequest, gathering_id: UUID, snapshot_id: UUID) -> HttpResponse:  # noqa: ARG001 (a view is given its request)
    """A picture to which everybody on it agreed; gone at once when it is taken away."""
    found = public_gathering(gathering_id=gathering_id)
    row = Photo.objects.filter(site_id=found.site_id, gathering_id=found.id, id=snapshot_id, is_public=True).first()
    if row is None:
        raise NotVisible
    response = HttpResponse(bytes(row.data), content_type="image/jpeg")
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


@require_safe
def event_file(request: HouseRequest, gathering_id: UUID) -> HttpResponse:
    """One of them for a calendar."""
    return _file(request, [public_gathering(gathering_id=gathering_id)])


@require_safe
def events_file(request: HouseRequest) -> HttpResponse:
    """All of them as an address to subscribe to, with what was called off."""
    return _file(request, calendar_with_changes(now=request.now)[:MOST])


def _file(request: HouseRequest, found: Iterable[Gathering]) -> HttpResponse:
    name = _("%(brand)s：活动") % {"brand": settings.BRAND}
    shown = [_event(request, one) for one in found]
    text = calendar_text(name=name, events=shown, stamped_at=request.now)
    response = HttpResponse(text.encode(), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'inline; filename="events.ics"'
    return response


def _event(request: HouseRequest, one: Gathering) -> CalendarEvent:
    return CalendarEvent(
        uid=f"{one.id}@nuanliu",
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        summary=one.title,
        description=request.build_absolute_uri(reverse("public:event", args=[one.id])),
        location=f"{one.site.name} {one.place}",
        is_cancelled=one.state == GatheringState.OFF,
        sequence=one.revision,
        is_public=True,
    )
