"""A need that has been typed but not yet read back: kept in the clerk's own session, never in an address."""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest

KEPT = 8
"""A clerk has few calls open at once; older drafts are forgotten."""
SHELF = "hotline-drafts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What was typed (`service_text`, `when_text`) beside what was understood."""

    elder_id: str
    service_text: str
    when_text: str
    service_code: str
    starts_at: str
    minutes: int
    payer: str
    note: str
    is_hour_assumed: bool
    weekdays: list[int] = field(default_factory=list)
    """Of a need of every week; `starts_at` is then its first moment."""
    last_day: str = ""
    wishes: list[str] = field(default_factory=list)
    for_whom: str = "herself"
    times: int | None = None

    @property
    def is_weekly(self) -> bool:
        """Whether it comes again every week."""
        return bool(self.weekdays)

    @property
    def start(self) -> datetime:
        """When the help is to begin."""
        return datetime.fromisoformat(self.starts_at)


def keep_draft(*, request: HttpRequest, token: UUID, draft: Draft) -> None:
    """Keep it under the form's token; the same token again replaces it."""
    shelf = dict(request.session.get(SHELF, {}))
    shelf.pop(str(token), None)
    shelf[str(token)] = asdict(draft)
    request.session[SHELF] = dict(list(shelf.items())[-KEPT:])


def draft_of(*, request: HttpRequest, token: UUID, elder_id: UUID) -> Draft | None:
    """The draft kept under `token`, if it is for this old person and still there."""
    found = request.session.get(SHELF, {}).get(str(token))
    return Draft(**found) if found and found["elder_id"] == str(elder_id) else None
