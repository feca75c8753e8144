"""Everything that is kept of one person, as plain data: to see, to print, to carry away."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from nuanliu.domain.audit.queries import Records, events_matching
from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.care.watching.places import distances_kept
from nuanliu.domain.gatherings.models import Signup
from nuanliu.domain.ledger.types import Unit
from nuanliu.domain.network.types import Actor
from nuanliu.domain.notices.models import Notice, Preference
from nuanliu.domain.notices.types import Topic
from nuanliu.domain.notices.wording import words_of
from nuanliu.domain.passbook.accounts import Holder
from nuanliu.domain.passbook.queries import passbook_lines, savings_of
from nuanliu.domain.people.consents.queries import consents_of, published_names, shared_name
from nuanliu.domain.people.joining.models import Application, Paper, Qualification, SpecialStatus, TrainingRecord
from nuanliu.domain.people.models import Elder, Person, Proxy, Relation, Volunteer
from nuanliu.domain.people.queries import access_data_of, contact_of, door_code_of, emergency_of, helper_note_of
from nuanliu.domain.people.sealing import identity_of
from nuanliu.platform.words import masked_name
from nuanliu.usecases.choose_channels import chosen_of
from nuanliu.usecases.my_family_data import family_data
from nuanliu.usecases.my_papers import papers_kept

FORMAT = "nuanliu-person/1"
MOST_LINES = 100_000
LOOKS = (
    "person.revealed",
    "person.changed",
    "consent.given",
    "consent.withdrawn",
    "pin_card.issued",
    "account.closing_asked",
    "account.closing_taken_back",
)
"""What others did with somebody's data, as far as it is written down."""


def export_person(*, actor: Actor, person_id: UUID, now: datetime) -> dict[str, Any]:
    """Everything kept of this person, for JSON. The desk has given its reason before. Raises NotVisible."""
    person = access_data_of(actor=actor, person_id=person_id)
    return {
        "format": FORMAT,
        "made_at": now.isoformat(),
        "person": _person(person),
        "elder": _elder(person),
        "volunteer": _volunteer(person),
        "joining": _joining(person),
        "relatives": _relatives(person),
        "proxies": _proxies(person),
        "consents": _consents(person),
        "needs": _needs(person),
        "visits": _visits(person),
        "gatherings": _gatherings(person),
        "passbook": _passbook(person),
        "family": family_data(person=person),
        "papers": papers_kept(person=person),
        "notices": _notices(person),
        "told_how": _told_how(person),
    }


def looks_at(*, actor: Actor, person_id: UUID) -> Records:
    """What others did with this person's data, newest first. Raises NotVisible."""
    access_data_of(actor=actor, person_id=person_id)
    return (
        events_matching(subject_id=person_id).filter(action__in=LOOKS).exclude(Q(actor_id=None) | Q(actor_id=person_id))
    )


def _day(value: date | datetime | None) -> str | None:
    return value.isoformat() if value is not None else None


def _person(person: Person) -> dict[str, Any]:
    contact = contact_of(person=person)
    return {
        "name": person.name,
        "sex": person.sex,
        "birth_date": _day(person.birth_date),
        "identity": identity_of(person),
        "phone": contact.phone,
        "address": contact.address,
        "street": person.street,
        "ethnicity": person.ethnicity,
        "political_status": person.political_status,
        "latitude": str(person.latitude) if person.latitude is not None else None,
        "longitude": str(person.longitude) if person.longitude is not None else None,
        "site": person.home_site.name,
        "branch": person.branch.name if person.branch else None,
        "account": person.login.username,
        "registered_at": _day(person.registered_at),
        "named_in_public_as": published_names(people=[person.pk])[person.pk],
        "named_to_shops_as": shared_name(person=person),
    }


def _elder(person: Person) -> dict[str, Any] | None:
    elder = Elder.objects.select_related("person", "regular_helper").filter(pk=person.pk).first()
    if elder is None:
        return None
    return {
        "circumstances": elder.circumstances,
        "languages": elder.languages,
        "has_phone": elder.has_phone,
        "floor_and_stairs": elder.floor_and_stairs,
        "helper_note": helper_note_of(elder=elder),
        "emergency": emergency_of(elder=elder),
        "door_code": door_code_of(elder=elder),
        "pets": elder.pets,
        "unknown": elder.unknown,
        "regular_helper": elder.regular_helper.name if elder.regular_helper else None,
        "is_special": elder.is_special,
        "special_since": _day(elder.special_since),
    }


def _volunteer(person: Person) -> dict[str, Any] | None:
    volunteer = Volunteer.objects.filter(pk=person.pk).first()
    if volunteer is None:
        return None
    spans = volunteer.free_times.order_by("weekday", "from_minute")
    return {
        "number": volunteer.number,
        "state": volunteer.state,
        "joined_on": _day(volunteer.joined_on),
        "skills": volunteer.skills,
        "languages": volunteer.languages,
        "rather_not": volunteer.rather_not,
        "reach_metres": volunteer.reach_metres,
        "default_choice": volunteer.default_choice,
        "trained_on": _day(volunteer.trained_on),
        "insured_until": _day(volunteer.insured_until),
        "declared_on": _day(volunteer.declared_on),
        "health_declared_on": _day(volunteer.health_declared_on),
        "free_times": [[one.weekday, one.from_minute, one.to_minute] for one in spans],
    }


def _joining(person: Person) -> dict[str, Any]:
    """What she handed in and what was decided; the pictures of papers are named, the originals are hers."""
    trainings = TrainingRecord.objects.filter(person=person).order_by("taken_on", "recorded_at")
    skills = Qualification.objects.filter(person=person, removed_at=None).order_by("claimed_at")
    statuses = SpecialStatus.objects.filter(elder_id=person.pk).order_by("proposed_at")
    applications = Application.objects.filter(person=person).order_by("pk")
    return {
        "applications": [{"state": one.state, "answers": one.answers, "reason": one.reason} for one in applications],
        "papers": list(Paper.objects.filter(person=person).order_by("pk").values_list("kind", flat=True)),
        "trainings": [
            {
                "course": one.course,
                "version": one.version,
                "minutes": one.minutes,
                "score": one.score,
                "questions": one.questions,
                "is_passed": one.is_passed,
                "taken_on": _day(one.taken_on),
            }
            for one in trainings
        ],
        "qualifications": [
            {"skill": one.skill, "state": one.state, "valid_until": _day(one.valid_until)} for one in skills
        ],
        "special": [
            {"types": one.types, "state": one.state, "from": _day(one.from_date), "until": _day(one.until_date)}
            for one in statuses
        ],
    }


def _relatives(person: Person) -> list[dict[str, Any]]:
    """Other people's names are theirs: family names only."""
    rows = Relation.objects.filter(person=person).select_related("relative").order_by("recorded_at", "id")
    return [{"kinship": row.kinship, "name": masked_name(row.relative.name)} for row in rows]


def _proxies(person: Person) -> list[dict[str, Any]]:
    rows = Proxy.objects.filter(Q(elder_id=person.pk) | Q(relative=person)).order_by("agreed_at", "id")
    return [
        {
            "for_me": row.elder_id == person.pk,
            "powers": row.powers,
            "agreed_at": _day(row.agreed_at),
            "withdrawn_at": _day(row.withdrawn_at),
        }
        for row in rows
    ]


def _consents(person: Person) -> list[dict[str, Any]]:
    return [
        {
            "purpose": row.purpose,
            "version": row.text.version,
            "fingerprint": row.text_id,
            "text": row.text.parts,
            "how": row.how,
            "given_at": _day(row.given_at),
            "withdrawn_at": _day(row.withdrawn_at),
        }
        for row in consents_of(person_id=person.pk)
    ]


def _needs(person: Person) -> list[dict[str, Any]]:
    rows = Need.objects.filter(elder=person).select_related("service", "site").order_by("starts_at", "id")
    return [
        {
            "number": need.number,
            "site": need.site.name,
            "service": need.service.name,
            "service_en": need.service.name_en,
            "starts_at": _day(need.starts_at),
            "minutes": need.planned_minutes,
            "state": need.state,
            "note": need.note,
        }
        for need in rows
    ]


def _visits(person: Person) -> list[dict[str, Any]]:
    rows = Visit.objects.filter(volunteer=person).select_related("need__service", "need__site")
    far = distances_kept(person=person)
    return [
        {
            "site": visit.need.site.name,
            "service": visit.need.service.name,
            "service_en": visit.need.service.name_en,
            "starts_at": _day(visit.need.starts_at),
            "started_at": _day(visit.started_at),
            "ended_at": _day(visit.ended_at),
            "counted_minutes": visit.counted_minutes,
            "state": visit.state,
            "helper_note": visit.helper_note,
            "start_evidence": visit.start_evidence,
            "end_evidence": visit.end_evidence,
            "metres_from_door": far.get(visit.id, {}),
        }
        for visit in rows.order_by("taken_at", "id")
    ]


def _gatherings(person: Person) -> list[dict[str, Any]]:
    """Every gathering she was ever on the list of."""
    rows = Signup.objects.filter(person=person).select_related("gathering__site").order_by("signed_at", "id")
    return [
        {
            "title": row.gathering.title,
            "site": row.gathering.site.name,
            "starts_at": _day(row.gathering.starts_at),
            "role": row.role,
            "state": row.state,
            "came": row.came,
            "minutes": row.minutes,
            "counted_minutes": row.counted_minutes,
            "choice": row.choice,
            "note": row.note,
        }
        for row in rows
    ]


def _passbook(person: Person) -> dict[str, Any]:
    holder = Holder(person.pk, person.home_site_id)
    saved = savings_of(person_id=person.pk, site_id=person.home_site_id)
    return {
        "time_minutes": saved.time,
        "coin_hundredths": saved.coin,
        "honour_minutes": saved.honour,
        "lines": {
            unit.value: [
                {
                    "number": line.number,
                    "amount": line.amount,
                    "balance": line.balance,
                    "kind": line.kind.value,
                    "occurred_at": _day(line.occurred_at),
                    "memo": line.memo,
                }
                for line in reversed(passbook_lines(holder=holder, unit=unit, count=MOST_LINES))
            ]
            for unit in Unit
        },
    }


def _notices(person: Person) -> list[dict[str, Any]]:
    rows = Notice.objects.filter(person=person).order_by("created_at", "id")
    told = ((notice, *words_of(notice)) for notice in rows)
    return [
        {"at": _day(notice.created_at), "title": title, "body": body, "read_at": _day(notice.read_at)}
        for notice, title, body in told
    ]


def _told_how(person: Person) -> dict[str, Any]:
    """The language and the channel a topic that she chose; a topic that goes the usual way is empty."""
    chosen = chosen_of(person=person)
    row = Preference.objects.filter(person=person).first()
    return {
        "language": chosen.language.value,
        "channels": {topic.value: str(chosen.channels.get(topic, "")) for topic in Topic},
        "set_at": _day(row.set_at) if row else None,
        "set_by_herself": row.set_by == person.pk if row else None,
    }
