"""A booklet's papers as PDF: what is new, a whole page, the cover."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from nuanliu.domain.network.types import Power
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.ui.booklets import booklet_pdf, cover_pdf
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.exports import inline_pdf
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.usecases.booklet_sheets import cover_of, sheet_of_page, sheet_of_printing

MOST_PAGES = 100_000


@opens_with(Power.PASSBOOK_PRINT)
@require_safe
def printing_pdf(request: HouseRequest, person_id: UUID, printing_id: UUID) -> HttpResponse:
    """Only what is new, each line at its place."""
    _found, sheet = sheet_of_printing(actor=request.actor, person_id=person_id, printing_id=printing_id)
    return inline_pdf(booklet_pdf(sheet=sheet), name=f"booklet-{sheet.booklet.number:06d}.pdf")


@opens_with(Power.PASSBOOK_PRINT)
@require_safe
def page_pdf(request: HouseRequest, person_id: UUID, page: int) -> HttpResponse:
    """A whole page, for a new sheet."""
    if page > MOST_PAGES:
        raise NotVisible
    sheet = sheet_of_page(actor=request.actor, person_id=person_id, page=page)
    return inline_pdf(booklet_pdf(sheet=sheet), name=f"booklet-{sheet.booklet.number:06d}-{page}.pdf")


@opens_with(Power.PASSBOOK_PRINT)
@require_safe
def cover(request: HouseRequest, person_id: UUID) -> HttpResponse:
    """The cover."""
    found = cover_of(actor=request.actor, person_id=person_id)
    address = request.build_absolute_uri(reverse("public:check"))
    return inline_pdf(cover_pdf(booklet=found, address=address), name=f"booklet-{found.number:06d}-cover.pdf")
