"""Books with every kind of row that is sealed, and the little that the tests of evidence share."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from nuanliu.domain.ledger.models import Term, Transfer
from nuanliu.domain.ledger.operations import close_account, post, release, reverse, set_bounds
from nuanliu.domain.ledger.seals.models import Block, Leaf
from nuanliu.domain.ledger.types import AccountKind, AccountRef, Kind, Outcome, Phase, Unit
from nuanliu.platform.ids import new_id
from tests.integration.domain.ledger.books import AT, Book, a_book

LATER = AT + timedelta(hours=10)
MAY, JUNE = date(2027, 5, 1), date(2027, 6, 1)


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

    @property
    def rows(self) -> int:
        """Rows of the journal that are sealed."""
        terms = Term.objects.filter(site_id=self.site).count()
        return Transfer.objects.filter(site_id=self.site).count() + terms


def a_filled_book(payments: int = 5) -> Filled:
    """Postings, a hold captured in part, one released, one open, a reversal, changed and closed accounts."""
    book = a_book()
    made = Filled(book, book.person(minutes=10_000), book.person())
    made.transfers = list(Transfer.objects.filter(site_id=book.site).values_list("id", flat=True))
    made.pay(count=payments)
    request = book.ask(made.giver, made.taker, 7, memo="陪聊天", actor=new_id(), subject=new_id())
    assert post(request).stands
    _result, hold = book.hold(made.giver, 60, expires_at=LATER)
    assert book.capture(hold, made.giver, made.taker, 40).stands
    _result, other = book.hold(made.giver, 30)
    assert release(id=new_id(), site=book.site, hold=other, at=LATER, actor=None).stands
    _result, _still_open = book.hold(made.giver, 20, expires_at=LATER)
    assert reverse(id=new_id(), site=book.site, transfer=request.id, at=LATER, actor=None, memo="记错").stands
    bounded, closed = AccountRef(book.site, made.taker), AccountRef(book.site, book.person())
    said = {"at": AT, "actor": new_id(), "reason": "站点同意"}
    assert set_bounds(account=bounded, floor=-10, ceiling=99_999, **said) is Outcome.POSTED
    assert close_account(account=closed, **said) is Outcome.POSTED
    made.transfers += [request.id, hold]
    return made


def add_coins(made: Filled) -> Filled:
    """Coins of the same site in lots: spent, held, given on, reversed. Gives the book of coins."""
    book = Book(made.site, Unit.COIN)
    coins = Filled(book, book.person(), book.person())
    shop = book.system(AccountKind.REDEMPTION)
    for amount, day in ((500, MAY), (300, JUNE), (200, None)):
        request = book.ask(book.system(), coins.giver, amount, lot=day)
        assert post(request).stands
        coins.transfers.append(request.id)
    for amount in (120, 480):
        request = book.ask(coins.giver, coins.taker, amount, kind=Kind.GIFT)
        assert post(request).stands
        coins.transfers.append(request.id)
    assert post(book.ask(coins.giver, shop, 50, kind=Kind.REDEMPTION, phase=Phase.HOLD)).stands
    spent = book.ask(coins.taker, shop, 30, kind=Kind.REDEMPTION)
    assert post(spent).stands
    assert reverse(id=new_id(), site=made.site, transfer=spent.id, at=LATER, actor=None, memo="退货").stands
    return coins


def log_of(site: UUID) -> tuple[list[int], list[int], int]:
    """Positions of the leaves, numbers of the blocks, size of the newest."""
    leaves = list(Leaf.objects.filter(site_id=site).order_by("position").values_list("position", flat=True))
    blocks = list(Block.objects.filter(site_id=site).order_by("number"))
    return leaves, [block.number for block in blocks], blocks[-1].size if blocks else 0
