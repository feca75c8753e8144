"""The same help for the same old person near the same hour: said before it is placed, and it may still be placed."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from nuanliu.domain.care.models import Need
from nuanliu.domain.care.queries import needs_of
from nuanliu.domain.care.types import LIVE_NEED
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform import words
from nuanliu.portals.hotline.drafts import Draft


def twins_of(*, elder_id: UUID, draft: Draft) -> list[Need]:
    """Her live needs of the same service less than the Standard's hours away from the draft."""
    near = timedelta(hours=standard_in_force(at=draft.start).integer("duplicate_need_hours"))
    rows = needs_of(elder_id=elder_id).filter(
        service__code=draft.service_code,
        starts_at__gt=draft.start - near,
        starts_at__lt=draft.start + near,
        state__in=[state.value for state in LIVE_NEED],
    )
    return list(rows.order_by("starts_at", "id"))


def said_of(twin: Need) -> str:
    """One that is there already, with whoever wrote it down meanwhile in mind."""
    said = {"number": twin.number, "when": words.moment(twin.starts_at)}
    return _("已经有一个一样的：第 %(number)d 号，%(when)s。") % said


def unseen(*, twins: Iterable[Need], seen: Iterable[str]) -> list[Need]:
    """Those that were not on the page when the clerk pressed: a colleague was faster."""
    known = set(seen)
    return [twin for twin in twins if str(twin.id) not in known]
