"""The rows that make a figure: the same places, days and values as its cells, so that there are as many as it says."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import DurationField, ExpressionWrapper, F, Min, Q, QuerySet

from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.insights.facts.visits import standing_when
from nuanliu.domain.insights.periods import Period
from nuanliu.domain.insights.types import (
    COUNTED_VISIT,
    LONGER,
    NOBODY,
    NOT_TAKEN,
    OUTCOMES,
    UNKNOWN,
    WAITS,
    Dimension,
    Outcome,
    Role,
    Subject,
    born_between,
)
from nuanliu.domain.people.models import Elder, Person, Volunteer
from nuanliu.domain.people.types import VolunteerState
from nuanliu.platform.clock import at, local_date

_D = Dimension


def visits_in(*, under: str, period: Period, dimension: Dimension, value: str) -> QuerySet[Visit]:
    """Certified services of a period under a path, the newest first."""
    rows = Visit.objects.filter(
        standing_when("ended_at"),
        _under(under),
        state__in=COUNTED_VISIT,
        ended_at__gte=at(period.first, 0),
        ended_at__lt=at(period.after, 0),
    )
    asked: dict[Dimension, Q] = {
        _D.ALL: Q(),
        _D.SERVICE: Q(need__service__code=value),
        _D.HELPER_SEX: Q(volunteer__sex=value),
        _D.ELDER_SEX: Q(need__elder__sex=value),
        _D.UNIT: Q(unit=None) if value == NOBODY else Q(unit__code=value),
        _D.GRADE: Q(grade="" if value == UNKNOWN else value),
        _D.PAYER: Q(need__payer=value),
        _D.FACE: Q(face="" if value == UNKNOWN else value),
        _D.HELPER_AGE: _aged("volunteer__birth_date", value, period),
        _D.ELDER_AGE: _aged("need__elder__birth_date", value, period),
    }
    return rows.filter(asked[dimension]).select_related("need__service", "unit", "site").order_by("-ended_at", "id")


def needs_in(*, under: str, period: Period, dimension: Dimension, value: str) -> QuerySet[Need]:
    """Needs asked in a period under a path, the newest first."""
    rows: Any = Need.objects.filter(
        standing_when("submitted_at"),
        _under(under),
        submitted_at__gte=at(period.first, 0),
        submitted_at__lt=at(period.after, 0),
    )
    if dimension is _D.WAIT:
        rows = _waited(rows, value)
    else:
        service, _colon, outcome = value.partition(":")
        asked: dict[Dimension, Q] = {
            _D.ALL: Q(),
            _D.SERVICE: Q(service__code=value),
            _D.OUTCOME: _came_to(value),
            _D.SERVICE_OUTCOME: Q(service__code=service) & _came_to(outcome),
            _D.CHANNEL: Q(channel=value),
            _D.ELDER_SEX: Q(elder__sex=value),
            _D.ELDER_AGE: _aged("elder__birth_date", value, period),
        }
        rows = rows.filter(asked[dimension])
    found: QuerySet[Need] = rows.select_related("service", "site").order_by("-submitted_at", "id")
    return found


def _under(under: str) -> Q:
    return Q(site__standings__path__startswith=under)


def _came_to(outcome: str) -> Q:
    return Q(state__in=[state.value for state, known in OUTCOMES.items() if known == outcome])


def _aged(column: str, band: str, period: Period) -> Q:
    bounds = born_between(band=band, year=period.first.year)
    return Q(**{column: None}) if bounds is None else Q(**{f"{column}__range": bounds})


def _waited(rows: Any, band: str) -> Any:
    taken = rows.annotate(taken=Min("visits__taken_at"))
    if band == NOT_TAKEN:
        return taken.filter(taken=None)
    waited = taken.annotate(
        waited=ExpressionWrapper(F("taken") - F("submitted_at"), output_field=DurationField())
    ).exclude(taken=None)
    edges = [timedelta(days=-36_500), *(most for _code, most in WAITS)]
    codes = [code for code, _most in WAITS]
    if band == LONGER:
        return waited.filter(waited__gt=edges[-1])
    order = codes.index(band)
    return waited.filter(waited__gt=edges[order], waited__lte=edges[order + 1])


def people_in(*, under: str, dimension: Dimension, value: str, now: datetime) -> QuerySet[Person]:
    """Who is on the roll now under a path, by number of nothing: no name is needed to count."""
    rows = Person.objects.filter(home_site__path__startswith=under)
    volunteer, elder = Q(volunteer__state=VolunteerState.ACTIVE), Q(elder__isnull=False, closed_at=None)
    year = Period(local_date(now).replace(month=1, day=1), 12)
    asked: dict[Dimension, Q] = {
        _D.ROLE: volunteer if value == Role.VOLUNTEER else elder,
        _D.HELPER_AGE: volunteer & _aged("birth_date", value, year),
        _D.HELPER_SEX: volunteer & Q(sex=value),
        _D.UNIT: volunteer & (Q(branch=None) if value == NOBODY else Q(branch__code=value)),
        _D.ELDER_AGE: elder & _aged("birth_date", value, year),
        _D.ELDER_SEX: elder & Q(sex=value),
    }
    found = rows.filter(asked[dimension]).select_related("home_site", "branch", "volunteer", "elder")
    return found.order_by("-registered_at", "pk")


def joined_in(*, under: str, period: Period, role: Role) -> QuerySet[Any]:
    """Who came to the roll in a period: volunteers, or old people."""
    rows: QuerySet[Any]
    if role is Role.VOLUNTEER:
        rows = Volunteer.objects.filter(joined_on__gte=period.first, joined_on__lt=period.after).exclude(
            state=VolunteerState.APPLYING
        )
        return rows.filter(person__home_site__path__startswith=under).order_by("-joined_on", "pk")
    rows = Elder.objects.filter(registered_at__gte=at(period.first, 0), registered_at__lt=at(period.after, 0))
    return rows.filter(person__home_site__path__startswith=under).order_by("-registered_at", "pk")


OF_SUBJECT: dict[Subject, tuple[Dimension, ...]] = {
    Subject.VISIT: (
        _D.SERVICE, _D.HELPER_AGE, _D.HELPER_SEX, _D.ELDER_AGE, _D.ELDER_SEX, _D.UNIT, _D.GRADE, _D.PAYER,
        _D.FACE,
    ),
    Subject.NEED: (_D.OUTCOME, _D.SERVICE, _D.WAIT, _D.CHANNEL, _D.ELDER_AGE, _D.ELDER_SEX),
    Subject.PEOPLE: (_D.ROLE, _D.HELPER_AGE, _D.HELPER_SEX, _D.ELDER_AGE, _D.ELDER_SEX, _D.UNIT),
    Subject.JOINED: (_D.ROLE,),
    Subject.BOOK: (_D.FLOW,),
}  # fmt: skip
"""By what each subject can be told apart on the bureau's pages."""
UNSERVED = Outcome.UNSERVED.value


MOMENTS: dict[Subject, str] = {Subject.VISIT: "ended_at", Subject.NEED: "submitted_at", Subject.PEOPLE: "registered_at"}


def after_row(*, rows: QuerySet[Any], subject: Subject, at: Any) -> QuerySet[Any]:
    """The same rows, the oldest first, from after the one at (moment, id); "" for from the beginning."""
    moment, key = MOMENTS[subject], "pk" if subject is Subject.PEOPLE else "id"
    ordered = rows.order_by(moment, key)
    if not at:
        return ordered
    since, last = datetime.fromisoformat(at[0]), at[1]
    return ordered.filter(Q(**{f"{moment}__gt": since}) | Q(**{moment: since, f"{key}__gt": UUID(last)}))
