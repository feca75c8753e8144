"""Regular pairing: agreed by both, asked first, a rest with a substitute, an end."""

from datetime import date, time, timedelta

import pytest

from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.care.series.models import FirstAsked, Pair
from nuanliu.domain.care.series.pairs import asked_first
from nuanliu.domain.care.series.types import PairSide, Wish
from nuanliu.domain.notices.models import Notice
from nuanliu.domain.people.models import Elder
from nuanliu.domain.people.types import Sex
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.ids import new_id
from nuanliu.usecases.accept_need import accept_need, assign_need
from nuanliu.usecases.matching.near import needs_near
from nuanliu.usecases.pairing.ask import answer_pair, ask_pair
from nuanliu.usecases.pairing.change import end_pair, pause_pair, resume_pair
from nuanliu.usecases.pairing.first import pass_first
from nuanliu.usecases.series.place import Wanted, place_series
from tests.support.town import Town

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def town(db) -> Town:
    return Town.found()


def weekly(town, elder, wishes: tuple[Wish, ...] = ()) -> list[Need]:
    wanted = Wanted(service_code="S101", weekdays=(4,), at=time(9), minutes=60, wishes=wishes)
    place_series(actor=town.coordinator(), elder_id=elder.pk, wanted=wanted, token=new_id(), now=town.now)
    return list(Need.objects.filter(state="open", elder=elder).order_by("starts_at"))


def paired(town, elder, helper) -> Pair:
    pair = ask_pair(actor=town.coordinator(), elder_id=elder.pk, volunteer_id=helper.pk, token=new_id(), now=town.now)
    for actor, side in ((town.actor(elder), PairSide.ELDER), (town.actor(helper), PairSide.VOLUNTEER)):
        pair = answer_pair(actor=actor, pair_id=pair.id, side=side, is_agreed=True, now=town.now)
    return pair


def board(town, helper, now=None) -> list[Need]:
    return [one.need for one in needs_near(actor=town.actor(helper), now=now or town.now)]


def test_the_volunteer_asks_and_the_old_person_agrees(town):
    elder, helper = town.elder(), town.volunteer()
    with pytest.raises(NotVisible):
        ask_pair(actor=town.actor(helper), elder_id=elder.pk, volunteer_id=helper.pk, token=new_id(), now=town.now)
    town.served(elder, helper)
    pair = ask_pair(actor=town.actor(helper), elder_id=elder.pk, volunteer_id=helper.pk, token=new_id(), now=town.now)
    assert (pair.state, pair.volunteer_agreed_at, pair.elder_agreed_at) == ("asked", town.now, None)
    assert Notice.objects.filter(person=elder, kind="pair_asked").count() == 1
    again = ask_pair(actor=town.actor(helper), elder_id=elder.pk, volunteer_id=helper.pk, token=new_id(), now=town.now)
    assert again.id == pair.id
    done = answer_pair(actor=town.actor(elder), pair_id=pair.id, side=PairSide.ELDER, is_agreed=True, now=town.now)
    assert (done.state, done.elder_agreed_how) == ("active", "self")
    assert Elder.objects.get(pk=elder.pk).regular_helper_id == helper.pk
    assert Notice.objects.filter(kind="pair_agreed").count() == 2


def test_the_desk_writes_down_what_she_said_and_nobody_else_may(town):
    elder, helper, clerk = town.elder(), town.volunteer(), town.coordinator()
    pair = ask_pair(actor=clerk, elder_id=elder.pk, volunteer_id=helper.pk, token=new_id(), now=town.now)
    with pytest.raises(NotVisible):
        answer_pair(actor=town.actor(helper), pair_id=pair.id, side=PairSide.ELDER, is_agreed=True, now=town.now)
    done = answer_pair(actor=clerk, pair_id=pair.id, side=PairSide.ELDER, is_agreed=True, now=town.now)
    assert (done.state, done.elder_agreed_how) == ("asked", "desk")
    refused = answer_pair(
        actor=town.actor(helper), pair_id=pair.id, side=PairSide.VOLUNTEER, is_agreed=False, now=town.now
    )
    assert refused.state == "refused"


def test_kin_are_not_paired(town):
    elder, helper = town.elder(), town.volunteer()
    town.kin(elder, helper)
    with pytest.raises(Unable) as refused:
        paired(town, elder, helper)
    assert refused.value.code == "kin"


def test_weekly_help_is_kept_for_the_pair_and_then_for_everybody(town):
    elder, helper, other = town.elder(), town.volunteer(), town.volunteer("别人")
    paired(town, elder, helper)
    first, second = weekly(town, elder)
    assert [one.need_id for one in asked_first(volunteer_id=helper.pk, now=town.now)] != []
    assert (board(town, helper), board(town, other)) == ([first, second], [])
    with pytest.raises(Unable) as refused:
        accept_need(actor=town.actor(other), need_id=first.id, now=town.now)
    assert refused.value.code == "kept_for_pair"
    accept_need(actor=town.actor(helper), need_id=first.id, now=town.now)
    pass_first(actor=town.actor(helper), need_id=second.id, now=town.now)
    pass_first(actor=town.actor(helper), need_id=second.id, now=town.now)
    assert (board(town, helper), board(town, other)) == ([], [second])
    with pytest.raises(NotVisible):
        pass_first(actor=town.actor(other), need_id=second.id, now=town.now)


def test_after_the_standards_hours_anybody_may_take_it(town):
    elder, helper, other = town.elder(), town.volunteer(), town.volunteer("别人")
    paired(town, elder, helper)
    _first, second = weekly(town, elder)
    late = town.now + 48 * HOUR + HOUR
    assert second in board(town, other, late)
    accept_need(actor=town.actor(other), need_id=second.id, now=late)


def test_the_desk_may_always_send_somebody(town):
    elder, helper, other = town.elder(), town.volunteer(), town.volunteer("别人")
    paired(town, elder, helper)
    need = weekly(town, elder)[0]
    assign_need(actor=town.coordinator(), need_id=need.id, volunteer_id=other.pk, now=town.now)
    assert FirstAsked.objects.get(need_id=need.id).state == "taken"


def test_an_ill_helper_names_a_substitute_and_the_pair_stays(town):
    elder, helper, other = town.elder(), town.volunteer(), town.volunteer("替班")
    pair = paired(town, elder, helper)
    first, second = weekly(town, elder)
    accept_need(actor=town.actor(helper), need_id=first.id, now=town.now)
    done = pause_pair(
        actor=town.actor(helper), pair_id=pair.id, until=date(2026, 11, 20), substitute_id=other.pk, now=town.now
    )
    assert (done.state, Visit.objects.get().state) == ("paused", "cancelled")
    asked = FirstAsked.objects.values_list("need_id", "volunteer_id", "state")
    assert set(asked) == {(first.id, other.pk, "waiting"), (second.id, other.pk, "waiting")}
    assert Notice.objects.filter(person=other, kind="cover_asked").count() == 2
    accept_need(actor=town.actor(other), need_id=first.id, now=town.now)
    back = resume_pair(actor=town.actor(helper), pair_id=pair.id, now=town.now)
    assert (back.state, back.substitute_id) == ("active", None)


def test_without_a_substitute_it_goes_to_the_board(town):
    elder, helper, other = town.elder(), town.volunteer(), town.volunteer("别人")
    pair = paired(town, elder, helper)
    needs = weekly(town, elder)
    pause_pair(actor=town.actor(helper), pair_id=pair.id, until=None, now=town.now)
    assert board(town, other) == needs
    with pytest.raises(Unable) as refused:
        pause_pair(
            actor=town.coordinator(), pair_id=paired(town, town.elder("乙"), other).id,
            until=None, substitute_id=other.pk, now=town.now,
        )  # fmt: skip
    assert refused.value.code == "no_substitute"


def test_an_ended_pair_is_asked_no_more(town):
    elder, helper, other = town.elder(), town.volunteer(), town.volunteer("别人")
    pair = paired(town, elder, helper)
    needs = weekly(town, elder)
    end_pair(actor=town.actor(elder), pair_id=pair.id, reason="", now=town.now)
    end_pair(actor=town.actor(elder), pair_id=pair.id, reason="", now=town.now)
    assert board(town, other) == needs
    assert Elder.objects.get(pk=elder.pk).regular_helper_id is None
    with pytest.raises(NotVisible):
        end_pair(actor=town.actor(other), pair_id=pair.id, reason="", now=town.now)


def test_whom_she_shuts_out_is_not_asked_first(town):
    elder, helper, other = town.elder(), town.volunteer(), town.volunteer("别人")
    for person, sex in ((helper, Sex.MALE), (other, Sex.FEMALE)):
        person.sex = sex
        person.save(update_fields=["sex"])
    paired(town, elder, helper)
    hers = weekly(town, elder, (Wish.ONLY_WOMAN,))
    assert list(asked_first(volunteer_id=helper.pk, now=town.now)) == []
    assert (board(town, helper), board(town, other)) == ([], hers)
