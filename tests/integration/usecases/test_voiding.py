"""A visit paid out of several accounts is voided whole, whatever order the ids of its transfers happen to have."""

import pytest

from nuanliu.domain.care.types import VisitState
from nuanliu.domain.ledger.check import check_books
from nuanliu.usecases.certify_visit import certify_visit, void_visit


@pytest.mark.parametrize("_again", range(6))
@pytest.mark.parametrize("choice", ["time", "coin"])
def test_own_time_and_welfare_both_go_back(town, choice, _again) -> None:
    elder, helper = town.elder(minutes=60), town.volunteer()
    visit = town.confirmed(elder, helper, minutes=90, choice=choice)
    visit = certify_visit(actor=town.certifier("一"), visit_id=visit.id, now=visit.ended_at)
    assert (visit.state, visit.counted_minutes) == (VisitState.CREDITED, 90)
    void_visit(actor=town.certifier("二"), visit_id=visit.id, reason="查实未到", now=visit.certified_at)
    saved = town.savings(helper)
    assert (saved.time, saved.coin, saved.honour, town.savings(elder).time) == (0, 0, 0, 60)
    assert check_books().findings == []


@pytest.mark.parametrize("_again", range(6))
def test_a_helper_of_another_site_gives_back_over_both_sites(town, _again) -> None:
    elder, helper = town.elder(minutes=60), town.volunteer(site=town.other_site)
    visit = town.confirmed(elder, helper)
    visit = certify_visit(actor=town.certifier("一"), visit_id=visit.id, now=visit.ended_at)
    assert town.savings(helper).time == 60
    void_visit(actor=town.certifier("二"), visit_id=visit.id, reason="查实未到", now=visit.certified_at)
    assert (town.savings(helper).time, town.savings(helper).honour, town.savings(elder).time) == (0, 0, 60)
    assert check_books().findings == []
