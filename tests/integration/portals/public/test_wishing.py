"""Asking to be registered, page by page; and the clerk who rings."""

import pytest
from django.test import Client
from django.urls import reverse

from nuanliu.domain.network.types import Role
from nuanliu.domain.people.joining.models import RegisterWish
from nuanliu.domain.people.models import Elder
from nuanliu.domain.people.queries import contact_of, contacts_of
from nuanliu.platform.ids import new_id
from tests.support.forms import forms_of
from tests.support.office import at_the_hour_of, browser_of, words_of
from tests.support.pages import choice, queries_of
from tests.support.town import Town

pytestmark = pytest.mark.django_db
SAID = {"phone": "138-0000-0009", "call_when": "morning", "word": "陪我看病"}


@pytest.fixture
def town(db) -> Town:
    return Town.found()


def sent(client, page, **said):
    return client.post(reverse(f"public:{page}"), {"token": str(new_id()), **said})


def answered(client, town, *, for_whom="self", site=None, **said):
    """As far as the check page."""
    sent(client, "wish", for_whom=for_whom)
    sent(client, "wish-name", name="吴秀英", site=str(site or town.site.pk))
    return sent(client, "wish-call", **{**SAID, **said})


def test_from_the_help_page_to_the_telephone(town):
    client = Client()
    with at_the_hour_of(town):
        assert choice(client.get("/help"), "请社区登记") == reverse("public:wish")
        assert sent(client, "wish", for_whom="self").headers["Location"] == reverse("public:wish-name")
        answer = sent(client, "wish-name", name=" 吴秀英 ", site=str(town.site.pk))
        assert answer.headers["Location"] == reverse("public:wish-call")
        assert sent(client, "wish-call", **SAID).headers["Location"] == reverse("public:wish-check")
        page = words_of(client.get(reverse("public:wish-check")))
        assert [one in page for one in ("吴秀英", town.site.name, "138 0000 0009", "上午", "陪我看病")] == [True] * 5
        token = str(new_id())
        for _again in range(2):
            assert sent(client, "wish-check", token=token).headers["Location"] == reverse("public:wish-sent")
        told = words_of(client.get(reverse("public:wish-sent")))
    assert "社区会在 24 小时内打电话给您" in told
    wish = RegisterWish.objects.get()
    assert (wish.for_whom, wish.call_when, wish.site_id, wish.asker_id) == ("self", "morning", town.site.pk, None)


def test_no_answer_is_asked_for_again_and_one_that_is_changed_leads_back_to_the_check(town):
    client = Client()
    with at_the_hour_of(town):
        for page in ("wish-name", "wish-call", "wish-check", "wish-sent"):
            assert client.get(reverse(f"public:{page}")).headers["Location"] == reverse("public:wish")
        sent(client, "wish", for_whom="self")
        refused = sent(client, "wish-name", name="吴秀英", site="")
        assert ("请选一项" in words_of(refused), 'value="吴秀英"' in refused.content.decode()) == (True, True)
        answered(client, town)
        again = sent(client, "wish-name", name="吴秀兰", site="unknown")
        assert again.headers["Location"] == reverse("public:wish-check")
        page = words_of(client.get(reverse("public:wish-check")))
        assert ("吴秀兰" in page, "不知道" in page) == (True, True)
        sent(client, "wish-check")
    assert RegisterWish.objects.get().site_id is None


def test_too_often_says_so_and_keeps_the_answers(town):
    with at_the_hour_of(town):
        for _often in range(3):
            client = Client()
            answered(client, town)
            sent(client, "wish-check")
        client = Client()
        answered(client, town)
        refused = sent(client, "wish-check")
        assert ("直接打电话" in words_of(refused), "吴秀英" in words_of(refused)) == (True, True)
    assert RegisterWish.objects.count() == 3


def test_the_family_asks_signed_in_and_the_desk_rings_and_registers(town):
    relative, clerk, other = town.person("王小燕"), town.clerk(), town.staff(Role.COORDINATOR, "孙站长")
    with at_the_hour_of(town):
        family = browser_of(town.actor(relative))
        assert "?for=family" in family.get(reverse("family:home")).content.decode()
        assert "checked" in family.get(f"{reverse('public:wish')}?for=family").content.decode()
        answered(family, town, for_whom="family")
        sent(family, "wish-check")
        wish = RegisterWish.objects.get()
        desk = browser_of(clerk)
        assert "吴秀英" in words_of(desk.get(reverse("desk:askings")))
        page = reverse("desk:wish", args=[wish.pk])
        assert "138 0000 0009" not in words_of(desk.get(page))
        assert desk.post(page, {"token": str(new_id()), "act": "take"}).status_code == 303
        assert "138 0000 0009" in words_of(desk.get(page))
        assert "138 0000 0009" not in words_of(browser_of(other).get(page))
        form_page = f"{reverse('desk:elder-new')}?wish={wish.pk}"
        filled = _form(desk.get(form_page))
        said = ("name", "told_by", "site", "contact1_phone", "note")
        assert [filled[name] for name in said] == ["吴秀英", "family", str(town.site.pk), "13800000009", "陪我看病"]
        filled.pop("card", None)
        assert desk.post(form_page, filled | {"sex": "0"}).status_code == 303
        assert "已经办完了" in words_of(desk.get(page))
    elder, wish = Elder.objects.get(), RegisterWish.objects.get()
    assert (elder.person.name, elder.told_by, wish.state, wish.asker_id) == (
        "吴秀英", "family", "registered", relative.pk,
    )  # fmt: skip
    assert contacts_of(elder=elder)[0].phone == "13800000009"
    assert contact_of(person=elder.person).phone == ""


def _form(response):
    form = next(one for one in forms_of(response.content.decode()) if any(c.name == "told_by" for c in one.controls))
    return dict(form.as_it_stands())


def test_the_desk_closes_it_with_a_reason(town):
    clerk = town.clerk()
    with at_the_hour_of(town):
        client = Client()
        answered(client, town)
        sent(client, "wish-check")
        page = reverse("desk:wish", args=[RegisterWish.objects.get().pk])
        desk = browser_of(clerk)
        desk.post(page, {"token": str(new_id()), "act": "take"})
        assert "请选一项" in words_of(desk.post(page, {"token": str(new_id()), "act": "close"}))
        closed = desk.post(page, {"token": str(new_id()), "act": "close", "end": "not_wanted"}, follow=True)
        assert "没有等回音的" in words_of(closed)
    assert RegisterWish.objects.get().end == "not_wanted"


def test_the_list_costs_the_same_for_one_and_for_three(town):
    with at_the_hour_of(town):
        desk, costs = browser_of(town.clerk()), []
        for many in (1, 2):
            for number in range(many):
                client = Client()
                answered(client, town, phone=f"1380000{many}{number:03d}")
                sent(client, "wish-check")
            costs.append(queries_of(desk, reverse("desk:askings")))
    assert costs[0] == costs[1]
