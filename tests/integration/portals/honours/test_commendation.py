"""A bureau officer, a member of the committee, a secretary and a resident on the pages of a commendation."""

from datetime import timedelta

import time_machine

from nuanliu.domain.certificates.models import Batch, BatchItem
from nuanliu.domain.honours.models import Nomination, Objection
from nuanliu.domain.network.types import Role
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.types import ConsentPurpose
from nuanliu.platform.ids import new_id
from nuanliu.usecases.commend.review import appoint_seat
from tests.integration.portals.volunteer.phone import Phone
from tests.support.honours import AFTER, branch_in, served_once, year_in
from tests.support.pages import words

SCORE = "记下我的分"


def at_desk(actor, now=AFTER) -> Phone:
    with time_machine.travel(now, tick=False):  # she has signed in now: an administrator's session soon rests
        return Phone(Person.objects.get(pk=actor.id), now)


def test_the_score_button_is_never_there_for_kin_own_branch_oneself_or_after_the_list(town) -> None:
    year, branch = year_in(town), branch_in(town)
    kin, mate, member, far = (
        served_once(town, name, branch=unit)
        for name, unit in (("亲", None), ("同", branch), ("委", branch), ("远", branch_in(town, "书院巷党支部")))
    )
    town.kin(member, kin)
    for person in (kin, mate, member, far):
        year.nominates_herself(person)
    appoint_seat(
        actor=year.officer, commendation_id=year.commendation.pk, person_id=member.pk, token=new_id(), now=town.now
    )
    year.freeze()
    hers, free = at_desk(town.actor(member)), at_desk(year.seats[0])
    why = {kin: "是您的家人，要回避。", mate: "是您自己的支部或单位，要回避。", member: "不能给自己打分。"}
    for person, said in why.items():
        page = hers.words("honours:candidate", year.frozen(person).pk)
        assert SCORE not in page
        assert said in page
        sent = hers.post("honours:candidate", year.frozen(person).pk, points="90", vote="yes")
        assert sent.status_code == 200
        assert SCORE in free.words("honours:candidate", year.frozen(person).pk)
    page = hers.words("honours:candidates", year.category("volunteer").pk)
    assert page.count("要回避") == 3
    assert page.count("还没打分") == 1
    sent = hers.post("honours:candidate", year.frozen(far).pk, points="90", vote="yes")
    assert sent.status_code == 303
    assert "打了 90 分" in hers.words("honours:candidates", year.category("volunteer").pk)
    assert SCORE not in at_desk(year.officer).words("honours:candidate", year.frozen(far).pk)
    for seat in year.seats:
        at_desk(seat).post("honours:candidate", year.frozen(far).pk, points="80", vote="yes")
    assert at_desk(year.officer).post("honours:act", year.commendation.pk, "list").status_code == 303
    assert SCORE not in hers.words("honours:candidate", year.frozen(far).pk)


def test_a_figure_leads_to_its_rows_and_a_row_to_the_sealed_book(town) -> None:
    year = year_in(town)
    person = served_once(town, "甲一")
    year.nominates_herself(person)
    year.freeze()
    officer = at_desk(year.officer)
    page = officer.words("honours:candidate", year.frozen(person).pk)
    assert "服务时间：至少 1 小时" in page
    assert "?rows=visits#rows" in page
    row = year.frozen(person).facts["visits"][0]
    assert row["day"] in page
    assert "/check?code=" in page
    assert "一行也没有" in officer.words("honours:candidate", year.frozen(person).pk, rows="voided")
    again = officer.words("honours:candidates", year.category("volunteer").pk, recount="1")
    assert "和冻结时的名单一模一样" in again


def test_the_task_list_says_what_is_next_and_a_step_is_asked_about_first(town) -> None:
    year = year_in(town)
    officer, one = at_desk(year.officer, town.now), year.commendation.pk
    page = officer.words("honours:commendation", one)
    assert "冻结数据" in page
    assert "act/freeze" not in page
    late = at_desk(year.officer)
    assert f"/honours/{one}/freeze" in late.words("honours:commendation", one)
    assert "谁也改不了" in late.words("honours:act", one, "freeze")
    assert late.post("honours:act", one, "freeze").status_code == 303
    assert late.post("honours:act", one, "freeze").status_code == 303
    assert "还没有人票数够" in late.post("honours:act", one, "list").content.decode()
    assert at_desk(year.auditor).get("honours:act", one, "list").status_code == 404
    assert at_desk(year.seats[0]).get("honours:act", one, "list").status_code == 404


def test_a_secretary_nominates_and_takes_back_and_a_volunteer_sees_where_she_stands(town) -> None:
    year, branch = year_in(town), branch_in(town)
    person = served_once(town, "甲一", branch=branch)
    secretary = at_desk(town.staff(Role.SECRETARY, "书记", node=branch), town.now)
    said = {"category": str(year.category("volunteer").pk), "words": "每周都去。"}
    empty = secretary.post("honours:nominate", **{**said, "words": "", "subject": f"{branch.pk}|{person.pk}"})
    assert "请填写：为什么" in empty.content.decode()
    assert secretary.post("honours:nominate", **said, subject=f"{branch.pk}|{person.pk}").status_code == 303
    made = Nomination.objects.get()
    assert "甲一 · 优秀志愿者" in secretary.words("honours:nominate")
    assert secretary.post("honours:nominate", back=str(made.pk)).status_code == 303
    made.refresh_from_db()
    assert made.withdrawn_at == town.now

    hers = Phone(person, town.now + timedelta(days=5))
    page = hers.words("volunteer:self-nominate")
    assert "服务时间：至少 1 小时" in page
    assert "您现在：1 小时" in page
    assert hers.post("volunteer:self-nominate", words="我每周都去。").status_code == 303
    assert "我每周都去。" in hers.words("volunteer:self-nominate")


def test_the_list_is_public_by_consent_a_resident_objects_and_the_hall_keeps_it(town) -> None:
    year = year_in(town)
    people = [served_once(town, name) for name in ("温一心", "冷二意")]
    for person in people:
        year.nominates_herself(person)
    town.agrees(people[0], ConsentPurpose.HONOUR_NAME)
    year.freeze()
    for person, points in zip(people, (90, 80), strict=True):
        year.everybody_scores(year.frozen(person), points)
    public = Phone(None, AFTER)
    assert "现在没有公示" in public.words("public:notice")
    places = year.to_notice()
    page = public.words("public:notice")
    assert "温一心" in page
    assert "冷*" in page
    assert "冷二意" not in page
    sent = public.post("public:object", places[1].pk, words="没有来过。", name="路人", phone="138 0000 9999")
    assert sent.status_code == 303
    assert "收到了" in words(public.get("public:object-sent"))
    objection = Objection.objects.get()
    for had_part in (year.officer, year.auditor):
        assert "要请没有参加的同事处理" in at_desk(had_part).words("honours:objection", objection.pk)
    third = at_desk(town.staff(Role.BUREAU_SECURITY, "卫安全", node=town.city))
    assert "138 0000 9999" in third.words("honours:objection", objection.pk)
    decided = third.post("honours:objection", objection.pk, outcome="upheld", reason="查过，确有其事")
    assert decided.status_code == 303
    page = public.words("public:notice")
    assert "温一心" in page
    assert "冷*" not in page

    later = AFTER + timedelta(days=8)
    officer = at_desk(year.officer, later)
    assert public.get("public:object", places[0].pk).status_code == 200
    assert Phone(None, later).get("public:object", places[0].pk).status_code == 404
    assert officer.get("honours:press", year.commendation.pk).status_code == 404
    assert officer.post("honours:act", year.commendation.pk, "award").status_code == 303
    hall = Phone(None, later).words("public:hall-year", 2026)
    assert "温一心" in hall
    assert "冷*" not in hall
    assert officer.get("honours:press", year.commendation.pk).content[:5] == b"%PDF-"
    for _twice in range(2):
        assert officer.post("honours:act", year.commendation.pk, "papers").status_code == 303
    assert Batch.objects.count() == 1
    assert list(BatchItem.objects.values_list("person_id", flat=True)) == [people[0].pk]
