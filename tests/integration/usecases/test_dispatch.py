"""A week is proposed from what the database says, within every rule, and books nobody."""

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from nuanliu.domain.audit.queries import story_of
from nuanliu.domain.care.models import Declined, Need, Visit
from nuanliu.domain.care.series.models import Wishes
from nuanliu.domain.care.series.types import Wish
from nuanliu.domain.dispatch.models import Run, RunNeed, RunVisit
from nuanliu.domain.network.types import Actor, Role
from nuanliu.domain.people.models import FreeTime, Person
from nuanliu.platform.clock import at
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.ids import new_id
from nuanliu.usecases.dispatch.running import UnableToDispatch, ask_run, cancel_run, carry_out
from nuanliu.usecases.dispatch.saying import REASONS
from tests.support.town import Town, add_service

pytestmark = pytest.mark.django_db
WEEK = date(2026, 11, 9)


def day(weekday: int, hour: int, minute: int = 0) -> datetime:
    return at(WEEK + timedelta(days=weekday - 1), hour, minute)


def free(person: Person, weekday: int, begin: int, end: int) -> None:
    FreeTime.objects.create(volunteer=person.volunteer, weekday=weekday, from_minute=begin * 60, to_minute=end * 60)


def proposed(town: Town, actor: Actor, **more: object) -> Run:
    run = ask_run(actor=actor, scope_id=town.site.pk, week=WEEK, token=new_id(), now=town.now, **more)  # type: ignore[arg-type]
    carry_out(run_id=run.pk, now=town.now)
    return Run.objects.get(pk=run.pk)


def chosen(run: Run) -> set[tuple[UUID, UUID]]:
    return set(RunVisit.objects.filter(run=run).values_list("need_id", "volunteer_id"))


def reasons(run: Run) -> dict[UUID, str]:
    return dict(RunNeed.objects.filter(run=run).exclude(reason="").values_list("need_id", "reason"))


@pytest.fixture
def town() -> Town:
    return Town.found()


def test_a_week_is_proposed_and_explained_and_books_nobody(town: Town) -> None:
    add_service("S303", name="测血压", skill="medical", position=2)
    elder, other = town.elder("张桂兰"), town.elder("王秀英")
    knows, stranger = town.volunteer("李熟人"), town.volunteer("赵生人")
    for helper in (knows, stranger):
        free(helper, 2, 8, 12)
    past = town.taken(elder, knows, starts_at=town.now + timedelta(days=1))
    town.now += timedelta(days=2)
    first = town.need(elder, starts_at=day(2, 9))
    second = town.need(other, starts_at=day(2, 9))
    late = town.need(other, starts_at=day(4, 9))
    skilled = town.need(elder, starts_at=day(2, 11), service_code="S303", minutes=30)
    leader = town.coordinator()

    run = proposed(town, leader)

    assert run.state == "done"
    assert chosen(run) == {(first.id, knows.pk), (second.id, stranger.pk)}
    assert reasons(run) == {late.id: "no_time", skilled.id: "no_skill"}
    assert (run.needs, run.served, run.helpers, run.gap) == (4, 2, 2, 0)
    assert run.value == run.bound == run.worth
    parts = dict(RunVisit.objects.get(run=run, need_id=first.id).parts)
    assert parts["known"] == 833
    assert Visit.objects.exclude(site_id=past.site_id, id=past.id).count() == 0
    assert {need.state for need in Need.objects.exclude(id=past.need_id)} == {"open"}
    assert [one.action for one in story_of(subjects=[run.pk])] == ["dispatch.asked", "dispatch.proposed"]
    again = proposed(town, leader)
    assert (again.snapshot_hash, chosen(again)) == (run.snapshot_hash, chosen(run))


def test_nobody_is_proposed_against_a_rule(town: Town) -> None:
    """Kin, who said no, who is busy, untrained, uninsured, too old for so long a visit: all stay at home."""
    add_service("S301", name="陪同就医", risk="mid", default_minutes=180, max_minutes=240, position=2)
    elder = town.elder("张桂兰")
    child, busy, said_no = town.volunteer("张女儿"), town.volunteer("钱忙"), town.volunteer("孙不去")
    untrained, uninsured = town.volunteer("周没学", trained=False), town.volunteer("吴没保")
    old = town.volunteer("郑年长", born=date(1950, 1, 1))
    town.kin(elder, child)
    town.kin(child, elder)
    uninsured.volunteer.insured_until = WEEK
    uninsured.volunteer.save()
    town.taken(town.elder("别家"), busy, starts_at=day(3, 9, 30))
    long = town.need(elder, starts_at=day(3, 9), service_code="S301", minutes=180)
    Declined.objects.create(site_id=long.site_id, need_id=long.id, volunteer=said_no, declined_at=town.now)
    leader = town.coordinator()

    assert chosen(proposed(town, leader)) == set()

    fits = town.volunteer("冯可以")
    assert chosen(proposed(town, leader)) == {(long.id, fits.pk)}
    assert not {untrained.pk, old.pk} & {who for _need, who in chosen(proposed(town, leader))}


def test_caps_of_day_week_and_month_hold(town: Town) -> None:
    elder = town.elder("张桂兰")
    helper, leader = town.volunteer("李志愿", born=date(1960, 1, 1)), town.coordinator()
    needs = [town.need(elder, starts_at=day(1 + n, 9)) for n in range(4)]
    same_day = town.need(town.elder("王秀英"), starts_at=day(1, 11), minutes=120)

    assert len(chosen(proposed(town, leader))) == 5
    town.rules(town.now + timedelta(hours=1), match_week_max_min=180, senior_daily_max_min=120)
    run = proposed(town, leader)
    assert sum(RunVisit.objects.filter(run=run).values_list("minutes", flat=True)) == 180
    town.rules(town.now + timedelta(hours=2), pair_monthly_cap_min=120, match_week_max_min=600)
    only = chosen(proposed(town, leader))
    assert len([need for need, _who in only if need in {one.id for one in needs}]) == 2
    assert {who for _need, who in only} == {helper.pk}
    assert same_day.id in {need for need, _who in only}


def test_two_go_together_or_nobody(town: Town) -> None:
    elder = town.elder("张独居", alone=True)
    need = town.need(elder, starts_at=day(2, 9))
    assert need.helpers_wanted == 2
    one, leader = town.volunteer("李一"), town.coordinator()

    alone = proposed(town, leader)
    assert (chosen(alone), reasons(alone)) == (set(), {need.id: "too_few"})
    assert str(REASONS[reasons(alone)[need.id]]) == "要两个人，那时只有一个人有空"
    other = town.volunteer("李二")
    run = proposed(town, leader)
    assert chosen(run) == {(need.id, one.pk), (need.id, other.pk)}
    assert set(RunVisit.objects.filter(run=run).values_list("starts_at", flat=True)) == {day(2, 9)}


def test_what_she_wishes_and_speaks_tips_the_scales(town: Town) -> None:
    elder = town.elder("杨苗家")
    town.volunteer("李一")
    speaks, leader = town.volunteer("李二"), town.coordinator()
    speaks.volunteer.languages = ["miao"]
    speaks.volunteer.save()
    need = town.need(elder, starts_at=day(2, 9))
    Wishes.objects.create(site_id=need.site_id, need_id=need.id, codes=["speaks_miao", "woman"])

    run = proposed(town, leader)

    assert chosen(run) == {(need.id, speaks.pk)}
    parts = dict(RunVisit.objects.get(run=run).parts)
    assert (parts["speech"], parts["sex"]) == (800, 800)


def test_what_she_says_is_hard_holds_and_is_named_where_nobody_may_come(town: Town) -> None:
    man, leader = town.volunteer("李一"), town.coordinator()
    Person.objects.filter(pk=man.pk).update(sex="1")
    only_woman = town.need(town.elder("杨苗家"), starts_at=day(2, 9), wishes=[Wish.ONLY_WOMAN])
    only_man = town.need(town.elder("王凤"), starts_at=day(3, 9), wishes=[Wish.ONLY_MAN])
    run = proposed(town, leader)
    assert (chosen(run), reasons(run)) == ({(only_man.id, man.pk)}, {only_woman.id: "no_wish"})
    woman = town.volunteer("李二")
    Person.objects.filter(pk=woman.pk).update(sex="2")
    assert chosen(proposed(town, leader)) == {(only_woman.id, woman.pk), (only_man.id, man.pk)}


def test_who_may_ask_and_stop(town: Town) -> None:
    leader, elsewhere = town.coordinator(), town.staff(Role.COORDINATOR, node=town.other_site)
    certifier = town.certifier()
    token = new_id()
    run = ask_run(actor=leader, scope_id=town.site.pk, week=WEEK, token=token, now=town.now)
    assert ask_run(actor=leader, scope_id=town.site.pk, week=WEEK, token=token, now=town.now).pk == run.pk
    for actor in (elsewhere, certifier):
        with pytest.raises(NotVisible):
            ask_run(actor=actor, scope_id=town.site.pk, week=WEEK, token=new_id(), now=town.now)
        with pytest.raises(NotVisible):
            cancel_run(actor=actor, run_id=run.pk, now=town.now)
    with pytest.raises(UnableToDispatch) as refused:
        ask_run(actor=leader, scope_id=town.site.pk, week=date(2027, 11, 8), token=new_id(), now=town.now)
    assert refused.value.code == "week"
    assert cancel_run(actor=leader, run_id=run.pk, now=town.now).state == "cancelled"
    assert carry_out(run_id=run.pk, now=town.now) == "nothing to do"
    assert proposed(town, leader).failure == "empty"
