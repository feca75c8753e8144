"""A shop for tests: live, agreed, with an offer; and a volunteer who may spend."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from nuanliu.domain.alliance.funds import open_fund, put_in
from nuanliu.domain.alliance.keeping import OfferFacts, agree, open_shop, put_offer
from nuanliu.domain.alliance.models import Fund, Offer, Shop
from nuanliu.domain.alliance.types import OfferKind, Signed
from nuanliu.domain.ledger.types import Unit
from nuanliu.domain.network.models import Node
from nuanliu.domain.network.operations import create_node
from nuanliu.domain.network.types import Actor, NodeKind, Role
from nuanliu.domain.passbook.accounts import Holder
from nuanliu.domain.passbook.operations import open_with_paper_line
from nuanliu.domain.people.models import Person
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.ids import new_id
from tests.support.town import Town

YEAR = timedelta(days=365)


def shop_in(
    town: Town,
    name: str = "老王面馆",
    *,
    site: Node | None = None,
    budget: int | None = None,
    node: Node | None = None,
) -> Shop:
    """A shop of a site, agreed for a year; a new one, or of a node that stands."""
    home = site or town.site
    node = node or create_node(
        kind=NodeKind.SHOP,
        code=f"SJ-{new_id().hex[-12:]}",
        name=name,
        parent=town.site.parent,
        at=town.now,
        actor_id=None,
        phone="0858-6000001",
        address="文化路 8 号",
        hours="每天 8 点到 20 点",
    )
    shop = open_shop(node=node, site=home.pk, credit_code="", at=town.now)
    today = town.now.date()
    agree(
        shop=shop,
        starts_on=today,
        ends_on=today + YEAR,
        monthly_coins=budget,
        how=Signed.PAPER,
        signed_by="王老板",
        at=town.now,
        by=None,
    )
    return shop


def offer_of(
    shop: Shop, title: str = "牛肉粉一碗", *, price: int = 100, starts_on: date | None = None, **more: Any
) -> Offer:
    """Something it offers."""
    facts = OfferFacts(
        kind=more.pop("kind", OfferKind.FREE_ITEM),
        title=title,
        price=price,
        starts_on=starts_on or shop.since.date(),
        stock=more.pop("stock", None),
        **{name: more.pop(name) for name in list(more) if name in OfferFacts.__dataclass_fields__},
    )
    return put_offer(shop, facts, id=new_id(), at=shop.since, by=None, **more)


def cashier_of(town: Town, shop: Shop, name: str = "王收银", *, role: Role = Role.CASHIER) -> Actor:
    """Somebody at the till."""
    return town.staff(role, name, node=shop.node)


def coins_for(town: Town, person: Person, coins: int, *, id: UUID | None = None) -> None:
    """Put hundredths of coins into a person's book, and as many minutes of honour."""
    open_with_paper_line(
        id=id or new_id(),
        holder=Holder(person.pk, person.home_site_id),
        unit=Unit.COIN,
        amount=coins,
        occurred_at=town.now,
        actor=None,
        standard_version=standard_in_force(at=town.now).version_id,
        memo="",
    )


def spender(town: Town, name: str = "李志愿", *, coins: int = 1000, site: Node | None = None) -> Person:
    """A volunteer with coins and enough hours."""
    person = town.volunteer(name, site=site)
    coins_for(town, person, coins)
    return person


def fund_in(town: Town, *, coins: int, site: Node | None = None) -> Fund:
    """A sponsor's fund with so many hundredths in it."""
    home = site or town.site
    fund = open_fund(id=new_id(), site=home.pk, sponsor="凉都米业", purpose="请志愿者吃粉", at=town.now, by=None)
    version = standard_in_force(at=town.now).version_id
    put_in(fund=fund, coins=coins, id=new_id(), at=town.now, by=None, standard_version=version)
    return fund
