"""Stars, badges and medals: reached at once and in the night, told once, kept, and lost only with false hours."""

from datetime import date, timedelta

from nuanliu.domain.honours.models import Reached
from nuanliu.domain.honours.stepping import standing_steps
from nuanliu.domain.honours.years import own_year
from nuanliu.domain.notices.models import Notice
from nuanliu.domain.notices.wording import words_of
from nuanliu.platform.clock import local_date
from nuanliu.usecases.certify_visit import certify_visit, void_visit
from nuanliu.usecases.mark_honours import mark_honours


def steps(person) -> list[tuple[str, int, date]]:
    return [(row.kind, row.place, row.reached_on) for row in standing_steps(person_id=person.pk)]


def told(person) -> list[str]:
    return [words_of(one)[0] for one in Notice.objects.filter(person=person, kind="honour_reached").order_by("id")]


def test_a_step_is_reached_at_once_kept_told_once_and_lost_only_with_false_hours(town) -> None:
    helper, elder = town.volunteer(), town.elder()
    town.give(helper, 550)
    visit = town.confirmed(elder, helper)
    assert steps(helper) == []
    visit = certify_visit(actor=town.certifier("一"), visit_id=visit.id, now=visit.ended_at + timedelta(days=1))
    badge = ("badge", 1, local_date(visit.ended_at))
    assert steps(helper) == [badge], "on the day of the service, not of the decision"
    assert mark_honours(now=visit.certified_at) == 0
    assert told(helper) == ["恭喜您：10 小时徽章"]
    assert own_year(person_id=helper.pk, year=2026).minutes == 60

    town.rules(town.now + timedelta(days=30), starter_badge_hours=[20, 30, 50])
    assert mark_honours(now=town.now + timedelta(days=40)) == 0
    assert steps(helper) == [badge], "a later Standard takes nothing away"

    void_visit(actor=town.certifier("二"), visit_id=visit.id, reason="查实未到", now=visit.certified_at)
    assert steps(helper) == []
    assert Reached.objects.get(person=helper).withdrawn_at == visit.certified_at
    assert own_year(person_id=helper.pk, year=2026).services == 0


def test_an_old_paper_book_gets_its_steps_in_the_night_with_the_day_of_the_line(town) -> None:
    helper = town.volunteer()
    town.give(helper, 6000)
    assert mark_honours(now=town.now + timedelta(days=3)) == 4
    day = local_date(town.now)
    assert steps(helper) == [("badge", 1, day), ("badge", 2, day), ("badge", 3, day), ("star", 1, day)]
    assert mark_honours(now=town.now + timedelta(days=4)) == 0
    assert len(told(helper)) == 4
