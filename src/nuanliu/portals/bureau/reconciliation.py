"""对账: the trial balance of the city or of one site, what sites owe each other, and all that does not agree."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from nuanliu.domain.ledger.reconciliation import Trial, TrialRow
from nuanliu.domain.ledger.types import AccountKind, Unit
from nuanliu.domain.network.types import Power
from nuanliu.platform.clock import local_date
from nuanliu.platform.errors import Unable, Words
from nuanliu.portals.bureau.frame import show
from nuanliu.portals.bureau.troubles import Trouble, troubles_of
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.book import ACCOUNTS, UNITS
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.exports import Cell, export
from nuanliu.portals.ui.forms import ActForm
from nuanliu.portals.ui.paging import link_with
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.portals.ui.statements import PRESETS, Period, period_of, said
from nuanliu.usecases.reconcile import Reconciliation, check_everything, last_check, reconciled


@dataclass(slots=True)
class Line:
    """One row of the trial balance as shown; `words` empty for a unit's sum."""

    words: Words
    accounts: int = 0
    opening: int = 0
    came_in: int = 0
    went_out: int = 0
    closing: int = 0
    held: int = 0

    def add(self, row: TrialRow) -> None:
        """Add one row of the book."""
        self.accounts += row.accounts
        self.opening += row.opening
        self.came_in += row.came_in
        self.went_out += row.went_out
        self.closing += row.closing
        self.held += row.held or 0


@dataclass(slots=True)
class Table:
    """All kinds of account of one unit, and their sum: nothing, in a book that is right."""

    unit: str
    unit_words: Words
    total: Line
    lines: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class SiteRow:
    """One site among all: its sums by unit, what it reserves."""

    name: str
    href: str
    accounts: int = 0
    savings: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    held: int = 0
    holds: int = 0
    off: int = 0


@dataclass(frozen=True, slots=True)
class PairRow:
    """What two sites owe each other in one unit."""

    site: str
    other: str
    unit: str
    unit_words: Words
    stands: int
    mirrored: int
    difference: int


def tables_of(rows: Iterable[TrialRow]) -> list[Table]:
    """The trial balance by unit; clearing accounts of all other sites together."""
    lines: dict[tuple[Unit, AccountKind], Line] = {}
    totals: dict[Unit, Line] = {}
    for row in rows:
        key = row.key.unit, row.key.kind
        lines.setdefault(key, Line(ACCOUNTS[row.key.kind])).add(row)
        totals.setdefault(row.key.unit, Line("")).add(row)
    return [
        Table(
            unit.value,
            UNITS[unit],
            totals[unit],
            [lines[unit, kind] for kind in AccountKind if (unit, kind) in lines],
        )
        for unit in Unit
        if unit in totals
    ]


def sites_of(found: Reconciliation, question: str) -> list[SiteRow]:
    """Every site with its sums."""
    rows: dict[UUID, SiteRow] = {}
    for row in found.trial.rows:
        site = row.key.site
        if site not in rows:
            href = reverse("bureau:reconciliation-site", args=[site])
            rows[site] = SiteRow(found.names.get(site, str(site)), f"{href}{'?' if question else ''}{question}")
        rows[site].accounts += row.accounts
        if row.key.kind is AccountKind.SAVINGS:
            rows[site].savings[row.key.unit] += row.closing
            rows[site].held += row.held or 0
    for (site, _unit), held in found.trial.holds.items():
        if site in rows:
            rows[site].holds += held.holds
    for one in found.trial.disagreements:
        rows[one.site].off += 1
    for stale in found.stale:
        if stale.hold.site in rows:
            rows[stale.hold.site].off += 1
    return sorted(rows.values(), key=lambda row: (-row.off, row.name))


def pairs_of(found: Reconciliation) -> list[PairRow]:
    """What sites owe each other, those that differ first."""
    pairs = [
        PairRow(
            site=found.names.get(pair.site, str(pair.site)),
            other=found.names.get(pair.other, str(pair.other)),
            unit=pair.unit.value,
            unit_words=UNITS[pair.unit],
            stands=pair.stands,
            mirrored=pair.mirrored,
            difference=pair.difference,
        )
        for pair in found.trial.pairs
    ]
    return sorted(pairs, key=lambda pair: (pair.difference == 0, pair.site, pair.other, pair.unit))


def _found(request: HouseRequest, site: UUID | None) -> tuple[Period, Reconciliation]:
    period = period_of(request)
    last = None if period.last >= local_date(request.now) else period.last
    return period, reconciled(actor=request.actor, first=period.first, last=last, now=request.now, site=site)


def _context(request: HouseRequest, period: Period, found: Reconciliation) -> dict[str, Any]:
    trial: Trial = found.trial
    troubles: list[Trouble] = list(troubles_of(found, may_read_audit=request.actor.has(Power.AUDIT_READ)))
    return {
        "period": period,
        "form": period.form,
        "presets": [
            (code, label, link_with(request, period=code, first_day=None, last_day=None))
            for code, label in PRESETS.items()
        ],
        "is_now": trial.last is None,
        "tables": tables_of(trial.rows),
        "pairs": pairs_of(found),
        "holds": sum(held.holds for held in trial.holds.values()),
        "troubles": troubles,
        "question": request.GET.urlencode(),
    }


@require_safe
@opens_with(Power.BOOKS_CHECK)
def reconciliation(request: HouseRequest) -> HttpResponse:
    """The whole city."""
    period, found = _found(request, None)
    context = _context(request, period, found)
    context |= {
        "sites": sites_of(found, request.GET.urlencode()),
        "last_check": last_check(),
        "act": ActForm(),
        "export_url": reverse("bureau:reconciliation-file"),
    }
    return show(request, "bureau/reconciliation.html", context)


@require_safe
@opens_with(Power.BOOKS_CHECK)
def one_site(request: HouseRequest, site_id: UUID) -> HttpResponse:
    """One site."""
    period, found = _found(request, site_id)
    name = found.names.get(site_id, "")
    context = _context(request, period, found)
    context |= {
        "site_name": name,
        "site_id": site_id,
        "export_url": reverse("bureau:reconciliation-site-file", args=[site_id]),
        "crumbs": [(reverse("bureau:reconciliation"), gettext_lazy("对账")), ("", name or gettext_lazy("站点"))],
    }
    return show(request, "bureau/reconciliation_site.html", context)


@require_safe
@opens_with(Power.BOOKS_CHECK)
def reconciliation_file(request: HouseRequest, site_id: UUID | None = None) -> HttpResponse:
    """Every row of the book behind the page, one a line, as a workbook."""
    period, found = _found(request, site_id)
    return export(table=list(_table(period, found)), name="reconciliation", kind="xlsx")


@require_POST
@opens_with(Power.BOOKS_CHECK)
def check_now(request: HouseRequest) -> HttpResponse:
    """Check every line now and keep the result, as the night does."""
    if not ActForm(request.POST).is_valid():
        messages.error(request, _("这一页放久了。请再按一次按钮。"))
        return see_other("bureau:reconciliation")
    try:
        wrong = check_everything(now=request.now, actor=request.actor)
    except Unable as refusal:
        messages.error(request, str(refusal.words))
    else:
        found_wrong = _("查完了，有 %(count)d 处对不上。") % {"count": wrong}
        if wrong:
            messages.error(request, found_wrong)
        else:
            messages.success(request, _("查完了，账是对的。"))
    return see_other("bureau:reconciliation")


def _table(period: Period, found: Reconciliation) -> Iterator[list[Cell]]:
    yield [_("期间"), f"{period.first.isoformat()} – {period.last.isoformat()}"]
    yield [str(one) for one in _HEAD]
    for row in found.trial.rows:
        unit = row.key.unit
        yield [
            found.names.get(row.key.site, str(row.key.site)),
            str(UNITS[unit]),
            str(ACCOUNTS[row.key.kind]),
            found.names.get(row.key.other, "") if row.key.other else "",
            row.accounts,
            said(row.opening, unit),
            said(row.came_in, unit),
            said(row.went_out, unit),
            said(row.closing, unit),
            said(row.held, unit) if row.held is not None else "",
        ]
    for trouble in troubles_of(found, may_read_audit=False):
        yield [_("对不上"), str(trouble.words)]


_HEAD = (
    gettext_lazy("站点"),
    gettext_lazy("单位"),
    gettext_lazy("账户"),
    gettext_lazy("对方站点"),
    gettext_lazy("账户数"),
    gettext_lazy("期初"),
    gettext_lazy("存入"),
    gettext_lazy("支出"),
    gettext_lazy("期末"),
    gettext_lazy("预留"),
)
