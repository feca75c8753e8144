"""Issuing, printing, taking back, replacing. Whoever prints holds the booklet's row, so a line is printed once."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.network.operations import next_number
from nuanliu.domain.passbook.booklets.codes import new_code
from nuanliu.domain.passbook.booklets.models import Booklet, PrintedLine, Printing
from nuanliu.domain.passbook.booklets.types import Draft, EndReason
from nuanliu.domain.passbook.booklets.waiting import reached
from nuanliu.domain.people.models import Person
from nuanliu.platform.errors import Unable
from nuanliu.platform.ids import new_id

SERIES = "booklet"


class UnableToPrint(Unable):
    """There is nothing to print, or the booklet is no longer good."""


def lock_booklet(*, person: Person) -> Booklet | None:
    """The good booklet of a person under its row's lock. Inside a transaction."""
    rows = Booklet.objects.select_for_update(no_key=True)
    return rows.filter(site_id=person.home_site_id, person=person, ended_at=None).first()


def issue(*, person: Person, at: datetime, actor: UUID | None, id: UUID) -> Booklet:  # noqa: A002 (the ledger's own word)
    """A new booklet that goes on where the last one of this person stopped. The person's row is locked."""
    earlier = Booklet.objects.filter(site_id=person.home_site_id, person=person).order_by("-volume").first()
    after = reached(booklet=earlier) if earlier is not None else None
    return Booklet.objects.create(
        site_id=person.home_site_id,
        id=id,
        person=person,
        number=next_number(site=person.home_site_id, series=SERIES),
        volume=earlier.volume + 1 if earlier is not None else 1,
        after_time=after.time if after else 0,
        after_coin=after.coin if after else 0,
        after_honour=after.honour if after else 0,
        issued_at=at,
        issued_by=actor,
    )


def end(*, booklet: Booklet, reason: EndReason, at: datetime, actor: UUID | None) -> None:
    """It is no longer good, and neither is any code in it. The row is locked."""
    booklet.ended_at, booklet.ended_by, booklet.end_reason = at, actor, reason.value
    booklet.save(update_fields=["ended_at", "ended_by", "end_reason"])


def put_lines(
    *,
    booklet: Booklet,
    drafts: Sequence[Draft],
    at: datetime,
    actor: UUID | None,
    id: UUID,  # noqa: A002 (the ledger's own word)
) -> Printing:
    """Write down that these lines stand in the booklet from its first free place on. Its row is locked.

    Raises UnableToPrint: nothing_new.
    """
    if not drafts:
        raise UnableToPrint("nothing_new", _("没有新的行要打。"))
    first = first_free(booklet=booklet)
    printing = Printing.objects.create(
        site_id=booklet.site_id,
        id=id,
        booklet_id=booklet.id,
        first=first,
        count=len(drafts),
        printed_at=at,
        printed_by=actor,
    )
    PrintedLine.objects.bulk_create(
        [
            PrintedLine(
                site_id=booklet.site_id,
                id=new_id(),
                booklet_id=booklet.id,
                printing_id=printing.id,
                position=position,
                code=new_code(),
                unit=draft.unit.value,
                seq=draft.seq,
                transfer=draft.transfer,
                day=draft.day,
                kind=draft.kind.value,
                is_correction=draft.is_correction,
                service=draft.service,
                recorded_by=draft.recorded_by,
                amount=draft.amount,
                balance=draft.balance,
            )
            for position, draft in enumerate(drafts, start=first)
        ]
    )
    return printing


def first_free(*, booklet: Booklet) -> int:
    """The place after the last line on paper."""
    standing = PrintedLine.objects.filter(site_id=booklet.site_id, booklet_id=booklet.id, undone_at=None)
    return (standing.aggregate(last=Max("position"))["last"] or 0) + 1


def take_back(*, printing: Printing, at: datetime, actor: UUID | None) -> None:
    """Nothing came out: its lines are on no paper, and the next press prints them again. The booklet's row is locked.

    Raises UnableToPrint: not_last.
    """
    if printing.first + printing.count != first_free(booklet=printing.booklet):
        raise UnableToPrint("not_last", _("后面又打过了，只能撤回最后一次。"))
    printing.undone_at, printing.undone_by = at, actor
    printing.save(update_fields=["undone_at", "undone_by"])
    PrintedLine.objects.filter(site_id=printing.site_id, printing_id=printing.id).update(undone_at=at)
