"""公示和日程: what is announced, what is on public notice, and the days to know, as a page and as a calendar."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nuanliu.domain.honours.models import Commendation
from nuanliu.domain.honours.types import CampaignState
from nuanliu.domain.insights.models import Announcement
from nuanliu.domain.insights.types import Audience
from nuanliu.domain.standards.timeline import timeline_of
from nuanliu.platform.clock import at, local_date
from nuanliu.portals.ui.ics import CalendarEvent, calendar_text
from nuanliu.portals.ui.paging import page_of
from nuanliu.portals.ui.request import HouseRequest

ON_A_PAGE = 20
LOOK_BACK = timedelta(days=90)
"""How long a day stays in the calendar after it has passed."""
PUBLIC = (CampaignState.OPEN, CampaignState.FROZEN, CampaignState.LISTED, CampaignState.NOTICE, CampaignState.AWARDED)


@dataclass(frozen=True, slots=True)
class Day:
    """One day to know: what it is, where more is said, and a name that never changes."""

    uid: str
    day: date
    words: str
    href: str


@require_safe
def notices(request: HouseRequest) -> HttpResponse:
    """What stands now, the days to come, what was announced before."""
    told = announced().filter(starts_at__lte=request.now)
    today = local_date(request.now)
    context = {
        "standing": told.filter(ends_at__gt=request.now),
        "page": page_of(request=request, rows=told.filter(ends_at__lte=request.now), size=ON_A_PAGE),
        "on_notice": Commendation.objects.filter(state=CampaignState.NOTICE, notice_until__gte=today),
        "days": [one for one in days(now=request.now) if one.day >= today],
    }
    return render(request, "public/notices.html", context)


@require_safe
def calendar(request: HouseRequest) -> HttpResponse:
    """The same days as a file that calendars take."""
    events = [
        CalendarEvent(
            uid=f"{one.uid}@nuanliu",
            starts_at=at(one.day, 0),
            ends_at=at(one.day + timedelta(days=1), 0),
            summary=one.words,
            description=request.build_absolute_uri(one.href),
            location="",
            is_public_day=True,
        )
        for one in days(now=request.now)
    ]
    name = _("%(brand)s：公示和日程") % {"brand": settings.BRAND}
    text = calendar_text(name=name, events=events, stamped_at=request.now)
    response = HttpResponse(text.encode(), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'inline; filename="calendar.ics"'
    return response


def announced() -> QuerySet[Announcement]:
    """What is said to everybody, the newest first."""
    told = Announcement.objects.filter(audience=Audience.EVERYBODY, withdrawn_at=None)
    return told.select_related("node").order_by("-starts_at", "pk")


def days(*, now: datetime) -> list[Day]:
    """The days to know, from a while ago on, in their order."""
    earliest = local_date(now) - LOOK_BACK
    found = [*_of_rules(), *_of_commendations(), *_of_announcements(now)]
    return sorted((one for one in found if one.day >= earliest), key=lambda one: (one.day, one.uid))


def _of_rules() -> Iterator[Day]:
    for day in sorted({local_date(turn.at) for turn in timeline_of().turns()}):
        yield Day(f"rules-{day}", day, _("规则有改动，从这天起用"), reverse("public:standard"))


def _of_commendations() -> Iterator[Day]:
    page = reverse("public:notices")
    for one in Commendation.objects.filter(state__in=PUBLIC):
        name = {"title": one.title}
        yield Day(f"{one.pk}-freeze", one.freeze_day, _("%(title)s：成绩算到这一天") % name, page)
        if one.notice_until is not None:
            yield Day(f"{one.pk}-notice", one.notice_until, _("%(title)s：公示到这一天") % name, page)
        if one.awarded_at is not None:
            yield Day(f"{one.pk}-award", local_date(one.awarded_at), _("%(title)s：表彰") % name, page)


def _of_announcements(now: datetime) -> Iterator[Day]:
    for one in announced().filter(starts_at__gt=now - LOOK_BACK):
        yield Day(f"{one.pk}", local_date(one.starts_at), one.title, reverse("public:notices"))
