"""Telling the people on a list about their gathering."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from nuanliu.domain.gatherings.models import Gathering, Signup
from nuanliu.domain.notices.operations import Told, tell_many
from nuanliu.domain.notices.types import NoticeKind

LAPSING = frozenset(
    {
        NoticeKind.GATHERING_IN,
        NoticeKind.GATHERING_UP,
        NoticeKind.GATHERING_CHANGED,
        NoticeKind.GATHERING_TOMORROW,
    }
)


def facts_of(gathering: Gathering) -> dict[str, str | int]:
    """What every notice about a gathering says of it."""
    return {
        "gathering": gathering.title,
        "place": gathering.place,
        "starts_at": gathering.starts_at.isoformat(),
        "site_phone": gathering.site.phone,
    }


def tell_list(
    *,
    gathering: Gathering,
    signups: Iterable[Signup],
    kind: NoticeKind,
    at: datetime,
    without: UUID | None = None,
    **more: str | int,
) -> None:
    """Tell everybody of `signups` but who acts herself; groups that are not made of persons have nobody to tell."""
    params = {**facts_of(gathering), **more}
    told = [
        Told(person=signup.person, kind=kind, subject=gathering.id, params=params)
        for signup in signups
        if signup.person is not None and signup.person_id != without
    ]
    lapses = gathering.starts_at if kind in LAPSING else None
    tell_many(told=told, site=gathering.site_id, at=at, lapses_at=lapses)
