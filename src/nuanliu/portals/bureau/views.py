"""The bureau's desk: figures by county and site, a site's needs, the check of the books, the Standard in force."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from nuanliu.domain.care.types import NeedState
from nuanliu.domain.ledger.check import check_books
from nuanliu.domain.network.types import Power
from nuanliu.domain.standards.parameters import REGISTRY, Kind, Parameter, Section
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.domain.standards.saying import sentence_in_words, value_in_words
from nuanliu.domain.standards.types import Standard
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.bureau.frame import show
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.paging import page_of
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.usecases.reconcile import last_check
from nuanliu.usecases.site_figures import (
    DONE,
    UNDER_WAY,
    WAITING,
    Tally,
    figures_by_county,
    needs_at,
    overseen_site,
)

PAGE = 30
STAGES: dict[str, tuple[Promise, frozenset[NeedState]]] = {
    "all": (_("全部"), frozenset()),
    "waiting": (_("等人帮"), WAITING),
    "under-way": (_("正在办"), UNDER_WAY),
    "done": (_("办好了"), DONE),
    "ended": (_("取消作废"), frozenset({NeedState.CANCELLED, NeedState.VOIDED})),
}
SECTIONS: dict[Section, Promise] = {
    Section.ELIGIBILITY: _("谁能参加"),
    Section.COUNTING: _("时间和币怎么算"),
    Section.GIVING: _("送、捐、补助、转移"),
    Section.INTEGRITY: _("认定和信用"),
    Section.MATCHING: _("派单和商家"),
    Section.HONOURS: _("表彰"),
    Section.PRIVACY: _("隐私和登录"),
}


@require_safe
@opens_with(Power.CITY_SEE)
def sites(request: HouseRequest) -> HttpResponse:
    """Live figures of every county and site."""
    counties = figures_by_county(actor=request.actor, now=request.now)
    total = Tally()
    for county in counties:
        total.add(county.tally)
    context = {"counties": counties, "total": total, "last_check": last_check()}
    return show(request, "bureau/sites.html", context)


@require_safe
@opens_with(Power.CITY_SEE)
def site(request: HouseRequest, site_id: UUID) -> HttpResponse:
    """One site's needs, read only, without names."""
    found = overseen_site(actor=request.actor, site_id=site_id)
    stage = request.GET.get("stage", "all")
    if stage not in STAGES:
        raise NotVisible
    needs = needs_at(site=found, states=STAGES[stage][1])
    context = {
        "site": found,
        "stage": stage,
        "stages": [(code, label) for code, (label, _states) in STAGES.items()],
        "page": page_of(request=request, rows=needs, size=PAGE),
        "crumbs": [(reverse("bureau:sites"), _("各站点")), ("", found.name)],
    }
    return show(request, "bureau/site.html", context)


@require_safe
@opens_with(Power.BOOKS_CHECK)
def books(request: HouseRequest) -> HttpResponse:
    """Derive every counter again from the journal, now, and say what does not agree."""
    return show(request, "bureau/books.html", {"report": check_books()})


@dataclass(frozen=True, slots=True)
class Rule:
    """One number of the Standard, in words."""

    known: Parameter
    value: str
    sentence: str
    least: str
    most: str
    is_default: bool


def rule_of(*, known: Parameter, standard: Standard) -> Rule:
    """The number as the Standard in force has it, with the range in which it may be set."""
    value = standard.value(known.key)
    bounded = known.kind in {Kind.QUANTITY, Kind.RATIO} and not known.fixed
    return Rule(
        known=known,
        value="" if value == 0 and known.zero_words else value_in_words(known=known, value=value),
        sentence=sentence_in_words(known=known, value=value),
        least=_bound(known, known.minimum) if bounded else "",
        most=_bound(known, known.maximum) if bounded else "",
        is_default=value == known.default,
    )


def _bound(known: Parameter, value: int | str | None) -> str:
    return "" if value is None else value_in_words(known=known, value=value)


@require_safe
@opens_with(Power.CITY_SEE)
def standard(request: HouseRequest) -> HttpResponse:
    """Every value in force: unit, range, legal basis. Read only."""
    found = standard_in_force(at=request.now)
    rules = [rule_of(known=known, standard=found) for known in REGISTRY.values()]
    sections = [
        (section.value.replace(".", "-"), title, [rule for rule in rules if rule.known.section is section])
        for section, title in SECTIONS.items()
    ]
    return show(request, "bureau/standard.html", {"standard": found, "sections": sections, "count": len(rules)})
