"""Figures out of facts, and criteria about figures."""

from typing import Any

import pytest

from nuanliu.domain.honours.planning import plans
from nuanliu.domain.honours.policies import Rule, all_met, digest_of, figures_of, judge
from nuanliu.domain.honours.types import Measure, SubjectKind
from tests.unit.domain.standards.made import DEFAULT


def visit(day: str = "2026-03-01", elder: str = "a", minutes: int = 60, face: str = "happy", **more: Any) -> Any:
    return {"id": day, "day": day, "elder": elder, "minutes": minutes, "face": face, "person": "p", **more}


def of_volunteer(visits: list[Any], *, voided: int = 0, late: int = 0) -> Any:
    return {
        "visits": visits,
        "voided": [{}] * voided,
        "late_cancels": [{}] * late,
        "score_start": 100,
        "late_cancel_points": 3,
        "complaint_points": 15,
    }


def test_a_volunteers_year_in_figures() -> None:
    facts = of_volunteer([visit(elder="a"), visit(elder="b", face="fine"), visit(elder="a", face="")], late=2)
    assert figures_of(kind=SubjectKind.VOLUNTEER, facts=facts) == {
        Measure.MINUTES: 180,
        Measure.SERVICES: 3,
        Measure.ELDERS: 2,
        Measure.RATING: 400,
        Measure.COMPLAINTS: 0,
        Measure.SCORE: 94,
    }


RULES = next(plan.rules for plan in plans(standard=DEFAULT) if plan.kind is SubjectKind.VOLUNTEER)


@pytest.mark.parametrize(
    ("facts", "missing"),
    [
        (of_volunteer([visit(elder=str(n % 5), minutes=240) for n in range(5)]), set()),
        (of_volunteer([visit(minutes=120) for _n in range(10)]), set()),
        (of_volunteer([visit(minutes=240) for _n in range(5)]), {Measure.ELDERS, Measure.SERVICES}),
        (of_volunteer([visit(minutes=60) for _n in range(10)]), {Measure.MINUTES}),
        (of_volunteer([visit(minutes=120, face="fine") for _n in range(10)]), {Measure.RATING}),
        (of_volunteer([visit(minutes=120, face="") for _n in range(10)]), set()),
        (of_volunteer([visit(minutes=120) for _n in range(10)], voided=1), {Measure.COMPLAINTS}),
        (of_volunteer([visit(minutes=120) for _n in range(10)], late=7), {Measure.SCORE}),
    ],
    ids=["five people", "ten services", "neither", "few hours", "badly rated", "nobody rated", "voided", "late"],
)
def test_the_standards_criteria(facts, missing) -> None:
    verdicts = judge(rules=RULES, figures=figures_of(kind=SubjectKind.VOLUNTEER, facts=facts))
    assert {one.rule.measure for one in verdicts if not (one.is_met or one.is_spared)} == missing
    assert all_met(verdicts=verdicts) is not bool(missing)


def test_at_most_is_the_other_way_round() -> None:
    rule = Rule(Measure.LATE, 0, is_most=True, choice=1)
    assert [judge(rules=[rule], figures={Measure.LATE: got})[0].is_met for got in (0, 1)] == [True, False]


def test_a_shop_a_site_a_branch_a_family() -> None:
    shop = {"redemptions": [{"day": "2026-01-02"}, {"day": "2026-01-30"}, {"day": "2026-02-01"}]}
    assert figures_of(kind=SubjectKind.SHOP, facts=shop) == {Measure.REDEMPTIONS: 3, Measure.MONTHS: 2}
    site = {"visits": [visit(late=True), visit(late=False)]}
    assert figures_of(kind=SubjectKind.SITE, facts=site)[Measure.LATE] == 1
    two = {"visits": [visit(person="p"), visit(person="q")], "voided": []}
    for kind in (SubjectKind.BRANCH, SubjectKind.FAMILY):
        assert figures_of(kind=kind, facts=two)[Measure.MEMBERS] == 2


def test_a_digest_does_not_depend_on_the_order_of_keys() -> None:
    assert digest_of(value={"a": 1, "b": 2}) == digest_of(value={"b": 2, "a": 1})
    assert digest_of(value={"a": 1}) != digest_of(value={"a": 2})
