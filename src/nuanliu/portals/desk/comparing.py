"""Two entries side by side. What is sealed is compared and never shown: only whether it is the same."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from nuanliu.domain.people import sealing
from nuanliu.domain.people.models import Person
from nuanliu.platform import words
from nuanliu.platform.identifiers import masked_identity


@dataclass(frozen=True, slots=True)
class Compared:
    """One fact of both entries, and whether they agree (None where one of them does not know)."""

    label: str
    kept: str
    gone: str
    is_same: bool | None


def differences(*, kept: Person, gone: Person) -> list[Compared]:
    """The facts in the order in which a clerk checks them."""
    rows = zip(_facts(kept), _facts(gone), strict=True)
    return [
        Compared(label, _said(shown), _said(other), value == theirs if value and theirs else None)
        for (label, value, shown), (_label, theirs, other) in rows
    ]


def _said(shown: str) -> str:
    return shown or _("不知道")


def _facts(person: Person) -> Iterator[tuple[str, object, str]]:
    """(label, what is compared, what is shown)."""
    contact, identity = sealing.contact_of(person), sealing.identity_of(person)
    volunteer, elder = getattr(person, "volunteer", None), getattr(person, "elder", None)
    born = person.birth_date
    yield _("姓名"), person.name, person.name
    yield _("身份证号"), identity, masked_identity(identity) if identity else ""
    yield _("出生"), born, _("%(year)d 年") % {"year": born.year} if born else ""
    yield _("电话"), contact.phone, words.masked_phone(contact.phone) if contact.phone else ""
    yield _("住址"), contact.address, _("有") if contact.address else ""
    yield _("社区"), person.home_site_id, person.home_site.name
    yield _("老人"), None, _("是") if elder is not None else _("不是")
    yield _("志愿者编号"), None, volunteer.number if volunteer is not None else _("不是")
    yield _("哪天登记"), None, words.long_day(person.registered_at)
