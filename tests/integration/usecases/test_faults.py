"""False hours and money asked for: said by one, decided by another; what follows, and how it is appealed."""

from datetime import datetime, timedelta

import pytest

from nuanliu.domain.audit.models import Event
from nuanliu.domain.care.models import Visit
from nuanliu.domain.care.types import VisitState
from nuanliu.domain.integrity.conduct.models import Mark
from nuanliu.domain.integrity.conduct.queries import (
    false_hours_within,
    proposed_within,
    resting_within,
    standing_of,
)
from nuanliu.domain.integrity.conduct.types import MarkKind, MarkState, Source
from nuanliu.domain.integrity.models import Report
from nuanliu.domain.ledger.check import check_books
from nuanliu.domain.network.types import Actor, Role
from nuanliu.domain.notices.models import Notice
from nuanliu.domain.people.models import Person
from nuanliu.platform.errors import NotVisible
from nuanliu.usecases.accept_need import UnableToTakeNeed, accept_need
from nuanliu.usecases.certify_visit import certify_visit
from nuanliu.usecases.conduct.appeals import UnableToAppeal, appeal, decide_appeal
from nuanliu.usecases.conduct.backfill import without_backfill
from nuanliu.usecases.conduct.faults import Accusation, UnableToAccuse, propose_fault, second_fault
from tests.support.town import Town

DAY = timedelta(days=1)


def said(kind: MarkKind, words: str = "老人说那天没有人来") -> Accusation:
    return Accusation(kind, words, Source.CALL_BACK)


def credited(town: Town, helper: Person, name: str = "张桂兰", days: int = 2) -> Visit:
    visit = town.confirmed(town.elder(name), helper, starts_at=town.now + days * DAY)
    certify_visit(actor=town.certifier(), visit_id=visit.id, now=visit.need.ends_at)
    return visit


def proposed(town: Town, visit: Visit, kind: MarkKind, by: Actor, now: datetime) -> Mark:
    marks = [propose_fault(actor=by, visit_id=visit.id, said=said(kind), now=now) for _twice in range(2)]
    assert marks[0].id == marks[1].id
    return marks[0]


def score(town: Town, helper: Person, now: datetime) -> int:
    return standing_of(person_id=helper.pk, site_id=town.site.pk, now=now).score


def test_false_hours_are_taken_back_once_a_second_person_has_found_them(town: Town) -> None:
    helper, judge, second = town.volunteer(), town.certifier("甲"), town.coordinator("乙")
    visit = credited(town, helper)
    now = visit.need.ends_at + DAY
    mark = proposed(town, visit, MarkKind.FALSE_HOURS, judge, now)
    assert (score(town, helper, now), town.savings(helper).time) == (100, 60), "one person alone changes nothing"
    assert [one.id for one in proposed_within(actor=second)] == [mark.id]
    with pytest.raises(UnableToAccuse, match="second_person"):
        second_fault(actor=judge, mark_id=mark.id, is_so=True, words="查过了", now=now)
    for _twice in range(2):
        second_fault(actor=second, mark_id=mark.id, is_so=True, words="监控里没有人", now=now)
    saved = town.savings(helper)
    assert (score(town, helper, now), saved.time, saved.honour) == (50, 0, 0)
    assert Visit.objects.get(id=visit.id).state == VisitState.VOIDED
    assert [one.person.pk for one in resting_within(actor=second, now=now)] == [helper.pk]
    assert [one.pk for one in false_hours_within(actor=second, since=now - DAY)] == [mark.pk]
    assert check_books().findings == []
    told = Event.objects.filter(action__startswith="conduct.").order_by("occurred_at", "id")
    assert {(one.action, one.actor_id) for one in told} == {
        ("conduct.proposed", judge.id),
        ("conduct.seconded", second.id),
    }
    assert Notice.objects.filter(person=helper, kind="conduct_marked").count() == 1


def test_all_that_was_false_by_the_day_of_the_finding_costs_once(town: Town) -> None:
    helper, judge, second = town.volunteer(), town.certifier("甲"), town.coordinator("乙")
    both = [credited(town, helper, "张桂兰"), credited(town, helper, "王秀英", 3)]
    now = both[1].need.ends_at + DAY
    points = []
    for visit in both:
        mark = proposed(town, visit, MarkKind.FALSE_HOURS, judge, now)
        points.append(second_fault(actor=second, mark_id=mark.id, is_so=True, words="没有去", now=now).points)
    assert (points, score(town, helper, now), town.savings(helper).time) == ([50, 0], 50, 0)


def test_who_gave_false_hours_has_nothing_entered_for_the_months_and_until_she_served_anew(town: Town) -> None:
    helper, judge, second = town.volunteer(), town.certifier("甲"), town.coordinator("乙")
    town.rules(town.now, false_hours_new_min=60)
    visit = credited(town, helper)
    now = visit.need.ends_at + DAY

    def barred(at: datetime) -> set:
        return without_backfill(people=[helper.pk], site=town.site.pk, now=at)

    mark = proposed(town, visit, MarkKind.FALSE_HOURS, judge, now)
    assert barred(now) == set()
    second_fault(actor=second, mark_id=mark.id, is_so=True, words="没有去", now=now)
    assert (barred(now), barred(now + 370 * DAY)) == ({helper.pk}, {helper.pk})
    Visit.objects.filter(id=credited(town, town.volunteer("另一位"), "赵婶", 4).id).update(
        volunteer=helper, started_at=now + DAY, ended_at=now + DAY + timedelta(hours=1)
    )
    assert (barred(now + 300 * DAY), barred(now + 370 * DAY)) == ({helper.pk}, set())
    appeal(actor=town.actor(helper), mark_id=mark.id, words="我去了，有照片", now=now + DAY)
    decide_appeal(actor=town.certifier("丙"), mark_id=mark.id, is_upheld=True, words="照片是真的", now=now + DAY)
    assert (barred(now + 2 * DAY), score(town, helper, now + 2 * DAY)) == (set(), 100)


def test_who_asked_for_money_stops_at_once_and_the_bureau_knows(town: Town) -> None:
    helper, judge, second = town.volunteer(), town.certifier("甲"), town.coordinator("乙")
    visit = credited(town, helper)
    now = visit.need.ends_at + DAY
    mark = proposed(town, visit, MarkKind.ASKED_MONEY, judge, now)
    need = town.need(town.elder("王秀英"), starts_at=now + 2 * DAY)
    with pytest.raises(UnableToTakeNeed, match="paused"):
        accept_need(actor=town.actor(helper), need_id=need.id, now=now)
    report = Report.objects.get()
    assert (report.kind, report.site_id, report.state) == ("money", town.site.pk, "waiting")
    second_fault(actor=second, mark_id=mark.id, is_so=False, words="老人记错了人", now=now)
    assert Mark.objects.get(id=mark.id).state == MarkState.DROPPED
    assert accept_need(actor=town.actor(helper), need_id=need.id, now=now).volunteer_id == helper.pk
    kinds = Notice.objects.filter(person=helper, kind__startswith="conduct_").values_list("kind", flat=True)
    assert sorted(kinds) == ["conduct_cleared", "conduct_suspended"]
    assert Visit.objects.get(id=visit.id).state == VisitState.CREDITED


def test_what_was_found_is_appealed_and_decided_by_neither_of_the_two(town: Town) -> None:
    helper, judge, second = town.volunteer(), town.certifier("甲"), town.coordinator("乙")
    visit = credited(town, helper)
    now = visit.need.ends_at + DAY
    mark = proposed(town, visit, MarkKind.ASKED_MONEY, judge, now)
    with pytest.raises(UnableToAppeal, match="not_now"):
        appeal(actor=town.actor(helper), mark_id=mark.id, words="没有", now=now)
    second_fault(actor=second, mark_id=mark.id, is_so=True, words="邻居作证", now=now + 20 * DAY)
    later = now + 21 * DAY
    assert standing_of(person_id=helper.pk, site_id=town.site.pk, now=later).is_paused
    appeal(actor=town.actor(helper), mark_id=mark.id, words="那是还我买药的钱", now=later)
    for by in (judge, second):
        with pytest.raises(UnableToAppeal, match="took_part"):
            decide_appeal(actor=by, mark_id=mark.id, is_upheld=True, words="是", now=later)
    decide_appeal(actor=town.certifier("丙"), mark_id=mark.id, is_upheld=True, words="有收据", now=later)
    assert not standing_of(person_id=helper.pk, site_id=town.site.pk, now=later).is_paused


def test_who_may_not_and_what_is_not_enough(town: Town) -> None:
    helper, judge = town.volunteer(), town.certifier("甲")
    visit = town.taken(town.elder(), helper)
    now = town.now + 3 * DAY
    facts = {"visit_id": visit.id, "now": now}
    for stranger in (town.clerk(), town.actor(helper), town.staff(Role.CERTIFIER, "外站", node=town.other_site)):
        with pytest.raises(NotVisible):
            propose_fault(actor=stranger, said=said(MarkKind.ASKED_MONEY), **facts)
    with pytest.raises(NotVisible):
        propose_fault(actor=judge, said=said(MarkKind.NO_SHOW), **facts)
    with pytest.raises(UnableToAccuse, match="not_served"):
        propose_fault(actor=judge, said=said(MarkKind.FALSE_HOURS), **facts)
    with pytest.raises(UnableToAccuse, match="no_words"):
        propose_fault(actor=judge, said=said(MarkKind.ASKED_MONEY, "  "), **facts)
    town.kin(helper, Person.objects.get(pk=judge.id))
    with pytest.raises(UnableToAccuse, match="own_or_kin"):
        propose_fault(actor=judge, said=said(MarkKind.ASKED_MONEY), **facts)
    assert not Mark.objects.exists()
