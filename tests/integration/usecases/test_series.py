"""Needs of every week: placed, made ahead, each once, changed, paused, ended."""

from datetime import date, time, timedelta

import pytest

from nuanliu.domain.audit.models import Event
from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.care.series.models import Occurrence, Series
from nuanliu.domain.care.series.queries import occurrences_of, series_of_need
from nuanliu.domain.care.series.types import ForWhom, Wish
from nuanliu.domain.care.series.wished import wishes_of
from nuanliu.domain.care.types import Payer
from nuanliu.domain.notices.models import Notice
from nuanliu.domain.people.models import Person
from nuanliu.platform.clock import at, local, local_date
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.ids import new_id
from nuanliu.usecases.accept_need import accept_need
from nuanliu.usecases.cancel import cancel_need
from nuanliu.usecases.series.change import NewRule, change_series, end_series, pause_series, resume_series
from nuanliu.usecases.series.make import make_occurrences
from nuanliu.usecases.series.place import Wanted, place_series, plan_series, review_series
from tests.support.town import Town

pytestmark = pytest.mark.django_db
TUESDAYS = Wanted(service_code="S101", weekdays=(2,), at=time(9), minutes=60)
DAY = timedelta(days=1)


@pytest.fixture
def town(db) -> Town:
    return Town.found()


def placed(town, elder, *, actor=None, **changes) -> Series:
    wanted = Wanted(**{**TUESDAYS.__dict__, **changes})
    return place_series(
        actor=actor or town.coordinator(), elder_id=elder.pk, wanted=wanted, token=new_id(), now=town.now
    )


def days(*, state="open", elder=None) -> list[date]:
    rows = Need.objects.filter(state=state)
    rows = rows.filter(elder=elder) if elder else rows
    return [local_date(need.starts_at) for need in rows.order_by("starts_at")]


def test_a_clerks_series_runs_at_once_and_is_made_two_weeks_ahead(town):
    elder = town.elder(minutes=90)
    series = placed(town, elder, note="门铃坏了", wishes=(Wish.WOMAN, Wish.NO_DOGS), for_whom=ForWhom.COUPLE)
    assert (series.state, series.first_day) == ("active", date(2026, 11, 3))
    assert days() == [date(2026, 11, 3), date(2026, 11, 10)]
    first, second = Need.objects.order_by("starts_at")
    assert (local(first.starts_at).hour, first.note, first.placed_by) == (9, "门铃坏了", series.placed_by)
    assert [first.payer, second.payer] == [Payer.OWN_TIME, Payer.WELFARE], "what she has pays as far as it goes"
    assert town.savings(elder).time_held == 60
    assert series_of_need(need=first).id == series.id
    told = wishes_of(needs=[first, second])
    assert {tuple(one.codes) for one in told.values()} == {("woman", "no_dogs")}
    assert {one.for_whom for one in told.values()} == {"couple"}
    assert Notice.objects.filter(person=elder, kind="series_set").count() == 1


def test_making_again_makes_nothing_and_a_day_later_one_more(town):
    placed(town, town.elder())
    assert make_occurrences(now=town.now) == 0
    assert make_occurrences(now=town.now + DAY) == 1, "the 17th has come within two weeks"
    assert make_occurrences(now=town.now + DAY) == 0
    assert days() == [date(2026, 11, 3), date(2026, 11, 10), date(2026, 11, 17)]


def test_an_old_person_asks_and_the_site_looks_once(town):
    elder = town.elder()
    series = placed(town, elder, actor=town.actor(elder))
    assert (series.state, Need.objects.count()) == ("submitted", 0)
    assert make_occurrences(now=town.now + 30 * DAY) == 0, "nobody has looked yet"
    with pytest.raises(NotVisible):
        review_series(actor=town.actor(town.volunteer()), series_id=series.id, approve=True, now=town.now)
    leader = town.coordinator()
    with pytest.raises(Unable) as refused:
        review_series(actor=leader, series_id=series.id, approve=False, reason=" ", now=town.now)
    assert refused.value.code == "no_reason"
    done = review_series(actor=leader, series_id=series.id, approve=True, now=town.now)
    assert (done.state, done.approved_by) == ("active", leader.id)
    assert days() == [date(2026, 11, 3), date(2026, 11, 10)]
    review_series(actor=leader, series_id=series.id, approve=True, now=town.now)
    assert Event.objects.filter(action="series.approved").count() == 1


def test_a_series_that_is_refused_says_why(town):
    elder = town.elder()
    series = placed(town, elder, actor=town.actor(elder))
    review_series(actor=town.coordinator(), series_id=series.id, approve=False, reason="太远", now=town.now)
    assert Series.objects.get().state == "refused"
    assert Notice.objects.get(kind="series_refused").params["reason"] == "太远"


def test_nobody_reviews_what_her_own_mother_asks(town):
    elder, leader = town.elder(), town.coordinator()
    series = placed(town, elder, actor=town.actor(elder))
    town.kin(elder, leader_person(leader))
    with pytest.raises(Unable) as refused:
        review_series(actor=leader, series_id=series.id, approve=True, now=town.now)
    assert refused.value.code == "own_or_kin"


def leader_person(actor):
    return Person.objects.get(pk=actor.id)


def test_public_holidays_are_left_out_and_said(town):
    town.now = at(date(2027, 1, 26), 8)
    series = placed(town, town.elder(), weekdays=(5,))
    assert days() == [date(2027, 1, 29)]
    coming = occurrences_of(series=series, since=date(2027, 1, 1))
    assert [(one.day, one.skipped) for one in coming] == [(date(2027, 1, 29), ""), (date(2027, 2, 5), "holiday")]


def test_holidays_are_worked_when_it_is_wished(town):
    town.now = at(date(2027, 1, 26), 8)
    placed(town, town.elder(), weekdays=(5,), skips_holidays=False)
    assert days() == [date(2027, 1, 29), date(2027, 2, 5)]


def test_so_many_times_and_no_more(town):
    series = placed(town, town.elder(), times=3)
    for ahead in range(40):
        make_occurrences(now=town.now + ahead * DAY)
    assert len(days()) == 3
    series.refresh_from_db()
    assert (series.state, series.reason, series.last_day) == ("ended", "到期", date(2026, 11, 17))


def test_until_a_day(town):
    placed(town, town.elder(), last_day=date(2026, 11, 9))
    make_occurrences(now=town.now + 5 * DAY)
    assert days() == [date(2026, 11, 3)]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"weekdays": ()}, "no_weekday"),
        ({"at": time(23)}, "at_night"),
        ({"minutes": 500}, "minutes_out_of_range"),
        ({"service_code": "S999"}, "no_such_service"),
        ({"last_day": date(2026, 11, 2)}, "no_day_left"),
        ({"last_day": date(2029, 1, 1)}, "too_long"),
        ({"payer": Payer.POOL}, "not_from_pool"),
    ],
)
def test_what_cannot_be_set_down_is_said(town, changes, code):
    wanted = Wanted(**{**TUESDAYS.__dict__, **changes})
    with pytest.raises(Unable) as refused:
        plan_series(actor=town.coordinator(), elder_id=town.elder().pk, wanted=wanted, now=town.now)
    assert refused.value.code == code


def test_sent_twice_it_is_one_series(town):
    elder, clerk, token = town.elder(), town.coordinator(), new_id()
    one, two = (
        place_series(actor=clerk, elder_id=elder.pk, wanted=TUESDAYS, token=token, now=town.now) for _n in range(2)
    )
    assert (one.id, Series.objects.count(), Need.objects.count()) == (two.id, 1, 2)


def test_one_cancelled_occurrence_does_not_come_back(town):
    elder, clerk = town.elder(minutes=120), town.coordinator()
    placed(town, elder, actor=clerk)
    first = Need.objects.order_by("starts_at").first()
    cancel_need(actor=clerk, need_id=first.id, reason="走亲戚", now=town.now)
    make_occurrences(now=town.now + DAY)
    assert days() == [date(2026, 11, 10), date(2026, 11, 17)]


def test_from_one_on_everything_changes_and_the_helper_is_told(town):
    elder, clerk, helper = town.elder(minutes=240), town.coordinator(), town.volunteer()
    series = placed(town, elder, actor=clerk)
    _first, second = Need.objects.order_by("starts_at")
    visit = town_takes(town, helper, second)
    rule = NewRule(weekdays=(3,), at=time(14, 30), minutes=90, last_day=series.last_day, note="")
    done = change_series(actor=clerk, series_id=series.id, since=date(2026, 11, 10), rule=rule, now=town.now)
    assert (done.revision, done.weekdays) == (2, [3])
    assert days() == [date(2026, 11, 3), date(2026, 11, 11)]
    assert Need.objects.get(id=second.id).state == "cancelled"
    assert Visit.objects.get(id=visit.id).state == "cancelled"
    assert Notice.objects.filter(person=helper, kind="need_cancelled").count() == 1
    assert town.savings(elder).time_held == 60 + 90
    change_series(actor=clerk, series_id=series.id, since=date(2026, 11, 10), rule=rule, now=town.now)
    assert Event.objects.filter(action="series.changed").count() == 1


def test_back_and_forth_makes_the_day_again(town):
    series, clerk = placed(town, town.elder()), town.coordinator()
    for weekday in (3, 2):
        rule = NewRule(weekdays=(weekday,), at=time(9), minutes=60, last_day=series.last_day, note="")
        change_series(actor=clerk, series_id=series.id, since=town.now.date(), rule=rule, now=town.now)
    assert days() == [date(2026, 11, 3), date(2026, 11, 10)]


def town_takes(town, helper, need):
    return accept_need(actor=town.actor(helper), need_id=need.id, now=town.now)


def test_a_pause_calls_off_what_comes_and_ends_by_itself(town):
    elder = town.elder(minutes=240)
    series = placed(town, elder)
    me = town.actor(elder)
    pause_series(actor=me, series_id=series.id, resumes_on=date(2026, 11, 9), now=town.now)
    assert (days(), town.savings(elder).time_held) == ([], 0)
    assert make_occurrences(now=town.now + DAY) == 0
    assert make_occurrences(now=at(date(2026, 11, 9), 0)) == 2
    assert days() == [date(2026, 11, 10), date(2026, 11, 17)]
    assert Occurrence.objects.filter(state="withdrawn").count() == 2


def test_resuming_makes_at_once(town):
    elder = town.elder()
    series, me = placed(town, elder), town.actor(elder)
    pause_series(actor=me, series_id=series.id, resumes_on=None, now=town.now)
    resume_series(actor=me, series_id=series.id, now=town.now)
    resume_series(actor=me, series_id=series.id, now=town.now)
    assert days() == [date(2026, 11, 3), date(2026, 11, 10)]


def test_ended_from_one_on_the_ones_before_still_come(town):
    elder = town.elder()
    series, clerk = placed(town, elder), town.coordinator()
    end_series(actor=clerk, series_id=series.id, since=date(2026, 11, 10), reason="搬家", now=town.now)
    assert days() == [date(2026, 11, 3)]
    assert make_occurrences(now=at(date(2026, 11, 10), 1)) == 0
    series.refresh_from_db()
    assert (series.state, days()) == ("ended", [date(2026, 11, 3)])


def test_ended_altogether(town):
    elder = town.elder()
    series = placed(town, elder)
    end_series(actor=town.actor(elder), series_id=series.id, since=None, reason="", now=town.now)
    series.refresh_from_db()
    assert (series.state, days()) == ("ended", [])
    with pytest.raises(Unable) as refused:
        pause_series(actor=town.actor(elder), series_id=series.id, resumes_on=None, now=town.now)
    assert refused.value.code == "series_not_so_far"


def test_staff_say_why_and_strangers_see_nothing(town):
    series, stranger = placed(town, town.elder()), town.actor(town.elder("旁人"))
    with pytest.raises(Unable) as refused:
        end_series(actor=town.coordinator(), series_id=series.id, since=None, reason="", now=town.now)
    assert refused.value.code == "no_reason"
    with pytest.raises(NotVisible):
        end_series(actor=stranger, series_id=series.id, since=None, reason="x", now=town.now)


def test_when_she_has_died_it_ends(town):
    elder = town.elder()
    series = placed(town, elder)
    elder.died_on = town.now.date()
    elder.save(update_fields=["died_on"])
    assert make_occurrences(now=town.now + DAY) == 0
    series.refresh_from_db()
    assert series.state == "ended"
