"""My data as a PDF, to keep or to hand on."""

from dataclasses import asdict
from pathlib import Path

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _

from nuanliu.platform import words
from nuanliu.platform.clock import local_date
from nuanliu.platform.pdf import make_pdf
from nuanliu.portals.mine.data import attachment, may_see
from nuanliu.portals.mine.sections import sections_of
from nuanliu.portals.mine.whose import Whose, about
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.usecases.my_data import export_person

TEMPLATE = Path(__file__).parent / "papers" / "my-data.typ"


@about
def copy_pdf(request: HouseRequest, whose: Whose) -> HttpResponse:
    """Everything, on paper."""
    if not may_see(request, whose):
        return see_other(whose.url("data"))
    found = export_person(actor=request.actor, person_id=whose.person.pk, now=request.now)
    paper = {
        "title": _("%(name)s的资料") % {"name": whose.person.name},
        "issuer": f"{settings.BRAND} · {settings.BUREAU}",
        "made": words.moment(request.now),
        "lang": "en" if words.english() else "zh",
        "note": _("这是我们记下的全部。哪里不对，可以在“我的资料”里说，也可以打给社区。"),
        "sections": [asdict(section) for section in sections_of(found, is_whole=True)],
    }
    name = f"my-data-{local_date(request.now):%Y%m%d}.pdf"
    return attachment(
        make_pdf(template=TEMPLATE, data=paper, at=request.now), content_type="application/pdf", name=name
    )
