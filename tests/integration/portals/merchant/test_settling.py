"""The owner's statements, cashiers, offline codes and papers; the alliance's pages."""

from datetime import date, timedelta

import pytest
import time_machine

from nuanliu.domain.alliance.models import Fund, Noted, Offer, Shop, ShopApplication, Statement
from nuanliu.domain.alliance.types import Bearer, ShopState, StatementState
from nuanliu.domain.network.operations import appoint
from nuanliu.domain.network.types import Role
from nuanliu.platform.clock import at
from nuanliu.platform.ids import new_id
from nuanliu.portals.merchant.sticker import modules
from nuanliu.usecases.redeem_at_shop import redeem
from nuanliu.usecases.settle_shops import make_statements
from nuanliu.usecases.show_code import show_code
from tests.integration.portals.volunteer.phone import Phone
from tests.support.alliance import cashier_of, offer_of, shop_in, spender
from tests.support.signing import set_up_second
from tests.support.town import Town

CODE = "91350100M000100Y43"


def somebody(town: Town, role: Role, node, name: str, *, now=None) -> Phone:
    person = town.person(name)
    appoint(holder=person.login, node=node, role=role, at=town.now, actor_id=None)
    set_up_second(person.login, role=role, at=town.now)
    with time_machine.travel(now or town.now, tick=False):
        return Phone(person, now or town.now)


@pytest.fixture
def first() -> object:
    return at(date(2026, 12, 1), 9)


def used_once(town: Town, shop: Shop) -> Offer:
    offer, person = offer_of(shop), spender(town)
    code = show_code(actor=town.actor(person), offer_id=offer.pk, token=new_id(), now=town.now)
    redeem(actor=cashier_of(town, shop), code=code.code, token=new_id(), now=town.now)
    return offer


def test_a_statement_is_read_printed_disputed_answered_and_signed(town: Town, first) -> None:
    shop = shop_in(town)
    used_once(town, shop)
    make_statements(now=first)
    own = Statement.objects.get(shop=shop)
    owner = somebody(town, Role.SHOP_OWNER, shop.node, "岳店主", now=first)
    bureau = somebody(town, Role.BUREAU_STANDARDS, town.city, "安标准", now=first)
    assert "1.00 币" in owner.words("merchant:statements", shop.pk)
    page = owner.words("merchant:statement", own.pk)
    for part in ("牛肉粉一碗", "2026-11-02", "商家自己", "等双方签字"):
        assert part in page
    paper = owner.get("merchant:statement-paper", own.pk)
    assert paper.content.startswith(b"%PDF")
    owner.post("merchant:statement-dispute", own.pk, words="少了一笔")
    assert "少了一笔" in bureau.words("alliance:statement", own.pk)
    bureau.post("alliance:statement-answer", own.pk, words="那一笔撤销了。")
    owner.post("merchant:statement-sign", own.pk, signed_by="岳店主")
    bureau.post("alliance:statement-sign", own.pk, side="alliance", signed_by="安标准")
    own.refresh_from_db()
    assert own.state == StatementState.AGREED
    again = bureau.get("alliance:statement-paper", own.pk)
    assert again.content == paper.content
    everybody = Statement.objects.get(shop=None)
    assert "老王面馆" in bureau.words("alliance:statement", everybody.pk)
    assert bureau.get("alliance:statement-paper", everybody.pk).content.startswith(b"%PDF")
    assert owner.get("merchant:statement", everybody.pk).status_code == 404


def test_the_sticker_is_the_same_every_time_and_leads_to_the_shop(town: Town) -> None:
    shop = shop_in(town, "𬭎记𱁬面馆")
    owner = somebody(town, Role.SHOP_OWNER, shop.node, "岳店主")
    one, two = (owner.get("merchant:sticker", shop.pk).content for _twice in range(2))
    assert one == two
    assert one.startswith(b"%PDF")
    rows = modules("https://example.org/shops/1")
    assert len(rows) == len(rows[0]) >= 21
    assert modules("https://example.org/shops/1") == rows != modules("https://example.org/shops/2")


def test_codes_from_paper_and_a_cashier_by_telephone(town: Town) -> None:
    shop = shop_in(town)
    offer, person = offer_of(shop), spender(town)
    owner = somebody(town, Role.SHOP_OWNER, shop.node, "岳店主", now=town.now + timedelta(hours=3))
    code = show_code(actor=town.actor(person), offer_id=offer.pk, token=new_id(), now=town.now).code
    wrong = owner.post("merchant:offline", shop.pk, code=code, day="0", at="15:30")
    assert "这个时间不对" in wrong.content.decode()
    assert owner.post("merchant:offline", shop.pk, code=code, day="0", at="09:03").status_code == 303
    assert "办成了" in owner.words("merchant:offline", shop.pk)
    assert (Noted.objects.get().code, town.savings(person).coin) == (code, 900)
    assert "停网记码单" in owner.words("merchant:sheet", shop.pk)
    owner.post("merchant:cashiers", shop.pk, name="小王", phone="139 1234 5678")
    assert "小王" in owner.words("merchant:cashiers", shop.pk)
    cashier = shop.node.appointments.get(role=Role.CASHIER)
    owner.post("merchant:cashier-end", shop.pk, cashier.pk)
    assert "还没有，现在只有您自己收。" in owner.words("merchant:cashiers", shop.pk)


def test_a_shop_applies_and_joins_on_pages(town: Town) -> None:
    public, bureau = Phone(None, town.now), somebody(town, Role.BUREAU_STANDARDS, town.city, "安标准")
    site_staff = somebody(town, Role.COORDINATOR, town.site, "孙站长")
    answers = {
        "name": "巷口粉店", "credit_code": "91350100M000100Y4Z", "trade": "catering", "address": "文化路 9 号",
        "site": str(town.site.pk), "offer_kind": "free_item", "offer": "送卤蛋一个", "keeper": "石老板",
        "phone": "13911112222",
    }  # fmt: skip
    wrong = public.post("public:shop-join", **answers).content.decode()
    assert "校验" in wrong or "信用代码" in wrong
    assert public.post("public:shop-join", **{**answers, "credit_code": CODE}).status_code == 303
    asking = ShopApplication.objects.get()
    assert "巷口粉店" in site_staff.words("alliance:home")
    assert "13911112222"[-4:] in site_staff.words("alliance:application", asking.pk)
    site_staff.post("alliance:visit", asking.pk, note="店面干净。")
    assert site_staff.post("alliance:agree", asking.pk).status_code == 404
    agreed = {"starts_on": "2026-11-02", "ends_on": "2027-11-01", "monthly": "50", "price": "1", "signed_by": "石老板",
              "how": "paper"}  # fmt: skip
    assert bureau.post("alliance:agree", asking.pk, **agreed).status_code == 303
    shop = Shop.objects.get()
    assert "送卤蛋一个" in public.words("public:shop", shop.pk)
    bureau.post("alliance:funds", sponsor="凉都米业", purpose="吃粉", site=str(town.site.pk), coins="20")
    fund, offer = Fund.objects.get(), Offer.objects.get()
    bureau.post("alliance:bearer", offer.pk, bearer=str(fund.pk))
    offer.refresh_from_db()
    assert (offer.bearer, offer.fund) == (Bearer.SPONSOR, fund)
    bureau.post("alliance:fund-more", fund.pk, coins="5")
    assert "25.00 币" in bureau.words("alliance:fund", fund.pk)
    bureau.post("alliance:fund-end", fund.pk)
    assert "0.00 币" in bureau.words("alliance:fund", fund.pk)
    bureau.post("alliance:shop-state", shop.pk, "paused", reason="装修")
    shop.refresh_from_db()
    assert (shop.state, "装修" in bureau.words("alliance:shop", shop.pk)) == (ShopState.PAUSED, True)


def test_a_years_gift_stands_on_the_roll(town: Town) -> None:
    shop = shop_in(town)
    used_once(town, shop)
    january = at(date(2027, 1, 4), 9)
    bureau = somebody(town, Role.BUREAU_STANDARDS, town.city, "安标准", now=january)
    assert "送回爱心池" in bureau.words("alliance:year")
    assert bureau.post("alliance:give", shop.pk).status_code == 303
    roll = Phone(None, january).words("public:shop-roll")
    assert "老王面馆" in roll
    assert "1.00 币" in roll
