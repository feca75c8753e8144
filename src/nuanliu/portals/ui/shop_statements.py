"""A shop's monthly statement, or the alliance's, as a page and as paper: the same for the shop and for the alliance."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _

from nuanliu.domain.alliance.models import Statement
from nuanliu.domain.alliance.types import Bearer
from nuanliu.platform import words
from nuanliu.platform.pdf import make_pdf
from nuanliu.portals.ui.labels import BEARERS

TEMPLATE = Path(__file__).parent / "papers" / "shop-statement.typ"


def title_of(statement: Statement) -> str:
    """What stands at its head."""
    return _("%(who)s 对账单") % {"who": statement.facts["shop"] if statement.shop_id else _("公益联盟")}


def borne_in(facts: dict[str, Any]) -> list[tuple[str, str]]:
    """Who bears how much, where it is something."""
    return [
        (str(BEARERS[bearer.value]), words.coins(facts["borne"][bearer.value]))
        for bearer in Bearer
        if facts["borne"][bearer.value]
    ]


def paper_of(statement: Statement) -> HttpResponse:
    """As a PDF: the same bytes whenever it is printed again in the same language."""
    data = make_pdf(template=TEMPLATE, data=_data(statement), at=statement.made_at)
    response = HttpResponse(data, content_type="application/pdf")
    name = f"statement-{statement.month:%Y%m}.pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def _data(statement: Statement) -> dict[str, Any]:
    facts = statement.facts
    is_shop = statement.shop_id is not None
    pairs = [
        (_("期间"), f"{statement.month.isoformat()} – {statement.until.isoformat()}"),
        (_("用了几次"), str(facts["count"])),
        (_("一共"), words.coins(facts["coins"])),
        *[(_("%(who)s出") % {"who": who}, coins) for who, coins in borne_in(facts)],
    ]
    if is_shop:
        pairs.insert(0, (_("统一社会信用代码"), facts["credit_code"] or "—"))
        pairs.append((_("撤销了"), str(facts["undone"])))
    return {
        "title": title_of(statement),
        "issuer": f"{settings.BRAND} · {settings.BUREAU}",
        "made": words.short_day(statement.made_at),
        "lang": "en" if words.english() else "zh",
        "facts": [list(pair) for pair in pairs],
        "head": _shop_head() if is_shop else _all_head(),
        "lines": [_shop_line(line) if is_shop else _all_line(line) for line in facts["lines"]],
        "none": _("这段时间没有用过。"),
        "note": _("币是志愿者的心意凭据，不是钱，不折算、不结现金。"),
        "sign": [_("商家签字"), _("联盟签字")] if is_shop else [_("联盟签字")],
        "day": _("日期"),
    }


def _shop_head() -> list[str]:
    return [_("日期"), _("时间"), _("号码"), _("币"), _("谁出"), _("礼遇")]


def _shop_line(line: dict[str, Any]) -> list[str]:
    coins = f"{line['coins'] // 100}.{line['coins'] % 100:02d}"
    return [line["day"], line["time"], line["code"], coins, str(BEARERS[line["bearer"]]), line["title"]]


def _all_head() -> list[str]:
    return [_("次数"), _("币"), _("站点"), _("商家")]


def _all_line(line: dict[str, Any]) -> list[str]:
    return [str(line["count"]), f"{line['coins'] // 100}.{line['coins'] % 100:02d}", line["site"], line["shop"]]
