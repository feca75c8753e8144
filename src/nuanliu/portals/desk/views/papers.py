"""A photograph of a paper, as a file to keep."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from nuanliu.domain.people.joining.operations import picture_of
from nuanliu.domain.people.joining.queries import access_paper
from nuanliu.portals.ui.request import HouseRequest


@require_safe
def paper(request: HouseRequest, paper_id: UUID) -> HttpResponse:
    """A photograph, to keep and never to be run by a browser: for its owner and for whoever decides about her."""
    found = access_paper(actor=request.actor, paper_id=paper_id)
    response = HttpResponse(picture_of(found), content_type="image/jpeg")
    response.headers["Content-Disposition"] = f'attachment; filename="{found.id}.jpg"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "no-store"
    return response
