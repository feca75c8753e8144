"""Books with every kind of row that is sealed, and the little that the tests of evidence share."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from nuanliu.domain.ledger.models import Balance, Lot, LotMove, Term, Transfer
from nuanliu.domain.ledger.operations import post, release, reverse
from nuanliu.domain.ledger.seals.models import Block, Leaf
from nuanliu.platform.ids import new_id
from tests.integration.domain.ledger.books import AT, Book, a_book

LATER = AT + timedelta(hours=10)


@dataclass
class Filled:
    """A book after a busy morning."""

    book: Book
    giver: UUID
    taker: UUID
    transfers: list[UUID] = field(default_factory=list)

    def pay(self, amount: int = 1, count: int = 1) -> None:
        for _each in range(count):
            request = self.book.ask(self.giver, self.taker, amount)
            assert post(request).stands
            self.transfers.append(request.id)

    @property
    def site(self) -> UUID:
        return self.book.site


def add_term(book: Book, account: UUID, number: int = 1, **more) -> None:
    facts = {"floor": 0, "ceiling": None, "is_open": True, "recorded_at": AT, "xact": 1, **more}
    Term.objects.create(site_id=book.site, account_id=account, number=number, **facts)


def add_lot(book: Book, account: UUID, transfer: UUID, amount: int, expires: date = date(2027, 1, 1)) -> None:
    Lot.objects.create(site_id=book.site, account_id=account, expires=expires, amount=amount, remaining=amount)
    LotMove.objects.create(
        site_id=book.site, transfer_id=transfer, account_id=account, expires=expires, amount=amount, reserved=0
    )


def a_filled_book(payments: int = 5) -> Filled:
    """Postings, a hold captured in part, one released, a reversal, terms, a lot."""
    book = a_book()
    made = Filled(book, book.person(minutes=10_000), book.person())
    made.transfers = list(Transfer.objects.filter(site_id=book.site).values_list("id", flat=True))
    add_term(book, made.giver)
    Balance.objects.filter(site_id=book.site, account_id=made.taker).update(ceiling=99_999)
    add_term(book, made.taker, ceiling=99_999, reason="约定", actor=new_id())
    made.pay(count=payments)
    request = book.ask(made.giver, made.taker, 7, memo="陪聊天", actor=new_id(), subject=new_id())
    assert post(request).stands
    _result, hold = book.hold(made.giver, 60, expires_at=LATER)
    assert book.capture(hold, made.giver, made.taker, 40).stands
    _result, other = book.hold(made.giver, 30)
    assert release(id=new_id(), site=book.site, hold=other, at=LATER, actor=None).stands
    assert reverse(id=new_id(), site=book.site, transfer=request.id, at=LATER, actor=None, memo="记错").stands
    made.transfers += [request.id, hold]
    return made


def log_of(site: UUID) -> tuple[list[int], list[int], int]:
    """Positions of the leaves, numbers of the blocks, size of the newest."""
    leaves = list(Leaf.objects.filter(site_id=site).order_by("position").values_list("position", flat=True))
    blocks = list(Block.objects.filter(site_id=site).order_by("number"))
    return leaves, [block.number for block in blocks], blocks[-1].size if blocks else 0
