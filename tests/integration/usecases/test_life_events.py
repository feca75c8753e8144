"""Death, moving away, long silence, coming back: nothing is lost that should not be, and nothing is spent twice."""

from datetime import date, timedelta

import pytest

from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.ledger.check import check_books
from nuanliu.domain.ledger.types import Unit
from nuanliu.domain.network.models import Login
from nuanliu.domain.network.types import Role
from nuanliu.domain.notices.models import Delivery, Notice
from nuanliu.domain.passbook.models import Away, Estate
from nuanliu.domain.passbook.queries import pool_of
from nuanliu.domain.passbook.types import DeathPaper, SaidHow
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.operations import confirm_relation
from nuanliu.domain.people.types import KinProof, Kinship
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.ids import new_id
from nuanliu.usecases.close_estates import close_estates
from nuanliu.usecases.give_time import give_time
from nuanliu.usecases.place_need import place_need
from nuanliu.usecases.record_death import record_death, take_back_death
from nuanliu.usecases.rest_account import come_back, end_moved_accounts, move_away, rest_quiet_accounts
from nuanliu.usecases.settle_estate import decide_heir, left_by, name_heir
from nuanliu.usecases.use_time import convert_time, donate
from tests.support.town import Town

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def town(db) -> Town:
    return Town.found()


@pytest.fixture
def lost(town) -> Person:
    """A volunteer with 10 h and 2 coins, whose wife and son are known by papers."""
    person = town.volunteer("王老师", born=date(1950, 1, 1))
    town.give(person, 720)
    convert_time(actor=town.actor(person), minutes=120, token=new_id(), now=town.now)
    return person


def related(town, person, relative, kinship=Kinship.SPOUSE) -> Person:
    confirm_relation(person=person, relative=relative, kinship=kinship, proof=KinProof.HOUSEHOLD, by=None, at=town.now)
    return relative


def dies(town, person, *, actor=None, now=None) -> Estate:
    return record_death(
        actor=actor or town.clerk(), person_id=person.pk, died_on=town.now.date(), paper=DeathPaper.CERTIFICATE,
        reason="人不在了", now=now or town.now,
    )  # fmt: skip


def has(town, person) -> tuple[int, int]:
    found = town.savings(person)
    return found.time, found.coin


def pools(town) -> tuple[int, int]:
    return tuple(pool_of(site=town.site.pk, unit=unit) for unit in (Unit.TIME, Unit.COIN))


def told(person) -> list[str]:
    return list(Notice.objects.filter(person=person).order_by("created_at", "id").values_list("kind", flat=True))


def code_of(act) -> str:
    with pytest.raises(Unable) as refused:
        act()
    return refused.value.code


def test_death_freezes_the_book_calls_off_what_was_arranged_and_tells_the_kin(town, lost) -> None:
    wife, helped = related(town, lost, town.elder("张桂兰")), town.elder("李奶奶")
    visit = town.taken(helped, lost)
    give_time(
        actor=town.actor(lost), giver_id=lost.pk, receiver_id=wife.pk, minutes=60, how=SaidHow.SELF,
        token=new_id(), now=town.now,
    )  # fmt: skip
    me = town.actor(lost)
    dies(town, lost)
    assert (Person.objects.get(pk=lost.pk).died_on, Login.objects.get(pk=lost.pk).is_active) == (town.now.date(), False)
    assert Visit.objects.get(id=visit.id).state == "cancelled"
    assert Need.objects.get(id=visit.need_id).state == "open"
    assert (has(town, lost), town.savings(lost).time_held) == ((600, 200), 0)
    assert told(wife)[-1] == "kin_died"
    for act in (
        lambda: donate(actor=me, unit=Unit.TIME, amount=60, token=new_id(), now=town.now),
        lambda: convert_time(actor=me, minutes=60, token=new_id(), now=town.now),
    ):
        with pytest.raises(NotVisible):
            act()
    waiting = Delivery.objects.filter(notice__person=lost, state="waiting")
    assert waiting.exclude(lapses_at=None).count() == waiting.count()
    assert dies(town, lost, actor=town.clerk("另一位")).id == Estate.objects.get().id


def test_an_elders_needs_are_called_off_and_nobody_rings_her(town) -> None:
    elder = town.elder("李奶奶", minutes=120, phone="13800001111")
    need = town.need(elder)
    before = Delivery.objects.filter(notice__person=elder).exclude(channel="inbox").count()
    dies(town, elder)
    assert (Need.objects.get(id=need.id).state, town.savings(elder).time_held) == ("cancelled", 0)
    assert Delivery.objects.filter(notice__person=elder).exclude(channel="inbox").count() == before
    with pytest.raises(NotVisible):
        town.need(elder)


def test_one_relative_gets_all_of_it_by_two_peoples_word(town, lost) -> None:
    son = related(town, lost, town.volunteer("王小明", site=town.other_site), Kinship.CHILD)
    brother, word = related(town, lost, town.person("王二"), Kinship.SIBLING), town.person("王三")
    town.kin(lost, word, Kinship.CHILD)
    dies(town, lost)
    first, second = town.clerk("甲"), town.staff(Role.COORDINATOR, "乙")
    name = lambda heir, **more: name_heir(  # noqa: E731
        **{"actor": first, "person_id": lost.pk, "heir_id": heir.pk, "now": town.now + DAY, **more}
    )
    decide = lambda **more: decide_heir(  # noqa: E731
        **{"actor": second, "person_id": lost.pk, "is_yes": True, "reason": "", "now": town.now + DAY, **more}
    )
    assert [code_of(lambda one=one: name(one)) for one in (brother, word)] == ["kinship", "unconfirmed"]
    assert name(son).state == "named"
    assert code_of(lambda: decide(actor=first)) == "same_person"
    assert code_of(lambda: decide(is_yes=False)) == "no_reason"
    assert decide(is_yes=False, reason="户口本不对").state == "open"
    name(son)
    assert decide().state == "transferred"
    assert (has(town, lost), has(town, son), pools(town)) == ((0, 0), (600, 0), (0, 200))
    assert told(son)[-1] == "time_left"
    assert code_of(lambda: name(son)) == "settled"
    assert decide().minutes == 600
    assert check_books().findings == []


def test_after_the_days_it_goes_to_the_pool_and_so_does_what_comes_later(town, lost) -> None:
    wife = related(town, lost, town.elder("张桂兰"))
    estate = dies(town, lost)
    assert close_estates(now=estate.closes_at - timedelta(seconds=1)) == 0
    assert (
        code_of(lambda: name_heir(actor=town.clerk(), person_id=lost.pk, heir_id=wife.pk, now=estate.closes_at))
        == "late"
    )
    assert close_estates(now=estate.closes_at) == 1
    assert close_estates(now=estate.closes_at) == 0
    assert (has(town, lost), pools(town)) == ((0, 0), (600, 200))
    town.give(lost, 60)
    assert close_estates(now=estate.closes_at + DAY) == 1
    assert pools(town) == (660, 200)
    assert told(wife)[-1] == "left_to_pool"
    assert (estate.closes_at - town.now).days == 180
    assert check_books().findings == []


def test_a_mistake_is_taken_back_but_not_by_kin_and_not_when_settled(town, lost) -> None:
    clerk = town.clerk()
    related(town, lost, Person.objects.get(pk=clerk.id), Kinship.CHILD)
    assert code_of(lambda: dies(town, lost, actor=clerk)) == "own_or_kin"
    other = town.clerk("同事")
    estate = dies(town, lost, actor=other)
    assert code_of(lambda: take_back_death(actor=other, person_id=lost.pk, reason="", now=town.now)) == "no_reason"
    take_back_death(actor=other, person_id=lost.pk, reason="同名", now=town.now)
    assert town.actor(Person.objects.get(pk=lost.pk)).is_volunteer
    assert left_by(actor=other, person_id=lost.pk, now=town.now).estate is None
    again = dies(town, lost, actor=other)
    assert again.id != estate.id
    close_estates(now=again.closes_at)
    refused = lambda: take_back_death(actor=other, person_id=lost.pk, reason="同名", now=again.closes_at)  # noqa: E731
    assert code_of(refused) == "settled"


def test_who_moved_away_gives_and_donates_but_spends_only_when_back(town, lost) -> None:
    me, wife = town.actor(lost), related(town, lost, town.elder("张桂兰"))
    away = move_away(actor=town.clerk(), person_id=lost.pk, now=town.now)
    assert (away.keep_until, told(lost)[-1]) == (date(2028, 11, 2), "away_moved")
    assert code_of(lambda: convert_time(actor=me, minutes=60, token=new_id(), now=town.now)) == "moved"
    donate(actor=me, unit=Unit.TIME, amount=60, token=new_id(), now=town.now)
    give_time(
        actor=me, giver_id=lost.pk, receiver_id=wife.pk, minutes=60, how=SaidHow.SELF, token=new_id(), now=town.now
    )
    come_back(actor=me, person_id=lost.pk, now=town.now + DAY)
    come_back(actor=me, person_id=lost.pk, now=town.now + DAY)
    assert convert_time(actor=me, minutes=60, token=new_id(), now=town.now + DAY).coins == 100


def test_an_elder_who_moved_away_asks_when_she_is_back(town) -> None:
    elder, clerk = town.elder(minutes=120), town.clerk()
    move_away(actor=clerk, person_id=elder.pk, now=town.now)
    ask = lambda: place_need(  # noqa: E731
        actor=clerk, elder_id=elder.pk, service_code="S101", starts_at=town.now + 2 * DAY, minutes=60,
        token=new_id(), now=town.now,
    )  # fmt: skip
    assert code_of(ask) == "moved"
    come_back(actor=clerk, person_id=elder.pk, now=town.now)
    assert ask().state == "open"


def test_kept_months_end_in_the_pool_after_three_warnings(town, lost) -> None:
    away = move_away(actor=town.clerk(), person_id=lost.pk, now=town.now)
    end = town.now.replace(year=2028)
    assert away.keep_until == end.date()
    moved = [end_moved_accounts(now=end - days * DAY) for days in (61, 60, 59, 30, 7, 1)]
    assert moved == [0, 1, 0, 1, 1, 0]
    assert end_moved_accounts(now=end) == 1
    assert end_moved_accounts(now=end) == 0
    assert (has(town, lost), pools(town)) == ((0, 0), (600, 200))
    assert told(lost)[-4:] == ["away_ending", "away_ending", "away_ending", "away_ended"]


def test_long_silence_is_marked_once_loses_nothing_and_ends_by_one_press(town, lost) -> None:
    awake = town.volunteer("常来的")
    later = town.now.replace(year=2029)
    Login.objects.filter(pk=awake.pk).update(last_login=later - 30 * DAY)
    Person.objects.filter(pk__in=[awake.pk, lost.pk]).update(registered_at=town.now)
    assert rest_quiet_accounts(now=town.now) == 0
    marked = rest_quiet_accounts(now=later)
    rested = set(Away.objects.values_list("person_id", flat=True))
    assert marked == len(rested)
    assert lost.pk in rested
    assert awake.pk not in rested
    assert rest_quiet_accounts(now=later) == 0
    assert (has(town, lost), told(lost)) == ((600, 200), ["away_dormant"])
    come_back(actor=town.actor(lost), person_id=lost.pk, now=later)
    assert not Away.objects.filter(person=lost, ended_at=None).exists()
