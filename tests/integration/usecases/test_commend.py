"""The year-end commendation: the freeze, the committee, the list, the notice with its objections, the awards."""

from datetime import timedelta

import pytest

from nuanliu.domain.honours.models import Frozen, Nomination, Objection, Place, Score
from nuanliu.domain.honours.naming import public_names
from nuanliu.domain.honours.saying import Said, said_in
from nuanliu.domain.honours.types import Conflict, Vote
from nuanliu.domain.network.types import Role
from nuanliu.domain.notices.models import Notice
from nuanliu.domain.people.types import ConsentPurpose
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.ids import new_id
from nuanliu.usecases.certify_visit import void_visit
from nuanliu.usecases.commend.award import give_awards
from nuanliu.usecases.commend.freeze import freeze, freeze_due, reckoned_alike
from nuanliu.usecases.commend.listing import confirm_list, make_list, send_back
from nuanliu.usecases.commend.locking import UnableToCommend
from nuanliu.usecases.commend.nominate import nominate, withdraw_nomination
from nuanliu.usecases.commend.object import decide_objection, file_objection
from nuanliu.usecases.commend.review import appoint_seat, conflict_of, give_score
from tests.support.honours import AFTER, branch_in, certified, served_once, subject_ids, year_in

SAID = Said(name="路人甲", phone="13800009999", words="她今年没有来过我们楼。")


def refused(act) -> str:
    with pytest.raises(UnableToCommend) as found:
        act()
    return found.value.code


def test_the_list_is_reckoned_from_the_freeze_alone(town) -> None:
    year = year_in(town)
    branch = branch_in(town)
    one, two, other = (served_once(town, name, branch=branch) for name in ("甲", "乙", "丙"))
    for person in (one, two):
        year.nominates_herself(person)
    assert (
        refused(lambda: freeze(actor=year.officer, commendation_id=year.commendation.pk, now=town.now)) == "too_early"
    )
    assert freeze_due(now=town.now) == 0
    assert freeze_due(now=AFTER) == 1
    found = year.again()
    assert found.state == "frozen"
    first = found.list_digest
    assert len(first) == 64
    assert [year.frozen(who).is_nominated for who in (one, two, other)] == [True, True, False]
    assert year.frozen(branch).figures["members"] == 3
    assert reckoned_alike(commendation=found)

    certified(town, other, minutes=120, days=4)  # what happens afterwards changes nothing
    visit = year.frozen(one).facts["visits"][0]["id"]
    void_visit(actor=town.certifier("另一位"), visit_id=visit, reason="查实未到", now=AFTER)
    one.branch = None
    one.save(update_fields=["branch"])
    Nomination.objects.filter(subject_id=two.pk).update(withdrawn_at=AFTER)
    assert freeze(actor=year.officer, commendation_id=found.pk, now=AFTER).list_digest == first
    assert reckoned_alike(commendation=year.again())

    changed = year.category("volunteer").criteria.get(measure="minutes")
    changed.needed = 61
    changed.save(update_fields=["needed"])
    assert not reckoned_alike(commendation=year.again()), "a criterion that was changed afterwards is found"


def test_evidence_never_changes_and_holds_no_name(town) -> None:
    year = year_in(town)
    person = served_once(town, "甲")
    year.nominates_herself(person)
    year.freeze()
    row = year.frozen(person)
    assert "甲" not in str(row.facts)
    assert "张桂兰" not in str(row.facts)
    with pytest.raises(Exception, match="append-only"):
        Frozen.objects.filter(pk=row.pk).update(main=999)


def test_a_member_has_no_say_about_herself_her_kin_her_branch_or_whom_she_nominated(town) -> None:
    year = year_in(town, members=1)
    free = year.seats[0]
    branch, far = branch_in(town), branch_in(town, "书院巷党支部")
    kin, mate = served_once(town, "亲", branch=far), served_once(town, "同", branch=branch)
    member = served_once(town, "委", branch=branch)
    town.kin(member, kin)
    town.kin(kin, member)
    secretary = town.staff(Role.SECRETARY, "书", node=far)
    for person in (kin, mate, member):
        year.nominates_herself(person)
    nominate(
        actor=secretary, category_id=year.category("branch").pk, subject_id=far.pk, unit_id=far.pk, words="好。",
        token=new_id(), now=town.now,
    )  # fmt: skip
    for who in (member.pk, secretary.id):
        appoint_seat(
            actor=year.officer, commendation_id=year.commendation.pk, person_id=who, token=new_id(), now=town.now
        )
    year.freeze()
    rows = {name: year.frozen(who) for name, who in (("kin", kin), ("mate", mate), ("own", member), ("far", far))}
    actor = town.actor(member)
    found = {name: conflict_of(person_id=member.pk, frozen=row) for name, row in rows.items()}
    assert found == {"kin": Conflict.KIN, "mate": Conflict.OWN_UNIT, "own": Conflict.ONESELF, "far": None}
    for name in ("kin", "mate", "own"):
        row = rows[name]
        score = {"frozen_id": row.pk, "points": 90, "vote": Vote.YES, "now": AFTER}
        assert refused(lambda score=score: give_score(actor=actor, **score)) == "conflict", name
        assert give_score(actor=free, **score).points == 90
    assert conflict_of(person_id=secretary.id, frozen=rows["far"]) is Conflict.OWN_UNIT
    with pytest.raises(NotVisible):
        give_score(actor=town.actor(mate), frozen_id=rows["kin"].pk, points=90, vote=Vote.YES, now=AFTER)
    assert Score.objects.count() == 3


def listed(town):
    """Three people on the list of two branches, in public notice."""
    year = year_in(town)
    people = [served_once(town, name) for name in ("甲一", "乙二")]
    for person in people:
        year.nominates_herself(person)
    year.freeze()
    for person, points in zip(people, (90, 80), strict=True):
        year.everybody_scores(year.frozen(person), points)
    return year, people, year.to_notice()


def test_two_people_make_a_list_public(town) -> None:
    year = year_in(town)
    person = served_once(town, "甲一")
    year.nominates_herself(person)
    year.freeze()
    the = {"commendation_id": year.commendation.pk, "now": AFTER}
    assert refused(lambda: make_list(actor=year.officer, **the)) == "nobody"
    give_score(actor=year.seats[0], frozen_id=year.frozen(person).pk, points=90, vote=Vote.YES, now=AFTER)
    assert refused(lambda: make_list(actor=year.officer, **the)) == "nobody", "one of three is no quorum"
    give_score(actor=year.seats[1], frozen_id=year.frozen(person).pk, points=80, vote=Vote.YES, now=AFTER)
    make_list(actor=year.officer, **the)
    assert refused(lambda: confirm_list(actor=year.officer, **the)) == "second_person"
    with pytest.raises(NotVisible):
        confirm_list(actor=town.coordinator(), **the)
    assert refused(lambda: send_back(actor=year.auditor, reason="", **the)) == "no_reason"
    send_back(actor=year.auditor, reason="再看一遍", **the)
    give_score(actor=year.seats[2], frozen_id=year.frozen(person).pk, points=100, vote=Vote.YES, now=AFTER)
    (place,) = year.to_notice()
    assert (place.points, place.yes, place.eligible) == (9000, 3, 3)
    assert Place.objects.count() == 2, "the list that was sent back is kept"
    assert year.again().notice_until == (AFTER + timedelta(days=7)).date()
    assert Notice.objects.filter(person=person, kind="award_listed").count() == 1
    confirm_list(actor=year.auditor, **the)
    assert Notice.objects.filter(person=person, kind="award_listed").count() == 1


def test_an_objection_upheld_takes_off_one_line_and_nothing_else(town) -> None:
    year, people, places = listed(town)
    assert subject_ids(places) == [person.pk for person in people]
    token, asked = new_id(), []
    for _twice in range(2):
        made = file_objection(actor=town.actor(people[0]), place_id=places[1].pk, said=SAID, token=token, now=AFTER)
        asked.append(made.pk)
    assert asked[0] == asked[1]
    assert said_in(Objection.objects.get()) == SAID
    assert SAID.words.encode() not in bytes(Objection.objects.get().said_sealed)
    other = file_objection(actor=year.officer, place_id=places[0].pk, said=SAID, token=new_id(), now=AFTER)
    before = {row.pk: vars(row) for row in Place.objects.all()}

    decide = {"objection_id": asked[0], "uphold": True, "reason": "查过，确有其事", "now": AFTER}
    assert refused(lambda: decide_objection(actor=year.officer, **decide)) == "had_part", "she made the list"
    with pytest.raises(NotVisible):
        decide_objection(actor=year.seats[0], **decide)
    assert refused(lambda: decide_objection(actor=year.auditor, **decide)) == "had_part", "she confirmed it"
    third = town.staff(Role.BUREAU_SECURITY, "卫安全", node=town.city)
    assert refused(lambda: decide_objection(actor=third, **{**decide, "reason": " "})) == "no_reason"
    decide_objection(actor=third, **decide)
    after = {row.pk: vars(row) for row in Place.objects.all()}
    changed = {
        (pk, name)
        for pk, row in after.items()
        for name, value in row.items()
        if name != "_state" and before[pk][name] != value
    }
    assert changed == {(places[1].pk, "state"), (places[1].pk, "words")}
    assert Objection.objects.get(pk=other.pk).state == "open"
    assert reckoned_alike(commendation=year.again())

    award = {"actor": year.officer, "commendation_id": year.commendation.pk}
    assert refused(lambda: give_awards(**award, now=AFTER)) == "notice_runs"
    later = AFTER + timedelta(days=8)
    assert refused(lambda: give_awards(**award, now=later)) == "objections"
    decide_objection(actor=third, objection_id=other.pk, uphold=False, reason="查过，不成立", now=later)
    give_awards(**award, now=later)
    assert [row.state for row in Place.objects.order_by("rank")] == ["awarded", "removed"]
    assert [one.said_sealed for one in Objection.objects.all()] == [None, None]
    told = Notice.objects.filter(kind="award_given").values_list("person_id", flat=True)
    assert list(told) == [people[0].pk]
    over = refused(
        lambda: file_objection(actor=year.officer, place_id=places[0].pk, said=SAID, token=new_id(), now=later)
    )
    assert over == "over"


def test_names_are_public_only_with_consent(town) -> None:
    _year, people, places = listed(town)
    town.agrees(people[0], ConsentPurpose.HONOUR_NAME)
    rows = [place.frozen for place in Place.objects.select_related("frozen__category").order_by("rank")]
    assert list(public_names(rows=rows).values()) == ["甲一", "乙*"]
    assert len(places) == 2


def test_who_may_nominate_whom(town) -> None:
    year = year_in(town)
    branch, far = branch_in(town), branch_in(town, "大用党支部", site=town.other_site)
    person, stranger = served_once(town, "甲", branch=branch), town.volunteer("远", site=town.other_site)
    secretary = town.staff(Role.SECRETARY, "书", node=branch)
    say = {"category_id": year.category("volunteer").pk, "words": "好。", "token": new_id(), "now": town.now}
    first = nominate(actor=secretary, subject_id=person.pk, unit_id=branch.pk, **say)
    assert nominate(actor=secretary, subject_id=person.pk, unit_id=branch.pk, **say).pk == first.pk
    for subject, unit in ((stranger.pk, branch.pk), (person.pk, far.pk), (person.pk, None)):
        with pytest.raises(NotVisible):
            nominate(actor=secretary, subject_id=subject, unit_id=unit, **say)
    silent = {**say, "words": " ", "subject_id": stranger.pk, "unit_id": None}
    assert refused(lambda: nominate(actor=town.actor(stranger), **silent)) == "words"
    with pytest.raises(NotVisible):
        withdraw_nomination(actor=town.actor(person), nomination_id=first.pk, now=town.now)
    assert withdraw_nomination(actor=secretary, nomination_id=first.pk, now=town.now).withdrawn_at == town.now
    year.freeze()
    late = {**say, "token": new_id(), "subject_id": person.pk, "unit_id": branch.pk}
    assert refused(lambda: nominate(actor=secretary, **late)) == "not_now"
