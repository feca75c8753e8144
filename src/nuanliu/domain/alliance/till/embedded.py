"""The till on SQLite: the steps of `redeem.sql` in the same order; the IMMEDIATE transaction around is the lock."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from nuanliu.domain.alliance.models import Code, PersonMonth, Redemption, ShopMonth, Stock
from nuanliu.domain.alliance.till.types import Answer, Limits, Made, Refusal
from nuanliu.domain.audit.operations import Done, record_all
from nuanliu.domain.ledger import operations as ledger
from nuanliu.domain.ledger.types import Request


@dataclass(frozen=True, slots=True)
class Found:
    """What stands in the counters."""

    spent: int
    taken: int
    in_stock: int


def look(made: Made, code: UUID, limits: Limits) -> Answer | Found:
    """What stands in the counters, or why it cannot be."""
    if Code.objects.filter(site_id=made.home_site, id=code).exclude(used_at=None).exists():
        return Answer(refusal=Refusal.CODE_USED)
    spent = _person_month(made, limits).values_list("coins", flat=True).first()
    if spent is None:
        return Answer(refusal=Refusal.NOT_BEGUN)
    if spent > limits.person:
        return Answer(refusal=Refusal.ABOVE_CAP, stands=spent)
    if limits.times and _had(made, limits) >= limits.times:
        return Answer(refusal=Refusal.TOO_OFTEN)
    shop_month = ShopMonth.objects.filter(site_id=made.site_id, shop_id=made.shop_id, month=limits.month)
    taken = shop_month.values_list("coins", flat=True).first() or 0
    if limits.shop is not None and taken > limits.shop:
        return Answer(refusal=Refusal.BUDGET_USED)
    in_stock = _stock(made).values_list("left", flat=True).first() or 0
    none_left = limits.is_counted and in_stock < 1
    return Answer(refusal=Refusal.NONE_LEFT) if none_left else Found(spent, taken, in_stock)


def _had(made: Made, limits: Limits) -> int:
    rows = Redemption.objects.filter(site_id=made.site_id, person_id=made.person_id, offer_id=made.offer_id)
    return rows.filter(day__gte=limits.since, undone_at=None).count()


def write(  # noqa: PLR0917 (the parts of one act)
    made: Made, code: UUID, limits: Limits, legs: Sequence[Request], done: Done, found: Found
) -> Answer:
    """Post it and write it down, if the book agrees."""
    results = tuple(ledger.post_many(legs))
    if not all(result.stands for result in results):
        return Answer(refusal=Refusal.BOOK, results=results)
    Code.objects.filter(site_id=made.home_site, id=code).update(used_at=made.made_at)
    _person_month(made, limits).update(coins=found.spent + made.coins)
    ShopMonth.objects.bulk_create(
        [
            ShopMonth(
                site_id=made.site_id, shop_id=made.shop_id, month=limits.month, coins=found.taken + made.coins
            )
        ],
        update_conflicts=True, update_fields=["coins"], unique_fields=["site_id", "shop_id", "month"],
    )  # fmt: skip
    if limits.is_counted:
        _stock(made).update(left=found.in_stock - 1)
    Redemption.objects.bulk_create([Redemption(**made.as_row())])
    record_all(done=[done])
    return Answer(refusal=None, results=results)


def _person_month(made: Made, limits: Limits) -> Any:
    return PersonMonth.objects.filter(site_id=made.home_site, person_id=made.person_id, month=limits.month)


def _stock(made: Made) -> Any:
    return Stock.objects.filter(site_id=made.site_id, offer_id=made.offer_id)
