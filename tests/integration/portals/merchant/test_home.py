"""The till's pages: a code typed or scanned, one big button, undo; owners' offers."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from nuanliu.domain.alliance.models import Offer, Redemption
from nuanliu.domain.alliance.types import OfferState
from nuanliu.domain.network.operations import appoint
from nuanliu.domain.network.types import Role
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.operations import put_pin_card
from nuanliu.domain.people.types import ConsentPurpose
from nuanliu.platform.ids import new_id
from nuanliu.usecases.show_code import show_code
from tests.integration.portals.volunteer.phone import Phone, queries_of
from tests.support.alliance import offer_of, shop_in, spender
from tests.support.pictures import photo
from tests.support.town import Town


def keeper(town: Town, shop, role: Role = Role.SHOP_OWNER) -> Person:
    person = town.person("岳店主" if role is Role.SHOP_OWNER else "小收银")
    appoint(holder=person.login, node=shop.node, role=role, at=town.now, actor_id=None)
    return person


def code_for(town: Town, person: Person, offer: Offer) -> str:
    return show_code(actor=town.actor(person), offer_id=offer.pk, token=new_id(), now=town.now).code


def test_a_code_is_typed_looked_at_and_pressed(town: Town) -> None:
    shop = shop_in(town)
    offer, person = offer_of(shop), spender(town)
    till, code = Phone(keeper(town, shop, Role.CASHIER), town.now), code_for(town, person, offer)
    asked = till.post("merchant:home", code=f" {code[:4].lower()} {code[4:]} ")
    assert (asked.status_code, asked["Location"]) == (303, reverse("merchant:till", args=[code]))
    seen = till.words("merchant:till", code)
    for part in ("牛肉粉一碗", "1.00 币", f"请看一下存折：账号 {person.volunteer.number}", "完成"):
        assert part in seen
    assert "李*" not in seen, "she has not agreed that shops are told her name"
    town.agrees(person, ConsentPurpose.SHARE_SHOP)
    seen = till.words("merchant:till", code)
    assert "请看一下存折：户名 李*" in seen
    assert person.name not in seen
    done = till.post("merchant:till", code)
    made = Redemption.objects.get()
    assert done["Location"] == reverse("merchant:done", args=[made.id])
    assert "弄错了，撤销" in till.words("merchant:done", made.id)
    again = till.get("merchant:till", code)
    assert again["Location"] == done["Location"]
    assert "用过了" in till.post("merchant:till", code).content.decode()
    till.post("merchant:undo", made.id)
    assert town.savings(person).coin == 1000
    assert "已撤销" in till.words("merchant:home")


def test_a_wrong_code_is_said_where_it_was_typed(town: Town) -> None:
    shop, other = shop_in(town), shop_in(town, "别家粉店")
    till = Phone(keeper(town, shop), town.now)
    assert "没有这个号码" in till.post("merchant:home", code="abc").content.decode()
    assert "没有这个号码" in till.words("merchant:till", "AAAA2222")
    code = code_for(town, spender(town), offer_of(other))
    assert "这张券是“别家粉店”的" in till.words("merchant:till", code)
    assert Phone(town.volunteer("路人"), town.now).get("merchant:till", code).status_code == 404


def test_passbook_number_and_pin_instead_of_a_telephone(town: Town) -> None:
    shop, person = shop_in(town), spender(town)
    offer = offer_of(shop)
    put_pin_card(person=person, number="700001", pin="2580", actor_id=None, now=town.now)
    till = Phone(keeper(town, shop, Role.CASHIER), town.now)
    wrong = till.post("merchant:passbook", shop.pk, offer=str(offer.pk), number="700001", pin="1111")
    assert "卡号或密码不对" in wrong.content.decode()
    right = till.post("merchant:passbook", shop.pk, offer=str(offer.pk), number="700001", pin="2580")
    assert right.status_code == 303
    code = right["Location"].rpartition("/")[2]
    till.post("merchant:till", code)
    assert town.savings(person).coin == 900


def test_an_owner_writes_limits_pictures_and_puts_out(town: Town) -> None:
    shop = shop_in(town)
    owner = Phone(keeper(town, shop), town.now)
    money = owner.post("merchant:offer-new", shop.pk, kind="amount_off", title="少收五元", price="1")
    assert "这里不写钱数" in money.content.decode()
    made = owner.post("merchant:offer-new", shop.pk, kind="percent_off", title="全单八五折", price="0.5", percent="85")
    offer = Offer.objects.get()
    assert (offer.price, offer.state, made["Location"]) == (
        50,
        OfferState.PAUSED,
        reverse("merchant:offer", args=[offer.pk]),
    )
    limits = {"weekdays": ["5", "6"], "since": "09:00", "until": "18:30", "stock": "3", "per_person": "2",
              "per_span": "month", "starts_on": "2026-11-02"}  # fmt: skip
    assert owner.post("merchant:offer-limits", offer.pk, **limits).status_code == 303
    assert owner.post("merchant:offer-photo", offer.pk, photo=_file()).status_code == 303
    owner.post("merchant:offer-state", offer.pk, "live")
    page = owner.words("merchant:offer", offer.pk)
    for part in ("8.5 折", "星期六、星期日 上午 9 点到下午 6 点半", "一人一个月 2 次", "志愿者看得到", "0.50 币"):
        assert part in page
    assert "全单八五折" in Phone(None, town.now).words("public:shop", shop.pk)
    picture = Phone(None, town.now).get("public:shop-picture", Offer.objects.get().picture_id)
    assert picture.content.startswith(b"\xff\xd8")
    owner.post("merchant:offer-state", offer.pk, "ended")
    assert "已经结束" in owner.words("merchant:offer", offer.pk)
    assert "已经结束了" in owner.post("merchant:offer-state", offer.pk, "live").content.decode()


def test_a_cashier_keeps_no_offers_and_strangers_see_nothing(town: Town) -> None:
    shop = shop_in(town)
    offer = offer_of(shop)
    cashier = Phone(keeper(town, shop, Role.CASHIER), town.now)
    assert cashier.get("merchant:offers", shop.pk).status_code == 404
    assert cashier.get("merchant:offer", offer.pk).status_code == 404
    asked = Phone(None, town.now).get("merchant:home")
    assert (asked.status_code, asked["Location"]) == (303, f"{reverse('public:sign-in')}?next=%2Fshop%2F")
    assert Phone(town.volunteer("路人"), town.now).get("merchant:home").status_code == 404


def test_a_volunteer_finds_a_shop_gets_a_code_and_undoes(town: Town) -> None:
    shop, person = shop_in(town), spender(town)
    offer = offer_of(shop)
    phone, till = Phone(person, town.now), Phone(keeper(town, shop), town.now)
    assert "牛肉粉一碗" in phone.words("volunteer:shops", word="牛肉")
    assert "这样找，没有找到" in phone.words("volunteer:shops", word="龙虾")
    assert "牛肉粉一碗" not in phone.words("volunteer:shops", kind="priority")
    sent = phone.post("volunteer:offer", offer.pk)
    code_id = sent["Location"].rpartition("/")[2]
    shown = phone.words("volunteer:code", code_id)
    assert "只用一次" in shown
    assert 'class="qr"' in shown
    code = code_for(town, person, offer)
    till.post("merchant:till", code)
    made = Redemption.objects.get()
    assert "撤销（今天之内）" in phone.words("volunteer:used")
    phone.post("volunteer:used-undo", made.id)
    assert "已撤销，币退回了" in phone.words("volunteer:used")


def test_pages_ask_as_little_with_many_as_with_few(town: Town) -> None:
    person = spender(town)
    shop = shop_in(town)
    offer_of(shop, stock=2)
    phone, public, till = Phone(person, town.now), Phone(None, town.now), Phone(keeper(town, shop), town.now)
    looks = [
        lambda: phone.get("volunteer:shops"),
        lambda: public.get("public:shops"),
        lambda: till.get("merchant:offers", shop.pk),
    ]
    few = [queries_of(look) for look in looks]
    for number in range(5):
        offer_of(shop, f"第{number}份", stock=number + 1)
        offer_of(shop_in(town, f"第{number}家"))
    assert [queries_of(look) for look in looks] == few


def _file():
    return SimpleUploadedFile("photo.jpg", photo(), content_type="image/jpeg")
