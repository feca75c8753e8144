"""Which Standard is in force, and each version as it was published."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from django.db.models import Q, QuerySet

from nuanliu.domain.standards.models import StandardValue, StandardVersion
from nuanliu.domain.standards.places import places_above
from nuanliu.domain.standards.types import Standard, frozen_values

Published = tuple[UUID, UUID | None, datetime, datetime | None, int, bool]
"""A published version: its id, the place it is for, since when, until when, its number, whether it reaches below."""


class NoStandard(LookupError):  # noqa: N818 (a missing installation step, never a person's mistake)
    """No version of the whole city's Standard is in force at that moment."""


def in_force(at: datetime) -> Q:
    """Versions that govern the moment `at`, wherever."""
    return Q(effective_from__lte=at) & (Q(withdrawn_at=None) | Q(withdrawn_at__gt=at))


def standard_in_force(*, at: datetime, site: UUID | None = None, above: Sequence[UUID] | None = None) -> Standard:
    """The Standard that governs `at` at `site`: the nearest place's own version, else the city's.

    `above` names the places between city and site, outermost first; left out, the network is asked where any of them
    has rules. One small query; the numbers themselves are kept in the process, because a published version never
    changes. Raises NoStandard.
    """
    columns = ("id", "scope_node", "effective_from", "withdrawn_at", "number", "reaches_below")
    return governing(published=list(StandardVersion.objects.values_list(*columns)), at=at, site=site, above=above)


def standards_at(*, wanted: Iterable[tuple[datetime, UUID]]) -> dict[tuple[datetime, UUID], Standard]:
    """`standard_in_force` for many moments and sites: one query, and where places between have rules one a site."""
    columns = ("id", "scope_node", "effective_from", "withdrawn_at", "number", "reaches_below")
    published = list(StandardVersion.objects.values_list(*columns))
    is_asked = any(wide for *_rest, wide in published)
    above: dict[UUID, Sequence[UUID]] = {}
    found = {}
    for at, site in wanted:
        if site not in above:
            above[site] = places_above(place=site) if is_asked else ()
        found[at, site] = governing(published=published, at=at, site=site, above=above[site])
    return found


def governing(
    *, published: Sequence[Published], at: datetime, site: UUID | None = None, above: Sequence[UUID] | None = None
) -> Standard:
    """The same, out of these versions. Raises NoStandard."""
    if above is None:
        is_asked = site is not None and any(wide and place != site for _, place, _, _, _, wide in published)
        above = places_above(place=site) if is_asked and site is not None else ()
    places: list[UUID | None] = [None, *above]
    if site is not None:
        places.append(site)
    found = [
        (places.index(place), since, number, version)
        for version, place, since, until, number, _wide in published
        if place in places and since <= at and (until is None or until > at)
    ]
    if not found:
        message = f"no Standard is in force at {at.isoformat()}"
        raise NoStandard(message)
    return standard_by_id(version_id=max(found)[-1])


@lru_cache(maxsize=256)
def _composed(version_id: UUID) -> Standard:
    version = StandardVersion.objects.get(pk=version_id)
    own = dict(StandardValue.objects.filter(version_id=version_id).values_list("key", "value"))
    beneath = dict(_composed(version.base_id).values) if version.base_id else {}
    return Standard(
        version_id=version.id,
        number_of_version=version.number,
        title=version.title,
        effective_from=version.effective_from,
        values=frozen_values(beneath | own),
        scope_node=version.scope_node,
    )


def standard_by_id(*, version_id: UUID) -> Standard:
    """The Standard that a posting or decision recorded. Raises StandardVersion.DoesNotExist."""
    return _composed(version_id)


def published_versions() -> QuerySet[StandardVersion]:
    """Every version ever published, newest first, withdrawn ones too."""
    return StandardVersion.objects.order_by("-number")
