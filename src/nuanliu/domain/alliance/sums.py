"""What a month came to: a shop's lines and sums, and the alliance's by shop. Facts as plain data, kept as they were."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from nuanliu.domain.alliance.models import Redemption, Shop
from nuanliu.domain.alliance.types import Bearer
from nuanliu.platform import clock

Facts = dict[str, Any]


def facts_of(*, shop: Shop, first: date, last: date, budget: int | None) -> Facts:
    """Every redemption of these days that stands, how many were undone, and who bears how much."""
    rows = list(
        Redemption.objects.filter(shop=shop, day__gte=first, day__lte=last)
        .order_by("day", "made_at", "id")
        .values_list("day", "made_at", "title", "coins", "code", "bearer", "undone_at")
    )
    standing = [row for row in rows if row[6] is None]
    return {
        "shop": shop.node.name,
        "site": shop.site.name,
        "credit_code": shop.credit_code,
        "budget": budget,
        "undone": len(rows) - len(standing),
        "lines": [
            {
                "day": day.isoformat(),
                "time": f"{clock.local(made_at):%H:%M}",
                "title": title,
                "coins": coins,
                "code": code,
                "bearer": bearer,
            }
            for day, made_at, title, coins, code, bearer, _undone in standing
        ],
        **_sums((coins, bearer) for _day, _at, _title, coins, _code, bearer, _undone in standing),
    }


def facts_of_all(*, of_shops: Iterable[Facts]) -> Facts:
    """The alliance's month: one line a shop, and the sums of all."""
    shops = sorted((one for one in of_shops if one["count"]), key=lambda one: (-one["coins"], one["shop"]))
    total: Counter[str] = Counter()
    for one in shops:
        total.update({bearer: one["borne"][bearer] for bearer in one["borne"]})
    return {
        "lines": [{name: one[name] for name in ("shop", "site", "count", "coins", "borne")} for one in shops],
        "count": sum(one["count"] for one in shops),
        "coins": sum(one["coins"] for one in shops),
        "borne": {bearer.value: total[bearer.value] for bearer in Bearer},
    }


def _sums(had: Iterable[tuple[int, str]]) -> Facts:
    count, borne = 0, Counter[str]()
    for coins, bearer in had:
        count += 1
        borne[bearer] += coins
    return {
        "count": count,
        "coins": sum(borne.values()),
        "borne": {bearer.value: borne[bearer.value] for bearer in Bearer},
    }
