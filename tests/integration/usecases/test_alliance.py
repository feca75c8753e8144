"""How a shop comes in and goes; the month's statement, signed and disputed; sponsors; the year's coins to the pool."""

from datetime import date, timedelta

import pytest

from nuanliu.domain.alliance import posting
from nuanliu.domain.alliance.applications import Keeper
from nuanliu.domain.alliance.models import Agreement, Offer, Redemption, Reissue, Shop, ShopApplication, Statement
from nuanliu.domain.alliance.policies import UnableToOffer, UnableToRedeem
from nuanliu.domain.alliance.types import ApplicationState, Bearer, OfferKind, ShopState, Signed, StatementState
from nuanliu.domain.ledger.check import check_books
from nuanliu.domain.ledger.types import Unit
from nuanliu.domain.network.types import ANONYMOUS, Role
from nuanliu.domain.passbook.queries import pool_of
from nuanliu.platform.clock import at
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.identifiers import UnableToReadCreditCode
from nuanliu.platform.ids import new_id
from nuanliu.usecases.bear_offer import bear_offer
from nuanliu.usecases.give_year import give_to_pool
from nuanliu.usecases.join_alliance import (
    Agreed,
    Asked,
    UnableToJoin,
    agree_with_shop,
    ask_to_join,
    refuse_shop,
    write_visit,
)
from nuanliu.usecases.redeem_at_shop import redeem
from nuanliu.usecases.run_shops import UnableToRun, renew_shop, set_shop
from nuanliu.usecases.settle_shops import make_statements, period_before
from nuanliu.usecases.show_code import show_code
from nuanliu.usecases.sign_statement import UnableToSettle, answer_dispute, dispute_statement, sign_statement
from nuanliu.usecases.sponsor_shops import UnableToSponsor, add_to_fund, end_fund, start_fund
from nuanliu.usecases.undo_redemption import undo_redemption
from tests.support.alliance import cashier_of, offer_of, shop_in, spender
from tests.support.town import Town

pytestmark = pytest.mark.django_db(transaction=True)
CODE = "91350100M000100Y43"


@pytest.fixture
def town():
    return Town.found()


def asked(town, **changes):
    facts = {
        "name": "巷口粉店", "credit_code": CODE, "trade": "catering", "address": "文化路 9 号", "hours": "",
        "offer_kind": OfferKind.FREE_ITEM, "offer": "送卤蛋一个", "keeper": Keeper(name="石老板", phone="13911112222"),
        "site_id": town.site.pk,
    }  # fmt: skip
    return Asked(**{**facts, **changes})


def ask(town, token=None, **changes):
    return ask_to_join(
        actor=ANONYMOUS, asked=asked(town, **changes), address="10.0.0.9", token=token or new_id(), now=town.now
    )


def agreed(town, **changes):
    facts = {
        "starts_on": town.now.date(), "ends_on": town.now.date() + timedelta(days=364), "monthly_coins": 5000,
        "price": 100, "how": Signed.PAPER, "signed_by": "石老板",
    }  # fmt: skip
    return Agreed(**{**facts, **changes})


def test_a_shop_asks_is_visited_and_joins(town):
    with pytest.raises(UnableToReadCreditCode):
        ask(town, credit_code="91350100M000100Y4Z")
    with pytest.raises(UnableToOffer):
        ask(town, offer="少收两块钱")
    token = new_id()
    found = ask(town, token)
    assert ask(town, token) == found
    with pytest.raises(UnableToJoin, match="waiting"):
        ask(town)
    coordinator, bureau = town.staff(Role.COORDINATOR), town.staff(Role.BUREAU_STANDARDS, node=town.city)
    with pytest.raises(UnableToJoin, match="not_visited"):
        agree_with_shop(actor=bureau, application_id=found.pk, agreed=agreed(town), now=town.now)
    write_visit(actor=coordinator, application_id=found.pk, note="店面干净。", now=town.now)
    with pytest.raises(NotVisible):
        agree_with_shop(actor=coordinator, application_id=found.pk, agreed=agreed(town), now=town.now)
    shop = agree_with_shop(actor=bureau, application_id=found.pk, agreed=agreed(town), now=town.now)
    found.refresh_from_db()
    assert (found.state, found.keeper_sealed, shop.credit_code) == (ApplicationState.LIVE, None, CODE)
    offer = Offer.objects.get(shop=shop)
    owner = shop.node.appointments.get(role=Role.SHOP_OWNER).holder.person
    assert (offer.title, owner.name) == ("送卤蛋一个", "石老板")
    person = spender(town)
    code = show_code(actor=town.actor(person), offer_id=offer.pk, token=new_id(), now=town.now)
    assert redeem(actor=town.actor(owner), code=code.code, token=new_id(), now=town.now).coins == 100
    with pytest.raises(UnableToJoin, match="decided"):
        refuse_shop(actor=bureau, application_id=found.pk, reason="晚了", now=town.now)


def test_a_refusal_has_its_reason_and_another_site_sees_nothing(town):
    found = ask(town)
    with pytest.raises(NotVisible):
        write_visit(
            actor=town.staff(Role.COORDINATOR, node=town.other_site), application_id=found.pk, note="x", now=town.now
        )
    bureau = town.staff(Role.BUREAU_STANDARDS, node=town.city)
    with pytest.raises(UnableToJoin, match="no_reason"):
        refuse_shop(actor=bureau, application_id=found.pk, reason=" ", now=town.now)
    refuse_shop(actor=bureau, application_id=found.pk, reason="证照过期", now=town.now)
    kept = ShopApplication.objects.get()
    assert (kept.state, kept.reason, kept.keeper_sealed) == (ApplicationState.REFUSED, "证照过期", None)
    assert Shop.objects.count() == 0


def test_renewed_paused_and_ended(town):
    shop = shop_in(town)
    offer, person = offer_of(shop), spender(town)
    bureau, cashier = town.staff(Role.BUREAU_STANDARDS, node=town.city), cashier_of(town, shop)
    later = town.now + timedelta(days=400)
    with pytest.raises(UnableToRedeem, match="agreement_over"):
        show_code(actor=town.actor(person), offer_id=offer.pk, token=new_id(), now=later)
    days = {"starts_on": later.date(), "ends_on": later.date() + timedelta(days=364)}
    for _twice in range(2):
        renew_shop(
            actor=bureau, shop_id=shop.pk, monthly_coins=None, how=Signed.PAGE, signed_by="王老板", now=later, **days
        )
    assert Agreement.objects.filter(shop=shop).count() == 2
    code = show_code(actor=town.actor(person), offer_id=offer.pk, token=new_id(), now=later)
    with pytest.raises(UnableToRun, match="no_reason"):
        set_shop(actor=bureau, shop_id=shop.pk, state=ShopState.PAUSED, reason="", now=later)
    set_shop(actor=bureau, shop_id=shop.pk, state=ShopState.PAUSED, reason="装修", now=later)
    with pytest.raises(UnableToRedeem, match="shop_paused"):
        redeem(actor=cashier, code=code.code, token=new_id(), now=later)
    set_shop(actor=bureau, shop_id=shop.pk, state=ShopState.LIVE, reason="", now=later)
    redeem(actor=cashier, code=code.code, token=new_id(), now=later)
    set_shop(actor=bureau, shop_id=shop.pk, state=ShopState.ENDED, reason="搬走了", now=later)
    with pytest.raises(UnableToRun, match="ended"):
        set_shop(actor=bureau, shop_id=shop.pk, state=ShopState.LIVE, reason="", now=later)


def use(town, cashier, person, offer):
    code = show_code(actor=town.actor(person), offer_id=offer.pk, token=new_id(), now=town.now)
    return redeem(actor=cashier, code=code.code, token=new_id(), now=town.now)


def test_the_months_statement_says_who_bears_and_is_signed_by_both(town):
    shop, idle = shop_in(town), shop_in(town, "没人来")
    bureau, owner = town.staff(Role.BUREAU_STANDARDS, node=town.city), cashier_of(town, shop, role=Role.SHOP_OWNER)
    fund = start_fund(
        actor=bureau, site_id=town.site.pk, sponsor="凉都米业", purpose="吃粉", coins=500, token=new_id(), now=town.now
    )
    plain, borne = offer_of(shop, "素面", price=100), offer_of(shop, "牛肉粉", price=200)
    bear_offer(actor=bureau, offer_id=borne.pk, bearer=Bearer.SPONSOR, fund_id=fund.pk, now=town.now)
    person = spender(town, coins=2000)
    used = [use(town, owner, person, offer) for offer in (plain, plain, borne)]
    undo_redemption(actor=owner, redemption_id=used[0].id, now=town.now)
    first = at(date(2026, 12, 1), 2)
    assert (make_statements(now=first), make_statements(now=first + timedelta(days=1))) == (2, 0)
    own, everybody = Statement.objects.get(shop=shop), Statement.objects.get(shop=None)
    assert not Statement.objects.filter(shop=idle).exists()
    assert {name: own.facts[name] for name in ("count", "coins", "undone", "borne")} == {
        "count": 2, "coins": 300, "undone": 1, "borne": {"shop": 100, "sponsor": 200, "bureau": 0},
    }  # fmt: skip
    assert (everybody.facts["coins"], [line["shop"] for line in everybody.facts["lines"]]) == (300, ["老王面馆"])
    assert posting.in_book_of(site=shop.site_id, shop=shop.pk) == own.facts["coins"]
    dispute_statement(actor=owner, statement_id=own.pk, words="少了一笔", now=first)
    with pytest.raises(UnableToSettle, match="disputed"):
        sign_statement(actor=bureau, statement_id=own.pk, for_shop=False, how=Signed.PAGE, signed_by="安", now=first)
    answer_dispute(actor=bureau, statement_id=own.pk, words="那一笔当天撤销了。", now=first)
    sign_statement(actor=owner, statement_id=own.pk, for_shop=True, how=Signed.PAGE, signed_by="王老板", now=first)
    signed = sign_statement(
        actor=bureau, statement_id=own.pk, for_shop=False, how=Signed.PAGE, signed_by="安", now=first
    )
    assert signed.state == StatementState.AGREED
    with pytest.raises(UnableToSettle, match="signed"):
        dispute_statement(actor=owner, statement_id=own.pk, words="又想起来", now=first)
    with pytest.raises(NotVisible):
        sign_statement(actor=owner, statement_id=everybody.pk, for_shop=True, how=Signed.PAGE, signed_by="x", now=first)
    assert check_books().findings == []


def test_a_dispute_has_its_days_and_paper_is_entered_by_the_alliance(town):
    shop = shop_in(town)
    owner, bureau = cashier_of(town, shop, role=Role.SHOP_OWNER), town.staff(Role.BUREAU_STANDARDS, node=town.city)
    use(town, owner, spender(town), offer_of(shop))
    first = at(date(2026, 12, 1), 2)
    make_statements(now=first)
    own = Statement.objects.get(shop=shop)
    with pytest.raises(UnableToSettle, match="late"):
        dispute_statement(actor=owner, statement_id=own.pk, words="少了", now=first + timedelta(days=10))
    for for_shop in (True, False):
        own = sign_statement(
            actor=bureau, statement_id=own.pk, for_shop=for_shop, how=Signed.PAPER, signed_by="王老板", now=first
        )
    assert (own.state, own.shop_signed_how) == (StatementState.AGREED, Signed.PAPER)


def test_a_fund_is_filled_first_and_what_is_left_goes_to_the_pool(town):
    bureau, shop = town.staff(Role.BUREAU_STANDARDS, node=town.city), shop_in(town)
    offer, token = offer_of(shop), new_id()
    for _twice in range(2):
        fund = start_fund(
            actor=bureau, site_id=town.site.pk, sponsor="米业", purpose="吃粉", coins=300, token=token, now=town.now
        )
    add_to_fund(actor=bureau, fund_id=fund.pk, coins=200, token=new_id(), now=town.now)
    assert posting.left_in_fund(site=town.site.pk, fund=fund.pk) == 500
    bear_offer(actor=bureau, offer_id=offer.pk, bearer=Bearer.SPONSOR, fund_id=fund.pk, now=town.now)
    use(town, cashier_of(town, shop), spender(town), offer)
    end_fund(actor=bureau, fund_id=fund.pk, now=town.now)
    assert (posting.left_in_fund(site=town.site.pk, fund=fund.pk), pool_of(site=town.site.pk, unit=Unit.COIN)) == (
        0,
        400,
    )
    offer.refresh_from_db()
    assert (offer.bearer, offer.fund) == (Bearer.SHOP, None)
    with pytest.raises(UnableToSponsor, match="ended"):
        add_to_fund(actor=bureau, fund_id=fund.pk, coins=100, token=new_id(), now=town.now)
    with pytest.raises(NotVisible):
        start_fund(
            actor=town.staff(Role.COORDINATOR), site_id=town.site.pk, sponsor="x", purpose="x", coins=1,
            token=new_id(), now=town.now,
        )  # fmt: skip
    assert check_books().findings == []


def test_a_years_coins_go_into_the_pool_once(town):
    bureau, shop = town.staff(Role.BUREAU_STANDARDS, node=town.city), shop_in(town)
    cashier = cashier_of(town, shop)
    for number in range(3):
        use(town, cashier, spender(town, f"志愿者{number}"), offer_of(shop, price=100 + number))
    with pytest.raises(UnableToSponsor, match="not_over"):
        give_to_pool(actor=bureau, shop_id=shop.pk, year=2026, now=town.now)
    january = at(date(2027, 1, 2), 9)
    for _twice in range(2):
        made = give_to_pool(actor=bureau, shop_id=shop.pk, year=2026, now=january)
    assert made.coins == 303
    assert (posting.in_book_of(site=shop.site_id, shop=shop.pk), pool_of(site=town.site.pk, unit=Unit.COIN)) == (0, 303)
    assert give_to_pool(actor=bureau, shop_id=shop_in(town, "没人来").pk, year=2026, now=january) is None
    assert (Reissue.objects.count(), Redemption.objects.count()) == (1, 3)
    assert check_books().findings == []


def test_periods():
    assert period_before(today=date(2027, 1, 3), period="monthly") == (date(2026, 12, 1), date(2026, 12, 31))
    assert period_before(today=date(2026, 11, 3), period="quarterly") == (date(2026, 7, 1), date(2026, 9, 30))
