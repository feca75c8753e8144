"""The order of every category as the scores are now."""

from uuid import UUID

from nuanliu.domain.honours.conflicts import About, Member, abouts, conflict_between, member_of
from nuanliu.domain.honours.models import Category, Commendation, Frozen, Score, Seat
from nuanliu.domain.honours.policies import Ballot, Ranked, rank
from nuanliu.domain.honours.types import Vote


def candidates(*, category: Category) -> list[Frozen]:
    """Who stands on the ballot: met every criterion and was nominated. By the frozen rows alone."""
    rows = Frozen.objects.filter(category=category, is_met=True, is_nominated=True).select_related("category")
    return list(rows.order_by("-main", "pk"))


def ranked(*, commendation: Commendation) -> dict[UUID, list[Ranked]]:
    """The order of every category as the scores are now, by category."""
    seats = list(Seat.objects.filter(commendation=commendation, ended_at=None))
    members = {one.pk: member_of(person_id=one.person_id, commendation_id=commendation.pk) for one in seats}
    found = {}
    for category in commendation.categories.order_by("position"):
        rows = candidates(category=category)
        about = abouts(rows=rows)
        given: dict[UUID, list[Score]] = {}
        for score in Score.objects.filter(frozen__category=category, seat__in=seats).order_by("seat_id"):
            given.setdefault(score.frozen_id, []).append(score)
        ballots = [_ballot(row, about[row.pk], members, given.get(row.pk, [])) for row in rows]
        found[category.pk] = rank(ballots=ballots, places=category.places, quorum_percent=commendation.quorum_percent)
    return found


def _ballot(row: Frozen, about: About, members: dict[UUID, Member], given: list[Score]) -> Ballot:
    """Who has come to be in conflict since she scored does not count either."""
    free = {seat for seat, member in members.items() if conflict_between(member=member, about=about) is None}
    scores = tuple((one.points, one.vote == Vote.YES) for one in given if one.seat_id in free)
    return Ballot(row.pk, scores, len(free), row.main)
