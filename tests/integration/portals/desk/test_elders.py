"""An old person is entered at the desk in one visit, with a printed card; the sheet has the screen's questions."""

import re

import pytest
from django.urls import reverse

from nuanliu.domain.network.types import Role
from nuanliu.domain.people.models import Elder, PinCard
from nuanliu.platform.ids import new_id
from nuanliu.portals.desk.views.elders import ElderForm
from tests.support.office import at_the_hour_of, browser_of, words_of
from tests.support.town import Town

pytestmark = pytest.mark.django_db


def said(town, **more):
    return {
        "token": str(new_id()), "name": "吴秀英", "site": str(town.site.pk), "told_by": "desk", "sex": "0",
        "unknown": ["identity", "door_code"], "contact1_name": "王芳", "contact1_phone": "139 0000 0001",
        "card": "on", **more,
    }  # fmt: skip


def test_one_page_one_press_and_a_card_to_print():
    town = Town.found()
    with at_the_hour_of(town):
        client = browser_of(town.clerk())
        sent = client.post(reverse("desk:elder-new"), said(town))
        elder = Elder.objects.get()
        assert (sent.status_code, sent.headers["Location"]) == (303, reverse("desk:card", args=[elder.pk]))
        card = client.get(sent.headers["Location"])
        assert "吴秀英" in words_of(card)
        assert re.search(r"密码 \d{4}", words_of(card))
        assert PinCard.objects.get().person_id == elder.pk
        page = words_of(client.get(reverse("desk:person", args=[elder.pk])))
    assert "问过，不知道的 身份证号、怎么进门" in page
    assert "139 0000 0001" not in page


def test_what_was_typed_is_kept_when_something_is_wrong():
    town = Town.found()
    with at_the_hour_of(town):
        client = browser_of(town.clerk())
        answer = client.post(reverse("desk:elder-new"), said(town, identity="123", pets="一只猫"))
    assert "身份证号要 18 位" in words_of(answer)
    assert "一只猫" in answer.content.decode()
    assert Elder.objects.count() == 0


def test_the_sheet_asks_what_the_screen_asks_in_the_same_order():
    town = Town.found()
    with at_the_hour_of(town):
        words = words_of(browser_of(town.clerk()).get(reverse("desk:elder-sheet")))
    at = 0
    form = ElderForm(sites=[])
    labels = [str(form[name].label) for name in form.fields if name not in {"token", "photo", "card"}]
    for label in labels:
        at = words.index(label, at)
    assert len(labels) == 27


def test_the_whole_contact_is_changed_only_after_a_reason_was_given():
    town = Town.found()
    elder = town.elder("吴秀英", phone="13800000009")
    clerk = town.staff(Role.HOTLINE)
    with at_the_hour_of(town):
        client = browser_of(clerk)
        address = reverse("desk:elder-change", args=[elder.pk])
        assert client.get(address).status_code == 303
        reason = {"token": str(new_id()), "reason": "老人来改电话"}
        client.post(reverse("desk:reveal", args=[elder.pk]), reason)
        assert "13800000009" in client.get(address).content.decode()
        changed = client.post(address, said(town, phone="13800000010", site=str(town.site.pk)))
    assert changed.status_code == 303


def test_two_people_at_the_desk_make_a_special_beneficiary():
    town = Town.found()
    elder = town.elder("吴秀英", alone=True)
    Elder.objects.filter(pk=elder.pk).update(circumstances=["over_80", "lives_alone"])
    address = reverse("desk:special", args=[elder.pk])
    with at_the_hour_of(town):
        clerk, chief = browser_of(town.clerk()), browser_of(town.staff(Role.COORDINATOR))
        token = {"token": str(new_id())}
        clerk.post(address, {**token, "act": "propose", "basis": "看过户口本", "from_date": "2026-11-02"})
        assert "要另一位同事来定" in words_of(clerk.get(address))
        chief.post(address, {"token": str(new_id()), "act": "grant"})
        assert "重点服务对象 2026年11月2日" in words_of(clerk.get(reverse("desk:person", args=[elder.pk])))
    assert Elder.objects.get(pk=elder.pk).is_special
