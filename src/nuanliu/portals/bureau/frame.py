"""The bureau's layout: its navigation shows only the pages that the reader's role opens."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from nuanliu.domain.network.types import Power
from nuanliu.portals.ui.request import HouseRequest


def show(request: HouseRequest, template: str, context: Mapping[str, Any]) -> HttpResponse:
    """The page, with the navigation for this reader."""
    may = {
        "may_check_books": request.actor.has(Power.BOOKS_CHECK),
        "may_read_audit": request.actor.has(Power.AUDIT_READ),
    }
    return render(request, template, {**may, **context})
