"""Every night: what somebody left and nobody was named for in time goes to the pool, and what came in afterwards."""

from datetime import datetime
from uuid import UUID

from nuanliu.domain.ledger.types import Unit
from nuanliu.domain.network.types import SYSTEM
from nuanliu.domain.notices.operations import tell_of_savings
from nuanliu.domain.notices.types import NoticeKind
from nuanliu.domain.passbook.models import Estate
from nuanliu.domain.passbook.resting import estate_of
from nuanliu.domain.passbook.types import SETTLED, EstateState
from nuanliu.domain.people.models import Person, Relation
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.db import durable
from nuanliu.platform.retry import repeated
from nuanliu.usecases.record_death import note_estate
from nuanliu.usecases.settle_estate import to_pool


def close_estates(*, now: datetime) -> int:
    """Every night: what nobody was named for in time, and what came in afterwards, goes to the pool. How many moved."""
    due = Estate.objects.filter(state__in=[EstateState.OPEN, EstateState.NAMED], closes_at__lte=now)
    late = Estate.objects.filter(state__in=[state.value for state in SETTLED])
    rows = (due | late).order_by("recorded_at", "id")
    return sum(_close(site_id=one.site_id, estate_id=one.id, now=now) for one in list(rows))


@repeated
def _close(*, site_id: UUID, estate_id: UUID, now: datetime) -> bool:
    with durable():
        found = Estate.objects.filter(site_id=site_id, id=estate_id).first()
        if found is None:
            return False
        Person.objects.select_for_update(no_key=True).get(pk=found.person_id)
        estate = estate_of(person_id=found.person_id)
        if estate is None or (estate.state not in SETTLED and now < estate.closes_at):
            return False
        minutes, coins = (
            to_pool(estate=estate, unit=Unit.TIME, now=now),
            to_pool(estate=estate, unit=Unit.COIN, now=now),
        )
        is_first = estate.state not in SETTLED
        if is_first:
            estate.state = EstateState.POOLED
            estate.save(update_fields=["state"])
        if not (is_first or minutes or coins):
            return False
        note_estate("estate.pooled", estate, SYSTEM, now, minutes=minutes, coins=coins)
        if is_first and minutes:
            _tell_kin_of_pool(estate, now)
        return True


def _tell_kin_of_pool(estate: Estate, now: datetime) -> None:
    near = standard_in_force(at=now, site=estate.site_id).codes("death_transfer_kinships")
    rows = Relation.objects.filter(
        person_id=estate.person_id, kinship__in=near, relative__closed_at=None, relative__died_on=None
    )
    for row in rows.select_related("relative__home_site", "relative__elder"):
        tell_of_savings(
            person=row.relative, kind=NoticeKind.LEFT_TO_POOL, subject=estate.id, at=now, audience="volunteer",
            elder=estate.person.name,
        )  # fmt: skip
