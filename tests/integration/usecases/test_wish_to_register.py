"""Somebody asks to be registered; a clerk rings and registers her, or writes why not; then no word of it is left."""

from datetime import timedelta

import pytest
from django.db import transaction

from nuanliu.domain.audit.models import Event
from nuanliu.domain.network.types import ANONYMOUS, Role
from nuanliu.domain.people.forgetting import forget_person, lock_person
from nuanliu.domain.people.joining.models import RegisterWish
from nuanliu.domain.people.joining.types import CallWhen, WishEnd, WishFor
from nuanliu.domain.people.joining.wishes import Said, UnableToSettleWish, access_wish, said_in, wishes_within
from nuanliu.domain.people.models import Elder
from nuanliu.domain.signing.types import WISHES_FROM_ONE, WISHES_TO_ONE
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.ids import new_id
from nuanliu.usecases.register_elder import register_elder
from nuanliu.usecases.retention import sweep_all
from nuanliu.usecases.wish_to_register import UnableToWish, Wanted, ask_to_be_registered, close_wish, take_wish
from tests.support.town import Town

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = "13800000009"


@pytest.fixture
def town() -> Town:
    return Town.found()


def asked(town, *, actor=ANONYMOUS, name="吴秀英", phone=PHONE, site="", address="10.0.0.1", token=None, now=None):
    said = Said(name=name, phone=phone, word="陪我看病")
    site_id = town.site.pk if site == "" else site
    wanted = Wanted(for_whom=WishFor.SELF, said=said, call_when=CallWhen.MORNING, site_id=site_id)
    return ask_to_be_registered(
        actor=actor, wanted=wanted, address=address, token=token or new_id(), now=now or town.now
    )


def registered(town, clerk, wish, *, token=None):
    return register_elder(
        actor=clerk, site_id=town.site.pk, name="吴秀英", phone=PHONE, wish_id=wish.pk, token=token or new_id(),
        now=town.now,
    )  # fmt: skip


def actions():
    rows = Event.objects.filter(action__startswith="wish.").order_by("occurred_at", "id")
    return list(rows.values_list("action", flat=True))


def test_sent_twice_is_one_wish_and_what_was_said_lies_sealed(town):
    token = new_id()
    wish = asked(town, token=token)
    assert asked(town, token=token).pk == wish.pk
    row = RegisterWish.objects.get()
    assert said_in(row) == Said(name="吴秀英", phone=PHONE, word="陪我看病")
    assert not any(text.encode() in bytes(row.said_sealed) for text in ("吴秀英", PHONE))
    assert actions() == ["wish.asked"]
    assert "吴秀英" not in str(Event.objects.get(action="wish.asked").details)


def test_whoever_is_known_is_answered_as_whoever_is_not(town):
    town.elder("吴秀英", phone=PHONE)
    known, unknown = asked(town), asked(town, name="没有这人", phone="13800000008")
    assert (known.state, known.elder_id) == (unknown.state, unknown.elder_id) == ("waiting", None)


@pytest.mark.parametrize(("said", "code"), [({"name": " "}, "no_name"), ({"phone": "没有"}, "no_phone")])
def test_a_name_and_a_telephone_are_needed(town, said, code):
    with pytest.raises(UnableToWish) as refused:
        asked(town, **said)
    assert (refused.value.code, RegisterWish.objects.count()) == (code, 0)


def test_one_number_is_not_rung_too_often_and_after_an_hour_it_may_be(town):
    for number in range(WISHES_TO_ONE):
        asked(town, address=f"10.0.0.{number}")
    with pytest.raises(UnableToWish) as refused:
        asked(town, address="10.0.1.1")
    assert (refused.value.code, RegisterWish.objects.count()) == ("too_many", WISHES_TO_ONE)
    asked(town, address="10.0.1.1", now=town.now + timedelta(minutes=61))


def test_one_address_does_not_fill_the_list(town):
    for number in range(WISHES_FROM_ONE):
        asked(town, phone=f"138000010{number:02d}")
    with pytest.raises(UnableToWish) as refused:
        asked(town, phone="13800001999")
    assert refused.value.code == "too_many"
    asked(town, phone="13800001999", address="10.0.9.9")


def test_a_site_that_is_none_is_not_found(town):
    with pytest.raises(NotVisible):
        asked(town, site=town.city.pk)


def test_the_site_sees_its_own_and_whoever_takes_calls_sees_those_without_a_site(town):
    here, nowhere = asked(town), asked(town, site=None, address="10.0.0.2")
    there = town.staff(Role.HOTLINE, "别站", node=town.other_site)
    seen = {
        "clerk": set(wishes_within(actor=town.clerk()).values_list("pk", flat=True)),
        "certifier": set(wishes_within(actor=town.certifier()).values_list("pk", flat=True)),
        "there": set(wishes_within(actor=there).values_list("pk", flat=True)),
        "public": set(wishes_within(actor=ANONYMOUS).values_list("pk", flat=True)),
    }
    assert seen == {"clerk": {here.pk, nowhere.pk}, "certifier": set(), "there": {nowhere.pk}, "public": set()}
    with pytest.raises(NotVisible):
        access_wish(actor=there, wish_id=here.pk)
    with pytest.raises(NotVisible):
        take_wish(actor=there, wish_id=here.pk, now=town.now)


def test_she_is_registered_and_the_words_are_gone(town):
    clerk, wish, token = town.clerk(), asked(town), new_id()
    take_wish(actor=clerk, wish_id=wish.pk, now=town.now)
    elder = registered(town, clerk, wish, token=token)
    assert registered(town, clerk, wish, token=token).pk == elder.pk
    row = RegisterWish.objects.get()
    assert (row.state, row.elder_id, row.said_sealed, row.taken_by) == ("registered", elder.pk, None, clerk.id)
    assert sorted(actions()) == ["wish.asked", "wish.registered", "wish.taken"]
    event = Event.objects.get(action="wish.registered")
    assert (event.actor_id, event.details["elder"]) == (clerk.id, str(elder.pk))


def test_nobody_is_registered_twice_from_one_wish(town):
    clerk, wish = town.clerk(), asked(town)
    take_wish(actor=clerk, wish_id=wish.pk, now=town.now)
    registered(town, clerk, wish)
    with pytest.raises(UnableToSettleWish) as refused:
        registered(town, clerk, wish)
    assert (refused.value.code, Elder.objects.count()) == ("settled", 1)


def test_another_desks_wish_registers_nobody(town):
    wish = asked(town, site=town.other_site.pk)
    with pytest.raises(NotVisible):
        registered(town, town.clerk(), wish)
    assert (Elder.objects.count(), RegisterWish.objects.get().state) == (0, "waiting")


def test_it_is_closed_for_a_reason_by_who_has_rung(town):
    clerk, wish = town.clerk(), asked(town)
    with pytest.raises(UnableToSettleWish) as early:
        close_wish(actor=clerk, wish_id=wish.pk, end=WishEnd.KNOWN, now=town.now)
    assert early.value.code == "not_taken"
    for _again in range(2):
        take_wish(actor=clerk, wish_id=wish.pk, now=town.now)
    for _again in range(2):
        close_wish(actor=clerk, wish_id=wish.pk, end=WishEnd.NOT_REACHED, now=town.now)
    row = RegisterWish.objects.get()
    assert (row.state, row.end, row.said_sealed) == ("closed", "not_reached", None)
    assert sorted(actions()) == ["wish.asked", "wish.closed", "wish.taken"]
    with pytest.raises(UnableToSettleWish) as late:
        close_wish(actor=clerk, wish_id=wish.pk, end=WishEnd.KNOWN, now=town.now)
    assert late.value.code == "settled"


def test_a_colleague_may_take_it_over(town):
    first, second, wish = town.clerk(), town.staff(Role.COORDINATOR, "孙站长"), asked(town)
    for clerk in (first, second):
        take_wish(actor=clerk, wish_id=wish.pk, now=town.now)
    assert RegisterWish.objects.get().taken_by == second.id


def test_nobody_settles_what_her_own_family_asked(town):
    relative, clerk = town.person("王小燕"), town.clerk()
    town.kin(relative, relative.__class__.objects.get(pk=clerk.id))
    wish = asked(town, actor=town.actor(relative))
    with pytest.raises(UnableToSettleWish) as refused:
        take_wish(actor=clerk, wish_id=wish.pk, now=town.now)
    assert refused.value.code == "own_or_kin"


def test_it_is_kept_as_long_as_the_standard_says(town):
    asked(town)
    sweep_all(now=town.now + timedelta(days=90))
    assert RegisterWish.objects.count() == 1
    sweep_all(now=town.now + timedelta(days=91))
    assert RegisterWish.objects.count() == 0


def test_with_whoever_asked_and_whoever_was_registered_it_is_forgotten(town):
    relative, clerk = town.person("王小燕"), town.clerk()
    other = asked(town, name="李别人", phone="13800000008")
    hers, his = asked(town, actor=town.actor(relative)), asked(town)
    elder = registered(town, clerk, his)
    for person_id in (relative.pk, elder.pk):
        with transaction.atomic():
            forget_person(person=lock_person(person_id=person_id), at=town.now)
    assert list(RegisterWish.objects.values_list("pk", flat=True)) == [other.pk]
    assert hers.pk != his.pk
