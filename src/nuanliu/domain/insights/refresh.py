"""Bringing the summaries up to date: the marked days anew, and the book's log from where it was left off.

A day's cells are always made from its rows, never added to, so that whatever changed (late, corrected, voided) they end
right. The journal of the book only grows: its lines are added, each once, in the order of the sealed log.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Sum as SumOf

from nuanliu.domain.insights.facts.needs import needs_on
from nuanliu.domain.insights.facts.people import joined_on, people_now
from nuanliu.domain.insights.facts.visits import visits_on
from nuanliu.domain.insights.models import Cell, Freshness, Mark, Tail
from nuanliu.domain.insights.standings import path_on, paths_of
from nuanliu.domain.insights.types import NOW, Dimension, Key, Slice, Span, Subject, Sum
from nuanliu.domain.ledger.seals.tail import Flow, moved_between, sealed_lengths
from nuanliu.platform.clock import local_date
from nuanliu.platform.db import durable
from nuanliu.platform.retry import repeated

BY_DAY: dict[Subject, Callable[..., Slice]] = {
    Subject.VISIT: visits_on,
    Subject.NEED: needs_on,
    Subject.JOINED: joined_on,
}
MARKS_AT_ONCE = 2000
LINES_AT_ONCE = 20_000
_WRITE = 1000


def refresh(*, now: datetime) -> int:
    """Bring everything up to date. Returns how many days and batches were made anew; a second run finds none."""
    return _refresh_marked(now=now) + _refresh_book()


@repeated
def _hold() -> Freshness:
    Freshness.objects.bulk_create([Freshness(id=1)], ignore_conflicts=True)
    return Freshness.objects.select_for_update().get(pk=1)


def _refresh_marked(*, now: datetime) -> int:
    done = 0
    while True:
        made, is_last = _one_batch(now=now)
        done += made
        if is_last:
            return done


@repeated
def _one_batch(*, now: datetime) -> tuple[int, bool]:
    """The oldest marks, in one transaction: what they name is made anew, and they are gone."""
    with durable():
        held = _hold()
        marks = list(Mark.objects.order_by("id")[:MARKS_AT_ONCE])
        stale: defaultdict[tuple[Subject, date], set[UUID]] = defaultdict(set)
        for mark in marks:
            subject = Subject(mark.subject)
            stale[subject, NOW if subject is Subject.PEOPLE else local_date(mark.moment)].add(mark.site_id)
        year = local_date(now).year
        months: defaultdict[tuple[Subject, date], set[UUID]] = defaultdict(set)
        for (subject, day), sites in sorted(stale.items()):
            if subject is Subject.PEOPLE:
                continue
            put_day(subject=subject, day=day, sites=sites)
            months[subject, day.replace(day=1)] |= sites
        for (subject, month), sites in months.items():
            put_month(subject=subject, month=month, sites=sites)
        new_year = held.year != year
        if new_year:
            put_people(year=year, sites=None)
        elif (Subject.PEOPLE, NOW) in stale:
            put_people(year=year, sites=stale[Subject.PEOPLE, NOW])
        Mark.objects.filter(pk__in=[mark.pk for mark in marks]).delete()
        Freshness.objects.filter(pk=1).update(at=now, year=year)
        return len(stale) + int(new_year), len(marks) < MARKS_AT_ONCE


def put_day(*, subject: Subject, day: date, sites: Collection[UUID] | None) -> None:
    """One day's cells of some sites (None: of all), made from its rows. Inside the caller's transaction."""
    old = Cell.objects.filter(subject=subject, span=Span.DAY, start=day)
    (old if sites is None else old.filter(site__in=sites)).delete()
    write(subject=subject, span=Span.DAY, start=day, found=BY_DAY[subject](day=day, sites=sites))


def put_people(*, year: int, sites: Collection[UUID] | None) -> None:
    """Who is on the roll now. Inside the caller's transaction."""
    old = Cell.objects.filter(subject=Subject.PEOPLE, span=Span.NOW, start=NOW)
    (old if sites is None else old.filter(site__in=sites)).delete()
    write(subject=Subject.PEOPLE, span=Span.NOW, start=NOW, found=people_now(year=year, sites=sites))


def put_month(*, subject: Subject, month: date, sites: Collection[UUID] | None) -> None:
    """A month's cells: the sums of its days. Inside the caller's transaction."""
    old = Cell.objects.filter(subject=subject, span=Span.MONTH, start=month)
    after = (month.replace(day=28) + (date(2000, 1, 5) - date(2000, 1, 1))).replace(day=1)
    days = Cell.objects.filter(subject=subject, span=Span.DAY, start__gte=month, start__lt=after)
    if sites is not None:
        old, days = old.filter(site__in=sites), days.filter(site__in=sites)
    old.delete()
    rows = days.values_list("site_id", "path", "dimension", "value").annotate(SumOf("count"), SumOf("amount"))
    found = {
        Key(site, path, Dimension(dimension), value): Sum(count, amount)
        for site, path, dimension, value, count, amount in rows.order_by()
    }
    write(subject=subject, span=Span.MONTH, start=month, found=found)


def write(*, subject: Subject, span: Span, start: date, found: Slice) -> None:
    """The cells as rows."""
    Cell.objects.bulk_create(
        (
            Cell(
                subject=subject,
                dimension=key.dimension,
                span=span,
                start=start,
                site_id=key.site,
                path=key.path,
                value=key.value,
                count=told.count,
                amount=told.amount,
            )
            for key, told in found.items()
        ),
        batch_size=_WRITE,
    )


def flow_code(flow: Flow) -> str:
    """The flow as the value of a cell."""
    return f"{flow.unit}:{flow.kind}:{flow.phase}:{flow.giver}:{flow.taker}"


def _refresh_book() -> int:
    """Of every site's sealed log what has not been counted."""
    counted = dict(Tail.objects.values_list("site_id", "position"))
    behind = [site for site, length in sealed_lengths().items() if counted.get(site, 0) < length]
    return sum(_count_log(site=site) for site in behind)


def _count_log(*, site: UUID) -> int:
    done = 0
    while _count_some(site=site):
        done += 1
    return done


@repeated
def _count_some(*, site: UUID) -> bool:
    """Add the next lines of a site's log to its days and months; False if there are none."""
    with durable():
        _hold()
        Tail.objects.bulk_create([Tail(site_id=site)], ignore_conflicts=True)
        start = Tail.objects.get(pk=site).position
        stop = min(sealed_lengths().get(site, 0), start + LINES_AT_ONCE)
        if stop <= start:
            return False
        paths = paths_of(site=site)
        days: set[date] = set()
        sums: dict[tuple[date, Key], Sum] = {}
        for moved in moved_between(site=site, start=start, stop=stop):
            key = Key(site, path_on(paths=paths, day=moved.day), Dimension.FLOW, flow_code(moved.flow))
            sums.setdefault((moved.day, key), Sum()).add(moved.count, moved.amount)
            days.add(moved.day)
        _add_to_days(site, sums, days)
        for month in {day.replace(day=1) for day in days}:
            put_month(subject=Subject.BOOK, month=month, sites={site})
        Tail.objects.filter(pk=site).update(position=stop)
        return True


def _add_to_days(site: UUID, sums: dict[tuple[date, Key], Sum], days: Iterable[date]) -> None:
    known = Cell.objects.filter(subject=Subject.BOOK, span=Span.DAY, start__in=list(days), site=site)
    by_key = {(cell.start, cell.path, cell.value): cell for cell in known}
    new = []
    for (day, key), told in sums.items():
        cell = by_key.get((day, key.path, key.value))
        if cell is None:
            cell = Cell(
                subject=Subject.BOOK, dimension=Dimension.FLOW, span=Span.DAY, start=day, site_id=site, path=key.path,
                value=key.value, count=0, amount=0,
            )  # fmt: skip
            new.append(cell)
        cell.count += told.count
        cell.amount += told.amount
    Cell.objects.bulk_update(by_key.values(), ["count", "amount"], batch_size=_WRITE)
    Cell.objects.bulk_create(new, batch_size=_WRITE)
