"""Papers with a number of their own: made once, found again ever after."""

from datetime import date, datetime
from uuid import UUID

from nuanliu.domain.ledger.statements import Statement
from nuanliu.domain.ledger.types import Unit
from nuanliu.domain.network.operations import next_number
from nuanliu.domain.passbook.booklets.codes import new_code
from nuanliu.domain.passbook.booklets.models import IssuedPaper
from nuanliu.domain.passbook.booklets.types import PaperKind
from nuanliu.domain.people.models import Person
from nuanliu.platform.ids import derived_id


def slip_of(*, site: UUID, visit: UUID) -> IssuedPaper | None:
    """The slip of a visit, if it has been issued."""
    return IssuedPaper.objects.select_related("person__home_site").filter(site_id=site, id=slip_id(visit)).first()


def slip_id(visit: UUID) -> UUID:
    """One slip a visit."""
    return derived_id(visit, "slip")


def issue_slip(
    *,
    person: Person,
    visit: UUID,
    transfer: UUID,
    unit: Unit,
    amount: int,
    minutes: int,
    day: date,
    service: str,
    recorded_by: str,
    at: datetime,
    actor: UUID | None,
) -> IssuedPaper:
    """The slip of a visit. The visit's row is locked, so its number is used."""
    return IssuedPaper.objects.create(
        site_id=person.home_site_id,
        id=slip_id(visit),
        kind=PaperKind.SLIP.value,
        number=next_number(site=person.home_site_id, series=PaperKind.SLIP.value),
        code=new_code(),
        person=person,
        unit=unit.value,
        amount=amount,
        transfer=transfer,
        visit=visit,
        minutes=minutes,
        first_day=day,
        last_day=day,
        service=service,
        recorded_by=recorded_by,
        issued_at=at,
        issued_by=actor,
    )


def statement_id(*, statement: Statement) -> UUID:
    """One paper for the same days with the same lines."""
    lines = f"{statement.opening.seq}-{statement.closing.seq}"
    return derived_id(statement.account.id, "statement", str(statement.first), str(statement.last), lines)


def issue_statement(
    *, person: Person, statement: Statement, unit: Unit, at: datetime, actor: UUID | None
) -> IssuedPaper:
    """The statement as a paper. The person's row is locked, so its number is used."""
    return IssuedPaper.objects.create(
        site_id=person.home_site_id,
        id=statement_id(statement=statement),
        kind=PaperKind.STATEMENT.value,
        number=next_number(site=person.home_site_id, series=PaperKind.STATEMENT.value),
        code=new_code(),
        person=person,
        unit=unit.value,
        amount=statement.closing.posted,
        first_day=statement.first,
        last_day=statement.last,
        from_seq=statement.opening.seq,
        to_seq=statement.closing.seq,
        recorded_by=person.home_site.name,
        issued_at=at,
        issued_by=actor,
    )
