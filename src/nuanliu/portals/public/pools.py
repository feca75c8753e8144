"""The account of each pool, for anybody: what stands there, where it came from, what it was used for, without names."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from nuanliu.domain.ledger.queries import posted_by_site
from nuanliu.domain.ledger.types import AccountKind, Unit
from nuanliu.domain.network.models import Node
from nuanliu.domain.network.queries import city, sites
from nuanliu.domain.passbook.models import Funding
from nuanliu.domain.passbook.pools import PoolAccount, Source, Use, pool_account
from nuanliu.domain.passbook.types import FundTarget
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.clock import local_date
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.ui.paging import page_of
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.portals.ui.rules import said_rules

ON_A_PAGE = 24
FUNDINGS_SHOWN = 20
RULES = ("pool_sources", "grant_source", "pool_one_person_max_min", "coin_expired_to", "grant_expired_to")
CAME: dict[Source, Promise] = {
    Source.DONATIONS: _("大家捐的"),
    Source.OVERFLOW: _("存满多出的"),
    Source.EXPIRY: _("到期没用的"),
    Source.GROUP_HOURS: _("集体活动的"),
    Source.LEFT: _("离世的人留下的"),
    Source.SPONSORS: _("爱心企业给的"),
    Source.GOVERNMENT: _("政府给的"),
    Source.ABSENCE: _("约好了不在家的"),
    Source.SITES: _("别的站点转来的"),
}
WENT: dict[Use, Promise] = {
    Use.GRANTS: _("每月发给重点老人"),
    Use.VISITS: _("替没有时间的老人请人"),
    Use.HELP: _("帮有急难的老人"),
    Use.GUARANTEE: _("替还不上的老人还"),
    Use.SITES: _("转给别的站点"),
    Use.OTHER: _("别的用处"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One month of one unit as it is read."""

    month: date
    came: list[tuple[Promise, int]]
    went: list[tuple[Promise, int]]
    came_in: int
    went_out: int


@require_safe
def pools(request: HouseRequest) -> HttpResponse:
    """Every site's pool and what stands there."""
    stands = {unit: posted_by_site(kind=AccountKind.POOL, unit=unit) for unit in (Unit.TIME, Unit.COIN)}
    page = page_of(request=request, rows=sites().select_related("parent"), size=ON_A_PAGE)
    rows = [(site, *(stands[unit].get(site.pk, 0) for unit in (Unit.TIME, Unit.COIN))) for site in page.rows]
    standard = standard_in_force(at=request.now)
    whole = city()
    city_row = (whole, *(stands[unit].get(whole.pk, 0) for unit in (Unit.TIME, Unit.COIN))) if whole else None
    context = {"page": page, "rows": rows, "city": city_row, "rules": said_rules(keys=RULES, standard=standard)}
    return render(request, "public/pools.html", context)


@require_safe
def pool(request: HouseRequest, site_code: str) -> HttpResponse:
    """One pool, a year at a time."""
    whole = city()
    site = whole if whole is not None and whole.code == site_code else sites().filter(code=site_code).first()
    if site is None:
        raise NotVisible
    accounts = [pool_account(site=site.pk, unit=unit) for unit in (Unit.TIME, Unit.COIN)]
    years = sorted({local_date(request.now).year, *(m.month.year for one in accounts for m in one.months)})
    year = _year(request, years)
    context = {
        "site": site,
        "year": year,
        "years": years,
        "units": [(one, _rows(one, year)) for one in accounts],
        "fundings": _fundings(site, year),
    }
    return render(request, "public/pool.html", context)


def _year(request: HouseRequest, years: list[int]) -> int:
    asked = request.GET.get("year", "")
    if asked in {str(year) for year in years}:
        return int(asked)
    return years[-1]


def _rows(account: PoolAccount, year: int) -> list[Row]:
    return [
        Row(
            month=one.month,
            came=[(CAME[source], amount) for source, amount in one.came.items() if amount],
            went=[(WENT[use], amount) for use, amount in one.went.items() if amount],
            came_in=one.came_in,
            went_out=one.went_out,
        )
        for one in account.months
        if one.month.year == year
    ]


def _fundings(site: Node, year: int) -> list[Funding]:
    rows = Funding.objects.filter(site=site, target=FundTarget.POOL.value, made_at__year=year).exclude(giver="")
    return list(rows.order_by("-made_at", "id")[:FUNDINGS_SHOWN])
