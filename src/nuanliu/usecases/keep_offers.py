"""The owner's hand: what the shop offers, in which words, when, how many; paused, put out again, ended."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.alliance.models import Offer, Picture, Stock
from nuanliu.domain.alliance.policies import UnableToOffer, without_money
from nuanliu.domain.alliance.queries import access_offer, access_shop, stock_of
from nuanliu.domain.alliance.types import OfferKind, OfferState, Span
from nuanliu.domain.audit.operations import record
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.people.joining.pictures import redrawn
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform import clock
from nuanliu.platform.db import durable
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated

NEXT: dict[OfferState, frozenset[OfferState]] = {
    OfferState.LIVE: frozenset({OfferState.PAUSED, OfferState.ENDED}),
    OfferState.PAUSED: frozenset({OfferState.LIVE, OfferState.ENDED}),
    OfferState.ENDED: frozenset(),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferWords:
    """What it is and what it costs, in hundredths of a coin."""

    kind: OfferKind
    title: str
    price: int
    percent: int | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferLimits:
    """When it can be had and how often. `stock` None: as many as are wanted."""

    weekdays: int
    from_minute: int
    to_minute: int
    stock: int | None
    per_person: int
    per_span: Span
    starts_on: date
    ends_on: date | None


@repeated
def write_offer(
    *, actor: Actor, shop_id: UUID, said: OfferWords, token: UUID, now: datetime, offer_id: UUID | None = None
) -> Offer:
    """Write a new offer (not yet put out; the same token finds it), or the words of one anew.

    Raises UnableToOffer (money, no_percent, kind), NotVisible.
    """
    with durable():
        shop = access_shop(actor=actor, shop_id=shop_id, power=Power.SHOP_KEEP)
        if said.kind not in standard_in_force(at=now, site=shop.site_id).codes("offer_kinds"):
            raise UnableToOffer("kind", _("现在的规则里没有这一种礼遇。"), field="kind")
        if said.kind is OfferKind.PERCENT_OFF and said.percent is None:
            raise UnableToOffer("no_percent", _("请写打几折，比如 85。"), field="percent")
        facts: dict[str, Any] = {
            "kind": said.kind,
            "title": without_money(said.title, field="title"),
            "detail": without_money(said.detail, field="detail"),
            "percent": said.percent if said.kind is OfferKind.PERCENT_OFF else None,
            "price": said.price,
        }
        if offer_id is not None:
            offer = _own(actor, offer_id, shop_id)
            _change(offer, facts)
        else:
            made = {"state": OfferState.PAUSED, "starts_on": clock.local_date(now), "made_at": now}
            offer, _is_new = Offer.objects.get_or_create(
                pk=derived_id(token, "offer"), defaults={**facts, **made, "shop": shop, "made_by": actor.id}
            )
        _note("offer.written", offer, actor, now)
        return offer


@repeated
def limit_offer(*, actor: Actor, offer_id: UUID, limits: OfferLimits, now: datetime) -> Offer:
    """When it can be had, how many there are, how often for one person. Raises UnableToOffer, NotVisible."""
    with durable():
        offer = _own(actor, offer_id)
        if limits.from_minute >= limits.to_minute:
            raise UnableToOffer("hours", _("结束的钟点要晚于开始的钟点。"), field="until")
        if limits.ends_on is not None and limits.ends_on < limits.starts_on:
            raise UnableToOffer("days", _("最后一天不能早于第一天。"), field="ends_on")
        facts = {
            name: getattr(limits, name)
            for name in ("weekdays", "from_minute", "to_minute", "per_person", "per_span", "starts_on", "ends_on")
        }
        _change(offer, {**facts, "is_counted": limits.stock is not None})
        if limits.stock is not None:
            _stock(offer, limits.stock)
        _note("offer.limited", offer, actor, now, stock=limits.stock)
        return offer


@repeated
def picture_offer(*, actor: Actor, offer_id: UUID, photo: bytes, now: datetime) -> Offer:
    """A photograph of it, drawn anew. Raises UnableToReadPicture, NotVisible."""
    drawn = redrawn(data=photo)
    with durable():
        offer = _own(actor, offer_id)
        picture = Picture.objects.create(
            shop=offer.shop, data=drawn.data, width=drawn.width, height=drawn.height, made_at=now
        )
        _change(offer, {"picture": picture})
        _note("offer.pictured", offer, actor, now)
        return offer


@repeated
def set_offer(*, actor: Actor, offer_id: UUID, state: OfferState, now: datetime) -> Offer:
    """Put out, pause, or end. The same again changes nothing. Raises UnableToOffer (ended), NotVisible."""
    with durable():
        offer = _own(actor, offer_id)
        if offer.state == state:
            return offer
        if state not in NEXT[OfferState(offer.state)]:
            raise UnableToOffer("ended", _("这张券已经结束了。可以写一张新的。"))
        _change(offer, {"state": state, "ended_at": now if state is OfferState.ENDED else None})
        _note(f"offer.{state}", offer, actor, now)
        return offer


def _own(actor: Actor, offer_id: UUID, shop_id: UUID | None = None) -> Offer:
    """The offer under its row's lock. Raises NotVisible, UnableToOffer (ended)."""
    Offer.objects.select_for_update(no_key=True).filter(pk=offer_id).first()
    offer = access_offer(actor=actor, offer_id=offer_id, power=Power.SHOP_KEEP)
    if shop_id is not None and offer.shop_id != shop_id:
        raise UnableToOffer("other_shop", _("这张券不是这家店的。"))
    return offer


def _change(offer: Offer, facts: dict[str, Any]) -> None:
    if offer.state == OfferState.ENDED:
        raise UnableToOffer("ended", _("这张券已经结束了。可以写一张新的。"))
    for name, value in facts.items():
        setattr(offer, name, value)
    offer.save(update_fields=list(facts))


def _stock(offer: Offer, wanted: int) -> None:
    """Set what is left; the till takes the same row."""
    key = {"site_id": offer.shop.site_id, "offer_id": offer.pk}
    if stock_of(offers=[offer]).get(offer.pk) is None:
        Stock.objects.bulk_create([Stock(**key, left=wanted)], ignore_conflicts=True)
    Stock.objects.filter(**key).update(left=wanted)


def _note(action: str, offer: Offer, actor: Actor, now: datetime, **more: object) -> None:
    record(
        action=action,
        subject_type="offer",
        subject_id=offer.pk,
        occurred_at=now,
        actor_id=actor.id,
        actor_role=actor.role_for(Power.SHOP_KEEP, path=offer.shop.node.path),
        site_id=offer.shop.site_id,
        details={"shop": str(offer.shop_id), "title": offer.title, "price": offer.price, **more},
    )
