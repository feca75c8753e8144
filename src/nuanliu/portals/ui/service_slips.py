"""A pad of numbered service slips as PDF, three parts a page. Always in Chinese: the same bytes every time."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from nuanliu.domain.care.slips.models import SlipRange
from nuanliu.platform.pdf import make_pdf
from nuanliu.portals.ui.booklets import PAPER_LANGUAGE

TEMPLATE = Path(__file__).parent / "papers" / "service-slip.typ"


def pad_pdf(*, pad: SlipRange, numbers: Sequence[str]) -> bytes:
    """The pad."""
    return make_pdf(template=TEMPLATE, data=pad_data(pad=pad, numbers=numbers), at=pad.issued_at)


def pad_data(*, pad: SlipRange, numbers: Sequence[str]) -> dict[str, Any]:
    """What the template makes it of."""
    with translation.override(PAPER_LANGUAGE):
        return {
            "title": _("服务单"),
            "issuer": f"{settings.BRAND} · {settings.BUREAU}",
            "site": pad.holder.name if pad.holder_id == pad.site_id else f"{pad.site.name} · {pad.holder.name}",
            "phone": pad.site.phone,
            "numbers": list(numbers),
            "parts": [_("老人联"), _("志愿者联"), _("社区联")],
            "words": {
                "helper": _("志愿者"),
                "helper_number": _("编号"),
                "elder": _("老人"),
                "service": _("服务内容"),
                "day": _("日期"),
                "from": _("从几点"),
                "to": _("到几点"),
                "elder_signs": _("老人签字"),
                "helper_signs": _("志愿者签字"),
            },
            "note": _("一个号只记一次。写坏了不要撕，交回社区作废。三联写得一样，社区联交回社区。"),
        }
