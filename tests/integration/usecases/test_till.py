"""The till: what is checked at that moment, in which words, and what the book says afterwards."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nuanliu.domain.alliance import counters, posting
from nuanliu.domain.alliance.models import Code, Noted, Redemption, Stock
from nuanliu.domain.alliance.policies import UnableToRedeem, first_of_month
from nuanliu.domain.alliance.till.reading import about_code
from nuanliu.domain.alliance.types import Bearer, NotedState, OfferKind, Side, Span
from nuanliu.domain.audit.models import Event
from nuanliu.domain.ledger.check import check_books
from nuanliu.domain.ledger.types import Kind, Unit
from nuanliu.domain.network.types import Role
from nuanliu.domain.notices.models import Delivery, Notice
from nuanliu.domain.notices.queries import inbox_of
from nuanliu.domain.notices.wording import words_of
from nuanliu.domain.passbook.accounts import Holder
from nuanliu.domain.passbook.queries import passbook_lines
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform import clock
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.ids import new_id
from nuanliu.usecases.keep_cashiers import cashiers_of, end_cashier, invite_cashier
from nuanliu.usecases.my_papers import papers_kept
from nuanliu.usecases.note_codes import note_code
from nuanliu.usecases.redeem_at_shop import at_till, redeem
from nuanliu.usecases.rest_account import UnableToRest, come_back, move_away
from nuanliu.usecases.show_code import show_code
from nuanliu.usecases.tell_of_courtesies import tell_of_courtesies
from nuanliu.usecases.undo_redemption import undo_redemption
from tests.support.alliance import cashier_of, coins_for, fund_in, offer_of, shop_in, spender
from tests.support.town import Town

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def town():
    return Town.found()


def code_for(town, person, offer, *, now=None):
    return show_code(actor=town.actor(person), offer_id=offer.pk, token=new_id(), now=now or town.now)


def use(town, cashier, person, offer, *, now=None):
    code = code_for(town, person, offer, now=now)
    return redeem(actor=cashier, code=code.code, token=new_id(), now=now or town.now)


def refused(town, cashier, code, *, now=None):
    with pytest.raises(UnableToRedeem) as refusal:
        redeem(actor=cashier, code=code.code, token=new_id(), now=now or town.now)
    return refusal.value.code, str(refusal.value.words)


def test_a_bowl_of_noodles_for_a_coin(town):
    shop = shop_in(town)
    offer, cashier, person = offer_of(shop, stock=5), cashier_of(town, shop), spender(town)
    code = code_for(town, person, offer)
    seen = at_till(actor=cashier, code=f"https://x.example/shop/t/{code.code}", now=town.now)
    assert (seen.offer.title, seen.offer.price, seen.named, seen.refusal) == ("牛肉粉一碗", 100, "", None)
    assert seen.number == person.volunteer.number
    token = new_id()
    made = redeem(actor=cashier, code=code.code.lower(), token=token, now=town.now)
    assert redeem(actor=cashier, code=code.code, token=token, now=town.now) == made
    assert town.savings(person).coin == 900
    line = passbook_lines(holder=Holder(person.pk, person.home_site_id), unit=Unit.COIN)[0]
    assert (line.kind, line.amount, line.memo) == (Kind.REDEMPTION, -100, "老王面馆 牛肉粉一碗")
    month = first_of_month(clock.local_date(town.now))
    assert posting.in_book_of(site=shop.site_id, shop=shop.pk) == 100
    assert counters.taken_by(site=shop.site_id, shop=shop.pk, month=month) == 100
    assert counters.spent_by(site=person.home_site_id, person=person.pk, month=month) == 100
    assert Stock.objects.get(offer_id=offer.pk).left == 4
    assert refused(town, cashier, code)[0] == "code_used"
    assert [(one["kind"], one["what"]) for one in papers_kept(person=person)] == [("courtesy", "老王面馆 牛肉粉一碗")]
    assert Event.objects.filter(action="redemption.made").count() == 1
    assert check_books().findings == []


def test_who_moved_away_shows_a_code_only_when_back(town):
    shop = shop_in(town, site=town.site)
    person, offer = spender(town), offer_of(shop)
    move_away(actor=town.clerk(), person_id=person.pk, now=town.now)
    with pytest.raises(UnableToRest, match="搬走了"):
        code_for(town, person, offer)
    assert not Code.objects.exists()
    come_back(actor=town.actor(person), person_id=person.pk, now=town.now)
    assert code_for(town, person, offer).person_id == person.pk


def test_undone_by_either_side_on_the_same_day(town):
    shop = shop_in(town)
    offer, cashier, person = offer_of(shop, stock=5), cashier_of(town, shop), spender(town)
    first, second = (use(town, cashier, person, offer) for _again in range(2))
    undo_redemption(actor=cashier, redemption_id=first.id, now=town.now)
    undone = undo_redemption(actor=town.actor(person), redemption_id=second.id, now=town.now)
    assert undo_redemption(actor=cashier, redemption_id=second.id, now=town.now) == undone
    assert list(Redemption.objects.order_by("undone_by").values_list("undone_by", flat=True)) == [
        Side.PERSON,
        Side.SHOP,
    ]
    assert town.savings(person).coin == 1000
    assert Stock.objects.get(offer_id=offer.pk).left == 5
    assert posting.in_book_of(site=shop.site_id, shop=shop.pk) == 0
    third = use(town, cashier, person, offer)
    with pytest.raises(NotVisible):
        undo_redemption(actor=town.actor(town.volunteer("旁人")), redemption_id=third.id, now=town.now)
    with pytest.raises(UnableToRedeem, match="too_late"):
        undo_redemption(actor=cashier, redemption_id=third.id, now=town.now + timedelta(days=1))
    assert check_books().findings == []


def test_one_question_and_one_call_and_the_standard_of_that_moment(town):
    shop = shop_in(town)
    offer, cashier, person = offer_of(shop), cashier_of(town, shop), spender(town)
    use(town, cashier, person, offer)  # her month and the shop's have begun
    code, tomorrow = code_for(town, person, offer), town.now + timedelta(days=1)
    town.rules(tomorrow, coin_expiry_months=12)
    about = about_code(typed=code.code)
    assert about is not None
    for moment in (town.now, tomorrow):
        assert about.standard(at=moment) == standard_in_force(at=moment, site=shop.site_id)
    with CaptureQueriesContext(connection) as asked:
        redeem(actor=cashier, code=code.code, token=new_id(), now=town.now)
    assert connection.vendor == "sqlite" or len(asked) == 2


def test_she_is_told_in_her_inbox_of_what_was_had_and_undone(town):
    shop = shop_in(town, site=town.other_site)
    offer, cashier, person = offer_of(shop), cashier_of(town, shop), spender(town)
    made = use(town, cashier, person, offer)
    soon = town.now + timedelta(minutes=1)
    assert (tell_of_courtesies(now=soon), tell_of_courtesies(now=soon)) == (1, 0)
    undo_redemption(actor=cashier, redemption_id=made.id, now=soon)
    assert (tell_of_courtesies(now=soon), tell_of_courtesies(now=soon)) == (1, 0)
    told = Notice.objects.filter(person=person).order_by("created_at")
    assert [words_of(one) for one in told] == [
        (
            "用了 1.00 币",
            "11月2日 星期一 上午 9 点，老王面馆：牛肉粉一碗。不是您用的，请当天打 0858-6000001。",
        ),
        ("1.00 币退回来了", "11月2日 星期一 上午 9 点 1 分，老王面馆：牛肉粉一碗撤销了，币回到存折。"),
    ]
    assert [one.need_id for one in inbox_of(person_id=person.pk)] == [None, None]
    assert [one.channel for one in Delivery.objects.filter(notice__person=person)] == ["inbox", "inbox"]


def test_a_shop_of_another_site_is_paid_over_clearing(town):
    shop = shop_in(town, site=town.other_site)
    offer, cashier, person = offer_of(shop), cashier_of(town, shop), spender(town)
    made = use(town, cashier, person, offer)
    assert (town.savings(person).coin, posting.in_book_of(site=shop.site_id, shop=shop.pk)) == (900, 100)
    undo_redemption(actor=cashier, redemption_id=made.id, now=town.now)
    assert (town.savings(person).coin, posting.in_book_of(site=shop.site_id, shop=shop.pk)) == (1000, 0)
    assert check_books().findings == []


def test_codes_run_out_and_belong_to_one_shop(town):
    shop, other = shop_in(town), shop_in(town, "别家")
    offer, cashier, person = offer_of(shop), cashier_of(town, shop), spender(town)
    code = code_for(town, person, offer)
    assert refused(town, cashier, code, now=town.now + timedelta(minutes=10)) == (
        "code_over",
        "这个号码 上午 9 点 10 分 过期了。请志愿者再按一次“去用”。",
    )
    assert refused(town, cashier_of(town, other, "别家收银"), code)[0] == "other_shop"
    forged = Code.objects.create(
        site_id=person.home_site_id, id=new_id(), person_id=person.pk, offer=offer, code="AAAA2222", shown="phone",
        issued_at=town.now, expires_at=town.now + timedelta(minutes=10),
    )  # fmt: skip
    assert refused(town, cashier, forged)[0] == "code_unknown"


def test_what_is_refused_and_in_which_words(town):
    shop = shop_in(town, budget=250)
    cashier, person = cashier_of(town, shop), spender(town)
    march = offer_of(shop, "早春", starts_on=clock.at(town.now.date().replace(year=2027, month=3, day=8), 9).date())
    with pytest.raises(UnableToRedeem) as refusal:
        code_for(town, person, march)
    assert str(refusal.value.words) == "这张券 2027年3月8日 起才能用。"
    weekend = offer_of(shop, "周末", weekdays=0b1100000)
    with pytest.raises(UnableToRedeem) as refusal:
        code_for(town, person, weekend)
    assert str(refusal.value.words) == "这张券 星期六、星期日 才能用。"
    evening = offer_of(shop, "晚上", from_minute=17 * 60, to_minute=20 * 60 + 30)
    with pytest.raises(UnableToRedeem) as refusal:
        code_for(town, person, evening)
    assert str(refusal.value.words) == "这张券 下午 5 点到晚上 8 点半 才能用。"
    once = offer_of(shop, "一次", per_person=1, per_span=Span.MONTH)
    waiting = code_for(town, person, once)
    use(town, cashier, person, once)
    assert refused(town, cashier, waiting) == ("too_often", "这张券一人一个月用 1 次，12月1日 起又可以用。")
    plain = offer_of(shop)
    codes = [code_for(town, person, plain) for _ in range(2)]
    redeem(actor=cashier, code=codes[0].code, token=new_id(), now=town.now)
    assert refused(town, cashier, codes[1]) == ("budget_used", "这家店这个月的心意送完了，12月1日 起又可以用。")
    assert town.savings(person).coin == 800


def test_one_persons_month_and_her_first_hours(town):
    shop = shop_in(town)
    cashier, offer, person = cashier_of(town, shop), offer_of(shop, price=900), spender(town, coins=3000)
    waiting = code_for(town, person, offer)
    for _twice in range(2):
        use(town, cashier, person, offer)
    assert refused(town, cashier, waiting) == (
        "above_cap",
        "一人一个月最多用 20.00 币，这个月还剩 2.00 币。12月1日 起重新算。",
    )
    new = town.volunteer("新人")
    coins_for(town, new, 200)
    with pytest.raises(UnableToRedeem) as refusal:
        code_for(town, new, offer_of(shop, price=100))
    assert str(refusal.value.words) == "做满 5 小时就可以用币，还差 1 小时 40 分。"
    poor = spender(town, "币少", coins=300)
    with pytest.raises(UnableToRedeem) as refusal:
        code_for(town, poor, offer)
    assert str(refusal.value.words) == "存折里的币不够：要 9.00 币，现在有 3.00 币。"


def test_the_last_one_in_stock_and_ones_own_till(town):
    shop = shop_in(town)
    offer, cashier = offer_of(shop, "最后一份", stock=1, kind=OfferKind.FREE_SERVICE), cashier_of(town, shop)
    one, two = spender(town, "甲"), spender(town, "乙")
    codes = [code_for(town, person, offer) for person in (one, two)]
    redeem(actor=cashier, code=codes[0].code, token=new_id(), now=town.now)
    assert refused(town, cashier, codes[1])[0] == "none_left"
    assert town.savings(two).coin == 1000
    owner = spender(town, "店主志愿者")
    keeper = town.actor(owner)
    assert not keeper.appointments


def test_codes_taken_down_while_the_line_was_away_count_once(town):
    shop = shop_in(town)
    offer, cashier, person = offer_of(shop, stock=1), cashier_of(town, shop), spender(town)
    code, late = (code_for(town, person, offer) for _twice in range(2))
    back = town.now + timedelta(hours=5)

    def note(one, *, minute=3, at=back):
        taken_at = town.now + timedelta(minutes=minute)
        return note_code(actor=cashier, shop_id=shop.pk, code=one.code, taken_at=taken_at, token=new_id(), now=at)

    first = note(code)
    assert (first.state, note(code).pk, town.savings(person).coin) == (NotedState.DONE, first.pk, 900)
    made = Redemption.objects.get()
    assert (made.taken_at, made.made_at) == (town.now + timedelta(minutes=3), back)
    assert note(late).refusal == "这张券送完了，可以看看店里别的券。"
    assert (Noted.objects.filter(person_id=person.pk).count(), town.savings(person).coin) == (2, 900)
    third = code_for(town, person, offer_of(shop))
    assert note(third, minute=11).refusal.startswith("这个号码 上午 9 点 10 分 过期了")
    with pytest.raises(UnableToRedeem, match="wrong_time"):
        note(code_for(town, person, offer_of(shop)), at=town.now + timedelta(hours=50))


def test_a_sponsor_bears_as_far_as_its_fund_goes(town):
    shop = shop_in(town)
    fund = fund_in(town, coins=150)
    offer = offer_of(shop, bearer=Bearer.SPONSOR, fund=fund)
    cashier, person = cashier_of(town, shop), spender(town)
    waiting = code_for(town, person, offer)
    made = use(town, cashier, person, offer)
    assert (made.fund_id, posting.left_in_fund(site=shop.site_id, fund=fund.pk)) == (fund.pk, 50)
    assert refused(town, cashier, waiting)[0] == "fund_used"
    undo_redemption(actor=cashier, redemption_id=made.id, now=town.now)
    assert (town.savings(person).coin, posting.left_in_fund(site=shop.site_id, fund=fund.pk)) == (1000, 150)
    assert check_books().findings == []


def test_an_owner_invites_and_ends_a_cashier(town):
    shop = shop_in(town)
    owner = cashier_of(town, shop, "岳店主", role=Role.SHOP_OWNER)
    token = new_id()
    made = invite_cashier(actor=owner, shop_id=shop.pk, name="小王", phone="13912345678", token=token, now=town.now)
    again = invite_cashier(actor=owner, shop_id=shop.pk, name="小王", phone="139 1234 5678", token=token, now=town.now)
    assert (again, [one.holder.person.name for one in cashiers_of(shop=shop)]) == (made, ["小王"])
    cashier = town.actor(made.holder.person)
    assert use(town, cashier, spender(town), offer_of(shop)).coins == 100
    end_cashier(actor=owner, appointment_id=made.pk, now=town.now)
    assert cashiers_of(shop=shop) == []
    with pytest.raises(NotVisible):
        end_cashier(actor=cashier, appointment_id=made.pk, now=town.now)
