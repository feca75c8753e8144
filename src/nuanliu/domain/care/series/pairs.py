"""Reading pairs, and who is asked first. Everything a person sees goes through here with the one who asks."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.care.rules import acts_for_elder
from nuanliu.domain.care.series.models import FirstAsked, Pair
from nuanliu.domain.care.series.types import LIVE_PAIR, FirstState, PairState
from nuanliu.domain.care.types import VisitState
from nuanliu.domain.network.reach import within
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.types import ProxyPower
from nuanliu.platform.errors import NotVisible


def _pairs() -> QuerySet[Pair]:
    return Pair.objects.select_related("site", "elder__elder", "volunteer", "substitute")


def access_pair(*, actor: Actor, pair_id: UUID) -> Pair:
    """One pair. Raises NotVisible but for its two people, who may see for the old person, and the site's staff."""
    found = _pairs().filter(id=pair_id).first()
    if found is None:
        raise NotVisible
    is_staff = actor.may(Power.BOARD_SEE, path=found.site.path)
    is_side = acts_for_elder(actor=actor, elder_id=found.elder_id, power=ProxyPower.SEE)
    if not is_staff and not is_side and actor.id != found.volunteer_id:
        raise NotVisible
    return found


def pairs_of(*, person_id: UUID) -> list[Pair]:
    """The pairs of an old person or of a volunteer that stand or are asked for."""
    rows = _pairs().filter(Q(elder_id=person_id) | Q(volunteer_id=person_id))
    return list(rows.filter(state__in=[state.value for state in LIVE_PAIR]).order_by("asked_at", "id"))


def pairs_asked_of(*, elder_id: UUID) -> list[Pair]:
    """Pairings that wait for the old person's yes or no."""
    rows = _pairs().filter(elder_id=elder_id, state=PairState.ASKED.value, elder_agreed_at=None)
    return list(rows.order_by("asked_at", "id"))


def pairs_within(*, actor: Actor) -> QuerySet[Pair]:
    """All pairs of the sites whose board the actor may see."""
    return _pairs().filter(within(paths=actor.paths(Power.BOARD_SEE), column="site__path"))


_CAME = [state.value for state in (VisitState.SERVED, VisitState.CONFIRMED, VisitState.CERTIFIED, VisitState.CREDITED)]


def has_visited(*, volunteer_id: UUID, elder_id: UUID) -> bool:
    """Whether these two have met: she has helped her before."""
    return Visit.objects.filter(volunteer_id=volunteer_id, need__elder_id=elder_id, state__in=_CAME).exists()


def met_by(*, person_id: UUID, is_elder: bool, limit: int = 12) -> list[Person]:
    """Whom an old person's helpers, or a volunteer's old people, were: the last first, without her live pairs."""
    whom, other = ("need__elder_id", "volunteer_id") if is_elder else ("volunteer_id", "need__elder_id")
    rows = Visit.objects.filter(**{whom: person_id}, state__in=_CAME).order_by("-taken_at")
    seen = list(dict.fromkeys(rows.values_list(other, flat=True)[:200]))
    paired = {one.volunteer_id if is_elder else one.elder_id for one in pairs_of(person_id=person_id)}
    ids = [one for one in seen if one not in paired][:limit]
    people = {person.pk: person for person in Person.objects.filter(pk__in=ids, closed_at=None, died_on=None)}
    return [people[one] for one in ids if one in people]


def who_is_asked_first(*, elder_id: UUID, on: date) -> tuple[Pair, UUID] | None:
    """The pair whose turn it is on that day, and whom to ask: the helper, or who stands in for her."""
    states = [PairState.ACTIVE.value, PairState.PAUSED.value]
    for pair in _pairs().filter(elder_id=elder_id, state__in=states).order_by("asked_at", "id"):
        if pair.state == PairState.ACTIVE:
            return pair, pair.volunteer_id
        is_back = pair.paused_until is not None and on > pair.paused_until
        if is_back:
            return pair, pair.volunteer_id
        if pair.substitute_id is not None:
            return pair, pair.substitute_id
    return None


def asked_first(*, volunteer_id: UUID, now: datetime) -> QuerySet[FirstAsked]:
    """What this helper is asked before everybody, and may still take."""
    rows = FirstAsked.objects.filter(volunteer_id=volunteer_id, state=FirstState.WAITING.value, until__gt=now)
    return rows.filter(need__state="open").select_related("need__service", "need__elder", "need__site")


def kept_for(*, need: Need, now: datetime) -> UUID | None:
    """For whom a need is kept at `now`; None if anybody may take it."""
    rows = FirstAsked.objects.filter(site_id=need.site_id, need_id=need.id, state=FirstState.WAITING.value)
    return rows.filter(until__gt=now).values_list("volunteer_id", flat=True).first()
