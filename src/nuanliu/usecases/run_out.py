"""Coins and grants that run out: told of beforehand, in the Standard's steps, and taken out on their day."""

from datetime import datetime, timedelta
from uuid import UUID

from nuanliu.domain.audit.operations import record
from nuanliu.domain.ledger.queries import LotLeft, lots_left
from nuanliu.domain.ledger.types import AccountKind, Unit
from nuanliu.domain.notices.operations import tell_of_savings
from nuanliu.domain.notices.types import NoticeKind
from nuanliu.domain.passbook.operations import expire_lot
from nuanliu.domain.people.models import Person
from nuanliu.domain.standards.policies import notice_due
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.clock import local_date
from nuanliu.platform.db import durable
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated


def warn_of_expiry(*, now: datetime) -> int:
    """Tell everybody whose coins or grant run out soon, once a step of the Standard. Returns how many were told."""
    today = local_date(now)
    steps = standard_in_force(at=now).steps("coin_expiry_notice_days")
    lots = lots_left(after=today, until=today + timedelta(days=max(steps)))
    people = _people({lot.owner for lot in lots})
    told = 0
    for lot in lots:
        step = notice_due(today=today, expires=lot.expires, steps=steps)
        if step is not None and lot.owner in people:
            told += _warn(person=people[lot.owner], lot=lot, step=step, now=now)
    return told


@repeated
def _warn(*, person: Person, lot: LotLeft, step: int, now: datetime) -> bool:
    with durable():
        subject = derived_id(lot.account.id, "runs-out", lot.expires.isoformat(), str(step))
        return tell_of_savings(person=person, kind=NoticeKind.RUNS_OUT, subject=subject, at=now, **_facts(lot))


def expire_lots(*, now: datetime, limit: int = 5000) -> int:
    """Take out what ran out by today and was not used. Returns how many lots; a second run finds none of them."""
    lots = lots_left(until=local_date(now), limit=limit)
    people = _people({lot.owner for lot in lots})
    return sum(_expire(person=people.get(lot.owner), lot=lot, now=now) for lot in lots)


@repeated
def _expire(*, person: Person | None, lot: LotLeft, now: datetime) -> bool:
    with durable():
        day = local_date(now)
        standard = standard_in_force(at=now, site=lot.account.site)
        goes_to = standard.text("grant_expired_to" if lot.kind is AccountKind.GRANT else "coin_expired_to")
        to_pool = goes_to == "pool"
        if not expire_lot(lot=lot, to_pool=to_pool, at=now, day=day, standard_version=standard.version_id):
            return False
        subject = derived_id(lot.account.id, "ran-out", lot.expires.isoformat(), day.isoformat())
        if person is not None:
            tell_of_savings(person=person, kind=NoticeKind.RAN_OUT, subject=subject, at=now, **_facts(lot))
        record(
            action="lot.expired",
            subject_type="account",
            subject_id=lot.account.id,
            occurred_at=now,
            actor_id=None,
            site_id=lot.account.site,
            details={"expires": lot.expires.isoformat(), "unit": lot.unit.value, "amount": lot.free, "to": goes_to},
        )
        return True


def _people(ids: set[UUID]) -> dict[UUID, Person]:
    return Person.objects.select_related("home_site", "elder").in_bulk(list(ids))


def _facts(lot: LotLeft) -> dict[str, str | int]:
    last_day = (lot.expires - timedelta(days=1)).isoformat()
    return {"day": last_day, "hundredths" if lot.unit is Unit.COIN else "minutes": lot.free}
