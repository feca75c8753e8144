"""Booklets, what was printed into them, and papers with a number of their own."""

from django.db import models
from django.db.models import Q

from nuanliu.domain.ledger.types import Kind, Unit
from nuanliu.domain.network.models import Node
from nuanliu.domain.passbook.booklets.places import Place
from nuanliu.domain.passbook.booklets.types import EndReason, PaperKind
from nuanliu.domain.people.models import Person
from nuanliu.platform.db import one_of, within_site
from nuanliu.platform.ids import new_id


class Booklet(models.Model):
    """One printed book of one person. It ends when it is lost, torn or full; the next one goes on where it stopped."""

    pk = models.CompositePrimaryKey("site_id", "id")
    site = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+")
    """Home site of the person when it was issued: whose book it shows."""
    id = models.UUIDField(default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="booklets")
    number = models.PositiveIntegerField()
    """Of the site, printed on cover and pages."""
    volume = models.PositiveSmallIntegerField()
    """Which one of this person at this site, from 1."""
    after_time = models.PositiveBigIntegerField(default=0)
    after_coin = models.PositiveBigIntegerField(default=0)
    after_honour = models.PositiveBigIntegerField(default=0)
    """The last line of each account that an earlier booklet has: this one begins after it."""
    issued_at = models.DateTimeField()
    issued_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    end_reason = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints = [
            one_of("end_reason", EndReason, table="booklet", blank=True),
            models.UniqueConstraint(fields=["site", "number"], name="booklet_number_once"),
            models.UniqueConstraint(
                fields=["site", "person"], condition=Q(ended_at=None), name="booklet_one_good_a_person"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, end_reason="") | (Q(ended_at__isnull=False) & ~Q(end_reason="")),
                name="booklet_ends_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"booklet {self.number}"


class Printing(models.Model):
    """One press of "print": so many lines from a place on. Taken back when nothing came out of the printer."""

    pk = models.CompositePrimaryKey("site_id", "id")
    site = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+")
    id = models.UUIDField(default=new_id, editable=False)
    booklet_id = models.UUIDField()
    booklet = within_site("passbook.Booklet", "booklet_id", "printings")
    first = models.PositiveIntegerField()
    count = models.PositiveSmallIntegerField()
    printed_at = models.DateTimeField()
    printed_by = models.UUIDField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site", "booklet_id", "first"], condition=Q(undone_at=None), name="printing_place_once"
            ),
            models.CheckConstraint(condition=Q(first__gte=1, count__gte=1), name="printing_of_something"),
        ]

    def __str__(self) -> str:
        return f"{self.count} lines from {self.first}"

    @property
    def begins(self) -> Place:
        """Where its first line stands."""
        return Place(self.first)

    @property
    def ends(self) -> Place:
        """Where its last line stands."""
        return Place(self.first + self.count - 1)


class PrintedLine(models.Model):
    """One line as it stands on paper, word for word, so that a page is the same however often it is made."""

    pk = models.CompositePrimaryKey("site_id", "id")
    site = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+")
    id = models.UUIDField(default=new_id, editable=False)
    booklet_id = models.UUIDField()
    booklet = within_site("passbook.Booklet", "booklet_id", "lines")
    printing_id = models.UUIDField()
    position = models.PositiveIntegerField()
    code = models.BigIntegerField()
    unit = models.CharField(max_length=8)
    seq = models.PositiveBigIntegerField()
    transfer = models.UUIDField()
    day = models.DateField()
    kind = models.CharField(max_length=12)
    is_correction = models.BooleanField()
    service = models.CharField(max_length=60, blank=True)
    recorded_by = models.CharField(max_length=100)
    amount = models.BigIntegerField()
    balance = models.BigIntegerField()
    undone_at = models.DateTimeField(null=True)
    """Its printing was taken back: it is on no paper."""

    class Meta:
        constraints = [
            one_of("unit", Unit, table="printed_line"),
            one_of("kind", Kind, table="printed_line"),
            models.UniqueConstraint(
                fields=["site", "booklet_id", "unit", "seq"], condition=Q(undone_at=None), name="printed_line_once"
            ),
            models.UniqueConstraint(
                fields=["site", "booklet_id", "position"], condition=Q(undone_at=None), name="printed_place_once"
            ),
            models.UniqueConstraint(fields=["site", "code"], name="printed_code_once"),
        ]
        indexes = [models.Index(fields=["code"], name="printed_by_code")]

    def __str__(self) -> str:
        return f"{self.unit} {self.seq} at {self.position}"

    @property
    def place(self) -> Place:
        """Page and row."""
        return Place(self.position)


class IssuedPaper(models.Model):
    """A time slip or a statement that was handed out: its number, its code, and what it says in figures."""

    pk = models.CompositePrimaryKey("site_id", "id")
    site = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+")
    """Home site of the person, whose book it shows."""
    id = models.UUIDField(default=new_id, editable=False)
    """Follows from what it is of: asking again finds the same paper."""
    kind = models.CharField(max_length=10)
    number = models.PositiveIntegerField()
    """Of the site and kind."""
    code = models.BigIntegerField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="papers_issued")
    unit = models.CharField(max_length=8)
    amount = models.BigIntegerField()
    """What the visit brought; the balance at a statement's end."""
    transfer = models.UUIDField(null=True)
    """The line that a slip stands for."""
    visit = models.UUIDField(null=True)
    minutes = models.PositiveIntegerField(default=0)
    """Counted minutes of a slip's visit."""
    first_day = models.DateField()
    """The day of the visit; the first day of a statement."""
    last_day = models.DateField()
    from_seq = models.PositiveBigIntegerField(default=0)
    to_seq = models.PositiveBigIntegerField(default=0)
    """A statement's lines: after the one, up to the other."""
    service = models.CharField(max_length=60, blank=True)
    recorded_by = models.CharField(max_length=100)
    issued_at = models.DateTimeField()
    issued_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            one_of("kind", PaperKind, table="issued_paper"),
            one_of("unit", Unit, table="issued_paper"),
            models.UniqueConstraint(fields=["site", "kind", "number"], name="issued_number_once"),
            models.UniqueConstraint(fields=["site", "code"], name="issued_code_once"),
            models.CheckConstraint(
                condition=Q(kind=PaperKind.SLIP.value, transfer__isnull=False, visit__isnull=False)
                | Q(kind=PaperKind.STATEMENT.value, transfer=None, visit=None),
                name="issued_paper_of_something",
            ),
        ]
        indexes = [
            models.Index(fields=["code"], name="issued_by_code"),
            models.Index(fields=["person", "kind"], name="issued_by_person"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"
