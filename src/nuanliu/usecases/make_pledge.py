"""A branch or team pledges services per month."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.network.models import Node, Pledge
from nuanliu.domain.network.pledges import UnableToPledge, pledge_services
from nuanliu.domain.network.types import Actor, Power
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.retry import repeated


@repeated
def make_pledge(*, actor: Actor, node_id: UUID, services: int, reason: str, now: datetime) -> Pledge | None:
    """Pledge so many services a month from this month on; 0 ends the pledge. The same again changes nothing.

    Raises UnableToPledge, NotVisible.
    """
    with durable():
        node = Node.objects.select_for_update(of=("self",)).filter(pk=node_id).first()
        if node is None or not actor.may(Power.PLEDGE, path=node.path):
            raise NotVisible
        if not reason.strip():
            raise UnableToPledge("no_reason", _("请写明为什么。"), field="reason")
        return pledge_services(
            node=node,
            services=services,
            at=now,
            actor_id=actor.id,
            actor_role=actor.role_for(Power.PLEDGE, path=node.path),
            reason=reason.strip(),
        )
