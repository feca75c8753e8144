"""A law firm, a clinic, a barber gives hours: a service for old people, a courtesy for volunteers with coins."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.alliance.keeping import OfferFacts, put_offer
from nuanliu.domain.alliance.models import AlliedService, Offer, Shop
from nuanliu.domain.alliance.policies import UnableToOffer, without_money
from nuanliu.domain.alliance.queries import access_shop
from nuanliu.domain.alliance.types import OfferKind, OfferState
from nuanliu.domain.audit.operations import record
from nuanliu.domain.care.models import Service
from nuanliu.domain.network.types import Actor, Power
from nuanliu.platform import clock
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated

MOST_TITLE = 40


@repeated
def give_hours(
    *,
    actor: Actor,
    shop_id: UUID,
    service_code: str,
    words: str,
    monthly_minutes: int,
    price: int,
    token: UUID,
    now: datetime,
) -> AlliedService:
    """So many minutes a month of a service; with a price (hundredths of a coin) volunteers may have it too.

    The same token finds it. Raises UnableToOffer (already, no_service, money), NotVisible.
    """
    with durable():
        shop = access_shop(actor=actor, shop_id=shop_id, power=Power.SHOP_KEEP)
        wanted = derived_id(token, "allied")
        known = AlliedService.objects.filter(pk=wanted).first()
        if known is not None:
            return known
        service = Service.objects.filter(code=service_code).first()
        if service is None:
            raise UnableToOffer("no_service", _("请从列出的里面选一个。"), field="service")
        if AlliedService.objects.filter(shop=shop, service=service, ended_at=None).exists():
            raise UnableToOffer("already", _("这一项已经在做了。要改，先结束，再写新的。"), field="service")
        said = without_money(words, field="words")
        given = AlliedService.objects.create(
            pk=wanted,
            shop=shop,
            service=service,
            words=said,
            monthly_minutes=monthly_minutes,
            offer=_offer(shop, service, said, price, wanted, actor, now) if price else None,
            made_at=now,
            made_by=actor.id,
        )
        _note("allied.given", given, actor, now)
        return given


def _offer(  # noqa: PLR0917 (the facts of one row)
    shop: Shop, service: Service, words: str, price: int, given: UUID, actor: Actor, now: datetime
) -> Offer:
    facts = OfferFacts(
        kind=OfferKind.FREE_SERVICE,
        title=service.name[:MOST_TITLE],
        detail=words,
        price=price,
        starts_on=clock.local_date(now),
    )
    return put_offer(shop, facts, id=derived_id(given, "offer"), at=now, by=actor.id)


@repeated
def end_hours(*, actor: Actor, allied_id: UUID, now: datetime) -> AlliedService:
    """It is out of the catalogue, and its courtesy ends too; again changes nothing. Raises NotVisible."""
    with durable():
        rows = AlliedService.objects.select_related("shop__node", "service")
        given = rows.select_for_update(of=("self",), no_key=True).filter(pk=allied_id).first()
        if given is None or not actor.may(Power.SHOP_KEEP, path=given.shop.node.path):
            raise NotVisible
        if given.ended_at is None:
            given.ended_at, given.ended_by = now, actor.id
            given.save(update_fields=["ended_at", "ended_by"])
            running = Offer.objects.filter(allied=given).exclude(state=OfferState.ENDED.value)
            running.update(state=OfferState.ENDED.value, ended_at=now)
            _note("allied.ended", given, actor, now)
        return given


def _note(action: str, given: AlliedService, actor: Actor, now: datetime) -> None:
    record(
        action=action,
        subject_type="node",
        subject_id=given.shop.node_id,
        occurred_at=now,
        actor_id=actor.id,
        actor_role=actor.role_for(Power.SHOP_KEEP, path=given.shop.node.path),
        site_id=given.shop.site_id,
        details={"service": given.service.code, "minutes": given.monthly_minutes},
    )
