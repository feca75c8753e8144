"""How those on a list are named: organisations by their name, people in public only with their consent."""

from collections.abc import Sequence
from uuid import UUID

from nuanliu.domain.honours.models import Frozen
from nuanliu.domain.people.consents.queries import published_names
from nuanliu.domain.people.models import Person


def people_of(row: Frozen) -> set[UUID]:
    """The people that a row is about; nobody for an organisation."""
    return {UUID(one) for one in row.people}


def full_names(*, rows: Sequence[Frozen]) -> dict[UUID, str]:
    """For those who run the commendation; one query."""
    wanted = {one for row in rows for one in people_of(row)}
    return _joined(rows, dict(Person.objects.filter(pk__in=wanted).values_list("pk", "name")))


def public_names(*, rows: Sequence[Frozen]) -> dict[UUID, str]:
    """For everybody: whole with consent, else the family name only. Asked anew whenever it is shown."""
    return _joined(rows, published_names(people={one for row in rows for one in people_of(row)}))


def _joined(rows: Sequence[Frozen], names: dict[UUID, str]) -> dict[UUID, str]:
    return {
        row.pk: row.title or "、".join(names.get(one, "") for one in sorted(people_of(row)) if names.get(one))
        for row in rows
    }
