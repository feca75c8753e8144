"""The short form of the simulated month; `make month` plays 300 volunteers, 200 old people and 2,000 needs."""

from datetime import timedelta

import pytest

from nuanliu.domain.audit.models import Event
from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.ledger.types import Unit
from nuanliu.domain.passbook.accounts import Holder
from nuanliu.domain.passbook.operations import open_with_paper_line
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.ids import new_id
from tests.campaigns.month.cast import SHORT
from tests.campaigns.month.reckoning import findings
from tests.campaigns.month.whole import play
from tests.support.tampering import run_past_guards

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]
HAPPENED = (
    "no-show", "given back", "cancelled", "changed", "weekly need", "urgent need", "for a couple", "task: nobody",
    "came (asked by the desk)", "certified", "voided", "batch signed", "batch returned", "batch reversed",
    "old page taken", "gathering certified", "roll returned", "slip void", "stray slip", "returned", "mended",
    "dispute", "asked back", "incident", "breach: late",
)  # fmt: skip


def swallow_an_event() -> str:
    """A visit was certified, and the log does not say so."""
    event = Event.objects.filter(action="visit.certified").latest("recorded_at")
    run_past_guards("DELETE FROM audit_event WHERE id = %s", [event.pk])
    return f"visit {event.subject_id} by the log"


def double_a_credit() -> str:
    """Half an hour more in somebody's book, under an id of its own: the book itself is right."""
    found = Visit.objects.filter(state="credited", counted_minutes__gt=0).select_related("volunteer")
    visit = found.latest("certified_at")
    person, version = visit.volunteer, standard_in_force(at=visit.certified_at).version_id
    open_with_paper_line(
        id=new_id(), holder=Holder(person.pk, person.home_site_id), unit=Unit.TIME, amount=30, memo="", actor=None,
        occurred_at=visit.ended_at, standard_version=version,
    )  # fmt: skip
    return f"{person.name} time: "


def forget_a_need() -> str:
    """A need waits, and stands on no list."""
    need = Need.objects.filter(state="open").latest("starts_at")
    Need.objects.filter(id=need.id).update(state="cancelled")
    return "a need that is open is not on the list waiting"


def breach_a_deadline() -> str:
    """A decision is overdue on the page, and nobody was late."""
    visit = Visit.objects.filter(state="confirmed", paused="").latest("confirmed_at")
    Visit.objects.filter(id=visit.id).update(confirmed_at=visit.confirmed_at - timedelta(days=30))
    return "against the law: 1 too many on the list"


FAULTS = (swallow_an_event, double_a_credit, forget_a_need, breach_a_deadline)


def test_a_month_leaves_nothing_in_limbo_every_figure_is_right_and_planted_faults_are_found() -> None:
    played = play(SHORT)
    assert played.on_the_way == []
    assert findings(played.month, played.papers, played.end) == []
    assert [name for name in HAPPENED if not played.month.done[name]] == []
    planted = [plant() for plant in FAULTS]
    found = findings(played.month, played.papers, played.end)
    assert [name for name in planted if not any(name in one for one in found)] == [], found
