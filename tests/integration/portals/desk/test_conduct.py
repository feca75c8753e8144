"""What a desk is told of false hours, where and as long as the Standard tells of them."""

from datetime import timedelta

from django.urls import reverse

from nuanliu.domain.integrity.conduct.types import MarkKind, Source
from nuanliu.usecases.certify_visit import certify_visit
from nuanliu.usecases.conduct.faults import Accusation, propose_fault, second_fault
from tests.support.office import browser_of, later, words_of
from tests.support.town import Town

TOLD = "通报：时间作假"


def test_false_hours_are_told_as_long_as_the_standard_says(town: Town) -> None:
    visit = town.confirmed(town.elder(), town.volunteer("李志愿"))
    judge, second = town.certifier("甲"), town.coordinator("乙")
    certify_visit(actor=judge, visit_id=visit.id, now=visit.ended_at)
    found = visit.ended_at + timedelta(days=1)
    said = Accusation(MarkKind.FALSE_HOURS, "老人说没有人来", Source.CALL_BACK)
    mark = propose_fault(actor=judge, visit_id=visit.id, said=said, now=found)
    desk, page = browser_of(second), reverse("desk:conduct")
    with later(desk, town, days=5):
        assert TOLD not in words_of(desk.get(page)), "nobody has looked at it yet"
    second_fault(actor=second, mark_id=mark.id, is_so=True, words="查过了", now=found)
    with later(desk, town, days=300):
        assert TOLD in words_of(desk.get(page))
    town.rules(town.now + timedelta(days=290), false_hours_told_days=60)
    with later(desk, town, days=50):
        assert TOLD in words_of(desk.get(page))
    with later(desk, town, days=300):
        assert TOLD not in words_of(desk.get(page))
    town.rules(town.now + timedelta(days=295), false_hours_told_days=365, false_hours_notice=False)
    with later(desk, town, days=300):
        assert TOLD not in words_of(desk.get(page)), "where it is not told at all"
