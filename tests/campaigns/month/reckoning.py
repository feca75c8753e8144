"""The end of the month: book, audit log, lists, pages and slips beside the model; everything that does not agree."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

import time_machine
from django.db.models import Sum
from django.urls import reverse

from nuanliu.domain.audit.chain import seal_events
from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.care.series.models import Occurrence
from nuanliu.domain.care.slips.models import Slip
from nuanliu.domain.insights.check import check_summaries
from nuanliu.domain.insights.refresh import refresh
from nuanliu.domain.ledger.models import Account, Entry, Transfer
from nuanliu.platform import clock
from nuanliu.usecases.check_audit import check_audit
from nuanliu.usecases.reconcile import check_everything, stale_holds
from nuanliu.usecases.seal_books import seal_books
from tests.campaigns.month.from_audit import Replay
from tests.campaigns.month.lists import Lists, breaches, limbo
from tests.campaigns.month.plain import COUNTED, DECIDE, DECIDE_BY_LAW, HERE, Plain
from tests.support.office import browser_of

if TYPE_CHECKING:
    from tests.campaigns.month.cast import Cast
    from tests.campaigns.month.paper import Papers
    from tests.campaigns.month.play import Month

OUTCOMES = {
    "served": {"certified", "credited"}, "unserved": {"unserved"}, "waiting": {"submitted", "returned", "open"},
    "under_way": {"matched", "serving", "served", "confirmed", "disputed"}, "cancelled": {"cancelled", "voided"},
}  # fmt: skip


def findings(month: "Month", papers: "Papers", now: datetime) -> list[str]:
    """Everything that does not agree; empty at the end of a right month."""
    cast, replay = month.cast, Replay()
    told: Counter[str] = Counter()
    wrong = [*_books(now), *_people(cast), *_rows(cast.plain), *_audit(cast.plain, replay), *_slips(papers)]
    wrong += _weekly(month)
    for site in cast.sites:
        lists = Lists(cast.at(site.pk, "judge"), now)
        wrong += [*limbo(cast.plain, site.pk, lists, told), *breaches(cast, site.pk, lists)]
    cast.done |= Counter({f"at the end: {name}": count for name, count in told.items()})
    return [*wrong, *_pages(cast, replay, now)]


def _books(now: datetime) -> Iterator[str]:
    """The book, its seals, what is set aside for nobody, and the chain of the log."""
    seal_books(now=clock.now())
    seal_events(now=clock.now())
    if wrong := check_everything(now=clock.now()):
        yield f"{wrong} things wrong with the books"
    if wrong := check_audit(now=clock.now()):
        yield f"{wrong} things wrong with the log"
    yield from (f"set aside for a need that is {one.state}" for one in stale_holds(now=now))
    refresh(now=clock.now())
    yield from (str(wrong) for wrong in check_summaries(now=clock.now()))


def _people(cast: "Cast") -> Iterator[str]:
    """Credits are the certified counted minutes, to the unit; what old people paid is what was used of theirs."""
    accounts = {(one.owner, one.unit): one.id for one in Account.objects.filter(kind="savings")}
    sums = dict(Entry.objects.values_list("account_id").annotate(total=Sum("amount")).order_by())

    def stands(who: Any, unit: str) -> int:
        return sums.get(accounts.get((who, unit)), 0) or 0

    for person in cast.volunteers:
        for unit in ("honour", "time", "coin"):
            wanted = cast.plain.has(person.pk, unit)
            if stands(person.pk, unit) != wanted:
                yield f"{person.name} {unit}: {stands(person.pk, unit)} in the book, {wanted} by the model"
    for person in cast.elders:
        wanted = cast.plain.saved[person.pk] - cast.plain.spent(person.pk)
        if stands(person.pk, "time") != wanted:
            yield f"{person.name}: {stands(person.pk, 'time')} left in the book, {wanted} by the model"
            yield from _paid(cast.plain, person.pk, accounts[person.pk, "time"])


def _paid(plain: Plain, elder: Any, account: Any) -> Iterator[str]:
    """Which of her visits the book and the model do not pay for alike."""
    lines = dict(Entry.objects.filter(account_id=account).values_list("transfer_id", "amount"))
    paid: Counter[Any] = Counter()
    for transfer, subject in Transfer.objects.filter(id__in=lines).values_list("id", "subject"):
        paid[subject] -= lines[transfer]
    for one in plain.visits.values():
        if one.need.elder == elder and paid[one.id] != one.own:
            facts = f"{one.state}, {one.counted} counted, {one.need.held} set aside, corrected: {one.is_corrected}"
            yield f"  visit {one.id} ({facts}): {paid[one.id]} by the book, {one.own} of {one.most_own} by the model"


def _rows(plain: Plain) -> Iterator[str]:
    """Every row stands where the model has it."""
    for need_id, state in Need.objects.values_list("id", "state"):
        if need_id not in plain.needs or plain.needs[need_id].state != state:
            yield f"need {need_id}: {state}, by the model {getattr(plain.needs.get(need_id), 'state', 'unknown')}"
    for visit_id, state, counted in Visit.objects.values_list("id", "state", "counted_minutes"):
        line = plain.visits.get(visit_id)
        minutes = (counted or 0) if state in COUNTED else 0
        if line is None or (line.state, line.counted) != (state, minutes):
            told = (line.state, line.counted) if line else "unknown"
            yield f"visit {visit_id}: {state} {minutes}, by the model {told}"


def _audit(plain: Plain, replay: Replay) -> Iterator[str]:
    """What the log says was done comes to the same."""
    for need_id, line in replay.plain.needs.items():
        mine = plain.needs.get(need_id)
        if mine is None or mine.state != line.state:
            yield f"need {need_id} by the log: {line.state}, by the model {mine and mine.state}"
    for visit_id, mine in plain.visits.items():
        line = replay.plain.visits.get(visit_id)
        if line is None or (line.state, line.counted, line.paused) != (mine.state, mine.counted, mine.paused):
            told = line and (line.state, line.counted, line.paused)
            yield f"visit {visit_id} by the log: {told}, by the model {(mine.state, mine.counted, mine.paused)}"
    for name in ("tasks", "late_given_back"):
        if getattr(plain, name) != getattr(replay.plain, name):
            yield f"{name}: {getattr(replay.plain, name)} by the log, {getattr(plain, name)} by the model"


def _slips(papers: "Papers") -> Iterator[str]:
    """Each number once, where the model has it."""
    for slip_id, state in Slip.objects.values_list("id", "state"):
        if papers.state[slip_id] != state:
            yield f"slip {slip_id}: {state}, by the model {papers.state[slip_id]}"


def _weekly(month: "Month") -> Iterator[str]:
    """A series has made each of its days within the fortnight once."""
    for series_id, (weekdays, first, last) in month.weekly.items():
        rows = Occurrence.objects.filter(series_id=series_id)
        made = sorted(rows.values_list("day", flat=True))
        if not made:
            yield f"series {series_id} has made nothing"
            continue
        days = [day for day in _days(first, min(last, made[-1])) if day.isoweekday() in weekdays]
        if made != days:
            yield f"series {series_id}: {made}, by the calendar {days}"


def _days(first: Any, last: Any) -> list[Any]:
    return [first.fromordinal(number) for number in range(first.toordinal(), last.toordinal() + 1)]


# -- pages


def _pages(cast: "Cast", replay: Replay, now: datetime) -> Iterator[str]:
    """The figures that people see are those counted from the log, and those of the model."""
    with time_machine.travel(now, tick=False):
        for site in cast.sites:
            shown = _desk_shows(cast, site.pk)
            for source, counted in (
                ("model", _desk(cast.plain, site.pk, now)),
                ("log", _desk(replay.plain, site.pk, now)),
            ):
                yield from _apart(f"desk of {site.name} by the {source}", shown, counted)
        for place in (None, *cast.sites):
            shown = _bureau_shows(cast, place)
            sites = {place.pk} if place else {one.pk for one in cast.sites}
            for source, plain in (("model", cast.plain), ("log", replay.plain)):
                yield from _apart(f"bureau, {place and place.name}, by the {source}", shown, _bureau(plain, sites, now))


def _apart(where: str, shown: dict[str, Any], counted: dict[str, Any]) -> Iterator[str]:
    for name, value in counted.items():
        if shown[name] != value:
            yield f"{where}: {name} is {shown[name]} on the page, {value} counted"


def _desk_shows(cast: "Cast", site: Any) -> dict[str, Any]:
    browser = browser_of(cast.at(site, "judge"))
    board = browser.get(reverse("desk:board")).context
    shown = {stack.code: stack.count for stack in board["all"]} | {"nobody": board["nobody"]}
    certifying, watch = (browser.get(reverse(f"desk:{name}")).context for name in ("certifying", "watch"))
    shown |= {name: certifying[name] for name in ("count", "disputes", "breaches")}
    shown |= {"asked": len(certifying["asked"]), "decided late": certifying["late"] + certifying["breaches"]}
    seen = watch["watched"]
    return shown | {"silent": len(seen.silent), "incidents": len(watch["incidents"])}


def _desk(plain: Plain, site: Any, now: datetime) -> dict[str, int]:
    waits = [visit for visit in plain.standing(site, "confirmed") if not visit.paused]
    columns = {
        "review": "submitted",
        "returned": "returned",
        "waiting": "open",
        "matched": "matched",
        "serving": "serving",
    }
    silent = [visit for visit in plain.standing(site, "served") if visit.ended and (now - visit.ended).days >= 3]
    return {
        **{code: len(plain.needs_at(site, state)) for code, state in columns.items()},
        "late": len(plain.late(now, site)),
        "confirm": len(plain.standing(site, "served")),
        "certify": len(plain.standing(site, "confirmed")),
        "nobody": sum(plain.needs[one].site == site for one in plain.tasks),
        "count": len(waits),
        "decided late": sum(plain.is_undecided(one, now, DECIDE) for one in waits),
        "breaches": sum(plain.is_undecided(one, now, DECIDE_BY_LAW) for one in waits),
        "asked": sum(one.paused == "asked" for one in plain.standing(site, "confirmed")),
        "disputes": sum(one.need.site == site and one.paused == "disputed" for one in plain.visits.values()),
        "silent": len(silent),
        "incidents": plain.incidents[site],
    }


def _bureau_shows(cast: "Cast", place: Any) -> dict[str, Any]:
    asked = {"period": "2026-11", **({"place": place.code} if place else {})}
    found = browser_of(cast.bureau[0]).get(reverse("bureau:home"), asked).context["overview"]
    shown = {name: getattr(found.now, name) for name in ("needs", "services", "served_minutes", *OUTCOMES)}
    return shown | {"late": found.due.late, "breaches": found.due.breaches, "open": found.due.open_needs}


def _bureau(plain: Plain, sites: set[Any], now: datetime) -> dict[str, int]:
    """Needs asked in November, services that ended in it, what is late now."""
    mine = [need for need in plain.needs.values() if need.site in sites and _in_november(need.asked)]
    visits = [one for one in plain.visits.values() if one.need.site in sites]
    counted = [one for one in visits if one.state in COUNTED and one.ended and _in_november(one.ended)]
    return {
        "needs": len(mine),
        **{name: sum(need.state in states for need in mine) for name, states in OUTCOMES.items()},
        "services": len(counted),
        "served_minutes": sum(one.counted for one in counted),
        "late": sum(plain.is_undecided(one, now, DECIDE) for one in visits),
        "breaches": sum(plain.is_undecided(one, now, DECIDE_BY_LAW) for one in visits),
        "open": sum(need.site in sites and need.state == "open" for need in plain.needs.values()),
    }


def _in_november(moment: datetime) -> bool:
    return (moment.astimezone(HERE).year, moment.astimezone(HERE).month) == (2026, 11)
