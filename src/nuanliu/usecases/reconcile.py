"""对账: the trial balance of the city and of each site, everything that does not agree, and the nightly alarm.

Ledger and care meet here: a hold that outlived its need can only be seen by whoever knows both.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from uuid import UUID

from nuanliu.domain.audit.operations import record
from nuanliu.domain.audit.queries import events_matching
from nuanliu.domain.care.models import Need
from nuanliu.domain.care.types import NeedState
from nuanliu.domain.ledger.reconciliation import OpenHold, Trial, book_size, open_holds, trial_balance
from nuanliu.domain.ledger.seals.verify import verify_book
from nuanliu.domain.network.models import Appointment, Node
from nuanliu.domain.network.queries import city
from nuanliu.domain.network.types import SYSTEM, Actor, Power, Role
from nuanliu.domain.notices.alarms import alarm
from nuanliu.domain.passbook.giving import waiting_among
from nuanliu.domain.people.models import Person
from nuanliu.platform.clock import local_date
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.retry import repeated
from nuanliu.usecases.seal_books import note_wrong

BOOKS = UUID("b0035000-0000-7000-8000-000000000001")
"""What the events of checking are about: the whole book."""
RIGHT, WRONG = "books.checked", "books.disagreed"
_NO_LONGER = frozenset(
    {NeedState.CANCELLED, NeedState.VOIDED, NeedState.CREDITED, NeedState.RETURNED, NeedState.UNSERVED}
)
"""States of a need for which nothing may still be reserved."""
AT_ONCE = 1_000
GRACE = timedelta(days=1)
"""The sweep that gives timed-out holds back runs every hour; a day later one that is still open is a finding."""


@dataclass(frozen=True, slots=True)
class StaleHold:
    """A hold that outlived its need: it reserves what nobody will fetch. `number` is the need's, if there is one."""

    hold: OpenHold
    need: UUID | None
    number: int | None
    state: NeedState | None
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """A trial balance with the names of its sites and all that has to be looked at."""

    trial: Trial
    names: dict[UUID, str]
    stale: list[StaleHold]

    @property
    def troubles(self) -> int:
        """How many things do not agree."""
        return len(self.trial.disagreements) + len(self.stale)


@dataclass(frozen=True, slots=True)
class LastCheck:
    """What the last full check found. `findings` broke a rule of the book, `troubles` came up in reconciling."""

    at: datetime
    is_right: bool
    accounts: int
    transfers: int
    entries: int
    findings: int
    troubles: int


def reconciled(
    *, actor: Actor, first: date, last: date | None, now: datetime, site: UUID | None = None
) -> Reconciliation:
    """The trial balance of one site or of all, for whoever checks the books. Raises NotVisible."""
    if not actor.has(Power.BOOKS_CHECK) or (site is not None and not Node.objects.filter(pk=site).exists()):
        raise NotVisible
    return _reconciled(first=first, last=last, now=now, site=site)


def _reconciled(*, first: date, last: date | None, now: datetime, site: UUID | None = None) -> Reconciliation:
    trial = trial_balance(first=first, last=last, site=site)
    places = {row.key.site for row in trial.rows} | {row.key.other for row in trial.rows if row.key.other}
    names = dict(Node.objects.filter(pk__in=places).values_list("pk", "name"))
    stale = list(stale_holds(now=now, site=site)) if last is None else []
    return Reconciliation(trial=trial, names=names, stale=stale)


def stale_holds(*, now: datetime, site: UUID | None = None) -> Iterator[StaleHold]:
    """Open holds whose need is over, was never there, or whose time is long past."""
    holds = open_holds(site=site)
    while batch := list(islice(holds, AT_ONCE)):
        wanted = [hold.subject for hold in batch if hold.subject is not None]
        needs = {need.id: need for need in Need.objects.filter(id__in=wanted).only("site_id", "id", "number", "state")}
        gifts = waiting_among(ids=wanted)
        for hold in batch:
            need = needs.get(hold.subject) if hold.subject is not None else None
            state = NeedState(need.state) if need is not None else None
            is_overdue = hold.expires_at is not None and hold.expires_at < now - GRACE
            is_idle = state in _NO_LONGER if state is not None else hold.subject not in gifts
            if is_idle or is_overdue:
                yield StaleHold(hold, need.id if need else None, need.number if need else None, state, is_overdue)


def check_everything(*, now: datetime, actor: Actor = SYSTEM) -> int:
    """Check every line and every seal, reconcile, keep the result and, if anything is wrong, tell the auditors.

    Returns how many things are wrong. The night's job; a person may have it done at once.
    """
    if not (actor.is_system or actor.has(Power.BOOKS_CHECK)):
        raise NotVisible
    report, size = verify_book(now=now), book_size()
    today = local_date(now)
    troubles = _reconciled(first=today.replace(day=1), last=None, now=now).troubles
    wrong = len(report.wrong) + troubles
    if not report.is_right:
        note_wrong(report=report, now=now)
    _keep({**size._asdict(), "findings": len(report.wrong), "troubles": troubles}, wrong, actor, now)
    return wrong


@repeated
def _keep(details: dict[str, int], wrong: int, actor: Actor, now: datetime) -> None:
    with durable():
        record(
            action=WRONG if wrong else RIGHT,
            subject_type="books",
            subject_id=BOOKS,
            occurred_at=now,
            actor_id=actor.id,
            details=details,
        )
        if wrong:
            _alarm(wrong, now)


def _alarm(wrong: int, now: datetime) -> None:
    place = city()
    if place is None:
        return
    for person in auditors(now=now):
        alarm(person=person, site=place, subject=BOOKS, at=now, count=wrong)


def auditors(*, now: datetime) -> Iterable[Person]:
    """Who holds the bureau's audit role."""
    held = Appointment.objects.filter(role=Role.BUREAU_AUDIT, starts_at__lte=now, node__closed_at=None)
    holders = held.exclude(ended_at__lte=now).values("holder_id")
    return Person.objects.filter(pk__in=holders, closed_at=None).order_by("pk")


def last_check() -> LastCheck | None:
    """What the last full check found; None before the first."""
    event = events_matching(action="books.", subject_id=BOOKS).first()
    if event is None:
        return None
    numbers = {name: int(event.details.get(name, 0)) for name in ("accounts", "transfers", "entries")}
    return LastCheck(
        at=event.occurred_at,
        is_right=event.action == RIGHT,
        findings=int(event.details.get("findings", 0)),
        troubles=int(event.details.get("troubles", 0)),
        **numbers,
    )
