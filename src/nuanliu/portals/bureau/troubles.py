"""What does not agree, each as one sentence with a link to where it can be looked into."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from nuanliu.domain.ledger.reconciliation import Disagreement, Mismatch
from nuanliu.platform import words
from nuanliu.portals.ui.book import ACCOUNTS, UNITS
from nuanliu.portals.ui.statuses import status_of
from nuanliu.usecases.reconcile import Reconciliation, StaleHold


@dataclass(frozen=True, slots=True)
class Trouble:
    """One sentence; where it leads, and what the link says."""

    words: str
    href: str
    link: str


def troubles_of(found: Reconciliation, *, may_read_audit: bool) -> Iterator[Trouble]:
    """Everything that does not agree."""
    for one in found.trial.disagreements:
        yield _disagreement(found, one)
    for stale in found.stale:
        yield _stale(found, stale, may_read_audit=may_read_audit)


def _disagreement(found: Reconciliation, one: Disagreement) -> Trouble:
    facts = {
        "site": found.names.get(one.site, str(one.site)),
        "other": found.names.get(one.other, "") if one.other else "",
        "unit": str(UNITS[one.unit]),
        "kind": str(ACCOUNTS[one.kind]) if one.kind else "",
        "stands": words.amount(one.stands, one.unit.value),
        "should": words.amount(one.should, one.unit.value),
    }
    here = reverse("bureau:reconciliation-site", args=[one.site])
    if one.code is Mismatch.UNIT_NOT_ZERO:
        said = _("%(site)s的%(unit)s账户加起来应该是 0，现在是 %(stands)s。")
        return Trouble(said % facts, here, _("看这个站点"))
    if one.code is Mismatch.CLEARING_OPEN:
        said = _("%(site)s和%(other)s的%(unit)s往来没有抵平：账上是 %(stands)s，照对方应是 %(should)s。")
        return Trouble(said % facts, here, _("看这个站点"))
    if one.code is Mismatch.BALANCE_OFF:
        said = _("%(site)s的%(kind)s（%(unit)s）：余额写着 %(stands)s，照账页应是 %(should)s。")
    else:
        said = _("%(site)s的%(unit)s：余额里预留 %(stands)s，还没用的预留是 %(should)s。")
    return Trouble(said % facts, reverse("bureau:books"), _("逐笔查账"))


def _stale(found: Reconciliation, stale: StaleHold, *, may_read_audit: bool) -> Trouble:
    hold = stale.hold
    facts = {
        "site": found.names.get(hold.site, str(hold.site)),
        "still": words.amount(hold.still, hold.unit.value),
        "number": stale.number or "",
        "state": str(status_of(stale.state.value).word) if stale.state else "",
        "day": words.short_day(hold.expires_at) if hold.expires_at else "",
    }
    if stale.state is None:
        said = _("%(site)s有一笔预留 %(still)s，找不到它的需求。")
    elif stale.is_overdue:
        said = _("%(site)s第 %(number)s 号需求预留的 %(still)s，%(day)s就该退回，还没有退。")
    else:
        said = _("%(site)s第 %(number)s 号需求已经是“%(state)s”，预留的 %(still)s 还没有退回。")
    if may_read_audit and stale.need is not None:
        return Trouble(said % facts, f"{reverse('bureau:audit')}?subject={stale.need}", _("看它的经过"))
    return Trouble(said % facts, reverse("bureau:site", args=[hold.site]), _("看这个站点"))
