"""What needs and visits say of a person in words; times, minutes and states stay, they are the reasons of the book."""

from uuid import UUID

from django.db.models import Q

from nuanliu.domain.care.certifying.models import Asking
from nuanliu.domain.care.disputes.models import Dispute, Ruling, Saying
from nuanliu.domain.care.invitations.models import Invitation
from nuanliu.domain.care.models import Declined, Need, Visit
from nuanliu.domain.care.series.forgetting import forget_series
from nuanliu.domain.care.types import LIVE_NEED, STANDING_VISIT, VisitState
from nuanliu.domain.care.watching.models import Incident
from nuanliu.domain.care.watching.places import forget_distances

UNFINISHED_VISIT = STANDING_VISIT - {VisitState.CREDITED}


def unfinished_of(*, person_id: UUID) -> int:
    """How many needs or visits of this person are not over: as long as there is one, nobody is forgotten."""
    needs = Need.objects.filter(elder_id=person_id, state__in=[state.value for state in LIVE_NEED]).count()
    waiting = [state.value for state in UNFINISHED_VISIT]
    about = Q(volunteer_id=person_id) | Q(need__elder_id=person_id)
    return needs + Visit.objects.filter(about, state__in=waiting).count()


def subjects_of(*, person_id: UUID) -> list[UUID]:
    """Ids of the needs and visits of this person."""
    needs = list(Need.objects.filter(elder_id=person_id).values_list("id", flat=True))
    about = Q(volunteer_id=person_id) | Q(need_id__in=needs)
    return [*needs, *Visit.objects.filter(about).values_list("id", flat=True)]


def needs_served_by(*, person_id: UUID) -> list[UUID]:
    """Ids of others' needs that this person took: others were told of her there."""
    return list(Visit.objects.filter(volunteer_id=person_id).values_list("need_id", flat=True))


def forget_in_care(*, person_id: UUID) -> None:
    """Blank every free word of needs and visits that concern this person."""
    needs = Need.objects.filter(elder_id=person_id)
    about = Q(volunteer_id=person_id) | Q(need_id__in=list(needs.values_list("id", flat=True)))
    Visit.objects.filter(about).update(helper_note="", decision_note="", cancel_reason="")
    visits = list(Visit.objects.filter(about).values_list("id", flat=True))
    Asking.objects.filter(visit_id__in=visits).update(question="—", answer="")
    Incident.objects.filter(visit_id__in=visits).update(words="—", handled="")
    disputes = list(Dispute.objects.filter(visit_id__in=visits).values_list("id", flat=True))
    Saying.objects.filter(dispute_id__in=disputes).update(words="")
    Ruling.objects.filter(dispute_id__in=disputes).update(words="", second_words="")
    needs.update(note="", return_reason="", cancel_reason="")
    Declined.objects.filter(volunteer_id=person_id).delete()
    Invitation.objects.filter(volunteer_id=person_id).delete()
    forget_distances(person_id=person_id)
    forget_series(person_id=person_id)
