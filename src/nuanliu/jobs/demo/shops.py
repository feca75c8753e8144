"""The demo's shops: what they offer, some coins used in the last days, one budget nearly used up."""

from datetime import timedelta
from uuid import uuid5

from nuanliu.domain.alliance.applications import Keeper
from nuanliu.domain.alliance.keeping import OfferFacts, agree, put_offer
from nuanliu.domain.alliance.models import Agreement, Offer, Shop
from nuanliu.domain.alliance.types import Bearer, OfferKind, OfferState, Signed, Span
from nuanliu.domain.network.models import Appointment
from nuanliu.domain.network.types import ANONYMOUS, Actor, Role
from nuanliu.domain.passbook.accounts import Holder
from nuanliu.domain.passbook.queries import savings_of_many
from nuanliu.domain.people.models import Person
from nuanliu.jobs.demo.cast import Cast
from nuanliu.jobs.demo.city import bureau
from nuanliu.platform import clock
from nuanliu.platform.clock import local_date
from nuanliu.platform.errors import Unable
from nuanliu.platform.ids import new_id
from nuanliu.usecases.bear_offer import bear_offer
from nuanliu.usecases.demo_people import SHOP_CODE
from nuanliu.usecases.join_alliance import Asked, ask_to_join
from nuanliu.usecases.redeem_at_shop import redeem
from nuanliu.usecases.settle_shops import make_statements
from nuanliu.usecases.show_code import show_code
from nuanliu.usecases.sponsor_shops import start_fund
from nuanliu.usecases.undo_redemption import undo_redemption
from nuanliu.usecases.use_time import convert_time

ITEM, SERVICE, PERCENT, FIRST = (
    OfferKind.FREE_ITEM,
    OfferKind.FREE_SERVICE,
    OfferKind.PERCENT_OFF,
    OfferKind.PRIORITY,
)
MORE: dict[str, tuple[OfferKind, str, int, dict[str, object]]] = {
    "SJ001": (
        ITEM,
        "酸汤鱼双人餐一份",
        600,
        {"weekdays": 0b0011111, "per_person": 1, "detail": "提前一天打电话留位。"},
    ),
    "SJ002": (ITEM, "羊肉粉一碗", 200, {"stock": 30, "per_person": 4}),
    "SJ006": (SERVICE, "洗头吹风一次", 100, {"from_minute": 540, "to_minute": 1080, "per_person": 2}),
    "SJ008": (ITEM, "素面一碗", 100, {}),
    "SJ009": (ITEM, "鲜肉包两个", 50, {"to_minute": 600}),
    "SJ011": (PERCENT, "全场九折卡，当天有效", 200, {"percent": 90}),
    "SJ014": (SERVICE, "法律咨询一小时", 300, {"per_person": 2, "detail": "请带上材料。"}),
    "SJ013": (FIRST, "量血压不排队", 50, {}),
}
"""A second courtesy of some shops, by their code."""
HOURS, A_COIN = 300, 60
"""Minutes of service before coins can be used, and minutes that a coin costs."""
OLD, LATELY = 100, 35
"""Days since the shops began, and days in which coins were used."""
NEARLY_USED, USED_TWICE, SPONSORED = "SJ002", 400, "SJ009"
"""One shop gives only so many coins a month, and most of them are gone."""


def open_the_shops(cast: Cast) -> None:
    """Offers first; then volunteers with coins use some, at the hours of the last days."""
    _backdate(cast)
    shops = {shop.node.code: shop for shop in Shop.objects.select_related("node", "site")}
    for code, (kind, title, price, more) in MORE.items():
        if code in shops:
            facts = OfferFacts(
                kind=kind,
                title=title,
                price=price,
                starts_on=local_date(shops[code].since),
                **more,  # type: ignore[arg-type]
            )
            put_offer(shops[code], facts, id=uuid5(shops[code].pk, title), at=cast.now, by=None)
    _bound(shops[NEARLY_USED], cast)
    _sponsored(shops[SPONSORED], cast)
    _use(cast, shops)
    make_statements(now=cast.now)
    _asks(shops[SPONSORED], cast)


def _backdate(cast: Cast) -> None:
    """The alliance is some months old when the curtain rises."""
    since = cast.now - timedelta(days=OLD)
    Shop.objects.update(since=since)
    Agreement.objects.update(starts_on=local_date(since))
    Offer.objects.update(starts_on=local_date(since))


def _bound(shop: Shop, cast: Cast) -> None:
    known = Agreement.objects.get(shop=shop, replaced_at=None)
    agree(
        shop=shop,
        starts_on=known.starts_on,
        ends_on=known.ends_on,
        monthly_coins=USED_TWICE + 100,
        how=Signed.PAPER,
        signed_by="",
        at=cast.now,
        by=None,
    )


def _sponsored(shop: Shop, cast: Cast) -> None:
    """An enterprise bears one courtesy of a shop."""
    by = bureau(now=cast.now)
    fund = start_fund(
        actor=by,
        site_id=shop.site_id,
        sponsor="凉都米业",
        purpose="请志愿者吃面",
        coins=5_000,
        token=new_id(),
        now=cast.now - timedelta(days=LATELY + 1),
    )
    offer = Offer.objects.filter(shop=shop).order_by("price", "pk").first()
    if offer is not None:
        bear_offer(actor=by, offer_id=offer.pk, bearer=Bearer.SPONSOR, fund_id=fund.pk, now=fund.made_at)


def _asks(shop: Shop, cast: Cast) -> None:
    """One more shop would like to join."""
    asked = Asked(
        name="石桥阿婆粉店",
        credit_code="91350100M000100Y43",
        trade="catering",
        address="建设中路 21 号",
        hours="每天 7 点到 15 点",
        offer_kind=OfferKind.FREE_ITEM,
        offer="每碗送卤蛋一个",
        keeper=Keeper(name="石阿婆", phone="13900000021"),
        site_id=shop.site_id,
    )
    ask_to_join(actor=ANONYMOUS, asked=asked, address="demo", token=new_id(), now=cast.now - timedelta(days=2))


def _use(cast: Cast, shops: dict[str, Shop]) -> None:
    """Whoever has hours enough changes some for coins, and uses one where she lives."""
    offers = list(
        Offer.objects.filter(state=OfferState.LIVE, per_span=Span.MONTH)
        .select_related("shop__node")
        .order_by("price", "pk")
    )
    first = [one for one in offers if one.shop_id == shops[NEARLY_USED].pk and one.price == USED_TWICE // 2]
    visited = [one for one in offers if one.shop.node.code == SHOP_CODE]
    tills = _tills(cast)
    people = _spenders(cast)
    for number, person in enumerate(people):
        offer = cast.random.choice(offers)
        if number < len(first) * 2:
            offer = first[0]
        elif number % 3 == 0 and visited:
            offer = cast.random.choice(visited)
        _one(cast, person, offer, tills, is_today=number < len(first) * 2, is_undone=number == len(people) - 1)


def _one(
    cast: Cast, person: Person, offer: Offer, tills: dict[object, Actor], *, is_today: bool, is_undone: bool
) -> None:
    actor = cast.actor(person.login)
    day = local_date(cast.now) - timedelta(days=cast.random.randint(0, 0 if is_today else LATELY))
    at = min(clock.at(day, cast.random.randint(9, 18), cast.random.randint(0, 59)), cast.now - timedelta(minutes=5))
    try:
        convert_time(actor=actor, minutes=offer.price * 60 // 100 // 30 * 30 or 30, token=new_id(), now=at)
        code = show_code(actor=actor, offer_id=offer.pk, token=new_id(), now=at)
        made = redeem(actor=tills[offer.shop_id], code=code.code, token=new_id(), now=at + timedelta(minutes=2))
        if is_undone:
            undo_redemption(actor=tills[offer.shop_id], redemption_id=made.id, now=at + timedelta(minutes=3))
    except (Unable, KeyError):
        return


def _tills(cast: Cast) -> dict[object, Actor]:
    posts = Appointment.objects.filter(role=Role.SHOP_OWNER, ended_at=None).select_related("holder")
    return {post.node_id: cast.actor(post.holder) for post in posts.order_by("starts_at", "id")}


def _spenders(cast: Cast) -> list[Person]:
    """Volunteers who have served long enough and have time left."""
    everybody = [one.person for site in cast.sites.values() for one in site.volunteers]
    found = savings_of_many(holders=[Holder(person.pk, person.home_site_id) for person in everybody])
    enough = [person for person in everybody if found[person.pk].honour >= HOURS and found[person.pk].time >= A_COIN]
    cast.random.shuffle(enough)
    return enough
