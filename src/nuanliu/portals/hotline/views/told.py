"""What a person was told, by which ways, and whether it arrived; the four digits of a visit are not shown."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nuanliu.domain.network.types import Power
from nuanliu.domain.notices.queries import told_to
from nuanliu.domain.notices.types import Channel
from nuanliu.domain.notices.wording import words_of
from nuanliu.domain.people.queries import access_data_of
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.paging import page_of
from nuanliu.portals.ui.request import HouseRequest

ON_A_PAGE = 20


@opens_with(Power.CALL_SHEET)
@require_safe
def told(request: HouseRequest, elder_id: UUID) -> HttpResponse:
    """The list, the newest first; the inbox, which is always there, is not repeated in every line."""
    person = access_data_of(actor=request.actor, person_id=elder_id)
    page = page_of(request=request, rows=told_to(person_id=elder_id), size=ON_A_PAGE)
    rows = []
    for notice in page.rows:
        code = notice.params.get("code")
        if code:
            notice.params["code"] = "••••"
        ways = [way for way in notice.deliveries.all() if way.channel != Channel.INBOX]
        rows.append({"notice": notice, "body": words_of(notice)[1], "ways": ways or list(notice.deliveries.all())})
    return render(request, "hotline/told.html", {"person": person, "page": page, "rows": rows})
