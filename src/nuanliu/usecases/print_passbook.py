"""存折 on paper: a booklet that goes on where it stopped, printed at the desk, taken back when nothing came out."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.audit.operations import record
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.passbook.booklets import operations as booklets
from nuanliu.domain.passbook.booklets.models import Booklet, Printing
from nuanliu.domain.passbook.booklets.operations import UnableToPrint
from nuanliu.domain.passbook.booklets.queries import booklet_of, printing_with
from nuanliu.domain.passbook.booklets.types import EndReason
from nuanliu.domain.people.forgetting import lock_person
from nuanliu.domain.people.models import Person
from nuanliu.platform.clock import local_date
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated
from nuanliu.usecases.read_booklet import access_printing_desk, drafts_of


@repeated
def start_booklet(*, actor: Actor, person_id: UUID, token: UUID, now: datetime) -> Booklet:
    """Her first booklet, or the next after one that ended; the one she has, if it is good. Raises NotVisible."""
    with durable():
        person = _locked(actor, person_id)
        known = booklet_of(person=person)
        if known is not None:
            return known
        booklet = booklets.issue(person=person, at=now, actor=actor.id, id=derived_id(token, "booklet"))
        _note("booklet.issued", booklet, actor, person, now, volume=booklet.volume)
        return booklet


@repeated
def print_new(*, actor: Actor, person_id: UUID, token: UUID, now: datetime) -> Printing:
    """Print what is on no paper yet, ten pages at most; the same token finds the first printing.

    Raises UnableToPrint (nothing_new, no_booklet), NotVisible.
    """
    with durable():
        person = access_printing_desk(actor=actor, person_id=person_id)
        booklet = _good(person)
        known = printing_with(booklet=booklet, printing_id=derived_id(token, "printing"))
        if known is not None:
            return known
        printing = booklets.put_lines(
            booklet=booklet,
            drafts=drafts_of(booklet=booklet, person=person),
            at=now,
            actor=actor.id,
            id=derived_id(token, "printing"),
        )
        _note("booklet.printed", booklet, actor, person, now, first=printing.first, count=printing.count)
        return printing


@repeated
def take_back_printing(*, actor: Actor, person_id: UUID, printing_id: UUID, now: datetime) -> Printing:
    """Nothing came out of the printer: the record of it is taken back, the same day. Again changes nothing.

    Raises UnableToPrint (late, not_last, no_booklet), NotVisible.
    """
    with durable():
        person = access_printing_desk(actor=actor, person_id=person_id)
        booklet = _good(person)
        printing = printing_with(booklet=booklet, printing_id=printing_id)
        if printing is None:
            raise NotVisible
        if printing.undone_at is not None:
            return printing
        if local_date(printing.printed_at) != local_date(now):
            raise UnableToPrint("late", _("只能撤回今天打的。纸坏了，可以整页重打。"))
        booklets.take_back(printing=printing, at=now, actor=actor.id)
        _note("booklet.taken_back", booklet, actor, person, now, first=printing.first, count=printing.count)
        return printing


@repeated
def replace_booklet(
    *, actor: Actor, person_id: UUID, reason: EndReason, note: str, token: UUID, now: datetime
) -> Booklet:
    """The booklet is lost, torn or full: its codes are void from now on, and a new one goes on where it stopped.

    Raises UnableToPrint (no_booklet), NotVisible.
    """
    with durable():
        person = _locked(actor, person_id)
        new = derived_id(token, "booklet")
        known = Booklet.objects.filter(site_id=person.home_site_id, id=new).first()
        if known is not None:
            return known
        old = _good(person)
        booklets.end(booklet=old, reason=reason, at=now, actor=actor.id)
        booklet = booklets.issue(person=person, at=now, actor=actor.id, id=new)
        details = {"old": old.number, "volume": booklet.volume, "why": reason.value}
        _note("booklet.replaced", booklet, actor, person, now, reason=note, **details)
        return booklet


def _locked(actor: Actor, person_id: UUID) -> Person:
    person = access_printing_desk(actor=actor, person_id=person_id)
    lock_person(person_id=person.pk)
    return person


def _good(person: Person) -> Booklet:
    booklet = booklets.lock_booklet(person=person)
    if booklet is None:
        raise UnableToPrint("no_booklet", _("这个人现在没有存折，请先开一本。"))
    return booklet


def _note(
    action: str,
    booklet: Booklet,
    actor: Actor,
    person: Person,
    now: datetime,
    *,
    reason: str = "",
    **details: object,
) -> None:
    record(
        action=action,
        subject_type="person",
        subject_id=person.pk,
        occurred_at=now,
        actor_id=actor.id,
        actor_role=actor.role_for(Power.PASSBOOK_PRINT, path=person.home_site.path),
        site_id=booklet.site_id,
        reason=reason,
        details={"booklet": booklet.number, **details},
    )
