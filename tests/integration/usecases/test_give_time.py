"""Time for a relative: who may get it, how much, her agreement, and back again."""

from datetime import date, timedelta

import pytest

from nuanliu.domain.audit.models import Event
from nuanliu.domain.ledger.check import check_books
from nuanliu.domain.ledger.types import Kind, Unit
from nuanliu.domain.network.types import Role
from nuanliu.domain.notices.models import Notice
from nuanliu.domain.passbook.accounts import Holder
from nuanliu.domain.passbook.models import Gift
from nuanliu.domain.passbook.queries import passbook_lines
from nuanliu.domain.passbook.types import GiftState, SaidHow
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.types import KinProof, Kinship
from nuanliu.platform.clock import at
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.ids import new_id
from nuanliu.usecases.confirm_kin import UnableToConfirmKin, confirm_kin, find_relative
from nuanliu.usecases.give_time import (
    UnableToGive,
    answer_gift,
    give_time,
    giving_of,
    take_back_gift,
    time_out_gifts,
)
from nuanliu.usecases.my_data import export_person
from nuanliu.usecases.reconcile import stale_holds
from tests.support.town import Town

pytestmark = pytest.mark.django_db
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def town(db) -> Town:
    return Town.found()


def mother_of(town: Town, person: Person, kinship: Kinship = Kinship.PARENT, **facts) -> Person:
    """An old person who is this person's, by a paper that was seen."""
    mother = town.elder("张桂兰", **facts)
    confirm_kin(
        actor=town.clerk("登记员"), person_id=person.pk, relative_id=mother.pk, kinship=kinship,
        proof=KinProof.HOUSEHOLD, now=town.now,
    )  # fmt: skip
    return mother


@pytest.fixture
def giver(town) -> Person:
    person = town.volunteer()
    town.give(person, 600)
    return person


def give(town, giver, receiver, minutes=120, **more) -> Gift:
    facts = {"actor": town.actor(giver), "how": SaidHow.SELF, "now": town.now, "token": new_id(), **more}
    return give_time(giver_id=giver.pk, receiver_id=receiver.pk, minutes=minutes, **facts)


def answer(town, gift, *, is_yes=True, **more) -> Gift:
    facts = {"actor": town.actor(gift.receiver), "how": SaidHow.SELF, "now": town.now + MINUTE, **more}
    return answer_gift(gift_id=gift.id, is_yes=is_yes, **facts)


def has(town, person) -> tuple[int, int]:
    found = town.savings(person)
    return found.time, found.time_held


def told(person) -> list[str]:
    return list(Notice.objects.filter(person=person).order_by("created_at", "id").values_list("kind", flat=True))


def code_of(act) -> str:
    with pytest.raises(UnableToGive) as refused:
        act()
    return refused.value.code


def test_an_hour_for_mother_is_held_until_she_says_yes(town, giver) -> None:
    mother = mother_of(town, giver)
    gift = give(town, giver, mother)
    assert (has(town, giver), has(town, mother)) == ((600, 120), (0, 0))
    assert list(stale_holds(now=town.now)) == []
    assert told(mother) == ["gift_offered"]
    gift = answer(town, gift)
    assert gift.state == GiftState.ACCEPTED
    assert (has(town, giver), has(town, mother)) == ((480, 0), (120, 0))
    assert told(giver) == ["gift_accepted"]
    kept = export_person(actor=town.actor(mother), person_id=mother.pk, now=town.now)["family"]["gifts"][0]
    assert (kept["given"], kept["other"], kept["minutes"], kept["state"]) == (False, "李*", 120, "accepted")
    line = passbook_lines(holder=Holder(mother.pk, mother.home_site_id), unit=Unit.TIME)[0]
    assert (line.kind, line.amount, line.subject) == (Kind.GIFT, 120, gift.id)
    assert check_books().findings == []


def test_she_spends_it_on_a_visit_like_her_own(town, giver) -> None:
    mother = mother_of(town, giver)
    answer(town, give(town, giver, mother))
    need = town.need(mother)
    assert need.payer == "own_time"
    assert has(town, mother) == (120, 60)


def test_between_two_sites_it_goes_over_the_clearing_accounts(town, giver) -> None:
    mother = mother_of(town, giver, site=town.other_site)
    gift = answer(town, give(town, giver, mother))
    assert (has(town, giver), has(town, mother)) == ((480, 0), (120, 0))
    take_back_gift(actor=town.actor(giver), gift_id=gift.id, now=town.now + 2 * MINUTE)
    assert (has(town, giver), has(town, mother)) == ((600, 0), (0, 0))
    assert check_books().findings == []


@pytest.mark.parametrize("is_answered", [False, True])
def test_it_can_be_taken_back(town, giver, is_answered) -> None:
    mother = mother_of(town, giver)
    gift = give(town, giver, mother)
    if is_answered:
        gift = answer(town, gift)
    back = take_back_gift(actor=town.actor(giver), gift_id=gift.id, now=town.now + 10 * MINUTE)
    assert back.state == GiftState.TAKEN_BACK
    assert (has(town, giver), has(town, mother)) == ((600, 0), (0, 0))
    assert told(mother) == ["gift_offered", "gift_taken_back"]
    assert take_back_gift(actor=town.actor(giver), gift_id=gift.id, now=town.now + 20 * MINUTE).state == back.state
    assert answer(town, gift).state == GiftState.TAKEN_BACK


def test_not_after_ten_minutes_and_not_what_she_has_used(town, giver) -> None:
    mother = mother_of(town, giver)
    late, used = answer(town, give(town, giver, mother)), answer(town, give(town, giver, mother))
    me = town.actor(giver)
    assert code_of(lambda: take_back_gift(actor=me, gift_id=late.id, now=town.now + 11 * MINUTE)) == "late"
    town.need(mother, minutes=120)
    town.need(mother, minutes=60, starts_at=town.now + 3 * DAY)
    assert code_of(lambda: take_back_gift(actor=me, gift_id=used.id, now=town.now + 2 * MINUTE)) == "used"
    assert has(town, mother) == (240, 180)


def test_no_and_silence_give_it_back(town, giver) -> None:
    mother = mother_of(town, giver)
    assert answer(town, give(town, giver, mother), is_yes=False).state == GiftState.REFUSED
    gift = give(town, giver, mother)
    week = town.now + 7 * DAY
    assert time_out_gifts(now=week - MINUTE) == 0
    assert code_of(lambda: answer(town, gift, now=week)) == "late"
    assert time_out_gifts(now=week) == 1
    assert time_out_gifts(now=week) == 0
    assert has(town, giver) == (600, 0)
    assert told(giver) == ["gift_refused", "gift_expired"]


def test_only_to_kin_whom_the_standard_allows(town, giver) -> None:
    mother, brother, son = mother_of(town, giver), town.elder("李大哥"), town.person("小李", born=date(2001, 1, 1))
    word, nobody, ageless = town.elder("公公"), town.elder("邻居"), town.person("外婆")
    town.kin(giver, word, Kinship.PARENT_IN_LAW)
    for person, kinship in ((brother, Kinship.SIBLING), (son, Kinship.CHILD), (ageless, Kinship.GRANDPARENT)):
        confirm_kin(
            actor=town.clerk("登记员"), person_id=giver.pk, relative_id=person.pk, kinship=kinship,
            proof=KinProof.CERTIFICATE, now=town.now,
        )  # fmt: skip
    found = giving_of(actor=town.actor(giver), giver_id=giver.pk, now=town.now)
    said = {choice.person.pk: choice.refusal and choice.refusal.code for choice in found.kin}
    assert said == {
        mother.pk: None,
        brother.pk: "kinship",
        son.pk: "too_young",
        word.pk: "unconfirmed",
        ageless.pk: "age_unknown",
    }
    for person, code in said.items():
        if code:
            receiver = Person.objects.get(pk=person)
            assert code_of(lambda receiver=receiver: give(town, giver, receiver)) == code
    assert code_of(lambda: give(town, giver, nobody)) == "not_kin"
    assert has(town, giver) == (600, 0)


def test_the_years_limit_counts_what_was_given_and_not_what_came_back(town, giver) -> None:
    mother = mother_of(town, giver)
    town.give(giver, 12_000)
    back = give(town, giver, mother, minutes=3000)
    answer(town, give(town, giver, mother, minutes=3000))
    assert code_of(lambda: give(town, giver, mother, minutes=30)) == "year_full"
    answer(town, back, is_yes=False)
    assert give(town, giver, mother, minutes=3000).minutes == 3000
    december, january = at(date(2026, 12, 31), 23, 59), at(date(2027, 1, 1), 0)
    assert code_of(lambda: give(town, giver, mother, minutes=30, now=december)) == "year_full"
    assert give(town, giver, mother, minutes=6000, now=january).minutes == 6000


def test_amounts_are_steps_of_what_is_there(town, giver) -> None:
    mother = mother_of(town, giver)
    assert code_of(lambda: give(town, giver, mother, minutes=45)) == "not_a_step"
    assert code_of(lambda: give(town, giver, mother, minutes=0)) == "not_a_step"
    assert code_of(lambda: give(town, giver, mother, minutes=630)) == "too_much"


def test_sent_twice_it_is_given_once(town, giver) -> None:
    mother, token = mother_of(town, giver), new_id()
    first, second = (give(town, giver, mother, token=token) for _time in range(2))
    assert (first.id, has(town, giver)) == (second.id, (600, 120))


def test_the_desk_does_it_for_who_has_no_phone_and_another_clerk_asks_the_receiver(town, giver) -> None:
    mother, clerk, other = mother_of(town, giver), town.clerk(), town.staff(Role.COORDINATOR, "孙站长")
    assert code_of(lambda: give(town, giver, mother, actor=clerk, how=SaidHow.SELF)) == "how"
    gift = give(town, giver, mother, actor=clerk, how=SaidHow.SIGNED)
    assert told(giver) == ["gift_made"]
    event = Event.objects.get(action="time.gift_offered")
    assert (event.actor_id, event.on_behalf_of, event.details["receiver"]) == (clerk.id, giver.pk, str(mother.pk))
    heard = {"how": SaidHow.CALL, "note": "她说谢谢女儿"}
    assert code_of(lambda: answer(town, gift, actor=clerk, **heard)) == "same_clerk"
    assert code_of(lambda: answer(town, gift, actor=other, how=SaidHow.CALL)) == "no_note"
    assert answer(town, gift, actor=other, **heard).state == GiftState.ACCEPTED
    assert Event.objects.get(action="time.gift_accepted").reason == "她说谢谢女儿"


def test_nobody_else_gives_or_answers(town, giver) -> None:
    mother = mother_of(town, giver)
    far = town.staff(Role.HOTLINE, "周接线", node=town.other_site)
    with pytest.raises(NotVisible):
        give(town, giver, mother, actor=far, how=SaidHow.SIGNED)
    gift = give(town, giver, mother)
    stranger = town.actor(town.volunteer("周志愿"))
    for actor in (stranger, far, town.actor(giver)):
        with pytest.raises(NotVisible):
            answer(town, gift, actor=actor, how=SaidHow.CALL, note="好")
    with pytest.raises(NotVisible):
        take_back_gift(actor=stranger, gift_id=gift.id, now=town.now)


def test_a_clerk_does_not_write_down_her_own_kin(town, giver) -> None:
    clerk = town.clerk()
    mother = town.elder("钱妈妈")
    facts = {"kinship": Kinship.PARENT, "proof": KinProof.BIRTH, "now": town.now}
    with pytest.raises(UnableToConfirmKin) as refused:
        confirm_kin(actor=clerk, person_id=clerk.id, relative_id=mother.pk, **facts)
    assert refused.value.code == "own_or_kin"
    confirm_kin(actor=town.clerk("同事"), person_id=clerk.id, relative_id=mother.pk, **facts)
    town.give(Person.objects.get(pk=clerk.id), 60)
    assert code_of(lambda: give(town, mother, mother, actor=clerk, how=SaidHow.SIGNED)) == "own_or_kin"


def test_a_relative_is_found_by_name_and_where_needed_by_telephone(town, giver) -> None:
    clerk = town.clerk()
    one, _two = town.elder("王秀英", phone="13800001111"), town.elder("王秀英", phone="13800002222")
    far = town.elder("赵远", site=town.other_site, phone="13800003333")
    find = lambda name, phone="": find_relative(actor=clerk, name=name, phone=phone, but=giver.pk)  # noqa: E731
    assert find("王秀英", "138-0000-1111") == one
    assert find("赵远", "13800003333") == far
    for name, code in (("王秀英", "several"), ("赵远", "nobody"), (giver.name, "nobody")):
        with pytest.raises(UnableToConfirmKin) as refused:
            find(name)
        assert refused.value.code == code
