"""Moving slips through their states. Called by use cases, inside their transaction, on locked rows."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.care.slips.models import Slip, SlipRange
from nuanliu.domain.care.slips.types import SLIP_STEPS, SlipState
from nuanliu.domain.network.models import Node
from nuanliu.domain.network.operations import next_number
from nuanliu.platform.errors import Unable
from nuanliu.platform.ids import derived_id

SERIES = "paper-slip"


class UnableToStepSlip(Unable):
    """The slip does not stand where this could be done."""


REFUSALS = {
    SlipState.ISSUED: _("这张单子还没有用过。"),
    SlipState.ENTERED: _("这个单号正在等复核，不能再录。"),
    SlipState.USED: _("这个单号已经用过了。"),
    SlipState.VOID: _("这张单子已经作废了。"),
    SlipState.MISSING: _("这张单子登记为找不到了。请先记“找到了”。"),
}
"""Why a slip that stands there cannot do what was asked."""


def issue_range(*, range_id: UUID, site: Node, holder: Node, count: int, at: datetime, actor: UUID | None) -> SlipRange:
    """A new pad with the site's next `count` numbers, and every slip of it."""
    first = next_number(site=site.pk, series=SERIES, count=count)
    made = SlipRange.objects.create(
        site=site, id=range_id, first=first, last=first + count - 1, holder=holder, issued_at=at, issued_by=actor
    )
    Slip.objects.bulk_create(
        Slip(
            site=site,
            id=derived_id(range_id, str(number)),
            range_id=range_id,
            number=number,
            state=SlipState.ISSUED,
            stated_at=at,
            stated_by=actor,
        )
        for number in range(made.first, made.last + 1)
    )
    return made


def lock_slips(*, site: UUID, numbers: Iterable[int]) -> dict[int, Slip]:
    """The slips of these numbers that exist, locked in the order of their numbers."""
    rows = Slip.objects.select_for_update(no_key=True).filter(site_id=site, number__in=sorted(set(numbers)))
    return {slip.number: slip for slip in rows.order_by("number")}


def step_slip(
    *,
    slip: Slip,
    to: SlipState,
    at: datetime,
    actor: UUID | None,
    reason: str = "",
    visit_id: UUID | None = None,
) -> None:
    """Write the new state. Raises UnableToStepSlip, whose code is where the slip stands."""
    stands = SlipState(slip.state)
    if to not in SLIP_STEPS[stands]:
        raise UnableToStepSlip(stands.value, REFUSALS[stands], field="number")
    facts = {"state": to.value, "stated_at": at, "stated_by": actor, "reason": reason, "visit_id": visit_id}
    Slip.objects.filter(site_id=slip.site_id, id=slip.id).update(**facts)
    for name, value in facts.items():
        setattr(slip, name, value)
