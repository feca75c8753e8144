"""My visits in the calendar of my phone: one visit as a file, or all of them as an address to subscribe to.

A calendar program cannot sign in, so the address carries a signature. It ends when the password changes, and what it
shows names nobody: the service, the hour and the community.
"""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nuanliu.domain.care.models import Visit
from nuanliu.domain.care.queries import visits_of
from nuanliu.domain.care.types import VisitState
from nuanliu.platform import words
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.ui.ics import CalendarEvent, calendar_text
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.portals.volunteer.access import for_helpers
from nuanliu.portals.volunteer.visits import my_visit

SALT = "nuanliu.volunteer.calendar"
MOST = 200
LOOK_BACK = timedelta(days=60)


def feed_key(user: AbstractBaseUser) -> str:
    """The secret part of one person's calendar address."""
    return signing.dumps([str(user.pk), _seal(user)], salt=SALT)


def _seal(user: AbstractBaseUser) -> str:
    return salted_hmac(SALT, user.get_session_auth_hash()).hexdigest()[:20]


def _holder_of(key: str) -> UUID:
    try:
        who, seal = signing.loads(key, salt=SALT)
        user = get_user_model().objects.filter(pk=UUID(who), is_active=True).first()
    except (signing.BadSignature, ValueError, TypeError):
        raise NotVisible from None
    if user is None or _seal(user) != seal:
        raise NotVisible
    return UUID(who)


@require_safe
@for_helpers
def calendar(request: HouseRequest) -> HttpResponse:
    """How to put my visits into a calendar."""
    path = reverse("volunteer:calendar-feed", args=[feed_key(request.user)])  # type: ignore[arg-type]
    address = request.build_absolute_uri(path)
    return render(request, "volunteer/calendar.html", {"address": address, "path": path})


@require_safe
@for_helpers
def visit_calendar(request: HouseRequest, visit_id: UUID) -> HttpResponse:
    """One visit as a file."""
    return _file(request, [my_visit(request, visit_id)], name="visit.ics")


@require_safe
def calendar_feed(request: HouseRequest, key: str) -> HttpResponse:
    """All visits of the person whose address this is, cancelled ones too, so that calendars take them out."""
    rows = visits_of(volunteer_id=_holder_of(key)).filter(need__starts_at__gte=request.now - LOOK_BACK)
    return _file(request, list(rows[:MOST]), name="visits.ics")


def _file(request: HouseRequest, visits: list[Visit], *, name: str) -> HttpResponse:
    title = _("%(brand)s：我的服务") % {"brand": settings.BRAND}
    text = calendar_text(name=title, events=[_event(visit) for visit in visits], stamped_at=request.now)
    response = HttpResponse(text.encode(), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


def _event(visit: Visit) -> CalendarEvent:
    need, is_off = visit.need, visit.state in {VisitState.CANCELLED, VisitState.VOIDED}
    service = need.service.name_en if words.english() else need.service.name
    return CalendarEvent(
        uid=f"{visit.id}@nuanliu",
        starts_at=need.starts_at,
        ends_at=need.ends_at,
        summary=_("%(brand)s：%(service)s") % {"brand": settings.BRAND, "service": service},
        description=_("地址和电话，前一天起在“今天”里看。"),
        location=need.site.name,
        is_cancelled=is_off,
        sequence=1 if is_off else 0,
    )
