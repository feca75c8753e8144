"""What is kept of somebody's papers and of what she had for coins, as plain data."""

from typing import Any

from nuanliu.domain.alliance.models import Handover, Redemption
from nuanliu.domain.passbook.booklets.models import Booklet, IssuedPaper
from nuanliu.domain.people.models import Person


def papers_kept(*, person: Person) -> list[dict[str, Any]]:
    """Booklets, slips, statements, goods off the shelf, courtesies, in the order of time; `kind` says which."""
    found: list[Any] = [
        (one.issued_at, "booklet", one.number, "", one.ended_at) for one in Booklet.objects.filter(person=person)
    ]
    found += [
        (one.issued_at, one.kind, one.number, one.service, None) for one in IssuedPaper.objects.filter(person=person)
    ]
    found += [
        (one.made_at, "goods", one.number, one.title, one.undone_at) for one in Handover.objects.filter(person=person)
    ]
    found += [
        (one.made_at, "courtesy", one.code, f"{one.shop.node.name} {one.title}", one.undone_at)
        for one in Redemption.objects.filter(person=person).select_related("shop__node")
    ]
    return [
        {"kind": kind, "number": number, "what": what, "at": at.isoformat(), "ended_at": ended and ended.isoformat()}
        for at, kind, number, what, ended in sorted(found, key=lambda one: one[:3])
    ]
