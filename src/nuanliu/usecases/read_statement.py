"""Statements with what people want to know of each line: the visit, who certified it, which Standard counted it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from nuanliu.domain.care.models import Visit
from nuanliu.domain.care.queries import visits_by_id
from nuanliu.domain.ledger.statements import (
    AccountFacts,
    Statement,
    StatementLine,
    account_facts,
    accounts_at,
    statement_lines,
    statement_of,
)
from nuanliu.domain.ledger.types import AccountRef, Unit
from nuanliu.domain.network.models import Node
from nuanliu.domain.network.queries import sites
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.passbook import accounts
from nuanliu.domain.passbook.accounts import Holder
from nuanliu.domain.people.models import Person
from nuanliu.domain.standards.queries import standard_by_id
from nuanliu.domain.standards.types import Standard
from nuanliu.platform.errors import NotVisible

MOST_FOUND = 50


@dataclass(frozen=True, slots=True)
class ToldLine:
    """One line; `certifier` is a name or empty, `visit` and `standard` None where there is none."""

    line: StatementLine
    visit: Visit | None
    certifier: str
    standard: Standard | None


@dataclass(frozen=True, slots=True)
class AnyAccount:
    """An account with the names of its owner and its site. `person` is None for a site's own account."""

    facts: AccountFacts
    site: Node
    owner: str
    person: Person | None
    other_site: str
    """The other site of a clearing account."""


def statement_of_person(*, person: Person, unit: Unit, first: date, last: date) -> Statement:
    """A person's account of one unit between two days. The caller has checked who may see the person."""
    holder = Holder(person.pk, person.home_site_id)
    return statement_of(account=accounts.savings(holder=holder, unit=unit), first=first, last=last)


def told_lines(*, statement: Statement, after: int | None = None, count: int = 50) -> list[ToldLine]:
    """The next lines of a statement after number `after`; a fixed number of queries."""
    lines = statement_lines(statement=statement, after=after, count=count)
    visits = visits_by_id(ids=[line.subject for line in lines if line.subject is not None])
    deciders = {line.transfer: decider for line in lines if (decider := _decider(line, visits)) is not None}
    names = dict(Person.objects.filter(pk__in=set(deciders.values())).values_list("pk", "name"))
    return [
        ToldLine(
            line=line,
            visit=visits.get(line.subject) if line.subject is not None else None,
            certifier=names[deciders[line.transfer]] if deciders.get(line.transfer) in names else "",
            standard=standard_by_id(version_id=line.standard_version) if line.standard_version else None,
        )
        for line in lines
    ]


def _decider(line: StatementLine, visits: dict[UUID, Visit]) -> UUID | None:
    """Who certified the visit; for a line without one, who posted it."""
    visit = visits.get(line.subject) if line.subject is not None else None
    return visit.certified_by if visit is not None and line.reverses is None else line.actor


def any_account(*, actor: Actor, site: UUID, account: UUID) -> AnyAccount:
    """Any account of any site, for the bureau's auditors. Raises NotVisible."""
    if not actor.has(Power.AUDIT_READ):
        raise NotVisible
    facts = account_facts(account=AccountRef(site, account))
    place = Node.objects.filter(pk=site).first()
    if facts is None or place is None:
        raise NotVisible
    return _named(facts, place, Person.objects.select_related("home_site").filter(pk=facts.owner).first())


def accounts_of_site(*, actor: Actor, site: UUID) -> list[AnyAccount]:
    """A site's own accounts, every row of the busy ones, for the bureau's auditors. Raises NotVisible."""
    if not actor.has(Power.AUDIT_READ):
        raise NotVisible
    place = sites().filter(pk=site).first()
    if place is None:
        raise NotVisible
    found = accounts_at(site=site, owner=site)
    others = {facts.code for facts in found if facts.code}
    names = {str(pk): name for pk, name in Node.objects.filter(pk__in=others).values_list("pk", "name")}
    return [AnyAccount(facts, place, place.name, None, names.get(facts.code, "")) for facts in found]


def accounts_named(*, actor: Actor, name: str) -> list[tuple[Person, list[AccountFacts]]]:
    """Accounts of everybody of this whole name or volunteer's number, for the bureau's auditors. Raises NotVisible."""
    if not actor.has(Power.AUDIT_READ):
        raise NotVisible
    if not name:
        return []
    rows = Person.objects.select_related("home_site", "volunteer").order_by("home_site__name", "pk")
    found = list(rows.filter(name=name)[:MOST_FOUND]) or list(rows.filter(volunteer__number__iexact=name)[:MOST_FOUND])
    return [(person, accounts_at(site=person.home_site_id, owner=person.pk)) for person in found]


def _named(facts: AccountFacts, place: Node, person: Person | None) -> AnyAccount:
    other = Node.objects.filter(pk=facts.code).values_list("name", flat=True).first() if facts.code else None
    return AnyAccount(facts, place, person.name if person else place.name, person, other or "")
