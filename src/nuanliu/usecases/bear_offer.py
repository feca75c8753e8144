"""Who bears an offer: its shop, the bureau, or a sponsor's fund."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.alliance.models import Offer
from nuanliu.domain.alliance.types import Bearer
from nuanliu.domain.audit.operations import record
from nuanliu.domain.network.types import Actor
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.retry import repeated
from nuanliu.usecases.run_shops import access_run, may_decide
from nuanliu.usecases.sponsor_shops import UnableToSponsor, live_fund


@repeated
def bear_offer(*, actor: Actor, offer_id: UUID, bearer: Bearer, fund_id: UUID | None, now: datetime) -> Offer:
    """Say who bears an offer: its shop, the bureau, or a live fund of the same site. Raises UnableToSponsor."""
    with durable():
        offer = Offer.objects.select_for_update(of=("self",), no_key=True).filter(pk=offer_id).first()
        if offer is None:
            raise NotVisible
        shop = access_run(actor=actor, shop_id=offer.shop_id)
        if not may_decide(actor=actor, shop=shop):
            raise NotVisible
        fund = live_fund(actor, fund_id) if bearer is Bearer.SPONSOR and fund_id else None
        if bearer is Bearer.SPONSOR and (fund is None or fund.site_id != shop.site_id):
            raise UnableToSponsor("no_fund", _("请选一笔本站点的资助。"), field="bearer")
        offer.bearer, offer.fund = bearer, fund
        offer.save(update_fields=["bearer", "fund"])
        record(
            action="offer.borne",
            subject_type="offer",
            subject_id=offer.pk,
            occurred_at=now,
            actor_id=actor.id,
            site_id=shop.site_id,
            details={"bearer": bearer, "fund": str(fund_id or "")},
        )
        return offer
