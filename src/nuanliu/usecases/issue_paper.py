"""时间存单 and 对账单 as papers: a number and a code of their own, and the same bytes however often printed."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.audit.operations import record
from nuanliu.domain.care.models import Visit
from nuanliu.domain.care.operations import lock_visit
from nuanliu.domain.care.queries import access_visit
from nuanliu.domain.care.types import VisitState
from nuanliu.domain.ledger.queries import transfers_about
from nuanliu.domain.ledger.statements import Statement
from nuanliu.domain.ledger.types import Unit
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.passbook.booklets import issuing
from nuanliu.domain.passbook.booklets.models import IssuedPaper
from nuanliu.domain.passbook.booklets.types import PaperKind
from nuanliu.domain.people.forgetting import lock_person
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.queries import access_person
from nuanliu.platform.clock import local_date
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated

MOST_LINES = 5_000
"""Lines of one statement on paper: more are two papers."""


class UnableToIssue(Unable):
    """There is nothing to certify, or more than one paper holds."""


def access_slip_visit(*, actor: Actor, visit_id: UUID) -> Visit:
    """The visit, for its helper and for whoever prints papers at its site. Raises NotVisible."""
    visit = access_visit(actor=actor, visit_id=visit_id)
    if visit.volunteer_id != actor.id and not actor.may(Power.PASSBOOK_PRINT, path=visit.site.path):
        raise NotVisible
    return visit


def slip_for(*, actor: Actor, visit_id: UUID) -> IssuedPaper:
    """The slip that was issued for a visit. Raises NotVisible."""
    visit = access_slip_visit(actor=actor, visit_id=visit_id)
    found = issuing.slip_of(site=visit.volunteer.home_site_id, visit=visit.id)
    if found is None:
        raise NotVisible
    return found


@repeated
def issue_slip(*, actor: Actor, visit_id: UUID, now: datetime) -> IssuedPaper:
    """The slip of a certified visit; the same one every time. Raises UnableToIssue (not_credited), NotVisible."""
    with durable():
        seen = access_slip_visit(actor=actor, visit_id=visit_id)
        _need, visit = lock_visit(visit_id=visit_id)
        person = seen.volunteer
        known = issuing.slip_of(site=person.home_site_id, visit=visit_id)
        if known is not None:
            return known
        rows = transfers_about(site=person.home_site_id, subject=visit_id)
        credit = next((row for row in rows if row[0] == derived_id(visit.posted_as or visit_id, "credit")), None)
        if visit.state != VisitState.CREDITED or credit is None:
            raise UnableToIssue("not_credited", _("认定了、记进存折了，才有存单。"))
        transfer, _kind, _phase, unit, amount, _debit, _credit = credit
        paper = issuing.issue_slip(
            person=person,
            visit=visit_id,
            transfer=transfer,
            unit=unit,
            amount=amount,
            minutes=visit.counted_minutes or 0,
            day=local_date(seen.need.starts_at),
            service=seen.need.service.name,
            recorded_by=seen.site.name,
            at=now,
            actor=actor.id,
        )
        _note("slip.issued", paper, actor, now)
        return paper


@repeated
def issue_statement(*, actor: Actor, person: Person, statement: Statement, unit: Unit, now: datetime) -> IssuedPaper:
    """The statement as a paper; the same one for the same days and lines. The caller has checked who may see it.

    Raises UnableToIssue (too_long).
    """
    if statement.lines > MOST_LINES:
        words = _("这段日子有 %(lines)s 笔，一份最多 %(most)s 笔。请分成几段打。")
        raise UnableToIssue("too_long", str(words) % {"lines": statement.lines, "most": MOST_LINES})
    with durable():
        lock_person(person_id=person.pk)
        wanted = issuing.statement_id(statement=statement)
        known = IssuedPaper.objects.filter(site_id=person.home_site_id, id=wanted).first()
        if known is not None:
            return known
        paper = issuing.issue_statement(person=person, statement=statement, unit=unit, at=now, actor=actor.id)
        _note("statement.issued", paper, actor, now)
        return paper


def statement_for(*, actor: Actor, person_id: UUID, paper_id: UUID) -> IssuedPaper:
    """A statement that was issued to somebody whom the actor may see. Raises NotVisible."""
    person = access_person(actor=actor, person_id=person_id)
    rows = IssuedPaper.objects.select_related("person__home_site").filter(person=person, id=paper_id)
    found = rows.filter(kind=PaperKind.STATEMENT.value).first()
    if found is None:
        raise NotVisible
    return found


def _note(action: str, paper: IssuedPaper, actor: Actor, now: datetime) -> None:
    record(
        action=action,
        subject_type="person",
        subject_id=paper.person_id,
        occurred_at=now,
        actor_id=actor.id,
        site_id=paper.site_id,
        details={"number": paper.number, "unit": paper.unit},
    )
