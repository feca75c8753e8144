"""A site's menu on paper: the A3 poster for the wall, and the A4 card that an old person ticks by hand.

Numbers and letters are those of the clerk's form, field by field. Always in Chinese: the same bytes every time.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from nuanliu.domain.care.models import Service
from nuanliu.domain.network.models import Node
from nuanliu.platform.pdf import make_pdf
from nuanliu.portals.ui.booklets import PAPER_LANGUAGE
from nuanliu.portals.ui.drawn import service_icon
from nuanliu.portals.ui.ticks import FOR_LETTER, WISH_LETTER
from nuanliu.portals.ui.weekly import FOR_WHOM, WISHES

FOLDER = Path(__file__).parent / "papers"
LENGTHS = (30, 60, 90, 120)


def poster_pdf(*, site: Node, services: Sequence[Service], at: datetime) -> bytes:
    """The poster."""
    return make_pdf(template=FOLDER / "menu-poster.typ", data=poster_data(site=site, services=services), at=at)


def card_pdf(*, site: Node, services: Sequence[Service], at: datetime) -> bytes:
    """The card."""
    return make_pdf(template=FOLDER / "menu-card.typ", data=card_data(site=site, services=services), at=at)


def _lines(services: Sequence[Service]) -> list[list[str]]:
    return [[str(one.position), service_icon(one.icon), one.plain_words] for one in services]


def poster_data(*, site: Node, services: Sequence[Service]) -> dict[str, Any]:
    """What the poster is made of."""
    with translation.override(PAPER_LANGUAGE):
        return {
            "title": _("想请人帮忙？"),
            "issuer": f"{settings.BRAND} · {settings.BUREAU}",
            "site": site.name,
            "phone": site.phone,
            "lines": _lines(services),
            "how": _("打这个电话，说号码就行："),
            "free": _("志愿者来，不收钱，不收礼。"),
        }


def card_data(*, site: Node, services: Sequence[Service]) -> dict[str, Any]:
    """What the card is made of: in the order in which the clerk types it."""
    with translation.override(PAPER_LANGUAGE):
        return {
            "title": _("请人帮忙的单子"),
            "issuer": f"{settings.BRAND} · {settings.BUREAU}",
            "site": site.name,
            "phone": site.phone,
            "lines": _lines(services),
            "words": {
                "name": _("姓名"),
                "telephone": _("电话"),
                "service": _("1. 要什么帮助（勾一样）"),
                "when": _("2. 什么时候"),
                "minutes": _("3. 多少分钟（不勾就按平常的）"),
                "note": _("4. 还要说明什么"),
                "for_whom": _("5. 给谁"),
                "wishes": _("6. 希望"),
                "once": _("只这一次，哪天："),
                "weekly": _("每周来，到哪天："),
                "hour": _("几点："),
                "signs": _("签字"),
            },
            "days": [_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日")],
            "parts": [_("上午"), _("下午")],
            "lengths": [str(one) for one in LENGTHS],
            "for_whom": [[letter, str(FOR_WHOM[one])] for one, letter in FOR_LETTER.items()],
            "wishes": [[letter, str(WISHES[one])] for one, letter in WISH_LETTER.items()],
            "note": _("一张单子勾一样。填好交给社区，或打电话念给我们听。志愿者不收钱，不收礼。"),
        }
