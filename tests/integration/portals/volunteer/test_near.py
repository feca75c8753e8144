"""Finding, taking and declining a need."""

from datetime import timedelta

import pytest
from django.urls import reverse

from nuanliu.domain.care.models import Visit
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.types import ConsentPurpose
from nuanliu.platform.clock import local_date
from tests.integration.portals.volunteer.phone import Phone, queries_of
from tests.support.town import Town, add_service


def place(person: Person, latitude: str, longitude: str) -> None:
    Person.objects.filter(pk=person.pk).update(latitude=latitude, longitude=longitude)


def test_needs_near_me_say_what_when_and_how_far(town: Town) -> None:
    elder, helper = town.elder(), town.volunteer()
    place(elder, "26.21000", "105.48000")
    place(helper, "26.21500", "105.48000")
    town.agrees(helper, ConsentPurpose.LOCATION)
    town.need(elder)
    text = Phone(helper, town.now).words("volunteer:home")
    assert "陪伴聊天" in text
    assert "后天 11月4日 星期三 上午 9 点" in text
    assert "走 11 分钟" in text
    assert "张桂兰" not in text
    assert "文化路 3 号" not in text


def test_only_a_signed_in_volunteer_comes_in(town: Town) -> None:
    assert Phone(town.volunteer(), town.now).get("volunteer:home").status_code == 200
    assert Phone(town.elder(), town.now).get("volunteer:home").status_code == 404
    asked = Phone(None, town.now).get("volunteer:home")
    assert (asked.status_code, asked["Location"]) == (303, f"{reverse('public:sign-in')}?next=%2Fme%2F")


def test_a_day_and_a_service_can_be_picked(town: Town) -> None:
    add_service("S201", name="代买代购", name_en="Shopping", position=6)
    elder, helper = town.elder(), town.volunteer()
    talk = town.need(elder)
    town.need(elder, service_code="S201", starts_at=town.now + timedelta(days=3))
    phone = Phone(helper, town.now)

    def shown(**query: str) -> list[str]:
        return [one.need.service.code for one in phone.get("volunteer:home", **query).context["page"].rows]

    assert sorted(shown()) == ["S101", "S201"]
    assert shown(service="S201") == ["S201"]
    assert shown(day=local_date(talk.starts_at).isoformat()) == ["S101"]
    assert shown(day=local_date(talk.starts_at).isoformat(), service="S201") == []
    assert sorted(shown(day="2026-02-31", service="<script>")) == ["S101", "S201"]


def test_a_long_list_has_pages(town: Town) -> None:
    elder, helper = town.elder(), town.volunteer()
    for ahead in range(2, 11):
        town.need(elder, starts_at=town.now + timedelta(days=ahead))
    phone = Phone(helper, town.now)
    assert len(phone.get("volunteer:home").context["page"].rows) == 8
    assert len(phone.get("volunteer:home", page="2").context["page"].rows) == 1


def test_nothing_near_is_said_kindly(town: Town) -> None:
    assert "现在没有人等帮忙" in Phone(town.volunteer(), town.now).words("volunteer:home")


def test_one_press_takes_a_need_and_a_second_press_changes_nothing(town: Town) -> None:
    elder, helper = town.elder(), town.volunteer()
    need = town.need(elder)
    phone = Phone(helper, town.now)
    assert "我来帮忙" in phone.words("volunteer:need", need.id)
    first = phone.post("volunteer:take", need.id)
    second = phone.post("volunteer:take", need.id)
    visit = Visit.objects.get(need_id=need.id)
    assert visit.volunteer_id == helper.pk
    for answer in (first, second):
        assert (answer.status_code, answer["Location"]) == (303, reverse("volunteer:visit", args=[visit.id]))
    assert phone.get("volunteer:need", need.id)["Location"] == reverse("volunteer:visit", args=[visit.id])


def test_who_comes_second_is_told_and_gets_nothing(town: Town) -> None:
    elder, first, second = town.elder(), town.volunteer("先到"), town.volunteer("后到")
    need = town.need(elder)
    opened = Phone(second, town.now)
    assert opened.get("volunteer:need", need.id).status_code == 200
    assert Phone(first, town.now).post("volunteer:take", need.id).status_code == 303
    late = opened.post("volunteer:take", need.id)
    assert (late.status_code, late["Location"]) == (303, reverse("volunteer:home"))
    assert "已经有人接了" in opened.words("volunteer:home")
    assert [visit.volunteer_id for visit in Visit.objects.filter(need_id=need.id)] == [first.pk]


def test_a_need_that_wants_a_skill_says_so_and_cannot_be_taken_without(town: Town) -> None:
    add_service("S301", name="陪同就医", name_en="Hospital", skill="training", position=15)
    elder, learner, trained = town.elder(), town.volunteer("学员"), town.volunteer("熟手", skills=["training"])
    need = town.need(elder, service_code="S301")
    page = Phone(learner, town.now).words("volunteer:need", need.id)
    assert "这项服务需要相应的培训或资格" in page
    assert reverse("volunteer:take", args=[need.id]) not in page
    refused = Phone(learner, town.now).post("volunteer:take", need.id)
    assert refused.status_code == 200
    assert "error-summary" in refused.content.decode()
    assert not Visit.objects.filter(need_id=need.id).exists()
    assert Phone(trained, town.now).post("volunteer:take", need.id).status_code == 303


def test_a_declined_need_is_not_shown_again_to_her_but_to_others(town: Town) -> None:
    elder, helper, other = town.elder(), town.volunteer("甲"), town.volunteer("乙")
    need = town.need(elder)
    phone = Phone(helper, town.now)
    assert phone.post("volunteer:decline", need.id)["Location"] == reverse("volunteer:home")
    assert phone.get("volunteer:home").context["page"].rows == []
    assert [one.need.id for one in Phone(other, town.now).get("volunteer:home").context["page"].rows] == [need.id]


def test_a_press_without_its_token_is_asked_for_again(town: Town) -> None:
    need, helper = town.need(town.elder()), town.volunteer()
    answer = Phone(helper, town.now).post("volunteer:take", need.id, token="")
    assert "这一页放久了" in answer.content.decode()
    assert not Visit.objects.filter(need_id=need.id).exists()


@pytest.mark.parametrize("name", ["volunteer:take", "volunteer:decline"])
def test_opening_the_address_of_a_button_does_nothing(town: Town, name: str) -> None:
    need = town.need(town.elder())
    assert Phone(town.volunteer(), town.now).get(name, need.id).status_code == 405
    assert not Visit.objects.filter(need_id=need.id).exists()


def test_three_needs_cost_as_many_queries_as_one(town: Town) -> None:
    elder, helper = town.elder(), town.volunteer()
    phone = Phone(helper, town.now)
    town.need(elder)
    phone.get("volunteer:home")
    one = queries_of(lambda: phone.get("volunteer:home"))
    for ahead in (3, 4):
        town.need(town.elder(f"老人{ahead}"), starts_at=town.now + timedelta(days=ahead))
    assert len(phone.get("volunteer:home").context["page"].rows) == 3
    assert queries_of(lambda: phone.get("volunteer:home")) == one
