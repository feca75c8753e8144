"""The list: quorum, majority, order, equals."""

from uuid import UUID

from nuanliu.domain.honours.policies import Ballot, rank, votes_needed

A, B, C, D = (UUID(int=number) for number in (1, 2, 3, 4))


def ballot(who: UUID, *scores: tuple[int, bool], eligible: int = 3, main: int = 0) -> Ballot:
    return Ballot(who, scores, eligible, main)


def ranks(*ballots: Ballot, places: int = 2, percent: int = 60) -> dict[UUID, tuple[int | None, bool]]:
    return {
        one.candidate: (one.rank, one.is_chosen) for one in rank(ballots=ballots, places=places, quorum_percent=percent)
    }


def test_the_quorum_is_of_those_who_may_score_and_never_nobody() -> None:
    assert [votes_needed(eligible=count, percent=60) for count in (0, 1, 3, 5)] == [1, 1, 2, 3]


def test_without_quorum_or_majority_there_is_no_rank() -> None:
    found = ranks(
        ballot(A, (100, True)),
        ballot(B, (100, True), (90, False)),
        ballot(C, (60, True), (60, True)),
        ballot(D, eligible=0),
    )
    assert found == {C: (1, True), A: (None, False), B: (None, False), D: (None, False)}


def test_equals_are_decided_by_more_yes_then_by_the_years_figure() -> None:
    found = ranks(
        ballot(A, (80, True), (80, True), (80, False), main=900),
        ballot(B, (80, True), (80, True), (80, True), main=100),
        ballot(C, (80, True), (80, True), (80, False), main=1000),
        places=2,
    )
    assert found == {B: (1, True), C: (2, True), A: (3, False)}


def test_who_is_equal_in_everything_gets_on_together() -> None:
    same = ((80, True), (81, True))
    found = ranks(ballot(A, *same, main=5), ballot(B, *same, main=5), ballot(C, (99, True), (99, True)), places=2)
    assert found == {C: (1, True), A: (2, True), B: (2, True)}


def test_the_order_is_by_the_exact_average() -> None:
    found = rank(
        ballots=[ballot(A, (80, True), (81, True), (81, True)), ballot(B, (81, True), (81, True), (81, True))],
        places=1,
        quorum_percent=60,
    )
    assert [(one.candidate, one.points) for one in found] == [(B, 8100), (A, 8066)]
