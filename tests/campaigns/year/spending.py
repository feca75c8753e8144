"""What volunteers do with what they have: coins at a till, coins for time, gifts to a mother, gifts to the pool."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from nuanliu.domain.alliance.types import NotedState
from nuanliu.domain.ledger.types import Unit
from nuanliu.domain.passbook.types import GiftState, SaidHow
from nuanliu.domain.people.models import Person
from nuanliu.domain.standards.policies import lot_expiry
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.clock import at, local_date
from nuanliu.platform.ids import new_id
from nuanliu.usecases.give_time import answer_gift, give_time
from nuanliu.usecases.note_codes import note_code
from nuanliu.usecases.redeem_at_shop import redeem
from nuanliu.usecases.say_overflow import say_overflow
from nuanliu.usecases.show_code import show_code
from nuanliu.usecases.undo_redemption import undo_redemption
from nuanliu.usecases.use_time import convert_time, donate, take_back
from tests.campaigns.year.tally import NEVER

if TYPE_CHECKING:
    from tests.campaigns.year.play import Year


def lay_out(year: "Year", day: date) -> None:
    """A few acts a day, as many as there are volunteers for."""
    acts = (spend, spend, spend, off_line, convert, give, to_mother, to_mother, say)
    for _act in range(max(len(year.cast.volunteers) // 40, 2)):
        act = year.random.choice(acts)
        moment = at(day, year.random.randint(12, 19), year.random.randint(0, 59))
        year.later(moment, lambda now, one=act: one(year, now))


def _somebody(year: "Year") -> Person:
    return year.random.choice(year.cast.volunteers)


def _somebody_with(year: "Year", unit: Unit, amount: int) -> Person:
    """By turns of the dice anybody, or somebody who has so much: a short year must see it done, not only refused."""
    purses = year.tally.time if unit is Unit.TIME else year.tally.coin
    people = [one for one in year.cast.volunteers if purses[one.pk].available >= amount]
    return year.random.choice(people) if people and year.random.random() < 0.5 else _somebody(year)


def spend(year: "Year", now: datetime) -> None:
    """A courtesy at a shop; sometimes both sides undo it the same day."""
    person, (offer, shop, cashier) = _somebody_with(year, Unit.COIN, 200), year.random.choice(year.cast.offers)
    code = year.tried(
        "code", lambda: show_code(actor=year.cast.actor(person), offer_id=offer.pk, token=new_id(), now=now)
    )
    if code is None:
        return
    made = year.tried("redeemed", lambda: redeem(actor=cashier, code=code.code, token=new_id(), now=now))
    if made is None:
        return
    taken = year.tally.coin[person.pk].take(offer.price)
    year.tally.shop[shop.pk] += offer.price
    if year.random.random() < 0.1:
        undone = year.tried(
            "redemption undone",
            lambda: undo_redemption(actor=cashier, redemption_id=made.id, now=now + timedelta(minutes=5)),
        )
        if undone is not None:
            year.tally.coin[person.pk].put(taken)
            year.tally.shop[shop.pk] -= offer.price


def off_line(year: "Year", now: datetime) -> None:
    """The line is away: the code is taken down, entered in the evening, and entered again by mistake."""
    person, (offer, shop, cashier) = _somebody_with(year, Unit.COIN, 200), year.random.choice(year.cast.offers)
    actor = year.cast.actor(person)
    code = year.tried("code", lambda: show_code(actor=actor, offer_id=offer.pk, token=new_id(), now=now))
    if code is None:
        return

    def enter(moment: datetime) -> None:
        taken_at = now + timedelta(minutes=year.random.randint(1, 12))
        for _twice in range(2):
            noted = note_code(
                actor=cashier, shop_id=shop.pk, code=code.code, taken_at=taken_at, token=new_id(), now=moment
            )
        year.tally.done[f"taken down, {noted.state}"] += 1
        if noted.state == NotedState.DONE:
            year.tally.coin[person.pk].take(offer.price)
            year.tally.shop[shop.pk] += offer.price

    year.later(now + timedelta(hours=year.random.randint(1, 9)), enter)


def convert(year: "Year", now: datetime) -> None:
    """Coins for time."""
    person, minutes = _somebody_with(year, Unit.TIME, 300), year.random.choice((30, 60, 300))
    standard = standard_in_force(at=now, site=person.home_site_id)
    made = year.tried(
        "converted",
        lambda: convert_time(actor=year.cast.actor(person), minutes=minutes, token=new_id(), now=now),
    )
    if made is not None:
        until = lot_expiry(earned_on=local_date(now), months=standard.months("coin_expiry_months"))
        year.tally.time[person.pk].take(minutes)
        year.tally.coin[person.pk].put({until or NEVER: minutes * 100 // 60})


def give(year: "Year", now: datetime) -> None:
    """To the pool of her site; one in five thinks again."""
    person, unit = _somebody(year), year.random.choice((Unit.TIME, Unit.COIN))
    amount, actor = year.random.choice((30, 100, 200)), year.cast.actor(person)
    made = year.tried("donated", lambda: donate(actor=actor, unit=unit, amount=amount, token=new_id(), now=now))
    if made is None:
        return
    purse = (year.tally.time if unit is Unit.TIME else year.tally.coin)[person.pk]
    taken = purse.take(amount)
    _into_pool(year, person, unit, amount)
    if year.random.random() < 0.2:
        soon = now + timedelta(minutes=4)
        undone = year.tried("taken back", lambda: take_back(actor=actor, dealing_id=made.id, now=soon))
        if undone is not None:
            purse.put(taken)
            _into_pool(year, person, unit, -amount)


def _into_pool(year: "Year", person: Person, unit: Unit, amount: int) -> None:
    site = person.home_site_id
    if unit is Unit.COIN:
        year.tally.pool_coin[site] += amount
    elif amount > 0:
        year.tally.pool_time[site].put({NEVER: amount})
    else:
        year.tally.pool_time[site].take(-amount)


def to_mother(year: "Year", now: datetime) -> None:
    """Time for her mother, who says yes or no the next day."""
    if not year.cast.mothers:
        return
    giver_id = year.random.choice(list(year.cast.mothers))
    giver = next(one for one in year.cast.volunteers if one.pk == giver_id)
    mother, minutes = year.cast.mothers[giver_id], year.random.choice((30, 60, 120))
    gift = year.tried(
        "gift",
        lambda: give_time(
            actor=year.cast.actor(giver), giver_id=giver_id, receiver_id=mother.pk, minutes=minutes,
            how=SaidHow.SELF, token=new_id(), now=now,
        ),
    )  # fmt: skip
    if gift is not None:
        year.tally.time[giver_id].promise(gift.id, minutes)
        year.later(now + timedelta(days=1), lambda moment: _answer(year, gift, mother, moment))


def _answer(year: "Year", gift: Any, mother: Person, now: datetime) -> None:
    is_yes = year.random.random() < 0.8
    made = year.tried(
        "gift answered",
        lambda: answer_gift(actor=year.cast.actor(mother), gift_id=gift.id, is_yes=is_yes, how=SaidHow.SELF, now=now),
    )
    if made is None:
        return
    accepted = made.state == GiftState.ACCEPTED
    parts = year.tally.time[gift.giver_id].pay(gift.id, gift.minutes if accepted else 0)
    year.tally.time[mother.pk].put(parts)


def say(year: "Year", now: datetime) -> None:
    """Whether the pool may have what is above the cap."""
    person, agrees = _somebody(year), year.random.random() < 0.6
    actor = year.cast.actor(person)
    say_overflow(actor=actor, person_id=person.pk, agrees=agrees, token=new_id(), now=now)
    year.tally.says[person.pk] = agrees
    year.tally.done["said about the cap"] += 1
