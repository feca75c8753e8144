"""A shop asks to join; the site pays a visit; whoever runs the alliance agrees with it or says why not."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.alliance.applications import Keeper, keeper_in, seal_keeper
from nuanliu.domain.alliance.keeping import OfferFacts, agree, open_shop, put_offer
from nuanliu.domain.alliance.models import Shop, ShopApplication
from nuanliu.domain.alliance.policies import without_money
from nuanliu.domain.alliance.types import ApplicationState, OfferKind, Signed
from nuanliu.domain.audit.operations import record
from nuanliu.domain.network.models import Node
from nuanliu.domain.network.operations import appoint, create_node
from nuanliu.domain.network.queries import sites
from nuanliu.domain.network.reach import within
from nuanliu.domain.network.tree import lock_tree, new_code
from nuanliu.domain.network.types import Actor, NodeKind, Power, Role
from nuanliu.domain.passbook.accounts import Holder, open_savings
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.operations import Facts, register_person
from nuanliu.domain.signing.operations import logins_with_phone
from nuanliu.domain.signing.tries import count_sent, counted, locked_rows
from nuanliu.domain.signing.types import WISHES_FROM_ONE, Tried
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.identifiers import parse_credit_code, parse_telephone
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated

OPEN = (ApplicationState.SENT.value, ApplicationState.VISITED.value)


class UnableToJoin(Unable):
    """The application cannot be taken or decided as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the shop writes."""

    name: str
    credit_code: str
    trade: str
    address: str
    hours: str
    offer_kind: OfferKind
    offer: str
    keeper: Keeper
    site_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """What is agreed: days, hundredths a month (None: as the Standard says), the price of its first courtesy."""

    starts_on: date
    ends_on: date
    monthly_coins: int | None
    price: int
    how: Signed
    signed_by: str


@repeated
def ask_to_join(*, actor: Actor, asked: Asked, address: str, token: UUID, now: datetime) -> ShopApplication:
    """Hand in an application, once a `token`. `address` is where the request came from.

    Raises UnableToReadCreditCode, UnableToReadTelephone, UnableToOffer, UnableToJoin (waiting, too_many), NotVisible.
    """
    code = parse_credit_code(text=asked.credit_code)
    phone = parse_telephone(text=asked.keeper.phone)
    offer = without_money(asked.offer, field="offer")
    with durable():
        id_ = derived_id(token, "shop-application")
        rows = locked_rows(ids=(counted(Tried.WISH_FROM, address),), now=now)
        known = ShopApplication.objects.filter(pk=id_).first()
        if known is not None:
            return known
        site = sites().filter(pk=asked.site_id).first()
        if site is None:
            raise NotVisible
        if ShopApplication.objects.filter(credit_code=code, state__in=OPEN).exists():
            raise UnableToJoin("waiting", _("这个信用代码已经有一份申请在办，请等我们联系。"), field="credit_code")
        if not all(count_sent(row, WISHES_FROM_ONE, now=now) for row in rows.values()):
            raise UnableToJoin("too_many", _("说得太多次了。请过一小时再来，或直接打电话。"))
        application = ShopApplication.objects.create(
            pk=id_,
            site=site,
            name=asked.name,
            credit_code=code,
            trade=asked.trade,
            address=asked.address,
            hours=asked.hours,
            offer_kind=asked.offer_kind,
            offer=offer,
            keeper_sealed=seal_keeper(keeper=Keeper(name=asked.keeper.name, phone=phone), application_id=id_),
            sent_at=now,
        )
        _note("shop.asked", application, actor, now)
        return application


def applications_within(*, actor: Actor) -> QuerySet[ShopApplication]:
    """Applications at the sites that the actor looks after; the oldest open first."""
    reach = within(paths=(*actor.paths(Power.SHOP_VISIT), *actor.paths(Power.SHOP_DECIDE)), column="site__path")
    return ShopApplication.objects.filter(reach).select_related("site").order_by("sent_at", "id")


def access_application(*, actor: Actor, application_id: UUID, lock: bool = False) -> ShopApplication:
    """One of them. Raises NotVisible."""
    rows = applications_within(actor=actor)
    rows = rows.select_for_update(of=("self",), no_key=True) if lock else rows
    found = rows.filter(pk=application_id).first()
    if found is None:
        raise NotVisible
    return found


@repeated
def write_visit(*, actor: Actor, application_id: UUID, note: str, now: datetime) -> ShopApplication:
    """Somebody was there and writes what she saw; written again, the note is replaced. Raises UnableToJoin."""
    with durable():
        found = access_application(actor=actor, application_id=application_id, lock=True)
        _still_open(found)
        if not note.strip():
            raise UnableToJoin("no_note", _("请写上门看到了什么。"), field="note")
        found.state, found.visit_note = ApplicationState.VISITED, note.strip()
        found.visited_at, found.visited_by = now, actor.id
        found.save(update_fields=["state", "visit_note", "visited_at", "visited_by"])
        _note("shop.visited", found, actor, now)
        return found


@repeated
def refuse_shop(*, actor: Actor, application_id: UUID, reason: str, now: datetime) -> ShopApplication:
    """It does not join; the reason is kept, the keeper's name and number are not. Raises UnableToJoin, NotVisible."""
    with durable():
        found = _to_decide(actor, application_id)
        if not reason.strip():
            raise UnableToJoin("no_reason", _("请写明为什么。"), field="reason")
        _decide(found, ApplicationState.REFUSED, actor, now, reason=reason.strip()[:300])
        _note("shop.refused", found, actor, now)
        return found


@repeated
def agree_with_shop(*, actor: Actor, application_id: UUID, agreed: Agreed, now: datetime) -> Shop:
    """It joins: a node with its keeper, an agreement, its first courtesy put out. Raises UnableToJoin, NotVisible."""
    with durable():
        lock_tree()
        found = _to_decide(actor, application_id)
        if found.state != ApplicationState.VISITED:
            raise UnableToJoin("not_visited", _("还没有人上门看过，先写上门记录。"))
        check_days(agreed.starts_on, agreed.ends_on)
        keeper = keeper_in(found)
        if keeper is None:
            raise NotVisible
        node = _node_of(found, keeper, actor, now)
        person = _person_of(found, keeper, now)
        appoint(holder=person.login, node=node, role=Role.SHOP_OWNER, at=now, actor_id=actor.id)
        shop = open_shop(node=node, site=found.site_id, credit_code=found.credit_code, at=now)
        agree(
            shop=shop,
            starts_on=agreed.starts_on,
            ends_on=agreed.ends_on,
            monthly_coins=agreed.monthly_coins,
            how=agreed.how,
            signed_by=agreed.signed_by,
            at=now,
            by=actor.id,
        )
        facts = OfferFacts(
            kind=OfferKind(found.offer_kind),
            title=found.offer[:40],
            detail=found.offer if len(found.offer) > 40 else "",
            price=agreed.price,
            starts_on=agreed.starts_on,
        )
        put_offer(shop, facts, id=derived_id(found.pk, "offer"), at=now, by=actor.id)
        _decide(found, ApplicationState.LIVE, actor, now, shop=shop)
        _note("shop.agreed", found, actor, now)
        return shop


def check_days(starts_on: date, ends_on: date) -> None:
    """Raises UnableToJoin if the days are the wrong way round."""
    if ends_on < starts_on:
        raise UnableToJoin("days", _("最后一天不能早于第一天。"), field="ends_on")


def _to_decide(actor: Actor, application_id: UUID) -> ShopApplication:
    found = access_application(actor=actor, application_id=application_id, lock=True)
    if not actor.may(Power.SHOP_DECIDE, path=found.site.path):
        raise NotVisible
    _still_open(found)
    return found


def _still_open(found: ShopApplication) -> None:
    if found.state not in OPEN:
        raise UnableToJoin("decided", _("这份申请已经办好了。"))


def _decide(
    found: ShopApplication,
    state: ApplicationState,
    actor: Actor,
    now: datetime,
    *,
    reason: str = "",
    shop: Shop | None = None,
) -> None:
    found.state, found.reason, found.shop = state, reason, shop
    found.keeper_sealed, found.decided_at, found.decided_by = None, now, actor.id
    found.save(update_fields=["state", "reason", "shop", "keeper_sealed", "decided_at", "decided_by"])


def _node_of(found: ShopApplication, keeper: Keeper, actor: Actor, now: datetime) -> Node:
    """Under the site itself where a shop may stand there, else under the town or county above it."""
    site = found.site
    parent = site if site.kind == NodeKind.COMMUNITY else site.parent
    return create_node(
        kind=NodeKind.SHOP,
        code=new_code(kind=NodeKind.SHOP),
        name=found.name,
        parent=parent,
        at=now,
        actor_id=actor.id,
        phone=keeper.phone,
        address=found.address,
        hours=found.hours,
        details={"trade": found.trade, "credit_code": found.credit_code},
    )


def _person_of(found: ShopApplication, keeper: Keeper, now: datetime) -> Person:
    known = [login for login in logins_with_phone(phone=keeper.phone) if login.person.name == keeper.name]
    if known:
        return known[0].person
    facts = Facts(name=keeper.name, home_site=found.site, phone=keeper.phone)
    person = register_person(facts=facts, username=f"s-{found.pk.hex}", at=now)
    open_savings(holder=Holder(person.pk, found.site_id), at=now)
    return person


def _note(action: str, found: ShopApplication, actor: Actor, now: datetime) -> None:
    record(
        action=action,
        subject_type="shop_application",
        subject_id=found.pk,
        occurred_at=now,
        actor_id=actor.id,
        actor_role=actor.role_for(Power.SHOP_VISIT, path=found.site.path),
        site_id=found.site_id,
        reason=found.reason,
        details={"name": found.name, "state": found.state},
    )
