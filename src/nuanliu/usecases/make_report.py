"""What a report is made of: one place and period, by place, service, age, branch, proof; the branches; the alliance."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count
from django.db.models import Sum as SumOf

from nuanliu.domain.alliance.models import Redemption
from nuanliu.domain.insights.periods import Period
from nuanliu.domain.insights.queries import Asked, sums_of, within
from nuanliu.domain.insights.types import NOBODY, Dimension, Subject, Sum
from nuanliu.domain.network.models import Node, Pledge
from nuanliu.domain.network.types import UNIT_KINDS
from nuanliu.usecases.due_figures import Due, due_now
from nuanliu.usecases.see_figures import Below, Figures, figures_of, places_below
from nuanliu.usecases.unit_figures import pledged_for

_D, _S = Dimension, Subject
TABLES: tuple[Asked, ...] = (
    (_S.VISIT, _D.SERVICE),
    (_S.VISIT, _D.HELPER_AGE),
    (_S.VISIT, _D.HELPER_SEX),
    (_S.VISIT, _D.ELDER_AGE),
    (_S.VISIT, _D.GRADE),
    (_S.VISIT, _D.PAYER),
    (_S.VISIT, _D.FACE),
)


@dataclass(frozen=True, slots=True)
class Report:
    """Figures beside those before, what stands below, and tables by dimension."""

    place: Node
    period: Period
    now: Figures
    before: Figures
    year_before: Figures
    months: list[tuple[date, Figures]]
    below: list[Below]
    tables: dict[Asked, dict[str, Sum]]
    due: Due


@dataclass(frozen=True, slots=True)
class OfUnit:
    """One branch or team: what was done for it (its teams are told apart), and what it had pledged."""

    node: Node | None
    done: Sum
    pledged: int


@dataclass(frozen=True, slots=True)
class OfShop:
    """One shop: how often a courtesy was given, and for how many hundredths of a coin."""

    name: str
    site: str
    count: int
    coins: int


def report_on(*, place: Node, period: Period, now: datetime) -> Report:
    """The report of a place that `access_place` opened."""
    told = sums_of(under=place.path, asked=TABLES, months=period.all_months)
    months = [(month, figures_of(place=place, period=Period(month))) for month in period.all_months]
    return Report(
        place=place,
        period=period,
        now=figures_of(place=place, period=period),
        before=figures_of(place=place, period=period.before),
        year_before=figures_of(place=place, period=period.year_before),
        months=months if period.is_year else [],
        below=places_below(place=place, period=period),
        tables={asked: within(told, subject=asked[0], dimension=asked[1], period=period) for asked in TABLES},
        due=due_now(place=place, now=now),
    )


def units_in(*, place: Node, period: Period) -> list[OfUnit]:
    """Every branch and team for which something was done under a place, or that pledged; the most first.

    What was done for none of them comes last, so that the sum is the whole.
    """
    asked = (Subject.VISIT, Dimension.UNIT)
    told = sums_of(under=place.path, asked=[asked], months=period.all_months)
    done = within(told, subject=asked[0], dimension=asked[1], period=period)
    kinds = [kind.value for kind in UNIT_KINDS]
    nodes = {node.code: node for node in Node.objects.filter(kind__in=kinds, code__in=done)}
    pledges: dict[str, list[Pledge]] = {}
    for pledge in Pledge.objects.filter(node__path__startswith=place.path, first_month__lt=period.after).select_related(
        "node"
    ):
        nodes.setdefault(pledge.node.code, pledge.node)
        pledges.setdefault(pledge.node.code, []).append(pledge)
    found = [
        OfUnit(
            node,
            done.get(code, Sum()),
            sum(pledged_for(month, pledges.get(code, [])) for month in period.all_months),
        )
        for code, node in nodes.items()
    ]
    found = [one for one in found if one.done.count or one.pledged]
    found.sort(key=lambda one: (-one.done.amount, one.node.code if one.node else ""))
    return [*found, OfUnit(None, done[NOBODY], 0)] if NOBODY in done else found


def shops_in(*, place: Node, period: Period) -> list[OfShop]:
    """Every shop under a place whose courtesies were used, the most coins first; what was undone does not count."""
    rows = Redemption.objects.filter(
        undone_at=None, day__gte=period.first, day__lt=period.after, shop__node__path__startswith=place.path
    )
    told = rows.values_list("shop__node__name", "shop__site__name").annotate(Count("id"), SumOf("coins")).order_by()
    return sorted((OfShop(*one) for one in told), key=lambda one: (-one.coins, one.name))
