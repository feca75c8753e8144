"""How likely each helper says yes, learned from what became of invitations: for proposals and nothing else.

Smoothed towards what is usual, so that one no weighs little, and kept from the floor, so that nobody is given up.
No page shows it: it is no mark of a person. The Standard switches it off; then it is forgotten.
"""

from datetime import datetime

from django.db.models import Count, Q

from nuanliu.domain.care.invitations.models import Invitation
from nuanliu.domain.care.invitations.types import InvitationState
from nuanliu.domain.dispatch.models import Acceptance
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.domain.standards.types import Standard
from nuanliu.platform.db import durable
from nuanliu.platform.retry import repeated

_YES = InvitationState.ACCEPTED.value
_HEARD = [_YES, InvitationState.DECLINED.value, InvitationState.EXPIRED.value]


def usual_chance(*, standard: Standard) -> int:
    """Thousandths: what is thought of somebody who was never asked."""
    return 10 * standard.integer("dispatch_usual_percent")


def chance_of(*, yes: int, heard: int, standard: Standard) -> int:
    """Thousandths, from so many yes among so many askings that were answered or ran out.

    Nobody is thought less likely than the Standard's least: she is asked now and then, and may surprise.
    """
    weight = standard.integer("dispatch_usual_answers")
    likely = round((1000 * yes + usual_chance(standard=standard) * weight) / (heard + weight))
    return max(10 * standard.integer("dispatch_least_percent"), likely)


@repeated
def learn_acceptance(*, now: datetime) -> int:
    """Reckon everybody anew from the askings of the Standard's days; gives for how many helpers.

    Off: what was learned is removed.
    """
    standard = standard_in_force(at=now)
    if not standard.boolean("dispatch_learns"):
        with durable():
            return Acceptance.objects.all().delete()[0]
    rows = Invitation.objects.filter(
        asked_at__gte=now - standard.span("dispatch_learn_days"), state__in=_HEARD
    ).order_by()
    counts = rows.values_list("volunteer_id").annotate(yes=Count("id", filter=Q(state=_YES)), heard=Count("id"))
    learned = [
        Acceptance(
            person_id=who, chance=chance_of(yes=yes, heard=heard, standard=standard), asked=heard, learned_at=now
        )
        for who, yes, heard in counts
    ]
    with durable():
        Acceptance.objects.exclude(person_id__in=[one.person_id for one in learned]).delete()
        Acceptance.objects.bulk_create(
            learned,
            batch_size=500,
            update_conflicts=True,
            unique_fields=["person"],
            update_fields=["chance", "asked", "learned_at"],
        )
    return len(learned)
