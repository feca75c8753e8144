"""The call sheet: whom to ring because a message alone does not reach them, with the words to say."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nuanliu.domain.network.types import Power
from nuanliu.domain.notices.operations import mark_called
from nuanliu.domain.notices.queries import call_sheet
from nuanliu.portals.hotline.forms import CalledForm
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.paging import page_of
from nuanliu.portals.ui.request import HouseRequest

ON_A_PAGE = 20


@opens_with(Power.CALL_SHEET)
@require_safe
def calls(request: HouseRequest) -> HttpResponse:
    """Who is still to be rung, the longest waiting first."""
    page = page_of(request=request, rows=call_sheet(actor=request.actor), size=ON_A_PAGE)
    return render(request, "hotline/calls.html", {"page": page, "outcomes": CalledForm.OUTCOMES})


@opens_with(Power.CALL_SHEET)
@require_safe
def calls_print(request: HouseRequest) -> HttpResponse:
    """The whole sheet for paper, with a box for each outcome."""
    lines = call_sheet(actor=request.actor)
    return render(request, "hotline/calls_print.html", {"lines": lines, "outcomes": CalledForm.OUTCOMES})


@opens_with(Power.CALL_SHEET)
@require_POST
def called(request: HouseRequest, delivery_id: UUID) -> HttpResponse:
    """Note how the call went."""
    form = CalledForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请选一个结果。"))
        return see_other("hotline:calls")
    outcome = form.cleaned_data["outcome"]
    is_told = outcome in CalledForm.TOLD
    mark_called(actor=request.actor, delivery_id=delivery_id, outcome=outcome, now=request.now, is_told=is_told)
    messages.success(request, _("记下了。") if is_told else _("记下了，还留在单子上。"))
    return see_other("hotline:calls")
