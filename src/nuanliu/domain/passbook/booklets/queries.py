"""Reading booklets: what stands on which page, how far it is printed, and what a code says."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from nuanliu.domain.ledger.types import Unit
from nuanliu.domain.passbook.booklets.models import Booklet, IssuedPaper, PrintedLine, Printing
from nuanliu.domain.passbook.booklets.places import ROWS
from nuanliu.domain.people.models import Person


def booklet_of(*, person: Person) -> Booklet | None:
    """The person's good booklet."""
    return Booklet.objects.filter(site_id=person.home_site_id, person=person, ended_at=None).first()


def booklets_of(*, person: Person) -> list[Booklet]:
    """Every booklet of a person, the newest first."""
    return list(Booklet.objects.filter(person=person).select_related("site").order_by("-issued_at", "-number"))


def printings_of(*, booklet: Booklet) -> list[Printing]:
    """What was printed into a booklet, the newest first; what was taken back too."""
    rows = Printing.objects.filter(site_id=booklet.site_id, booklet_id=booklet.id)
    return list(rows.order_by("-printed_at", "-first"))


def printing_with(*, booklet: Booklet, printing_id: UUID) -> Printing | None:
    """One printing of a booklet, what was taken back too."""
    return Printing.objects.filter(site_id=booklet.site_id, booklet_id=booklet.id, id=printing_id).first()


def lines_printed(*, booklet: Booklet, printing: Printing) -> list[PrintedLine]:
    """The lines of one printing, in order."""
    rows = PrintedLine.objects.filter(site_id=booklet.site_id, printing_id=printing.id)
    return list(rows.order_by("position"))


def lines_on(*, booklet: Booklet, page: int) -> list[PrintedLine]:
    """What stands on a page, in order."""
    rows = PrintedLine.objects.filter(site_id=booklet.site_id, booklet_id=booklet.id, undone_at=None)
    first = (page - 1) * ROWS + 1
    return list(rows.filter(position__gte=first, position__lt=first + ROWS).order_by("position"))


def last_line(*, booklet: Booklet, unit: Unit, until: int) -> PrintedLine | None:
    """The last line of one unit on page `until` or before."""
    rows = PrintedLine.objects.filter(
        site_id=booklet.site_id, booklet_id=booklet.id, undone_at=None, unit=unit.value, position__lte=until * ROWS
    )
    return rows.order_by("-position").first()


def lines_with(*, codes: Iterable[int]) -> list[tuple[PrintedLine, Booklet]]:
    """The printed lines with these codes, one each at most; what was taken back is on no paper. Two queries a site."""
    rows = list(PrintedLine.objects.filter(code__in=list(codes), undone_at=None).order_by("site_id", "position"))
    books = {
        book.id: book
        for site in {row.site_id for row in rows}
        for book in Booklet.objects.select_related("person").filter(
            site_id=site, id__in={row.booklet_id for row in rows if row.site_id == site}
        )
    }
    return [(row, books[row.booklet_id]) for row in rows]


def papers_with(*, code: int) -> list[IssuedPaper]:
    """The slips and statements with this code: one, or none."""
    return list(IssuedPaper.objects.filter(code=code).select_related("person").order_by("site_id"))


def pages_of(*, lines: Sequence[PrintedLine]) -> list[int]:
    """The pages on which these lines stand."""
    return sorted({line.place.page for line in lines})
