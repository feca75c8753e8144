"""What else a year brings: moving away and back, time before one has it, a household, the goods shelf, lost books."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from nuanliu.domain.alliance.models import Good
from nuanliu.domain.alliance.shelf.types import Proved
from nuanliu.domain.care.types import Payer
from nuanliu.domain.passbook.booklets.types import EndReason
from nuanliu.domain.passbook.models import Away
from nuanliu.domain.passbook.types import SaidHow
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.operations import confirm_relation
from nuanliu.domain.people.types import KinProof, Kinship
from nuanliu.platform.clock import at
from nuanliu.platform.ids import new_id
from nuanliu.usecases.hand_over import hand_over, undo_handover
from nuanliu.usecases.keep_shelf import count_stock, put_good, stock_in
from nuanliu.usecases.lend_time import close_overdrafts, lend_time
from nuanliu.usecases.print_passbook import print_new, replace_booklet, start_booklet
from nuanliu.usecases.rest_account import come_back, end_moved_accounts, move_away
from nuanliu.usecases.share_time import answer_sharing, ask_to_share, leave_household
from tests.campaigns.year.tally import NEVER

if TYPE_CHECKING:
    from tests.campaigns.year.play import Year

HOUSEHOLD_EVERY, MOVE_EVERY, LEND_EVERY, LEAVE_EVERY, STOCK_EVERY = 4, 9, 6, 50, 30


def lay_out(year: "Year", day: date, number: int) -> None:
    """Put what this day brings into the calendar."""
    acts = (
        (MOVE_EVERY, 2, at(day, 9, 5), move),
        (HOUSEHOLD_EVERY, 1, at(day, 9, 10), share),
        (LEAVE_EVERY, 40, at(day, 9, 15), leave),
        (LEND_EVERY, 3, at(day, 9, 20), lend),
        (STOCK_EVERY, 0, at(day, 9, 25), fill_shelf),
        (1, 0, at(day, 16, 30), from_shelf),
        (2, 0, at(day, 17, 30), print_book),
        (1, 0, at(day, 0, 57), end_moved),
        (1, 0, at(day, 0, 58), end_lent),
    )
    for every, offset, moment, act in acts:
        if number % every == offset:
            year.later(moment, lambda now, one=act: one(year, now))


def move(year: "Year", now: datetime) -> None:
    """Somebody moves away; two of three come back some weeks later."""
    person = year.random.choice(year.random.choice((year.cast.volunteers, year.cast.elders)))
    clerk = year.cast.staff[person.home_site_id, "clerk"]
    year.tried("moved away", lambda: move_away(actor=clerk, person_id=person.pk, now=now))
    if year.random.random() < 2 / 3:
        soon = now + timedelta(days=year.random.randint(5, 40))
        year.later(soon, lambda moment: back(year, person, moment))


def back(year: "Year", person: Person, now: datetime) -> None:
    """If she lives."""
    if person not in year.cast.gone:
        actor = year.cast.actor(person)
        year.tried("came back", lambda: come_back(actor=actor, person_id=person.pk, now=now))


def end_moved(year: "Year", now: datetime) -> None:
    """What was kept for somebody who is gone for good goes to the pool."""
    kept = set(Away.objects.filter(pooled_at=None).values_list("id", flat=True))
    end_moved_accounts(now=now)
    for away in Away.objects.filter(id__in=kept, pooled_at__isnull=False):
        year.tally.done["moved for good"] += 1
        time, coins = year.tally.time[away.person_id], year.tally.coin[away.person_id]
        if time.available > 0:
            year.tally.pool_time[away.site_id].put({NEVER: sum(time.take(time.available).values())})
        if coins.available > 0:
            year.tally.pool_coin[away.site_id] += sum(coins.take(coins.available).values())


def share(year: "Year", now: datetime) -> None:
    """An old person without time asks her child to share, who agrees."""
    taken = {one for pair in year.households for one in pair}
    elders = [one for one in year.cast.elders if one.pk not in taken and not year.tally.time[one.pk].total]
    helpers = [one for one in year.cast.volunteers if one.pk not in taken and year.tally.time[one.pk].available > 0]
    if not elders or not helpers:
        return
    helper = year.random.choice(helpers)
    near = [one for one in elders if one.home_site_id == helper.home_site_id]
    if not near:
        return
    elder = year.random.choice(near)
    confirm_relation(person=elder, relative=helper, kinship=Kinship.CHILD, proof=KinProof.HOUSEHOLD, by=None, at=now)
    actor = year.cast.actor(elder)
    asked = year.tried(
        "asked to share",
        lambda: ask_to_share(actor=actor, person_id=elder.pk, relative_id=helper.pk, token=new_id(), now=now),
    )
    if asked is None:
        return
    year.households.append((elder.pk, helper.pk))
    year.tried(
        "shares",
        lambda: answer_sharing(
            actor=year.cast.actor(helper), person_id=helper.pk, is_yes=True, how=SaidHow.SELF, now=now
        ),
    )
    year.later(now + timedelta(hours=1), lambda moment: year.place(elder, moment, None))


def leave(year: "Year", now: datetime) -> None:
    """A household ends; what is reserved for a visit stays reserved."""
    if year.households:
        elder = next((one for one in year.cast.elders if one.pk == year.households[0][0]), None)
        year.households.pop(0)
        if elder is not None:
            actor = year.cast.actor(elder)
            year.tried("household left", lambda: leave_household(actor=actor, person_id=elder.pk, now=now))


def lend(year: "Year", now: datetime) -> None:
    """An old person may use two hours before she has them, and does."""
    elder = year.random.choice(year.cast.elders)
    leads = year.cast.staff[elder.home_site_id, "coordinator"]
    lent = year.tried(
        "lent",
        lambda: lend_time(actor=leads, person_id=elder.pk, minutes=120, reason="急需", token=new_id(), now=now),
    )
    if lent is not None and year.random.random() < 0.8:
        year.later(now + timedelta(hours=1), lambda moment: year.place(elder, moment, Payer.OWN_TIME))


def end_lent(year: "Year", now: datetime) -> None:
    """What was paid back, or not used, ends."""
    year.tally.done["overdrafts ended"] += close_overdrafts(now=now)


def fill_shelf(year: "Year", now: datetime) -> None:
    """Goods come to both sites, a new kind each time; what stood there before is counted, and one is missing."""
    cast = year.cast
    for site in (cast.town.site.pk, cast.town.other_site.pk):
        clerk = cast.staff[site, "clerk"]
        for old in Good.objects.filter(site_id=site, ended_at=None, left__gte=1):
            found = count_stock(
                actor=clerk, good_id=old.id, counted=old.left - 1, reason="破了一袋", token=new_id(), now=now
            )
            year.tally.pieces[old.id] += found
        good = put_good(
            actor=clerk, site_id=site, name=f"大米 {now:%m%d}", measure="5 公斤", price=150, token=new_id(), now=now
        )
        stock_in(actor=clerk, good_id=good.id, pieces=8, source="超市捐", token=new_id(), now=now)
        year.tally.pieces[good.id] += 8
        year.tally.done["goods put up"] += 1


def from_shelf(year: "Year", now: datetime) -> None:
    """A piece for coins, at her own site; sometimes it comes back the same day."""
    people = [one for one in year.cast.volunteers if year.tally.coin[one.pk].available >= 150]
    if not people:
        return
    person = year.random.choice(people)
    good = year.random.choice(list(Good.objects.filter(site_id=person.home_site_id).order_by("id")))
    clerk = year.cast.staff[good.site_id, "clerk"]
    made = year.tried(
        "handed over",
        lambda: hand_over(
            actor=clerk, person_id=person.pk, good_id=good.id, proved=Proved.PAPER, token=new_id(), now=now
        ),
    )
    if made is None:
        return
    taken = year.tally.coin[person.pk].take(good.price)
    year.tally.shop[good.site_id] += good.price
    year.tally.pieces[good.id] -= 1
    if year.random.random() < 0.2:
        soon = now + timedelta(minutes=5)
        undo_handover(actor=clerk, person_id=person.pk, handover_id=made.id, now=soon)
        year.tally.coin[person.pk].put(taken)
        year.tally.shop[good.site_id] -= good.price
        year.tally.pieces[good.id] += 1


def print_book(year: "Year", now: datetime) -> None:
    """A book is printed on; one in four is lost, and the new one goes on where it stopped."""
    person = year.random.choice(year.cast.volunteers)
    clerk = year.cast.staff[person.home_site_id, "clerk"]
    start_booklet(actor=clerk, person_id=person.pk, token=new_id(), now=now)
    year.tried("book printed", lambda: print_new(actor=clerk, person_id=person.pk, token=new_id(), now=now))
    if year.random.random() < 0.25:
        year.tried(
            "book lost",
            lambda: replace_booklet(
                actor=clerk, person_id=person.pk, reason=EndReason.LOST, note="丢了", token=new_id(), now=now
            ),
        )
        year.tried("book printed", lambda: print_new(actor=clerk, person_id=person.pk, token=new_id(), now=now))
