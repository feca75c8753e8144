"""Conduct: what costs points, who rests, what an empty house costs, and appeals decided by who had no part."""

from datetime import timedelta

import pytest

from nuanliu.domain.audit.models import Event
from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.care.types import NeedState, VisitState
from nuanliu.domain.integrity.conduct.models import Mark
from nuanliu.domain.integrity.conduct.queries import marks_of, resting_within, standing_of
from nuanliu.domain.integrity.conduct.types import MarkKind, MarkState
from nuanliu.domain.ledger.check import check_books
from nuanliu.domain.notices.models import Notice
from nuanliu.domain.people.models import Person
from nuanliu.platform.errors import NotVisible
from nuanliu.usecases.accept_need import UnableToTakeNeed, accept_need
from nuanliu.usecases.cancel import cancel_visit
from nuanliu.usecases.certify_visit import void_visit
from nuanliu.usecases.conduct.appeals import UnableToAppeal, appeal, decide_appeal
from nuanliu.usecases.conduct.missing import UnableToNote, note_absent, note_no_show
from nuanliu.usecases.confirm_visit import confirm_visit
from tests.support.town import Town

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def at_the_door(town: Town, elder: Person, helper: Person, days: int = 2) -> Visit:
    visit = town.taken(elder, helper, starts_at=town.now + days * DAY)
    visit.need = Need.objects.get(site_id=visit.site_id, id=visit.need_id)
    return visit


def score(town: Town, helper: Person, now) -> int:
    return standing_of(person_id=helper.pk, site_id=town.site.pk, now=now).score


def test_late_costs_three_and_in_time_nothing(town: Town) -> None:
    helper = town.volunteer()
    actor = town.actor(helper)
    early, late = at_the_door(town, town.elder(), helper), at_the_door(town, town.elder("李秀英"), helper, 3)
    cancel_visit(actor=actor, visit_id=early.id, reason="有事", now=early.need.starts_at - 5 * HOUR)
    now = late.need.starts_at - HOUR
    for _twice in range(2):
        cancel_visit(actor=actor, visit_id=late.id, reason="病了", now=now)
    mark = Mark.objects.get()
    assert (mark.kind, mark.points, mark.noted_by, mark.visit_id) == (MarkKind.LATE_CANCEL, 3, None, late.id)
    assert score(town, helper, now) == 97
    by_staff = at_the_door(town, town.elder("王凤"), helper, 4)
    cancel_visit(actor=town.clerk(), visit_id=by_staff.id, reason="她病了", now=by_staff.need.starts_at - HOUR)
    assert Mark.objects.count() == 1


def test_who_does_not_come_three_times_rests_and_is_told_until_when(town: Town) -> None:
    helper, clerk = town.volunteer(), town.clerk()
    for number in range(3):
        visit = at_the_door(town, town.elder(f"老人{number}"), helper, 2 + number)
        late = visit.need.starts_at + HOUR
        for _twice in range(2):
            note_no_show(actor=clerk, visit_id=visit.id, reason="老人等了半小时", now=late)
    assert (Mark.objects.count(), score(town, helper, late)) == (3, 70)
    assert Visit.objects.get(id=visit.id).state == VisitState.CANCELLED
    assert Need.objects.get(id=visit.need_id).state == NeedState.OPEN
    need = town.need(town.elder("周一"), starts_at=late + 2 * DAY)
    with pytest.raises(UnableToTakeNeed) as refused:
        accept_need(actor=town.actor(helper), need_id=need.id, now=late)
    assert (refused.value.code, "起可以接单" in str(refused.value.words)) == ("paused", True)
    [resting] = resting_within(actor=clerk, now=late)
    assert (resting.person.pk, resting.is_exited, resting.until) == (helper.pk, False, late + 30 * DAY)
    assert resting_within(actor=clerk, now=late + 31 * DAY) == []
    assert Notice.objects.filter(person=helper, kind="conduct_marked").count() == 3


def test_nothing_is_noted_before_the_hour_without_a_reason_or_by_a_stranger(town: Town) -> None:
    helper, clerk, elder = town.volunteer(), town.clerk(), town.elder()
    visit = at_the_door(town, elder, helper)
    about = {"visit_id": visit.id, "now": visit.need.starts_at + HOUR}
    codes = []
    for wrong in ({"now": visit.need.starts_at - HOUR, "reason": "没来"}, {"reason": "  "}):
        with pytest.raises(UnableToNote) as refused:
            note_no_show(**{"actor": clerk, **about, **wrong})
        codes.append(refused.value.code)
    assert codes == ["too_early", "no_reason"]
    for stranger in (town.actor(helper), town.actor(elder)):
        with pytest.raises(NotVisible):
            note_no_show(actor=stranger, reason="没来", **about)
    town.kin(helper, Person.objects.get(pk=clerk.id))
    with pytest.raises(UnableToNote) as kin:
        note_absent(actor=clerk, reason="没开门", **about)
    assert kin.value.code == "own_or_kin"
    assert not Mark.objects.exists()


def test_an_empty_house_is_a_word_first_and_half_an_hour_after_that(town: Town) -> None:
    elder, clerk = town.elder(minutes=300), town.clerk()
    marks = []
    for number in range(2):
        visit = at_the_door(town, elder, town.volunteer(f"志愿{number}"), 2 + number)
        now = visit.need.starts_at + HOUR
        about = {"actor": clerk, "visit_id": visit.id, "reason": "敲门没人", "now": now}
        marks += [note_absent(**about).minutes for _twice in range(2)]
    assert marks == [0, 0, 30, 30]
    saved = town.savings(elder)
    assert (saved.time, saved.time_held) == (270, 0)
    assert list(Need.objects.values_list("state", flat=True).distinct()) == [NeedState.CANCELLED]
    kinds = Notice.objects.filter(person=elder, kind__startswith="absence").order_by("created_at", "id")
    assert list(kinds.values_list("kind", flat=True)) == ["absence_noted", "absence_debited"]
    mark = Mark.objects.get(minutes=30)
    appeal(actor=town.actor(elder), mark_id=mark.id, words="我在医院", now=now)
    decide_appeal(actor=town.certifier(), mark_id=mark.id, is_upheld=True, words="有病历", now=now)
    assert town.savings(elder).time == 300
    assert check_books().findings == []


def test_nobody_pays_for_an_empty_house_what_she_does_not_have(town: Town) -> None:
    elder, clerk = town.elder(), town.clerk()
    for number in range(2):
        visit = at_the_door(town, elder, town.volunteer(f"志愿{number}"), 2 + number)
        mark = note_absent(actor=clerk, visit_id=visit.id, reason="敲门没人", now=visit.need.starts_at + HOUR)
    assert (mark.minutes, town.savings(elder).time) == (0, 0)


def test_a_denied_visit_that_does_not_count_is_a_complaint_upheld(town: Town) -> None:
    helper, elder = town.volunteer(), town.elder()
    visit = town.served(elder, helper)
    confirm_visit(actor=town.actor(elder), visit_id=visit.id, came=False, now=visit.ended_at)
    void_visit(actor=town.certifier(), visit_id=visit.id, reason="老人说没来", now=visit.ended_at)
    assert [(one.kind, one.points) for one in marks_of(person_id=helper.pk)] == [("complaint", 15)]
    assert score(town, helper, visit.ended_at) == 85
    other = town.confirmed(town.elder("李秀英"), helper, starts_at=town.now + 3 * DAY)
    void_visit(actor=town.certifier("钱二"), visit_id=other.id, reason="重复登记", now=other.ended_at)
    assert Mark.objects.count() == 1


def test_an_appeal_is_decided_by_who_had_no_part_and_gives_the_points_back(town: Town) -> None:
    helper, coordinator, certifier = town.volunteer(), town.coordinator(), town.certifier()
    visit = at_the_door(town, town.elder(), helper)
    now = visit.need.starts_at + HOUR
    mark = note_no_show(actor=coordinator, visit_id=visit.id, reason="没来", now=now)
    decide = {"mark_id": mark.id, "is_upheld": True, "now": now}
    with pytest.raises(UnableToAppeal) as early:
        decide_appeal(actor=certifier, words="查过", **decide)
    with pytest.raises(NotVisible):
        appeal(actor=town.actor(town.volunteer("别人")), mark_id=mark.id, words="不对", now=now)
    for _twice in range(2):
        appeal(actor=town.actor(helper), mark_id=mark.id, words="门卫不让进", now=now)
    refusals = [early.value.code]
    for actor, words in ((coordinator, "查过"), (town.clerk(), "查过"), (certifier, " ")):
        with pytest.raises(UnableToAppeal) as refused:
            decide_appeal(actor=actor, words=words, **decide)
        refusals.append(refused.value.code)
    assert refusals == ["not_appealed", "took_part", "no_power", "no_words"]
    assert score(town, helper, now) == 90
    for _twice in range(2):
        decided = decide_appeal(actor=certifier, words="门卫证明", **decide)
    assert (decided.state, decided.decided_by, score(town, helper, now)) == (MarkState.LIFTED, certifier.id, 100)
    told = set(Event.objects.filter(action__startswith="conduct.").values_list("action", flat=True))
    assert told == {"conduct.marked", "conduct.appealed", "conduct.lifted"}
    with pytest.raises(UnableToAppeal):
        appeal(actor=town.actor(helper), mark_id=mark.id, words="再说", now=now)


def test_an_appeal_has_its_days(town: Town) -> None:
    helper = town.volunteer()
    visit = at_the_door(town, town.elder(), helper)
    now = visit.need.starts_at + HOUR
    mark = note_no_show(actor=town.coordinator(), visit_id=visit.id, reason="没来", now=now)
    with pytest.raises(UnableToAppeal) as late:
        appeal(actor=town.actor(helper), mark_id=mark.id, words="不对", now=now + 16 * DAY)
    assert late.value.code == "not_now"
    appeal(actor=town.actor(helper), mark_id=mark.id, words="不对", now=now + 14 * DAY)
    kept = decide_appeal(actor=town.certifier(), mark_id=mark.id, is_upheld=False, words="没来", now=now + 15 * DAY)
    assert (kept.state, score(town, helper, now)) == (MarkState.KEPT, 90)
