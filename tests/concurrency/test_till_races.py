"""Collisions at the till: nothing twice, nothing lost, nothing below zero; each control without its lock goes wrong."""

from collections import Counter
from contextlib import nullcontext
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import Sum

from nuanliu.domain.alliance import codes, posting
from nuanliu.domain.alliance.models import Code, Offer, Redemption, ShopMonth, Stock
from nuanliu.domain.ledger.check import check_books
from nuanliu.domain.ledger.operations import post_many
from nuanliu.domain.ledger.queries import total_posted
from nuanliu.domain.ledger.types import AccountKind, Kind, Request, Unit
from nuanliu.domain.passbook import accounts
from nuanliu.domain.passbook.accounts import Holder, open_expiry
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.ids import new_id
from nuanliu.usecases.redeem_at_shop import redeem
from tests.concurrency import tills
from tests.support import weak_ledger, weak_till
from tests.support.alliance import cashier_of, offer_of, shop_in, spender
from tests.support.races import CONTROL_ROUNDS, ROUNDS, race
from tests.support.town import Town

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(900)]

WORKERS, TWO = 4, 2
MINUTES = timedelta(minutes=10)
CENTURY = 200 * 365


class Scene:
    """A shop with its cashier, its offer, and people with coins."""

    def __init__(self, *, budget: int | None = None, people: int = 8, **offer: Any) -> None:
        self.town = Town.found()
        self.shop = shop_in(self.town, budget=budget)
        self.offer = offer_of(self.shop, price=1, **offer)
        self.cashier = cashier_of(self.town, self.shop)
        self.people = [spender(self.town, f"志愿者{n}", coins=2000) for n in range(people)]

    def codes(self, count: int, *, offers: list[Offer] | None = None, now: Any = None) -> list[Code]:
        """So many that wait, by turns of everybody."""
        at, rows = now or self.town.now, []
        for number in range(count):
            person, row = self.people[number % len(self.people)], new_id()
            rows.append(
                Code(
                    site_id=person.home_site_id, id=row, person_id=person.pk,
                    offer=offers[number] if offers else self.offer, code=codes.code_of(id=row), shown="phone",
                    issued_at=at, expires_at=at + MINUTES,
                )
            )  # fmt: skip
        return Code.objects.bulk_create(rows)

    def given(self, control: str, **more: Any) -> dict[str, Any]:
        """What every round knows."""
        now = self.town.now
        return {"control": control, "cashier": self.cashier.id, "since": now, "now": now, "late": now + MINUTES, **more}


def run(
    control: str, act: Any, rounds: list[dict[str, Any]], *, workers: int = WORKERS
) -> tuple[list[Counter[str]], list[str]]:
    """What everyone was told in each round, and every failure that was not foreseen."""
    if control not in {"", "lots"}:
        weak_till.lock_no_rows()
    weak = tills.weakened(control) if control and connection.vendor == "sqlite" else nullcontext()
    with weak:
        outcomes = race(count=workers, function=act, given=rounds)
    told = [Counter(outcome.value for outcome in one if outcome.is_ok) for one in outcomes]
    seen = {f"{outcome.error}: {outcome.words}"[:160] for one in outcomes for outcome in one if not outcome.is_ok}
    return told, sorted(seen)


def books(scene: Scene, *, spent: int) -> list[str]:
    """What is wrong: the shop's account, its month and people's coins must all say `spent`."""
    shop, started = scene.shop, 2000 * len(scene.people)
    standing = Redemption.objects.filter(undone_at=None).aggregate(total=Sum("coins"))["total"] or 0
    found = {
        "standing": standing,
        "in the book": posting.in_book_of(site=shop.site_id, shop=shop.pk),
        "counted": ShopMonth.objects.aggregate(total=Sum("coins"))["total"] or 0,
        "left people": started - sum(scene.town.savings(person).coin for person in scene.people),
    }
    wrong = [f"{name}: {amount}, not {spent}" for name, amount in found.items() if amount != spent]
    return wrong + [str(finding) for finding in check_books().findings]


# -- the same code, by four, two of them too late


def race_for_one_code(count: int, control: str = "") -> list[str]:
    scene = Scene()
    given = [scene.given(control, codes=[code.code]) for code in scene.codes(count)]
    told, seen = run(control, tills.same_code, given)
    wrong = [f"{number}: {dict(one)}" for number, one in enumerate(told) if one["done"] > 1]
    if not control:
        wrong += [f"{number}: {dict(one)}" for number, one in enumerate(told) if one["done"] != 1] + seen
        wrong += [str(one) for one in told if set(one) - {"done", "code_used", "code_over"}]
        wrong += books(scene, spent=count)
    return wrong


def test_a_code_is_redeemed_once_and_never_when_it_is_over() -> None:
    assert race_for_one_code(ROUNDS) == []


def test_control_without_lock_and_derived_id_a_code_is_redeemed_twice() -> None:
    assert race_for_one_code(CONTROL_ROUNDS, control="code")


# -- the last one in stock


def race_for_stock(count: int, control: str = "") -> list[str]:
    scene = Scene()
    today = scene.offer.starts_on
    offers = Offer.objects.bulk_create(
        [
            Offer(shop=scene.shop, kind="free_item", title=f"第{n}份", price=1, is_counted=True, starts_on=today,
                  made_at=scene.town.now)
            for n in range(count)
        ]
    )  # fmt: skip
    Stock.objects.bulk_create([Stock(site_id=scene.shop.site_id, offer_id=offer.pk, left=1) for offer in offers])
    waiting = scene.codes(count * TWO, offers=[offer for offer in offers for _worker in range(TWO)])
    rows = [[code.code for code in waiting[at : at + TWO]] for at in range(0, len(waiting), TWO)]
    told, seen = run(control, tills.own_code, [scene.given(control, codes=one) for one in rows], workers=TWO)
    wrong = [f"{number}: {dict(one)}" for number, one in enumerate(told) if one["done"] > 1]
    if not control:
        fair = {"done": 1, "none_left": TWO - 1}
        wrong += [f"{number}: {dict(one)}" for number, one in enumerate(told) if dict(one) != fair] + seen
        wrong += [f"{stock.left} left" for stock in Stock.objects.exclude(left=0)]
        wrong += books(scene, spent=count)
    return wrong


def test_the_last_one_goes_to_one_person() -> None:
    assert race_for_stock(ROUNDS) == []


def test_control_counted_before_it_is_written_the_last_one_goes_to_two() -> None:
    assert race_for_stock(CONTROL_ROUNDS, control="stock")


# -- the last coin of a month's budget: every round is another month


def race_for_budget(count: int, control: str = "") -> list[str]:
    scene = Scene(budget=1)
    scene.shop.agreements.update(ends_on=date(2300, 1, 1))
    rounds = []
    for number in range(count):
        year, month = divmod(number, 12)
        now = scene.town.now.replace(year=2027 + year, month=month + 1)
        mine = [code.code for code in scene.codes(TWO, now=now)]
        rounds.append(scene.given(control, codes=mine) | {"now": now})
        if control:  # whoever makes the row makes the others wait: the fault shows where it stands already
            ShopMonth.objects.create(site_id=scene.shop.site_id, shop_id=scene.shop.pk, month=now.date().replace(day=1))
    told, seen = run(control, tills.own_code, rounds, workers=TWO)
    wrong = [f"{number}: {dict(one)}" for number, one in enumerate(told) if one["done"] > 1]
    if not control:
        fair = {"done": 1, "budget_used": TWO - 1}
        wrong += [f"{number}: {dict(one)}" for number, one in enumerate(told) if dict(one) != fair] + seen
        wrong += books(scene, spent=count)
    return wrong


def test_the_last_coin_of_a_budget_is_spent_once() -> None:
    assert race_for_budget(ROUNDS) == []


def test_control_counted_before_it_is_written_a_budget_is_passed() -> None:
    assert race_for_budget(CONTROL_ROUNDS, control="budget")


# -- undone by both sides while another of hers is redeemed


def race_to_undo(count: int, control: str = "") -> list[str]:
    scene = Scene(people=4, stock=100_000)
    waiting = scene.codes(2 * count)
    made = [redeem(actor=scene.cashier, code=code.code, token=new_id(), now=scene.town.now) for code in waiting[:count]]
    rounds = [
        scene.given(control, codes=[code.code], undo=one.id, people=[one.person_id, scene.cashier.id])
        for one, code in zip(made, waiting[count:], strict=True)
    ]
    told, seen = run(control, tills.undo_or_redeem, rounds)
    wrong = books(scene, spent=count)
    left = Stock.objects.get(offer_id=scene.offer.pk).left
    wrong += [f"{left} in stock"] if left != 100_000 - count else []
    if not control:
        fair = {"undone": 2, "done": 1, "code_used": 1}
        wrong += [f"{number}: {dict(one)}" for number, one in enumerate(told) if dict(one) != fair] + seen
    return wrong


def test_undoing_and_redeeming_at_once_count_right() -> None:
    assert race_to_undo(ROUNDS) == []


def test_control_counters_written_from_what_was_seen_are_wrong() -> None:
    assert race_to_undo(CONTROL_ROUNDS // 4, control="undo")  # who does not lock in order waits for deadlocks


# -- a lot runs out while its coins are spent


def race_with_expiry(count: int, control: str = "") -> list[str]:
    scene = Scene(people=1)
    town, everyone = scene.town, [scene.town.volunteer(f"有期{n}") for n in range(20)]
    open_expiry(site=town.site.pk, unit=Unit.COIN, at=town.now)
    scene.people = everyone
    first, requests = date(2027, 1, 1), []
    for number in range(count):
        person = everyone[number % len(everyone)]
        account = accounts.savings(holder=Holder(person.pk, person.home_site_id), unit=Unit.COIN)
        source = accounts.system(site=account.site, kind=AccountKind.ISSUANCE, unit=Unit.COIN, spread_by=person.pk)
        requests.append(
            Request(
                id=new_id(), site=account.site, kind=Kind.OPENING, debit=source.id, credit=account.id, amount=1,
                occurred_at=town.now, lot=first + timedelta(days=number // len(everyone)),
            )
        )  # fmt: skip
    for person in everyone:
        town.give(person, 600)
    post_many(requests)
    waiting, version = scene.codes(2 * count), standard_in_force(at=town.now).version_id
    rounds = []
    for number, request in enumerate(requests):
        person = everyone[number % len(everyone)]
        mine = [waiting[number].code, waiting[count + number].code]
        rounds.append(
            scene.given(
                control, codes=mine, site=request.site, account=request.credit, person=person.pk, expires=request.lot,
                day=request.lot, standard=version,
            )
        )  # fmt: skip
    if control:
        weak_ledger.lock_no_rows(pause=0.02)
        weak_ledger.forget_entry_guards()
    told, seen = run(control, tills.expire_or_redeem, rounds)
    total = Counter[str]()
    for one in told:
        total.update(one)
    coins = [town.savings(person).coin for person in everyone]
    wrong = [f"below zero: {coin}" for coin in coins if coin < 0]
    expired = posting_expired(town)
    if count - sum(coins) != total["done"] + expired:
        wrong.append(f"{count} there were, {sum(coins)} left, {total['done']} used, {expired} expired")
    wrong += [str(finding) for finding in check_books().findings]
    return wrong if control else wrong + seen


def posting_expired(town: Town) -> int:
    """What stands in the account of what ran out."""

    return total_posted(unit=Unit.COIN, kind=AccountKind.EXPIRY, site=town.site.pk)


def test_a_lot_is_spent_or_runs_out_never_both() -> None:
    assert race_with_expiry(ROUNDS) == []


def test_control_without_the_books_locks_coins_are_lost_or_made() -> None:
    assert race_with_expiry(CONTROL_ROUNDS, control="lots")
