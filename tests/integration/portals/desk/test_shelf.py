"""The goods shelf: in, out for coins with a signature or four digits, back the same day, counted."""

from django.urls import reverse

from nuanliu.domain.alliance.models import Good, Handover, StockMove
from nuanliu.domain.ledger.check import check_books
from nuanliu.domain.network.types import Role
from nuanliu.domain.people.operations import put_pin_card
from nuanliu.platform.ids import new_id
from nuanliu.usecases.use_time import convert_time
from tests.support.office import browser_of, later, words_of
from tests.support.pages import fresh_token


def with_coins(town, *, minutes=600, coins=5):
    """A volunteer who has served long enough and made some coins."""
    helper = town.volunteer("陈本芬")
    town.give(helper, minutes)
    if coins:
        convert_time(actor=town.actor(helper), minutes=60 * coins, token=new_id(), now=town.now)
    return helper


def put(desk, town, *, price=2, pieces=3, name="大米"):
    """A kind of goods with so many on the shelf."""
    facts = {"name": name, "measure": "一袋 5 公斤", "price": str(price), "site": str(town.site.pk)}
    went = desk.post(reverse("desk:good-new"), {**fresh_token(), **facts})
    assert went.status_code == 303
    good = Good.objects.get(name=name)
    if pieces:
        desk.post(went.headers["Location"], {**fresh_token(), "act": "in", "pieces": str(pieces), "source": "超市捐"})
    return good


def hand(desk, person, good, **more):
    typed = {**fresh_token(), "good": str(good.id), "proved": "paper", **more}
    return desk.post(reverse("desk:handover", args=[person.pk]), typed)


def left(good) -> int:
    return Good.objects.get(site_id=good.site_id, id=good.id).left


def test_from_the_lorry_to_her_hands_and_back(town) -> None:
    helper, desk = with_coins(town), browser_of(town.clerk())
    good = put(desk, town)
    assert "2.00 币，还有 3 份" in words_of(desk.get(reverse("desk:handover", args=[helper.pk])))
    shops = words_of(browser_of(town.actor(helper)).get(reverse("volunteer:shops")))
    assert "文化路社区的爱心货架" in shops
    assert "大米 一袋 5 公斤" in shops
    went = hand(desk, helper, good)
    made = Handover.objects.get()
    slip = reverse("desk:handed-over", args=[helper.pk, made.id])
    assert went.headers["Location"] == slip
    assert (left(good), town.savings(helper).coin) == (2, 300)
    assert "领取人签字" in words_of(desk.get(slip))
    undo = reverse("desk:handover-take-back", args=[helper.pk, made.id])
    desk.post(undo, fresh_token())
    desk.post(undo, fresh_token())
    assert (left(good), town.savings(helper).coin) == (3, 500)
    moves = list(StockMove.objects.order_by("at", "id").values_list("kind", "pieces", "left"))
    assert sorted(moves) == [("back", 1, 3), ("handed", -1, 2), ("in", 3, 3)]
    assert check_books().is_right


def test_undone_only_the_same_day_and_sent_twice_is_once(town) -> None:
    helper, desk = with_coins(town), browser_of(town.clerk())
    good, token = put(desk, town), fresh_token()
    hand(desk, helper, good, **token)
    hand(desk, helper, good, **token)
    assert left(good) == 2
    made = Handover.objects.get()
    with later(desk, town, days=1):
        refused = desk.post(reverse("desk:handover-take-back", args=[helper.pk, made.id]), fresh_token())
        assert "撤销只能在当天。" in words_of(refused)
        assert "撤销：东西放回" not in words_of(desk.get(reverse("desk:handed-over", args=[helper.pk, made.id])))


def test_with_her_own_digits(town) -> None:
    helper, desk = with_coins(town), browser_of(town.clerk())
    good = put(desk, town)
    assert "她没有登录卡" in words_of(hand(desk, helper, good, proved="pin", pin="2580"))
    put_pin_card(person=helper, number="610777", pin="2580", actor_id=None, now=town.now)
    assert "请她输四位密码" in words_of(hand(desk, helper, good, proved="pin"))
    assert hand(desk, helper, good, proved="pin", pin="1111").status_code == 200
    assert hand(desk, helper, good, proved="pin", pin="2580").status_code == 303
    assert (left(good), Handover.objects.get().proved) == (2, "pin")


def test_what_is_refused_and_in_which_words(town) -> None:
    desk = browser_of(town.clerk())
    good = put(desk, town, pieces=1)
    assert "做满 5 小时就可以用币" in words_of(hand(desk, with_coins(town, minutes=120, coins=1), good))
    assert "存折里的币不够：要 2.00 币，现在有 1.00 币。" in words_of(hand(desk, with_coins(town, coins=1), good))
    dear = put(desk, town, name="电饭锅", price=21)
    rich = with_coins(town, minutes=3000, coins=10)
    assert "一人一个月最多用 20.00 币" in words_of(hand(desk, rich, dear))
    assert left(dear) == 3
    assert hand(desk, rich, good).status_code == 303
    gone = hand(desk, rich, good)
    assert "请从列出的里面选一个" in words_of(gone)
    money = {"name": "值 50 元的米", "measure": "一袋", "price": "1", "site": str(town.site.pk)}
    assert "这里不写钱数" in words_of(desk.post(reverse("desk:good-new"), {**fresh_token(), **money}))


def test_a_count_with_a_difference_needs_its_reason(town) -> None:
    desk = browser_of(town.clerk())
    good = put(desk, town)
    page = reverse("desk:good", args=[good.id])
    assert "和账上不一样，请写明原因。" in words_of(desk.post(page, {**fresh_token(), "act": "count", "counted": "2"}))
    desk.post(page, {**fresh_token(), "act": "count", "counted": "2", "reason": "一袋破了"})
    assert left(good) == 2
    assert "一袋破了" in words_of(desk.get(page))
    assert "架上还有货" in words_of(desk.post(page, {**fresh_token(), "act": "end"}))
    desk.post(page, {**fresh_token(), "act": "count", "counted": "0", "reason": "发完了"})
    assert desk.post(page, {**fresh_token(), "act": "end"}).status_code == 303
    assert "下架了" in words_of(desk.get(reverse("desk:shelf")))


def test_not_to_oneself_and_not_at_another_site(town) -> None:
    helper = with_coins(town)
    clerk = town.clerk()
    desk = browser_of(clerk)
    good = put(desk, town)
    town.kin(helper, type(helper).objects.get(pk=clerk.id))
    assert "请另一位同事来办" in words_of(hand(desk, helper, good))
    other = browser_of(town.certifier())
    assert other.get(reverse("desk:shelf")).status_code == 404
    assert other.get(reverse("desk:good", args=[good.id])).status_code == 404


def test_a_helper_of_another_site_pays_over_the_clearing_accounts(town) -> None:
    helper = town.volunteer("外站的", site=town.other_site)
    town.give(helper, 600)
    convert_time(actor=town.actor(helper), minutes=300, token=new_id(), now=town.now)
    desk = browser_of(town.staff(Role.COORDINATOR, node=town.city))
    good = put(desk, town)
    assert hand(desk, helper, good).status_code == 303
    assert (town.savings(helper).coin, check_books().is_right) == (300, True)
