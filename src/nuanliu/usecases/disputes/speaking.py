"""Who may speak in a dispute, for which side, and what is said."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.care.disputes.models import Dispute, Saying
from nuanliu.domain.care.disputes.types import Side
from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.care.rules import acts_for_elder, is_staff_for
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.people.queries import is_own_or_kin
from nuanliu.domain.people.types import ProxyPower
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.ids import derived_id


class UnableToDispute(Unable):
    """This cannot be objected to, or not any more, or not by this person."""


def say(*, dispute: Dispute, actor: Actor, words: str, role: str, now: datetime, id_: UUID | None = None) -> Saying:
    """Write down what somebody said in a dispute."""
    id_ = id_ or derived_id(dispute.id, "saying", dispute.state)
    return Saying.objects.create(
        site_id=dispute.site_id,
        id=id_,
        dispute_id=dispute.id,
        words=words.strip(),
        role=role,
        said_by=id_of(actor=actor),
        said_at=now,
    )


def id_of(*, actor: Actor) -> UUID:
    """Who acts. Raises NotVisible for nobody in particular."""
    if actor.id is None:
        raise NotVisible
    return actor.id


def speaks_for(*, actor: Actor, need: Need, visit: Visit, side: Side | None) -> tuple[Side, str]:
    """For which side the actor may speak, and in which role."""
    if actor.id == visit.volunteer_id:
        return Side.HELPER, "volunteer"
    if actor.id == need.elder_id:
        return Side.ELDER, "elder"
    if acts_for_elder(actor=actor, elder_id=need.elder_id, power=ProxyPower.CONFIRM):
        return Side.ELDER, "family"
    if not is_staff_for(actor=actor, need=need, power=Power.NEED_ASSIST):
        raise NotVisible
    if is_own_or_kin(actor=actor, people={need.elder_id, visit.volunteer_id}):
        raise UnableToDispute("own_or_kin", _("自己或家人的服务要请同事处理。"))
    return side or Side.ELDER, actor.role_for(Power.NEED_ASSIST, path=need.site.path)
