"""One visit from the door to the passbook, and the lists of visits."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.care.types import VisitState
from nuanliu.domain.people.models import Volunteer
from nuanliu.usecases.certify_visit import certify_visit
from tests.integration.portals.volunteer.phone import Phone, queries_of
from tests.support.pages import says
from tests.support.town import Town


def fresh(visit: Visit) -> Visit:
    return Visit.objects.select_related("need").get(site_id=visit.site_id, id=visit.id)


def begins(visit: Visit) -> datetime:
    return fresh(visit).need.starts_at


def code_of(visit: Visit) -> str:
    return Need.objects.get(id=visit.need_id).code


def started(town: Town, phone: Phone, visit: Visit) -> None:
    phone.now = begins(visit)
    assert phone.post("volunteer:start", visit.id, code=code_of(visit)).status_code == 303


# -- the door ---


def test_name_address_and_telephone_show_from_a_day_before_to_a_day_after(town: Town) -> None:
    helper = town.volunteer()
    visit = town.taken(town.elder(phone="13800000001"), helper)
    start, end = begins(visit), begins(visit) + timedelta(hours=1)
    door = ("张桂兰", "文化路 3 号", "138 0000 0001")

    def seen(now: datetime) -> list[bool]:
        text = Phone(helper, now).words("volunteer:visit", visit.id)
        return [part in text for part in door]

    assert seen(start - timedelta(hours=24, minutes=1)) == [False] * 3
    assert seen(start - timedelta(hours=24)) == [True] * 3
    assert seen(end + timedelta(hours=24)) == [True] * 3
    assert seen(end + timedelta(hours=24, minutes=1)) == [False] * 3
    early = Phone(helper, start - timedelta(hours=25)).words("volunteer:visit", visit.id)
    assert "明天 11月3日 星期二 上午 9 点起，这里显示姓名、地址和电话。" not in early
    assert "11月3日 星期二 上午 9 点起，这里显示姓名、地址和电话。" in early


def test_nobody_else_sees_the_visit(town: Town) -> None:
    elder, helper, other = town.elder(), town.volunteer("甲"), town.volunteer("乙")
    visit = town.taken(elder, helper)
    assert Phone(helper, town.now).get("volunteer:visit", visit.id).status_code == 200
    for name in ("visit", "start", "end", "choose", "cancel", "visit-calendar"):
        assert Phone(other, town.now).get(f"volunteer:{name}", visit.id).status_code == 404
        assert Phone(elder, town.now).get(f"volunteer:{name}", visit.id).status_code == 404


def test_the_old_persons_code_is_on_no_page_of_the_helper(town: Town) -> None:
    helper = town.volunteer()
    visit = town.taken(town.elder(), helper)
    Need.objects.filter(id=visit.need_id).update(code="7391")
    phone = Phone(helper, begins(visit))
    for name, args in (("visit", [visit.id]), ("start", [visit.id]), ("today", []), ("home", []), ("inbox", [])):
        assert not says(phone.words(f"volunteer:{name}", *args), "7391")


# -- start and end ---


def test_the_code_starts_the_visit_however_it_is_typed(town: Town) -> None:
    helper = town.volunteer()
    visit = town.taken(town.elder(), helper)
    wide = " ".join(chr(ord(digit) + 0xFEE0) for digit in code_of(visit))
    answer = Phone(helper, begins(visit)).post("volunteer:start", visit.id, code=wide)
    assert (answer.status_code, answer["Location"]) == (303, reverse("volunteer:today"))
    assert fresh(visit).state == VisitState.SERVING


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "请填写"),
        ("12", "请写 4 位数字"),
        ("12345", "请写 4 位数字"),
        ("'; DROP", "请写 4 位数字"),
        ("九九九九", "请写 4 位数字"),
    ],
)
def test_what_is_no_code_is_answered_beside_the_field(town: Town, typed: str, words: str) -> None:
    helper = town.volunteer()
    visit = town.taken(town.elder(), helper)
    answer = Phone(helper, begins(visit)).post("volunteer:start", visit.id, code=typed)
    assert answer.status_code == 200
    assert words in answer.context["form"].errors["code"][0]
    assert fresh(visit).state == VisitState.TAKEN


def test_a_wrong_code_starts_nothing_and_says_how_often_one_may_try(town: Town) -> None:
    helper = town.volunteer()
    visit = town.taken(town.elder(), helper)
    wrong = f"{(int(code_of(visit)) + 1) % 10_000:04d}"
    phone = Phone(helper, begins(visit))
    assert "还可以试" in phone.post("volunteer:start", visit.id, code=wrong).context["form"].errors["code"][0]
    assert fresh(visit).state == VisitState.TAKEN
    assert phone.post("volunteer:start", visit.id, code=code_of(visit)).status_code == 303


def test_ending_asks_for_time_or_coin_and_remembers_if_wanted(town: Town) -> None:
    helper = town.volunteer()
    visit = town.taken(town.elder(), helper)
    phone = Phone(helper, town.now)
    started(town, phone, visit)
    phone.now += timedelta(minutes=58)
    assert "choice" in phone.post("volunteer:end", visit.id, code=code_of(visit)).context["form"].errors
    answer = phone.post(
        "volunteer:end", visit.id, code=code_of(visit), choice="coin", always="on", note="药放桌上了𫖯🌞"
    )
    assert answer["Location"] == reverse("volunteer:visit", args=[visit.id])
    done = fresh(visit)
    assert (done.state, done.choice, done.measured_minutes, done.helper_note) == (
        "served",
        "coin",
        58,
        "药放桌上了𫖯🌞",
    )
    assert Volunteer.objects.get(pk=helper.pk).default_choice == "coin"
    assert "等老人确认" in phone.words("volunteer:visit", visit.id)


def test_the_choice_can_wait_and_nothing_is_remembered(town: Town) -> None:
    helper = town.volunteer()
    visit = town.taken(town.elder(), helper)
    phone = Phone(helper, town.now)
    started(town, phone, visit)
    phone.now += timedelta(minutes=60)
    answer = phone.post("volunteer:end", visit.id, code=code_of(visit), choice="later", always="on")
    assert answer.status_code == 303
    assert (fresh(visit).choice, Volunteer.objects.get(pk=helper.pk).default_choice) == ("", "")


def test_the_usual_choice_is_ticked_already(town: Town) -> None:
    helper = town.volunteer(choice="coin")
    visit = town.taken(town.elder(), helper)
    phone = Phone(helper, town.now)
    started(town, phone, visit)
    assert phone.get("volunteer:end", visit.id).context["form"]["choice"].value() == "coin"


def test_a_note_that_is_too_long_is_kept_for_shortening(town: Town) -> None:
    helper = town.volunteer()
    visit = town.taken(town.elder(), helper)
    phone = Phone(helper, town.now)
    started(town, phone, visit)
    note = "<b>长</b>" * 1000
    answer = phone.post("volunteer:end", visit.id, code=code_of(visit), choice="time", note=note)
    assert "最多写 500 个字" in answer.context["form"].errors["note"][0]
    assert "&lt;b&gt;长&lt;/b&gt;" in answer.content.decode()
    assert fresh(visit).state == VisitState.SERVING


# -- choose ---


def test_a_certified_visit_without_a_choice_is_chosen_once(town: Town) -> None:
    helper = town.volunteer()
    visit = town.confirmed(town.elder(), helper, choice="")
    certify_visit(actor=town.certifier(), visit_id=visit.id, now=visit.ended_at)
    phone = Phone(helper, visit.ended_at)
    assert "11月11日 星期三前没选，就存时间" in phone.words("volunteer:visit", visit.id)
    assert phone.post("volunteer:choose", visit.id, choice="coin").status_code == 303
    assert phone.post("volunteer:choose", visit.id, choice="coin").status_code == 303
    refused = phone.post("volunteer:choose", visit.id, choice="time")
    assert "不能再改" in refused.content.decode()
    savings = town.savings(helper)
    assert (savings.time, savings.coin, savings.honour) == (0, 100, 60)


def test_there_is_nothing_to_choose_before_the_site_has_decided(town: Town) -> None:
    helper = town.volunteer()
    visit = town.confirmed(town.elder(), helper, choice="")
    phone = Phone(helper, visit.ended_at)
    assert phone.get("volunteer:choose", visit.id)["Location"] == reverse("volunteer:visit", args=[visit.id])
    assert phone.post("volunteer:choose", visit.id, choice="coin").status_code == 200
    assert town.savings(helper).coin == 0


# -- give back ---


def test_the_rule_stands_on_the_page_before_the_visit_is_given_back(town: Town) -> None:
    helper = town.volunteer()
    visit = town.taken(town.elder(), helper)
    start = begins(visit)
    in_time = Phone(helper, start - timedelta(hours=4)).words("volunteer:cancel", visit.id)
    too_late = Phone(helper, start - timedelta(hours=3, minutes=59)).words("volunteer:cancel", visit.id)
    assert ("不扣信用分" in in_time, "算临时取消。" in too_late) == (True, True)
    assert "扣信用分 3 分" in too_late
    assert "扣信用分 3 分" not in in_time


def test_giving_back_wants_a_reason_and_happens_once(town: Town) -> None:
    helper = town.volunteer()
    visit = town.taken(town.elder(), helper)
    phone = Phone(helper, town.now)
    assert "reason" in phone.post("volunteer:cancel", visit.id, reason="  ").context["form"].errors
    assert fresh(visit).state == VisitState.TAKEN
    assert phone.post("volunteer:cancel", visit.id, reason="孩子发烧了").status_code == 303
    assert phone.post("volunteer:cancel", visit.id, reason="孩子发烧了").status_code == 303
    given = fresh(visit)
    assert (given.state, given.cancel_reason, given.need.state) == ("cancelled", "孩子发烧了", "open")
    assert "张桂兰" not in Phone(helper, begins(visit)).words("volunteer:visit", visit.id)


# -- lists ---


def test_today_shows_the_next_thing_first(town: Town) -> None:
    elder, helper = town.elder(), town.volunteer()
    later = town.taken(elder, helper, starts_at=town.now + timedelta(days=2, hours=4))
    sooner = town.taken(elder, helper, starts_at=town.now + timedelta(days=2))
    town.taken(elder, helper, starts_at=town.now + timedelta(days=3))
    phone = Phone(helper, begins(sooner))
    page = phone.get("volunteer:today")
    assert page.context["next_visit"].id == sooner.id
    assert [visit.id for visit in page.context["later"]] == [later.id]
    started(town, phone, later)
    page = phone.get("volunteer:today")
    assert page.context["next_visit"].id == later.id
    assert [visit.id for visit in page.context["later"]] == [sooner.id]


def test_a_free_day_points_to_the_next_visit(town: Town) -> None:
    helper = town.volunteer()
    visit = town.taken(town.elder(), helper)
    page = Phone(helper, town.now).get("volunteer:today")
    assert (page.context["next_visit"], page.context["afterwards"].id) == (None, visit.id)


def test_visits_to_come_and_visits_behind_me(town: Town) -> None:
    elder, helper = town.elder(), town.volunteer()
    done = town.served(elder, helper)
    coming = town.taken(elder, helper, starts_at=town.now + timedelta(days=5))
    phone = Phone(helper, town.now)
    assert [visit.id for visit in phone.get("volunteer:visits").context["page"].rows] == [coming.id]
    assert [visit.id for visit in phone.get("volunteer:past-visits").context["page"].rows] == [done.id]
    stranger = Phone(town.volunteer("旁人"), town.now)
    assert stranger.get("volunteer:visits").context["page"].rows == []


@pytest.mark.parametrize("name", ["volunteer:visits", "volunteer:past-visits", "volunteer:today"])
def test_three_visits_cost_as_many_queries_as_one(town: Town, name: str) -> None:
    helper = town.volunteer()
    make = town.served if name == "volunteer:past-visits" else town.taken
    make(town.elder(), helper)
    phone = Phone(helper, town.now + timedelta(days=2))
    phone.get(name)
    one = queries_of(lambda: phone.get(name))
    for hours in (3, 6):
        make(town.elder(f"老人{hours}"), helper, starts_at=town.now + timedelta(days=2, hours=hours))
    assert queries_of(lambda: phone.get(name)) == one


def test_a_visit_that_was_never_started_asks_to_be_told(town: Town) -> None:
    helper = town.volunteer()
    visit = town.taken(town.elder(), helper)
    end = begins(visit) + timedelta(hours=1)
    phone = Phone(helper, end + timedelta(hours=12))
    assert "去过没去过，都请告诉社区。" in phone.words("volunteer:visit", visit.id)
    assert phone.get("volunteer:visits").context["page"].rows == []
    assert [row.id for row in phone.get("volunteer:past-visits").context["page"].rows] == [visit.id]
    phone.now -= timedelta(seconds=1)
    assert [row.id for row in phone.get("volunteer:visits").context["page"].rows] == [visit.id]
