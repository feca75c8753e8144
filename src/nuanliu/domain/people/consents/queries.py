"""Reading consents: what stands, what was asked, and the effects that other queries honour."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from nuanliu.domain.people.consents.texts import ConsentWords, accepted_versions, current_words
from nuanliu.domain.people.models import Consent, Elder, Person, Volunteer
from nuanliu.domain.people.types import ConsentPurpose
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.words import masked_name

FOR_ELDERS = (ConsentPurpose.SERVICE, ConsentPurpose.HEALTH, ConsentPurpose.SHARE_SHOP)
FOR_VOLUNTEERS = (
    ConsentPurpose.SERVICE,
    ConsentPurpose.LOCATION,
    ConsentPurpose.AT_DOOR,
    ConsentPurpose.HONOUR_NAME,
    ConsentPurpose.SHARE_SHOP,
    ConsentPurpose.SHARE_INSURER,
)


@dataclass(frozen=True, slots=True)
class Standing:
    """One purpose as it stands for a person: the text that is shown now, and her agreement in force, if any."""

    words: ConsentWords
    consent: Consent | None

    @property
    def is_given(self) -> bool:
        """Whether she has agreed, in words that still count."""
        return self.consent is not None and self.consent.text.version in accepted_versions(purpose=self.words.purpose)

    @property
    def is_outdated(self) -> bool:
        """Whether she agreed to words that no longer count, and has to be asked again."""
        return self.consent is not None and not self.is_given


def in_force(*, purpose: ConsentPurpose) -> QuerySet[Consent]:
    """The agreements to a purpose that count: not taken back, to words that need not be asked for again."""
    return Consent.objects.filter(
        purpose=purpose, withdrawn_at=None, text__version__in=accepted_versions(purpose=purpose)
    )


def has_consent(*, person_id: UUID, purpose: ConsentPurpose) -> bool:
    """Whether this person agrees to this purpose now."""
    return in_force(purpose=purpose).filter(person_id=person_id).exists()


def agreed_among(*, people: Iterable[UUID], purpose: ConsentPurpose) -> set[UUID]:
    """Those of `people` who agree to this purpose now: one question for a whole list."""
    return set(in_force(purpose=purpose).filter(person_id__in=list(people)).values_list("person_id", flat=True))


def purposes_for(*, person: Person) -> tuple[ConsentPurpose, ...]:
    """What this person is asked, by what she is to the scheme; a relative only for her own details."""
    wanted: list[ConsentPurpose] = [ConsentPurpose.SERVICE]
    if Elder.objects.filter(pk=person.pk).exists():
        wanted += FOR_ELDERS
    if Volunteer.objects.filter(pk=person.pk).exists():
        wanted += FOR_VOLUNTEERS
    return tuple(purpose for purpose in ConsentPurpose if purpose in wanted)


def standing_consents(*, person: Person) -> list[Standing]:
    """Every purpose this person is asked about, as it stands."""
    rows = Consent.objects.filter(person_id=person.pk, withdrawn_at=None).select_related("text")
    known = {row.purpose: row for row in rows}
    return [
        Standing(current_words(purpose=purpose), known.get(purpose.value)) for purpose in purposes_for(person=person)
    ]


def asked_now(*, rows: Iterable[Standing], person: Person, at: datetime) -> list[Standing]:
    """Those of `rows` that mean something now: a place at the door only where the Standard takes one, or it stands."""
    is_taken = standard_in_force(at=at, site=person.home_site_id).boolean("check_in_gps")
    return [one for one in rows if is_taken or one.consent or one.words.purpose != ConsentPurpose.AT_DOOR]


def consents_of(*, person_id: UUID) -> list[Consent]:
    """Every agreement of this person, taken back or not, newest first, with its text."""
    rows = Consent.objects.filter(person_id=person_id).select_related("text")
    return list(rows.order_by("-given_at", "-id"))


def published_names(*, people: Collection[UUID]) -> dict[UUID, str]:
    """How each may be named in public: whole for who agreed to boards of honour, else the family name only."""
    agreed = agreed_among(people=people, purpose=ConsentPurpose.HONOUR_NAME)
    rows = Person.objects.filter(Q(pk__in=list(people))).values_list("pk", "name")
    return {pk: name if pk in agreed else masked_name(name) for pk, name in rows}


def shared_name(*, person: Person) -> str:
    """What a shop of the alliance is told of a person: her name if she agreed, else nothing."""
    return person.name if has_consent(person_id=person.pk, purpose=ConsentPurpose.SHARE_SHOP) else ""


def insurable_among(*, people: Iterable[UUID]) -> set[UUID]:
    """Those whose details may go to the insurer."""
    return agreed_among(people=people, purpose=ConsentPurpose.SHARE_INSURER)
