"""The certificates of a year, in one run: one for each person or organisation that was commended."""

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from nuanliu.domain.certificates.facts import Award
from nuanliu.domain.certificates.models import Batch
from nuanliu.domain.honours.models import Commendation, Place
from nuanliu.domain.honours.naming import people_of
from nuanliu.domain.honours.queries import access_commendation
from nuanliu.domain.honours.shown import public_places
from nuanliu.domain.honours.types import CampaignState
from nuanliu.domain.network.queries import city
from nuanliu.domain.network.types import Actor
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.ids import derived_id
from nuanliu.usecases.commend.locking import insist_on
from nuanliu.usecases.issue_certificates import issue_certificates


def issue_papers(*, actor: Actor, commendation_id: UUID, check_address: str, now: datetime) -> Batch:
    """Hand the awards of the year over to be made into certificates. Again finds the same batch.

    Raises UnableToCommend (not_now), UnableToCertify, NotVisible.
    """
    found = access_commendation(actor=actor, commendation_id=commendation_id)
    insist_on(found, CampaignState.AWARDED)
    issuer = city()
    if issuer is None:
        raise NotVisible
    return issue_certificates(
        actor=actor,
        issuer_id=issuer.pk,
        name=found.title,
        awards=[award for place in public_places(commendation=found) for award in _awards(found, place)],
        with_seal=False,
        check_address=check_address,
        token=papers_token(commendation=found),
        now=now,
    )


def papers_token(*, commendation: Commendation) -> UUID:
    """Follows from the commendation, so that there is one batch of its certificates."""
    return derived_id(commendation.pk, "papers")


def batch_of(*, commendation: Commendation) -> Batch | None:
    """The batch, once it was asked for."""
    identity = derived_id(papers_token(commendation=commendation), "certificates")
    return Batch.objects.filter(pk=identity).first()


def _awards(found: Commendation, place: Place) -> list[Award]:
    """One for an organisation or a volunteer, one for everybody of a family."""
    people = sorted(people_of(place.frozen))
    if not people:
        return [_award(found, place, derived_id(place.pk, "certificate"), None)]
    return [_award(found, place, derived_id(place.pk, "certificate", str(person)), person) for person in people]


def _award(found: Commendation, place: Place, key: UUID, person: UUID | None) -> Award:
    figures = place.frozen.figures
    return Award(
        key=key,
        title=place.category.name,
        words=_("在 %(year)s 年的助老志愿服务中表现突出，特发此证。") % {"year": found.year},
        person_id=person,
        unit_id=None if person else place.frozen.subject_id,
        minutes=figures.get("minutes") or 0,
        services=figures.get("services") or 0,
        first_day=date(found.year, 1, 1),
        last_day=found.freeze_day,
    )
