"""The counters that a redemption must not pass: narrow rows, each the lock of what it counts.

At the till they are counted in one call (`till.taking`). Elsewhere one conditional UPDATE takes the row's lock and
decides on what it then reads; where it changes nothing, the row is missing (and is made) or the limit is reached.
"""

from datetime import date
from uuid import UUID

from django.db.models import F

from nuanliu.domain.alliance.models import PersonMonth, ShopMonth, Stock


def take_person(*, site: UUID, person: UUID, month: date, coins: int, cap: int) -> bool:
    """Count coins of a person's month. False if that would pass the cap."""
    rows = PersonMonth.objects.filter(site_id=site, person_id=person, month=month, coins__lte=cap - coins)
    return bool(rows.update(coins=F("coins") + coins))


def begin_person(*, site: UUID, person: UUID, month: date) -> bool:
    """Make the row of a person's month. False if it is there."""
    rows = PersonMonth.objects.filter(site_id=site, person_id=person, month=month)
    if rows.exists():
        return False
    PersonMonth.objects.bulk_create([PersonMonth(site_id=site, person_id=person, month=month)], ignore_conflicts=True)
    return True


def spent_by(*, site: UUID, person: UUID, month: date) -> int:
    """Coins a person has spent in a month."""
    rows = PersonMonth.objects.filter(site_id=site, person_id=person, month=month)
    return rows.values_list("coins", flat=True).first() or 0


def taken_by(*, site: UUID, shop: UUID, month: date) -> int:
    """Coins a shop has taken in a month."""
    rows = ShopMonth.objects.filter(site_id=site, shop_id=shop, month=month)
    return rows.values_list("coins", flat=True).first() or 0


def give_back_person(*, home: UUID, person: UUID, month: date, coins: int) -> None:
    """Undo what was counted of a person's month."""
    PersonMonth.objects.filter(site_id=home, person_id=person, month=month).update(coins=F("coins") - coins)


def give_back(*, home: UUID, person: UUID, site: UUID, shop: UUID, offer: UUID, month: date, coins: int) -> None:
    """Undo one redemption in all three, in the order in which they were taken."""
    give_back_person(home=home, person=person, month=month, coins=coins)
    ShopMonth.objects.filter(site_id=site, shop_id=shop, month=month).update(coins=F("coins") - coins)
    Stock.objects.filter(site_id=site, offer_id=offer).update(left=F("left") + 1)
