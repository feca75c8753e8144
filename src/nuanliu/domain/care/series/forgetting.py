"""What series and pairs say of a person in words; days, states and ids stay, they say why a need was made."""

from uuid import UUID

from django.db.models import Q

from nuanliu.domain.care.models import Need
from nuanliu.domain.care.series.models import FallbackTask, FirstAsked, Pair, Series, Wishes
from nuanliu.domain.care.series.types import LIVE_PAIR, LIVE_SERIES, PairState, SeriesState


def forget_series(*, person_id: UUID) -> None:
    """End what still runs, blank every free word and wish. Inside the caller's transaction."""
    series = Series.objects.filter(elder_id=person_id)
    series.filter(state__in=[state.value for state in LIVE_SERIES]).update(state=SeriesState.ENDED.value)
    series.update(note="", reason="", wishes=[])
    pairs = Pair.objects.filter(Q(elder_id=person_id) | Q(volunteer_id=person_id))
    pairs.filter(state__in=[state.value for state in LIVE_PAIR]).update(state=PairState.ENDED.value)
    pairs.update(reason="")
    Pair.objects.filter(substitute_id=person_id).update(substitute=None)
    FirstAsked.objects.filter(volunteer_id=person_id).delete()
    needs = list(Need.objects.filter(elder_id=person_id).values_list("id", flat=True))
    Wishes.objects.filter(need_id__in=needs).delete()
    FallbackTask.objects.filter(need_id__in=needs).update(reason="")
