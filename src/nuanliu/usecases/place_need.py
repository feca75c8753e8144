"""需求提交: an old person, her relative or a clerk asks for help."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.care import operations as care
from nuanliu.domain.care.models import Need
from nuanliu.domain.care.series.operations import write_wishes
from nuanliu.domain.care.series.types import ForWhom, Wish
from nuanliu.domain.care.types import Channel, Payer
from nuanliu.domain.network.types import Actor
from nuanliu.domain.notices.operations import tell
from nuanliu.domain.notices.types import NoticeKind
from nuanliu.platform.db import durable
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated
from nuanliu.usecases.placing import (
    Plan,
    UnableToPlaceNeed,
    asker_of,
    check_wishes,
    elder_of,
    insist_on_enough,
    plan_of,
    write_need,
)
from nuanliu.usecases.publishing import publish
from nuanliu.usecases.rest_account import insist_present

__all__ = ["Plan", "UnableToPlaceNeed", "place_need", "plan_need"]


def plan_need(
    *,
    actor: Actor,
    elder_id: UUID,
    service_code: str,
    starts_at: datetime,
    minutes: int,
    now: datetime,
    payer: Payer | None = None,
) -> Plan:
    """The checks and choices of `place_need`, and whether the minutes suffice; nothing is written.

    Raises UnableToPlaceNeed, NotVisible.
    """
    elder = elder_of(elder_id=elder_id)
    asker = asker_of(actor=actor, elder=elder)
    plan = plan_of(
        elder=elder,
        asker=asker,
        service_code=service_code,
        starts_at=starts_at,
        minutes=minutes,
        now=now,
        payer=payer,
    )
    if asker.publishes:
        insist_on_enough(elder=elder, plan=plan, minutes=minutes * plan.helpers)
    return plan


@repeated
def place_need(
    *,
    actor: Actor,
    elder_id: UUID,
    service_code: str,
    starts_at: datetime,
    minutes: int,
    token: UUID,
    now: datetime,
    helpers: int | None = None,
    payer: Payer | None = None,
    note: str = "",
    channel: Channel | None = None,
    wishes: Sequence[Wish] = (),
    for_whom: ForWhom = ForWhom.HERSELF,
) -> Need:
    """Place one need. What staff of the site place is published at once; anyone else's waits for the site's review.

    `token` makes it safe to send again: the same token gives the need placed before. `payer` None takes what
    she was granted if it suffices, else her own minutes, else the site's welfare.
    Raises UnableToPlaceNeed, UnableToPost (own minutes do not suffice), NotVisible.
    """
    with durable():
        elder = elder_of(elder_id=elder_id)
        asker = asker_of(actor=actor, elder=elder, channel=channel)
        placed = Need.objects.filter(site_id=elder.person.home_site_id, id=derived_id(token, "need")).first()
        if placed is not None:
            return _replayed(placed, elder_id)
        insist_present(person_id=elder.pk)
        check_wishes(wishes=wishes)
        plan = plan_of(
            elder=elder,
            asker=asker,
            service_code=service_code,
            starts_at=starts_at,
            minutes=minutes,
            now=now,
            helpers=helpers,
            payer=payer,
        )
        need = write_need(
            identity=derived_id(token, "need"),
            elder=elder,
            asker=asker,
            plan=plan,
            starts_at=starts_at,
            minutes=minutes,
            note=note,
            now=now,
        )
        write_wishes(need=need, codes=[wish.value for wish in wishes], for_whom=for_whom)
        care.note(
            action="need.placed",
            subject=need,
            actor=actor,
            at=now,
            role=asker.role,
            on_behalf_of=asker.on_behalf_of,
            channel=asker.channel,
            service=plan.service.code,
        )
        if asker.publishes:
            publish(need=need, actor=actor, role=asker.role, now=now)
        tell(person=elder.person, kind=NoticeKind.NEED_RECEIVED, need=need, at=now)
        return need


def _replayed(placed: Need, elder_id: UUID) -> Need:
    if placed.elder_id != elder_id:
        raise UnableToPlaceNeed("token_used", _("这张单子已经提交过了，请重新打开页面。"))
    return placed
