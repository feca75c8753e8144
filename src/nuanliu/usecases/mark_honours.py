"""Stars, badges and medals: written down at once when a visit is certified, and every night for whatever else."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from nuanliu.domain.audit.operations import Done, record_all
from nuanliu.domain.honours.models import Reached
from nuanliu.domain.honours.stepping import missing_steps, steps_due, steps_of_many, withdraw_steps, write_steps
from nuanliu.domain.network.queries import sites
from nuanliu.domain.network.types import SYSTEM, Actor
from nuanliu.domain.notices.operations import tell_of_savings
from nuanliu.domain.notices.types import NoticeKind
from nuanliu.domain.passbook.accounts import Holder
from nuanliu.domain.passbook.queries import honour_of_site, savings_of, savings_of_many
from nuanliu.domain.people.forgetting import lock_person
from nuanliu.domain.people.models import Person
from nuanliu.domain.standards.policies import honour_steps
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.domain.standards.types import Standard
from nuanliu.platform.db import durable
from nuanliu.platform.retry import repeated


def mark_at_once(*, person: Person, standard: Standard, actor: Actor, at: datetime) -> list[Reached]:
    """Write down what the person has just reached and tell her. Inside the caller's transaction, her row locked."""
    lowest = honour_steps(standard=standard)[0].minutes
    honour = savings_of(person_id=person.pk, site_id=person.home_site_id).honour
    if honour < lowest:
        return []
    made = write_steps(person=person, honour=honour, standard=standard, at=at)
    for row in made:
        tell_of_savings(
            person=person,
            kind=NoticeKind.HONOUR_REACHED,
            subject=row.id,
            at=at,
            step=row.kind,
            place=row.place,
            hours=row.hours,
            minutes=row.hours * 60,
        )
    record_all(done=[_done("honour.reached", row, actor, at) for row in made])
    return made


def mark_many(*, people: Sequence[Person], standard: Standard, actor: Actor, at: datetime) -> int:
    """The same for many, whose rows are locked: two queries, and more only for who has reached something. How many."""
    lowest = honour_steps(standard=standard)[0].minutes
    saved = savings_of_many(holders=[Holder(one.pk, one.home_site_id) for one in people])
    high = [one for one in people if saved[one.pk].honour >= lowest]
    known = steps_of_many(people=[one.pk for one in high])
    due = [one for one in high if steps_due(honour=saved[one.pk].honour, standard=standard) - known.get(one.pk, set())]
    return sum(len(mark_at_once(person=one, standard=standard, actor=actor, at=at)) for one in due)


def take_back(*, person: Person, actor: Actor, at: datetime) -> list[Reached]:
    """Take back what hours that do not count had brought. Inside the caller's transaction, the person's row locked."""
    honour = savings_of(person_id=person.pk, site_id=person.home_site_id).honour
    lost = withdraw_steps(person_id=person.pk, honour=honour, at=at)
    record_all(done=[_done("honour.withdrawn", row, actor, at) for row in lost])
    return lost


def mark_honours(*, now: datetime) -> int:
    """Every night: whoever has reached a step that nobody wrote down (an old paper book, a merged one)."""
    standard = standard_in_force(at=now)
    lowest = honour_steps(standard=standard)[0].minutes
    found = 0
    for site in sites():
        for person_id, honour in sorted(honour_of_site(site=site.pk, at_least=lowest).items()):
            if missing_steps(person_id=person_id, honour=honour, standard=standard):
                found += _mark_one(person_id=person_id, now=now)
    return found


@repeated
def _mark_one(*, person_id: UUID, now: datetime) -> int:
    with durable():
        person = lock_person(person_id=person_id)
        if person is None or person.closed_at is not None:
            return 0
        standard = standard_in_force(at=now, site=person.home_site_id)
        return len(mark_at_once(person=person, standard=standard, actor=SYSTEM, at=now))


def _done(action: str, row: Reached, actor: Actor, at: datetime) -> Done:
    return Done(
        action=action,
        subject_type="person",
        subject_id=row.person_id,
        occurred_at=at,
        actor_id=actor.id,
        site_id=row.site_id,
        details={"step": row.kind, "place": row.place, "hours": row.hours},
    )
