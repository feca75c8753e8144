"""What everybody may see: lists on public notice, and the halls of honour."""

from nuanliu.domain.honours.models import Commendation, Place
from nuanliu.domain.honours.types import CampaignState, PlaceState
from nuanliu.platform.errors import NotVisible


def on_notice() -> list[Commendation]:
    """The commendations whose list is in public notice."""
    return list(Commendation.objects.filter(state=CampaignState.NOTICE.value).order_by("-year"))


def awarded_years() -> list[int]:
    """Years with a hall of honour, the newest first."""
    rows = Commendation.objects.filter(state=CampaignState.AWARDED.value).order_by("-year")
    return list(rows.values_list("year", flat=True))


def awarded_in(*, year: int) -> Commendation:
    """The year's commendation, once awards were given. Raises NotVisible."""
    found = Commendation.objects.filter(state=CampaignState.AWARDED.value, year=year).first()
    if found is None:
        raise NotVisible
    return found


def public_places(*, commendation: Commendation) -> list[Place]:
    """Who is on the list: those for whom no objection was upheld."""
    rows = Place.objects.filter(category__commendation=commendation, taken_off_at=None)
    rows = rows.exclude(state=PlaceState.REMOVED.value).select_related("category", "frozen__category")
    return list(rows.defer("frozen__facts").order_by("category__position", "rank", "pk"))
