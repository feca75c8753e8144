"""The end of the year: every account, lot, budget, statement and pool against the tally and the ledger, to the unit."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Sum

from nuanliu.domain.alliance import posting
from nuanliu.domain.alliance.models import Good, Handover, Redemption, ShopMonth, Statement, Stock, StockMove
from nuanliu.domain.care.models import Visit
from nuanliu.domain.insights.check import check_summaries
from nuanliu.domain.insights.models import Cell
from nuanliu.domain.insights.refresh import refresh
from nuanliu.domain.insights.types import COUNTED_VISIT, Dimension, Span, Subject
from nuanliu.domain.ledger.check import check_books
from nuanliu.domain.ledger.models import Entry
from nuanliu.domain.ledger.queries import balance_of, lots_of, total_posted
from nuanliu.domain.ledger.statements import statement_lines, statement_of
from nuanliu.domain.ledger.types import NEVER, AccountKind, AccountRef, Kind, Unit
from nuanliu.domain.passbook import accounts
from nuanliu.domain.passbook.accounts import Holder
from nuanliu.domain.passbook.bonuses import fund_of
from nuanliu.domain.passbook.booklets.models import PrintedLine
from nuanliu.domain.passbook.models import Bonus, Funding, Grant
from nuanliu.domain.passbook.overdraft_models import Overdraft
from nuanliu.domain.passbook.pools import pool_account
from nuanliu.domain.people.models import Person
from nuanliu.platform import clock
from nuanliu.usecases.seal_books import seal_books
from tests.campaigns.year.cast import Cast

if TYPE_CHECKING:
    from uuid import UUID

FIRST, LAST = date(2026, 1, 1), date(2031, 1, 1)


def findings(cast: Cast) -> list[str]:
    """Everything that does not agree; empty at the end of a right year."""
    return [
        *_book(),
        *_people(cast),
        *_sites(cast),
        *_shops(cast),
        *_settled(),
        *_shelf(cast),
        *_paper(),
        *_owed(),
        *_rows(),
        *_figures(),
    ]


def _figures() -> Iterator[str]:
    """The bureau's summaries: what the rows say, what the book says, and the parts the whole at every level."""
    now = clock.now()
    seal_books(now=now)
    refresh(now=now)
    yield from (str(wrong) for wrong in check_summaries(now=now))
    served = Cell.objects.filter(span=Span.MONTH, subject=Subject.VISIT)
    sums = {one: served.filter(dimension=one).aggregate(total=Sum("amount"))["total"] or 0 for one in Dimension}
    flows = Cell.objects.filter(
        span=Span.MONTH, subject=Subject.BOOK, value__startswith=f"{Unit.HONOUR}:{Kind.SERVICE}:"
    )
    honour = flows.filter(value__endswith=f":{AccountKind.SAVINGS}").aggregate(total=Sum("amount"))["total"] or 0
    raw = Visit.objects.filter(state__in=COUNTED_VISIT).aggregate(total=Sum("counted_minutes"))["total"] or 0
    if not sums[Dimension.ALL] == honour == raw:
        yield f"{sums[Dimension.ALL]} minutes in the summaries, {honour} of honour in the book, {raw} of visits"
    for dimension in (Dimension.SERVICE, Dimension.UNIT, Dimension.HELPER_AGE, Dimension.ELDER_SEX, Dimension.PAYER):
        if sums[dimension] != sums[Dimension.ALL]:
            yield f"by {dimension}: {sums[dimension]} minutes, in all {sums[Dimension.ALL]}"


def _book() -> Iterator[str]:
    """The book against itself; and in each unit all accounts together are nothing."""
    yield from (str(finding) for finding in check_books().findings)
    for unit in Unit:
        total = total_posted(unit=unit)
        if total:
            yield f"all accounts of {unit} together: {total}"


def _people(cast: Cast) -> Iterator[str]:
    tally = cast.tally
    for person in cast.everybody:
        holder = Holder(person.pk, person.home_site_id)
        own = {unit: accounts.savings(holder=holder, unit=unit) for unit in Unit}
        wanted = {
            "time": (own[Unit.TIME], tally.time[person.pk].total),
            "coin": (own[Unit.COIN], tally.coin[person.pk].total),
            "honour": (own[Unit.HONOUR], tally.honour[person.pk]),
            "grant": (accounts.grant(holder=holder), tally.grant[person.pk].total),
        }
        for name, (account, amount) in wanted.items():
            posted = balance_of(account=account).posted
            if posted != amount:
                yield f"{person.name} {name}: {posted} in the book, {amount} by the tally"
            yield from _statement(f"{person.name} {name}", account, posted)
        for name, account, purse in (
            ("coin", own[Unit.COIN], tally.coin[person.pk]),
            ("grant", accounts.grant(holder=holder), tally.grant[person.pk]),
        ):
            stands = {date.max if day == NEVER else day: amount for day, amount in lots_of(account=account)}
            if stands != purse.by_day():
                yield f"{person.name} {name} by day: {stands} in the book, {purse.by_day()} by the tally"


def _statement(name: str, account: AccountRef, posted: int) -> Iterator[str]:
    """Opening and lines make the closing balance, and that is what stands."""
    statement = statement_of(account=account, first=FIRST, last=LAST)
    after, total = None, statement.opening.posted
    while lines := statement_lines(statement=statement, after=after, count=500):
        total += sum(line.amount for line in lines)
        after = lines[-1].seq
    if not total == statement.closing.posted == posted:
        yield f"{name}: a statement ends at {statement.closing.posted}, its lines at {total}, {posted} stands"


def _sites(cast: Cast) -> Iterator[str]:
    for site in (cast.town.site.pk, cast.town.other_site.pk):
        pools = {Unit.TIME: cast.tally.pool_time[site].total, Unit.COIN: cast.tally.pool_coin[site]}
        for unit, amount in pools.items():
            account = pool_account(site=site, unit=unit)
            moved = sum(month.came_in - month.went_out for month in account.months)
            if not account.posted == moved == amount:
                yield f"pool of {unit}: {account.posted} stands, {moved} published, {amount} by the tally"
        left = balance_of(account=fund_of(site=site)).posted
        filled = Funding.objects.filter(site_id=site, target="bonus").aggregate(total=Sum("amount"))["total"] or 0
        paid = Bonus.objects.filter(site_id=site, undone_at=None).aggregate(total=Sum("paid"))["total"] or 0
        if not left == filled - paid == cast.tally.fund[site]:
            yield f"bonus fund: {left} stands, {filled} filled, {paid} paid, {cast.tally.fund[site]} by the tally"


def _shops(cast: Cast) -> Iterator[str]:
    """What each shop has taken, month by month, within its budget; and what is left of its counted offers."""
    made: Counter[tuple[UUID, date]] = Counter()
    for one in Redemption.objects.filter(undone_at=None):
        made[one.shop_id, one.day.replace(day=1)] += one.coins
    counted = {(row.shop_id, row.month): row.coins for row in ShopMonth.objects.exclude(coins=0)}
    if counted != dict(made):
        yield f"months of shops: {counted} counted, {dict(made)} redeemed"
    for offer, shop, _cashier in cast.offers:
        stands = posting.in_book_of(site=shop.site_id, shop=shop.pk)
        redeemed = sum(coins for (who, _month_), coins in made.items() if who == shop.pk)
        if not stands == redeemed == cast.tally.shop[shop.pk]:
            yield f"shop: {stands} in the book, {redeemed} redeemed, {cast.tally.shop[shop.pk]} by the tally"
        left = Stock.objects.filter(offer_id=offer.pk).first()
        if left is not None and left.left != 5 - Redemption.objects.filter(offer=offer, undone_at=None).count():
            yield f"stock: {left.left}"


def _settled() -> Iterator[str]:
    """Each month's statement says what that month's redemptions come to, the alliance's what all of them do."""
    for statement in Statement.objects.select_related("shop"):
        rows = Redemption.objects.filter(day__gte=statement.month, day__lte=statement.until, undone_at=None)
        rows = rows.filter(shop=statement.shop) if statement.shop else rows
        total = rows.aggregate(total=Sum("coins"))["total"] or 0
        if not total == statement.facts["coins"] == sum(statement.facts["borne"].values()):
            yield f"statement {statement.month}: {statement.facts['coins']} it says, {total} redeemed"


def _shelf(cast: Cast) -> Iterator[str]:
    """Pieces and coins of the goods shelf."""
    for site in (cast.town.site.pk, cast.town.other_site.pk):
        stands = posting.in_book_of(site=site, shop=site)
        handed = Handover.objects.filter(site_id=site, undone_at=None).aggregate(total=Sum("coins"))["total"] or 0
        if not stands == handed == cast.tally.shop[site]:
            yield f"shelf: {stands} in the book, {handed} handed over, {cast.tally.shop[site]} by the tally"
    for good in Good.objects.all():
        moved = StockMove.objects.filter(site_id=good.site_id, good_id=good.id).aggregate(total=Sum("pieces"))["total"]
        if not good.left == moved == cast.tally.pieces[good.id]:
            yield f"{good.name}: {good.left} left, {moved} moved, {cast.tally.pieces[good.id]} by the tally"


def _paper() -> Iterator[str]:
    """Every line on paper is the book's line, on paper once, however many books were lost between."""
    seen: Counter[tuple[UUID, str, int]] = Counter()
    for line in PrintedLine.objects.filter(undone_at=None).select_related("booklet"):
        person = line.booklet.person_id
        seen[person, line.unit, line.seq] += 1
        account = accounts.savings(holder=Holder(person, line.site_id), unit=Unit(line.unit))
        entry = Entry.objects.get(site_id=line.site_id, account_id=account.id, seq=line.seq)
        if (entry.transfer_id, entry.amount, entry.balance) != (line.transfer, line.amount, line.balance):
            yield f"line {line.unit} {line.seq} on paper: {line.amount}, {line.balance}"
    yield from (f"{unit} {seq} stands on paper {times} times" for (_who, unit, seq), times in seen.items() if times > 1)


def _owed() -> Iterator[str]:
    """Nobody owes time but within an approval that stands."""
    agreed = dict(Overdraft.objects.filter(ended_at=None).values_list("person_id", "minutes"))
    for person in Person.objects.all():
        account = accounts.savings(holder=Holder(person.pk, person.home_site_id), unit=Unit.TIME)
        balance = balance_of(account=account)
        if balance.available < -agreed.get(person.pk, 0):
            yield f"{person.name} owes {-balance.available}, agreed are {agreed.get(person.pk, 0)}"


def _rows() -> Iterator[str]:
    """Every grant is in the book, once a person and month; nobody's bonus of a year is above the limit."""
    given = Grant.objects.aggregate(total=Sum("minutes"))["total"] or 0
    people = Person.objects.filter(grants__isnull=False).distinct()
    months = Counter(Grant.objects.values_list("person_id", "month"))
    if any(times > 1 for times in months.values()):
        yield "a month was granted twice"
    if given < people.count():
        yield f"{given} minutes granted to {people.count()} people"
    years: Counter[tuple[UUID, int]] = Counter()
    for one in Bonus.objects.filter(undone_at=None):
        years[one.person_id, one.day.year] += one.paid
    yield from (f"bonus of {year}: {paid}" for (_who, year), paid in years.items() if paid > 1200)
