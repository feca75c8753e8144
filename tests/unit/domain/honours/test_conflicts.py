"""Whom a member of the committee may not score."""

from uuid import UUID

import pytest

from nuanliu.domain.honours.conflicts import About, Member, conflict_between
from nuanliu.domain.honours.types import Conflict, SubjectKind

ME, KIN, HER, SITE = (UUID(int=number) for number in (1, 2, 3, 4))
_V, _F, _S, _B = SubjectKind.VOLUNTEER, SubjectKind.FAMILY, SubjectKind.SITE, SubjectKind.BRANCH
MEMBER = Member(id=ME, kin={KIN}, units={"c/k/s/b/"}, home="c/k/s/", nominated=set())
FAR = "c/k/x/"


@pytest.mark.parametrize(
    ("about", "why"),
    [
        (About(_V, HER, {HER}, FAR, "c/k/x/b/"), None),
        (About(_V, HER, {HER}, "c/k/s/", ""), None),
        (About(_V, ME, {ME}, FAR, ""), Conflict.ONESELF),
        (About(_V, KIN, {KIN}, FAR, ""), Conflict.KIN),
        (About(_F, HER, {HER, KIN}, FAR, ""), Conflict.KIN),
        (About(_F, HER, {HER, ME}, FAR, ""), Conflict.ONESELF),
        (About(_V, HER, {HER}, FAR, "c/k/s/b/"), Conflict.OWN_UNIT),
        (About(_V, HER, {HER}, FAR, "c/k/s/b/team/"), Conflict.OWN_UNIT),
        (About(_B, SITE, set(), "c/k/s/b/", "c/k/s/b/"), Conflict.OWN_UNIT),
        (About(_B, SITE, {KIN}, "c/k/x/b/", "c/k/x/b/"), Conflict.KIN),
        (About(_S, SITE, set(), "c/k/s/", "c/k/s/"), Conflict.OWN_UNIT),
        (About(_S, SITE, set(), FAR, FAR), None),
    ],
)  # fmt: skip
def test_who_has_to_stand_back(about, why) -> None:
    assert conflict_between(member=MEMBER, about=about) is why


def test_who_nominated_stands_back_also_for_a_family() -> None:
    member = Member(id=ME, nominated={HER})
    assert conflict_between(member=member, about=About(_V, HER, {HER}, FAR, "")) is Conflict.NOMINATED
    assert conflict_between(member=member, about=About(_F, KIN, {KIN, HER}, FAR, "")) is Conflict.NOMINATED
