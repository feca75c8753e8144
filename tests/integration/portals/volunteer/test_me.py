"""What a volunteer sets about herself, and what she is told."""

from datetime import timedelta

from django.urls import reverse

from nuanliu.domain.notices.models import Notice
from nuanliu.domain.people.models import FreeTime, Volunteer
from nuanliu.domain.people.operations import set_free_times
from nuanliu.usecases.cancel import cancel_need
from nuanliu.usecases.certify_visit import certify_visit
from tests.integration.portals.volunteer.phone import Phone, queries_of
from tests.support.town import Town


def spans(person: object) -> list[tuple[int, int, int]]:
    rows = FreeTime.objects.filter(volunteer_id=person.pk).order_by("weekday", "from_minute")
    return [(row.weekday, row.from_minute, row.to_minute) for row in rows]


def test_my_page_tells_what_the_scheme_knows_of_me(town: Town) -> None:
    helper = town.volunteer(skills=["training", "老教师"])
    Volunteer.objects.filter(pk=helper.pk).update(number="LZ-V-0031", languages=["miao"])
    text = Phone(helper, town.now).words("volunteer:me")
    for part in ("LZ-V-0031", "安全培训、老教师", "苗语", "2026年10月3日 星期六学完", "文化路社区"):
        assert part in text


def test_free_times_are_ticked_as_parts_of_days(town: Town) -> None:
    helper = town.volunteer()
    phone = Phone(helper, town.now)
    answer = phone.post("volunteer:free-times", cells=["2-pm", "6-am", "6-noon", "6-pm"])
    assert answer["Location"] == reverse("volunteer:me")
    assert spans(helper) == [(2, 840, 1080), (6, 480, 1080)]
    assert "星期二 下午 2 点到 6 点" in phone.words("volunteer:me")


def test_a_time_that_fits_no_box_stays_until_it_is_taken_off(town: Town) -> None:
    helper = town.volunteer()
    set_free_times(actor=town.actor(helper), spans=[(3, 540, 660)])
    phone = Phone(helper, town.now)
    assert "星期三 上午 9 点到 11 点" in phone.words("volunteer:free-times")
    phone.post("volunteer:free-times", cells=["1-am"], others=["3-540-660"])
    assert spans(helper) == [(1, 480, 720), (3, 540, 660)]
    phone.post("volunteer:free-times", cells=["1-am"])
    assert spans(helper) == [(1, 480, 720)]


def test_a_box_that_does_not_exist_changes_nothing(town: Town) -> None:
    helper = town.volunteer()
    set_free_times(actor=town.actor(helper), spans=[(3, 480, 720)])
    phone = Phone(helper, town.now)
    assert phone.post("volunteer:free-times", cells=["9-am"]).status_code == 200
    assert phone.post("volunteer:free-times", others=["3-0-9999"]).status_code == 200
    assert spans(helper) == [(3, 480, 720)]


def test_the_usual_choice_is_kept_and_can_be_taken_back(town: Town) -> None:
    helper = town.volunteer()
    phone = Phone(helper, town.now)
    for sent, kept in (("coin", "coin"), ("ask", "")):
        assert phone.post("volunteer:default-choice", choice=sent).status_code == 303
        assert Volunteer.objects.get(pk=helper.pk).default_choice == kept
    assert phone.post("volunteer:default-choice", choice="gold").status_code == 200
    assert Volunteer.objects.get(pk=helper.pk).default_choice == ""


def test_the_inbox_says_what_happened_and_is_read_by_a_press(town: Town) -> None:
    elder, helper = town.elder(), town.volunteer()
    visit = town.taken(elder, helper)
    clerk = town.clerk("另一位")
    cancel_need(actor=clerk, need_id=visit.need_id, reason="老人住院了", now=town.now)
    phone = Phone(helper, town.now)
    text = phone.words("volunteer:inbox")
    assert "这次不用去了" in text
    assert "老人住院了" in text
    assert "有 1 条没看。" in text
    assert phone.get("volunteer:need", visit.need_id).status_code == 200
    assert phone.post("volunteer:inbox-read").status_code == 303
    assert Notice.objects.filter(person=helper, read_at=None).count() == 0
    assert Notice.objects.filter(person=elder, read_at=None).count() > 0
    assert "没看。" not in phone.words("volunteer:inbox")


def test_three_notices_cost_as_many_queries_as_one(town: Town) -> None:
    helper = town.volunteer()
    phone = Phone(helper, town.now)

    def credited(days: int) -> None:
        elder = town.elder(f"老人{days}")
        visit = town.confirmed(elder, helper, starts_at=town.now + timedelta(days=days))
        certify_visit(actor=town.certifier(), visit_id=visit.id, now=visit.ended_at)

    credited(2)
    phone.get("volunteer:inbox")
    one = queries_of(lambda: phone.get("volunteer:inbox"))
    credited(3)
    credited(4)
    assert len(phone.get("volunteer:inbox").context["told"]) == 3
    assert queries_of(lambda: phone.get("volunteer:inbox")) == one
