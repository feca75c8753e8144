"""The certifier's list: what is unusual and why, many with one key, a question back, and how late it is."""

from datetime import timedelta

import pytest
from django.urls import reverse

from nuanliu.domain.audit.models import Event
from nuanliu.domain.care.models import Visit
from nuanliu.domain.care.types import VisitState
from nuanliu.domain.ledger.check import check_books
from nuanliu.domain.network.types import Role
from nuanliu.domain.notices.models import Notice
from nuanliu.domain.notices.types import NoticeKind
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.types import Kinship
from nuanliu.platform.ids import new_id
from nuanliu.usecases.certify_visit import certify_visit
from nuanliu.usecases.certifying.batch import Became, certify_batch
from nuanliu.usecases.certifying.queue import Figures, Standing, figures_of, queue
from tests.support.office import browser_of, later, queries_of, words_of
from tests.support.town import Town

LIST = "/desk/certifying/"


def known_helper(town: Town, name: str = "李志愿") -> Person:
    """A helper of whom one visit was certified before."""
    helper = town.volunteer(name)
    old = town.confirmed(town.elder(f"{name}的老人"), helper, minutes=47, starts_at=town.now + timedelta(days=1))
    certify_visit(actor=town.certifier(f"{name}的认定员"), visit_id=old.id, now=old.ended_at)
    return helper


def state_of(visit: Visit) -> str:
    return Visit.objects.get(id=visit.id).state


def test_the_unremarkable_go_together_and_the_others_say_why(town: Town) -> None:
    plain = town.confirmed(town.elder("张桂兰"), known_helper(town), minutes=58)
    first = town.confirmed(town.elder("王秀英"), town.volunteer("王小明"), minutes=47)
    client = browser_of(town.certifier())
    page = words_of(client.get(LIST))
    assert "有 2 次服务等着。" in page
    assert page.index("没有什么要看的") < page.index("张桂兰") < page.index("要看一看") < page.index("王秀英")
    assert "这位志愿者还没有认定过服务。" in page
    answer = client.post(LIST, {"token": new_id(), "visit": [plain.id, first.id, "nonsense", new_id()]})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/desk/certifying/done/")
    done = words_of(client.get(answer.headers["Location"]))
    assert "认定好了 1 次。" in done
    assert "这位志愿者还没有认定过服务。" in done
    assert (state_of(plain), state_of(first)) == (VisitState.CREDITED, VisitState.CONFIRMED)
    assert client.post(LIST, {"token": new_id(), "visit": [plain.id]}).status_code == 303
    assert "已经有人办过了。" in words_of(client.get("/desk/certifying/done/"))
    assert check_books().findings == []


def test_every_unusual_thing_has_its_sentence(town: Town) -> None:
    helper = known_helper(town)
    kin, starts = town.elder("陆朝珍"), town.now + timedelta(days=3)
    town.confirmed(town.elder("张桂兰"), helper, starts_at=starts, minutes=118)
    town.confirmed(kin, helper, starts_at=starts + timedelta(minutes=90), minutes=47)
    town.kin(kin, helper, Kinship.CHILD)
    found = {one.visit.need.elder.name: one for one in queue(actor=town.certifier(), now=town.now)}
    long, of_kin = ([str(words) for words in found[name].reasons] for name in ("张桂兰", "陆朝珍"))
    assert long == ["比约定的时间长很多。", "上午 10 点半到 10 点 58 分这位志愿者也在陆朝珍家服务。"]
    assert "帮助的是自己的亲人。" in of_kin
    assert found["张桂兰"].assessment.counted.needs_second_person


def test_round_times_in_a_row_are_seen_by_the_standard(town: Town) -> None:
    helper, certifier = known_helper(town), town.certifier()
    town.rules(town.now, round_visits_in_a_row=3)
    visits = [
        town.confirmed(town.elder(f"老人{day}"), helper, minutes=60, starts_at=town.now + timedelta(days=2 + day))
        for day in range(3)
    ]
    reasons = {one.visit.id: [str(words) for words in one.reasons] for one in queue(actor=certifier, now=town.now)}
    assert [reasons[visit.id] for visit in visits] == [[], [], ["接连 3 次都正好是整数时间，像是估的。"]]


def test_the_list_counts_as_the_decision_does(town: Town) -> None:
    helper, starts = known_helper(town), town.now + timedelta(days=3)
    for number in range(4):
        town.confirmed(town.elder(f"老人{number}"), helper, minutes=118, starts_at=starts + timedelta(hours=2 * number))
    certifier, another = town.certifier("甲"), town.certifier("乙")
    for one in queue(actor=certifier, now=town.now):
        [now] = [each for each in queue(actor=certifier, now=town.now) if each.visit.id == one.visit.id]
        for actor in (certifier, another):
            visit = certify_visit(actor=actor, visit_id=one.visit.id, now=town.now)
        assert visit.counted_minutes == now.assessment.counted.minutes


def test_what_grows_too_much_in_the_batch_is_left_for_a_look(town: Town) -> None:
    """Each alone is unremarkable; together they reach the day at which two people look."""
    town.rules(town.now, daily_auto_cap_min=60)
    helper, starts = known_helper(town), town.now + timedelta(days=3)
    visits = [
        town.confirmed(town.elder(f"老人{n}"), helper, minutes=58, starts_at=starts + timedelta(hours=2 * n))
        for n in range(2)
    ]
    lines = certify_batch(actor=town.certifier(), visit_ids=[visit.id for visit in visits], now=town.now)
    assert [line.became for line in lines] == [Became.CERTIFIED, Became.LOOK]
    assert [state_of(visit) for visit in visits] == [VisitState.CREDITED, VisitState.CONFIRMED]
    assert Visit.objects.get(id=visits[1].id).first_review_by is None


def test_a_question_back_and_its_answer(town: Town) -> None:
    helper, certifier = known_helper(town), town.certifier()
    visit = town.confirmed(town.elder("张桂兰"), helper, minutes=58)
    client = browser_of(certifier)
    path = f"/desk/visits/{visit.id}/ask/"
    assert "请填写：退回，问一句" in words_of(client.post(path, {"token": new_id(), "question": " "}))
    token = new_id()
    for _time in range(2):
        assert client.post(path, {"token": token, "question": "收据在哪里？"}).status_code == 303
    assert Event.objects.filter(action="visit.asked_back").count() == 1
    assert Notice.objects.filter(person=helper, kind=NoticeKind.VISIT_ASKED).count() == 1
    assert "退回了，等回答" in words_of(client.get(LIST))
    answer = client.post(f"/desk/visits/{visit.id}/certify/", {"token": new_id(), "note": ""})
    assert "这次问了志愿者，要等她回答。" in words_of(answer)
    phone = browser_of(town.actor(helper))
    assert "社区对这次服务有个问题" in words_of(phone.get(reverse("volunteer:visit", args=[visit.id])))
    assert "收据在哪里？" in words_of(phone.get(reverse("volunteer:answer", args=[visit.id])))
    sent = {"token": new_id(), "answer": "收据给老人了。"}
    assert phone.post(reverse("volunteer:answer", args=[visit.id]), sent).status_code == 303
    assert phone.get(reverse("volunteer:answer", args=[visit.id])).status_code == 303
    assert "收据给老人了。" in words_of(client.get(f"/desk/visits/{visit.id}/certify/"))
    client.post(f"/desk/visits/{visit.id}/certify/", {"token": new_id(), "note": ""})
    assert state_of(visit) == VisitState.CREDITED


def test_staff_write_the_answer_down(town: Town) -> None:
    visit = town.confirmed(town.elder("张桂兰"), known_helper(town), minutes=58)
    client, clerk = browser_of(town.certifier()), browser_of(town.clerk())
    ask = {"token": new_id(), "question": "几点到的？"}
    assert clerk.post(f"/desk/visits/{visit.id}/ask/", ask).status_code == 404
    client.post(f"/desk/visits/{visit.id}/ask/", ask)
    assert "志愿者打电话来回答" in words_of(clerk.get(f"/desk/visits/{visit.id}/certify/"))
    path = f"/desk/visits/{visit.id}/answer/"
    assert clerk.post(path, {"token": new_id(), "answer": ""}).status_code == 200
    assert clerk.post(path, {"token": new_id(), "answer": "九点到的。"}).status_code == 303
    assert Visit.objects.get(id=visit.id).paused == ""


HOW_LATE = [
    (0, Standing.IN_TIME, "最晚"),
    (7, Standing.TODAY, "今天到期"),
    (10, Standing.LATE, "已超时"),
    (17, Standing.BREACH, "超过法定期限"),
]


@pytest.mark.parametrize(("days", "standing", "said"), HOW_LATE)
def test_how_late_it_is(town: Town, days: int, standing: Standing, said: str) -> None:
    """Confirmed on Wednesday 4 November: due on Wednesday 11 November, the legal limit is the 18th."""
    town.confirmed(town.elder(), known_helper(town), minutes=58)
    certifier = town.certifier()
    [one] = queue(actor=certifier, now=town.now + timedelta(days=2 + days))
    assert one.standing is standing
    client = browser_of(certifier)
    with later(client, town, days=2 + days):
        assert said in words_of(client.get(LIST))


def test_the_figures_count_what_the_list_has_no_room_for(town: Town) -> None:
    certifier, helper = town.certifier(), known_helper(town)
    for number in range(3):
        town.confirmed(
            town.elder(f"老人{number}"), helper, minutes=58, starts_at=town.now + timedelta(days=2 + 7 * number)
        )
    told = []
    for days in (3, 10, 17, 30):
        now = town.now + timedelta(days=2 + days)
        found = queue(actor=certifier, now=now)
        whole = figures_of(actor=certifier, found=found, now=now)
        assert figures_of(actor=certifier, found=found[:1], now=now, most=1) == whole
        told.append(whole)
    assert told == [Figures(3, 0, 0), Figures(3, 1, 0), Figures(3, 1, 1), Figures(3, 0, 3)]


def test_nobody_decides_on_kin_and_the_list_says_so(town: Town) -> None:
    certifier = town.certifier()
    me = Person.objects.get(pk=certifier.id)
    elder = town.elder("陆朝珍")
    town.kin(elder, me)
    visit = town.confirmed(elder, known_helper(town), minutes=58)
    page = words_of(browser_of(certifier).get(LIST))
    assert page.index("要请同事") < page.index("家人的服务要请同事认定。")
    [line] = certify_batch(actor=certifier, visit_ids=[visit.id], now=town.now)
    assert (line.became, str(line.words)) == (Became.LOOK, "家人的服务要请同事认定。")
    clerk = town.staff(Role.HOTLINE, "接线")
    [line] = certify_batch(actor=clerk, visit_ids=[visit.id], now=town.now)
    assert line.became is Became.LOOK
    elsewhere = town.staff(Role.CERTIFIER, "别处", node=town.other_site)
    [line] = certify_batch(actor=elsewhere, visit_ids=[visit.id], now=town.now)
    assert line.became is Became.GONE
    assert state_of(visit) == VisitState.CONFIRMED


def test_the_queries_do_not_grow_with_the_list(town: Town) -> None:
    client = browser_of(town.certifier())
    town.confirmed(town.elder("张"), known_helper(town), minutes=58)
    one = queries_of(client, LIST)
    for name in ("王", "陈"):
        town.confirmed(town.elder(name), town.volunteer(name), minutes=47)
    assert queries_of(client, LIST) == one
