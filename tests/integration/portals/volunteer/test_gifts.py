"""Time to my family and for myself, on the telephone's pages."""

from datetime import date

import pytest
from django.urls import reverse

from nuanliu.domain.passbook.models import Gift
from nuanliu.domain.people.operations import confirm_relation, put_pin_card
from nuanliu.domain.people.types import KinProof, Kinship
from tests.integration.portals.volunteer.phone import Phone, queries_of
from tests.support.town import Town

pytestmark = pytest.mark.django_db
PIN = "2580"


@pytest.fixture
def helper(town: Town):
    person = town.volunteer(born=date(1965, 5, 5))
    town.give(person, 600)
    return person


def kin(town, person, relative, kinship=Kinship.PARENT):
    confirm_relation(person=person, relative=relative, kinship=kinship, proof=KinProof.HOUSEHOLD, by=None, at=town.now)
    return relative


def test_mother_is_offered_others_are_told_why_and_mother_takes_it_with_her_digits(town, helper) -> None:
    mother, brother = kin(town, helper, town.elder("张桂兰")), kin(town, helper, town.elder("李大哥"), Kinship.SIBLING)
    put_pin_card(person=mother, number="100001", pin=PIN, actor_id=None, now=town.now)
    phone = Phone(helper, town.now)
    assert reverse("volunteer:gift") in phone.words("volunteer:ways")
    page = phone.words("volunteer:gift")
    assert reverse("volunteer:gift-to", args=[mother.pk]) in page
    assert reverse("volunteer:gift-to", args=[brother.pk]) not in page
    for said in ("现在能送的：10 小时。", "按规定，时间还不能送给这样的亲属。", "带户口本、结婚证或出生证到站点。"):
        assert said in page
    assert phone.get("volunteer:gift-to", brother.pk).status_code == 404
    assert "今年还能送 100 小时" in phone.words("volunteer:gift-to", mother.pk)
    assert phone.post("volunteer:gift-to", mother.pk, amount="45").context["form"].errors["amount"]
    made = phone.post("volunteer:gift-to", mother.pk, amount="120")
    gift = Gift.objects.get()
    assert made["Location"] == reverse("volunteer:gift-given", args=[gift.id])
    assert "在等对方点头。" in phone.words("volunteer:gift-given", gift.id)
    assert "约好要用 2 小时，还能用 8 小时" in phone.words("volunteer:passbook")

    hers = Phone(mother, town.now)
    assert "李志愿送您 2 小时" in hers.words("elder:home")
    assert "收下，就能请人来帮忙。" in hers.words("elder:gift", gift.id)
    refused = hers.post("elder:gift", gift.id, answer="yes", pin="0000")
    assert refused.context["form"].errors["pin"]
    hers.post("elder:gift", gift.id, answer="yes", pin=PIN)
    gift.refresh_from_db()
    assert (gift.state, gift.answered_how) == ("accepted", "card")
    assert "收下了，时间在您的存折里。" in hers.words("elder:gift", gift.id)
    assert "李志愿送的" in hers.words("elder:time")
    assert "送给张桂兰" in phone.words("volunteer:passbook")
    assert "对方收下了，时间在对方的存折里。" in phone.words("volunteer:gift-given", gift.id)
    assert phone.post("volunteer:gift-undo", gift.id)["Location"] == reverse("volunteer:ways")
    assert town.savings(helper).time == 600
    assert Phone(brother, town.now).get("elder:gift", gift.id).status_code == 404


def test_a_volunteer_of_sixty_gets_it_on_her_own_page(town, helper) -> None:
    wife = kin(town, helper, town.volunteer("周老师", born=date(1962, 1, 1)), Kinship.SPOUSE)
    Phone(helper, town.now).post("volunteer:gift-to", wife.pk, amount="60")
    gift, hers = Gift.objects.get(), Phone(wife, town.now)
    assert "李志愿送您 1 小时" in hers.words("volunteer:ways")
    assert hers.post("volunteer:gift-answer", gift.id).status_code == 200
    assert hers.post("volunteer:gift-undo", gift.id).status_code == 404
    hers.post("volunteer:gift-answer", gift.id, answer="no")
    assert "您没有收，时间退回去了。" in hers.words("volunteer:gift-given", gift.id)
    assert town.savings(helper).time_free == 600


def test_many_relatives_cost_no_more_questions(town, helper) -> None:
    phone = Phone(helper, town.now)
    kin(town, helper, town.elder("老人一"))
    phone.get("volunteer:gift")
    one = queries_of(lambda: phone.get("volunteer:gift"))
    for number in range(3):
        kin(town, helper, town.elder(f"老人{number}号"))
    assert len(phone.get("volunteer:gift").context["giving"].open_to) == 4
    assert queries_of(lambda: phone.get("volunteer:gift")) == one


def test_who_is_old_enough_goes_straight_on_to_asking(town, helper) -> None:
    young = Phone(town.volunteer("小周"), town.now)
    assert "满 60 岁就能用自己的时间请人。" in young.words("volunteer:receive")
    assert young.post("volunteer:receive", alone="no").context["form"].errors
    phone = Phone(town.volunteer("老周", born=date(1960, 1, 1)), town.now)
    assert reverse("volunteer:receive") in phone.words("volunteer:ways")
    assert phone.post("volunteer:receive").context["form"].errors["alone"]
    assert phone.post("volunteer:receive", alone="no", floor="二楼")["Location"] == reverse("elder:ask")
    assert phone.get("volunteer:receive")["Location"] == reverse("elder:ask")
    assert phone.get("elder:ask").status_code == 200
    assert reverse("elder:ask") in phone.words("volunteer:ways")


def test_a_family_shares_after_everybody_said_yes(town, helper) -> None:
    mother = kin(town, helper, town.elder("张桂兰"))
    put_pin_card(person=mother, number="100001", pin=PIN, actor_id=None, now=town.now)
    phone, hers = Phone(helper, town.now), Phone(mother, town.now)
    assert "现在没有和谁共用。" in phone.words("volunteer:household")
    assert phone.post("volunteer:household").context["form"].errors
    phone.post("volunteer:household", act="ask", relative=str(mother.pk))
    assert "等对方答复" in phone.words("volunteer:household")
    assert "家里人想共用时间" in hers.words("elder:home")
    assert hers.post("elder:household", answer="yes", pin="0000").context["form"].errors["pin"]
    hers.post("elder:household", answer="yes", pin=PIN)
    assert "先用自己的，不够用家里人的。" in hers.words("elder:household")
    assert "用家里人的时间" in hers.words("elder:ask-payer", what="S101")
    need = town.need(mother)
    assert "约好要用 1 小时，还能用 9 小时" in phone.words("volunteer:passbook")
    assert need.payer == "family"
    hers.post("elder:household", answer="leave")
    assert "现在没有和谁共用。" in hers.words("elder:household")
    assert "张桂兰不再和您共用时间" in phone.words("volunteer:inbox")
    phone.post("volunteer:household", act="leave")
    assert "现在没有和谁共用。" in phone.words("volunteer:household")
