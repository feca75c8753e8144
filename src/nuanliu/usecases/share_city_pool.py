"""What people gave to the whole city goes on to a site's pool, where it is used: the bureau says where."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.audit.operations import record
from nuanliu.domain.audit.queries import was_recorded
from nuanliu.domain.ledger.types import Unit
from nuanliu.domain.network.models import Node
from nuanliu.domain.network.queries import city
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.passbook.operations import UnableToPost
from nuanliu.domain.passbook.sharing import pass_to_site
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated


class UnableToShareOut(Unable):
    """It cannot be passed on like this."""


@repeated
def share_city_pool(*, actor: Actor, site_id: UUID, unit: Unit, amount: int, token: UUID, now: datetime) -> None:
    """Move `amount` (minutes, or hundredths of a coin) from the city's pool to a site's. The same token moves it once.

    Raises UnableToShareOut, NotVisible.
    """
    with durable():
        whole = city()
        site = Node.objects.filter(pk=site_id, closed_at=None).first()
        if whole is None or site is None or not site.is_site or actor.id is None:
            raise NotVisible
        if not actor.may(Power.FUND, path=whole.path):
            raise NotVisible
        act = derived_id(token, "city-pool", str(site_id))
        if was_recorded(event_id=act):
            return
        if amount <= 0 or unit is Unit.HONOUR:
            raise UnableToShareOut("no_amount", _("请写多少。"), field="amount")
        try:
            pass_to_site(act=act, city=whole.pk, site=site_id, unit=unit, amount=amount, at=now, actor=actor.id)
        except UnableToPost as refusal:
            raise UnableToShareOut("not_enough", _("全市的爱心池里没有这么多。"), field="amount") from refusal
        record(
            event_id=act,
            action="city_pool.shared",
            subject_type="node",
            subject_id=site_id,
            occurred_at=now,
            actor_id=actor.id,
            actor_role=actor.role_for(Power.FUND, path=whole.path),
            site_id=site_id,
            details={"unit": unit.value, "amount": amount},
        )
