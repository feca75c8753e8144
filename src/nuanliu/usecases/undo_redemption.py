"""A redemption is undone on the same day, by either side."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.alliance import counters, policies, posting
from nuanliu.domain.alliance.models import Redemption
from nuanliu.domain.alliance.policies import UnableToRedeem
from nuanliu.domain.alliance.queries import access_redemption
from nuanliu.domain.alliance.types import Side
from nuanliu.domain.network.types import Actor
from nuanliu.domain.passbook.operations import insist
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.domain.standards.types import Standard
from nuanliu.platform import clock
from nuanliu.platform.db import durable
from nuanliu.platform.retry import repeated
from nuanliu.usecases.redeem_at_shop import note_redemption, taken_of


def undo_refusal(*, made: Redemption, standard: Standard, now: datetime) -> UnableToRedeem | None:
    """Why this redemption cannot be undone (any more); None if it can."""
    if not standard.boolean("redemption_undo_same_day"):
        return UnableToRedeem("never_undone", _("用了的券不能撤销。"))
    if clock.local_date(now) != clock.local_date(made.made_at):
        return UnableToRedeem("too_late", _("撤销只能在当天。有不对的地方，请告诉站点。"))
    return None


@repeated
def undo_redemption(*, actor: Actor, redemption_id: UUID, now: datetime) -> Redemption:
    """Either side undoes it on the same day: the coins come back with their dates. Undone already: nothing changes.

    Raises UnableToRedeem, NotVisible.
    """
    with durable():
        made = access_redemption(actor=actor, redemption_id=redemption_id, lock=True)
        if made.undone_at is not None:
            return made
        refusal = undo_refusal(made=made, standard=standard_in_force(at=now, site=made.site_id), now=now)
        if refusal is not None:
            raise refusal
        counters.give_back(
            home=made.home_site,
            person=made.person_id,
            site=made.site_id,
            shop=made.shop_id,
            offer=made.offer_id,
            month=policies.first_of_month(made.day),
            coins=made.coins,
        )
        insist(posting.undo(taken_of(made), at=now, actor=actor.id))
        made.undone_at, made.undone_by = now, Side.PERSON if made.person_id == actor.id else Side.SHOP
        made.save(update_fields=["undone_at", "undone_by"])
        note_redemption("redemption.undone", made, actor, now)
        return made
