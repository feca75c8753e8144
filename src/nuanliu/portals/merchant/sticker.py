"""The sticker for the shop's door: who it is, what the alliance is, and a QR code to its public page."""

from pathlib import Path
from uuid import UUID

import segno
from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nuanliu.domain.alliance.queries import access_shop
from nuanliu.domain.network.types import Power
from nuanliu.platform import words
from nuanliu.platform.pdf import make_pdf
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.request import HouseRequest

TEMPLATE = Path(__file__).parent / "papers" / "sticker.typ"


@require_safe
@opens_with(Power.SHOP_SEE)
def sticker(request: HouseRequest, shop_id: UUID) -> HttpResponse:
    """As a PDF; the same bytes for the same shop, name and address."""
    shop = access_shop(actor=request.actor, shop_id=shop_id)
    address = request.build_absolute_uri(reverse("public:shop", args=[shop.pk]))
    paper = {
        "title": _("爱心商家"),
        "issuer": f"{settings.BRAND} · {settings.BUREAU}",
        "name": shop.node.name,
        "words": _("志愿者，谢谢您。凭志愿服务币，请来享受一份礼遇。"),
        "scan": _("扫一扫，看看有什么"),
        "never": _("币不能买、不能卖、不能换钱。"),
        "address": address,
        "lang": "en" if words.english() else "zh",
        "modules": modules(address),
    }
    response = HttpResponse(make_pdf(template=TEMPLATE, data=paper, at=shop.since), content_type="application/pdf")
    response.headers["Content-Disposition"] = 'inline; filename="sticker.pdf"'
    return response


def modules(text: str) -> list[str]:
    """The QR code of `text` as rows of 0 and 1, for a template to draw; without the quiet border."""
    code = segno.make(text, error="m", micro=False, boost_error=False)
    return ["".join("1" if dark else "0" for dark in row) for row in code.matrix]
