"""Certificates of one person as a page and as files: the same for herself and for the desk."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.certificates import drawing
from nuanliu.domain.certificates.models import Certificate
from nuanliu.domain.certificates.queries import certificates_of
from nuanliu.domain.certificates.signing import proof_of
from nuanliu.domain.certificates.types import CertificateKind
from nuanliu.domain.people.models import Person
from nuanliu.platform.clock import local_date
from nuanliu.platform.fonts import missing_from
from nuanliu.portals.ui.exports import inline_pdf
from nuanliu.portals.ui.forms import ActForm, DayField
from nuanliu.portals.ui.paging import page_of
from nuanliu.portals.ui.request import HouseRequest

ON_A_PAGE = 10
KINDS: dict[str, Promise] = {
    CertificateKind.HONOUR.value: _("荣誉证书"),
    CertificateKind.SERVICE.value: _("本平台服务记录"),
    CertificateKind.TRAINING.value: _("本平台培训记录"),
}


class DaysForm(ActForm):
    """Of which days a service record is wanted."""

    first_day = DayField(label=_("从哪天"))
    last_day = DayField(label=_("到哪天"))

    @property
    def days(self) -> dict[str, date]:
        """What was typed, as the act takes it."""
        return {"first": self.cleaned_data["first_day"], "last": self.cleaned_data["last_day"]}


def this_year(request: HouseRequest) -> dict[str, date]:
    """What the form proposes: from New Year to today."""
    today = local_date(request.now)
    return {"first_day": today.replace(month=1, day=1), "last_day": today}


def holder_context(*, request: HouseRequest, person: Person, form: ActForm | None) -> dict[str, Any]:
    """What `ui/certificates/holder.html` shows."""
    is_days = isinstance(form, DaysForm)
    return {
        "person": person,
        "days": form if is_days else DaysForm(initial=this_year(request)),
        "training": ActForm() if form is None or is_days else form,
        "refused": form or ActForm(),
        "missing": missing_from(person.name),
        "page": page_of(request=request, rows=certificates_of(person_id=person.pk), size=ON_A_PAGE),
        "kinds": KINDS,
    }


def check_address(request: HttpRequest) -> str:
    """The page where anybody checks a code, as it stands in the square code."""
    return request.build_absolute_uri(reverse("public:check"))


def certificate_file(request: HttpRequest, paper: Certificate) -> HttpResponse:
    """The paper, to see and to print."""
    pdf = drawing.paper_pdf(paper=paper, check_address=check_address(request))
    return inline_pdf(pdf, name=f"{paper.serial}.pdf")


def proof_file(paper: Certificate) -> HttpResponse:
    """The signed facts, for whoever wants to check them without us."""
    response = JsonResponse(proof_of(paper), json_dumps_params={"indent": 1, "ensure_ascii": False})
    response.headers["Content-Disposition"] = f'attachment; filename="{paper.serial}.json"'
    return response
