"""The bureau names some days on which coins bring a percentage more, within what the Standard allows."""

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.audit.operations import record
from nuanliu.domain.network.models import Node
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.passbook.bonus_models import Campaign
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.clock import local_date
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated


class UnableToCampaign(Unable):
    """The campaign cannot be like this."""


@repeated
def begin_campaign(
    *,
    actor: Actor,
    node_id: UUID,
    title: str,
    percent: int,
    first_day: date,
    last_day: date,
    token: UUID,
    now: datetime,
) -> Campaign:
    """Name the days; not before today. The same token finds the first one. Raises UnableToCampaign, NotVisible."""
    with durable():
        node = Node.objects.filter(pk=node_id, closed_at=None).first()
        if node is None or actor.id is None or not actor.may(Power.FUND, path=node.path):
            raise NotVisible
        identity = derived_id(token, "campaign")
        known = Campaign.objects.filter(pk=identity).first()
        if known is not None:
            return known
        most = standard_in_force(at=now).integer("bonus_campaign_max_percent")
        if not 0 < percent <= most:
            raise UnableToCampaign("percent", _("最多只能多 %(most)d%%。") % {"most": most}, field="percent")
        if first_day < local_date(now):
            raise UnableToCampaign("past", _("从今天或以后开始。"), field="first_day")
        if last_day < first_day:
            raise UnableToCampaign("ends_before", _("最后一天不能早于第一天。"), field="last_day")
        campaign = Campaign.objects.create(
            pk=identity,
            node=node,
            title=title.strip(),
            percent=percent,
            first_day=first_day,
            last_day=last_day,
            made_by=actor.id,
            made_at=now,
        )
        record(
            action="campaign.begun",
            subject_type="node",
            subject_id=node.pk,
            occurred_at=now,
            actor_id=actor.id,
            actor_role=actor.role_for(Power.FUND, path=node.path),
            details={"percent": percent, "first": first_day.isoformat(), "last": last_day.isoformat()},
        )
        return campaign
