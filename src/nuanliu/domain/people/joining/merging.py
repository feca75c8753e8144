"""Two entries of one human being come together in the one that is kept; the other stays as history."""

from datetime import datetime
from typing import Any

from nuanliu.domain.people import contacts, sealing
from nuanliu.domain.people.joining.models import (
    Application,
    ProxyAsking,
    Qualification,
    SpecialStatus,
    TrainingRecord,
)
from nuanliu.domain.people.joining.types import OPEN_APPLICATION, ApplicationState, AskingState, SpecialState
from nuanliu.domain.people.models import (
    Consent,
    Elder,
    FreeTime,
    Person,
    PinCard,
    Proxy,
    Relation,
    Volunteer,
)
from nuanliu.domain.people.operations import agree_proxy, confirm_relation, relate
from nuanliu.domain.people.types import KinProof, Kinship, Sex, VolunteerState


def merge_entries(*, kept: Person, gone: Person, at: datetime) -> None:
    """Inside the caller's transaction, both rows locked: `kept` learns what only `gone` knew, `gone` is closed."""
    _person(kept, gone, at)
    _elder(kept, gone, at)
    _volunteer(kept, gone)
    _kin(kept, gone, at)
    _records(kept, gone)
    PinCard.objects.filter(person=gone, voided_at=None).update(voided_at=at)


def _person(kept: Person, gone: Person, at: datetime) -> None:
    theirs, mine = sealing.contact_of(gone), sealing.contact_of(kept)
    identity = "" if kept.identity_index else sealing.identity_of(gone)
    gone.identity_index = gone.identity_tail_index = gone.phone_index = None
    gone.closed_at, gone.merged_into = at, kept
    gone.save()
    sealing.write_sealed(
        kept, identity=identity, phone=mine.phone or theirs.phone, address=mine.address or theirs.address
    )
    for name in ("birth_date", "ethnicity", "political_status", "street", "branch_id", "latitude", "longitude"):
        if getattr(kept, name) in {None, ""}:
            setattr(kept, name, getattr(gone, name))
    if kept.sex == Sex.UNKNOWN:
        kept.sex = gone.sex
    kept.save()


def _elder(kept: Person, gone: Person, at: datetime) -> None:
    theirs = Elder.objects.select_related("person").filter(person=gone).first()
    if theirs is None:
        return
    mine = Elder.objects.select_related("person").filter(person=kept).first() or Elder(
        person=kept, registered_at=at, has_phone=theirs.has_phone
    )
    for name in ("circumstances", "languages"):
        setattr(mine, name, list(dict.fromkeys([*getattr(mine, name), *getattr(theirs, name)])))
    for name in ("floor_and_stairs", "pets", "told_by", "regular_helper_id"):
        if not getattr(mine, name):
            setattr(mine, name, getattr(theirs, name))
    for column in ("helper_note", "emergency", "door_code"):
        known = sealing.open_for(kept, column, getattr(mine, f"{column}_sealed"))
        told = sealing.open_for(gone, column, getattr(theirs, f"{column}_sealed"))
        whole = "\n".join(dict.fromkeys(part for part in (known, told) if part))
        if column == "emergency":
            whole = contacts.written(dict.fromkeys(contacts.read(whole)))
        setattr(mine, f"{column}_sealed", sealing.seal_for(kept, column, whole))
    mine.unknown = [name for name in mine.unknown if name in theirs.unknown]
    mine.save()
    Elder.objects.filter(regular_helper=gone).update(regular_helper=kept)
    standing = [SpecialState.PROPOSED.value, SpecialState.GRANTED.value]
    if not SpecialStatus.objects.filter(elder=mine, state__in=standing).exists():
        SpecialStatus.objects.filter(elder=theirs, state__in=standing).update(elder=mine)
        if theirs.is_special and not mine.is_special:
            Elder.objects.filter(pk=mine.pk).update(is_special=True, special_since=theirs.special_since)
    Elder.objects.filter(pk=theirs.pk).update(is_special=False, special_since=None)
    ProxyAsking.objects.filter(elder=theirs, state=AskingState.WAITING.value).update(elder=mine)


def _volunteer(kept: Person, gone: Person) -> None:
    theirs = Volunteer.objects.filter(person=gone).first()
    if theirs is None:
        return
    mine = Volunteer.objects.filter(person=kept).first()
    number, state = theirs.number, theirs.state
    Volunteer.objects.filter(pk=theirs.pk).update(number=f"M{gone.pk.hex[-12:]}", state=VolunteerState.LEFT)
    if mine is None:
        mine = Volunteer(person=kept, number=number, state=state, joined_on=theirs.joined_on)
    mine.joined_on = min(mine.joined_on, theirs.joined_on)
    for name in ("skills", "languages", "rather_not"):
        setattr(mine, name, list(dict.fromkeys([*getattr(mine, name), *getattr(theirs, name)])))
    mine.trained_on = _pick(min, mine.trained_on, theirs.trained_on)
    for name in ("insured_until", "declared_on", "health_declared_on"):
        setattr(mine, name, _pick(max, getattr(mine, name), getattr(theirs, name)))
    mine.save()
    if not FreeTime.objects.filter(volunteer=mine).exists():
        FreeTime.objects.filter(volunteer=theirs).update(volunteer=mine)


def _pick(choose: Any, *days: Any) -> Any:
    known = [day for day in days if day is not None]
    return choose(known) if known else None


def _kin(kept: Person, gone: Person, at: datetime) -> None:
    for row in Relation.objects.filter(person=gone).exclude(relative=kept).select_related("relative"):
        relate(person=kept, relative=row.relative, kinship=Kinship(row.kinship), at=at)
        if row.proof:
            confirm_relation(
                person=kept,
                relative=row.relative,
                kinship=Kinship(row.kinship),
                proof=KinProof(row.proof),
                by=row.confirmed_by,
                at=at,
            )
    for proxy in Proxy.objects.filter(elder_id=gone.pk, withdrawn_at=None).select_related("relative"):
        Proxy.objects.filter(pk=proxy.pk).update(withdrawn_at=at)
        if proxy.relative_id != kept.pk:
            _agreed(Elder.objects.get(pk=kept.pk), proxy.relative, proxy, at)
    for proxy in Proxy.objects.filter(relative=gone, withdrawn_at=None).select_related("elder"):
        Proxy.objects.filter(pk=proxy.pk).update(withdrawn_at=at)
        if proxy.elder_id != kept.pk:
            _agreed(proxy.elder, kept, proxy, at)


def _agreed(elder: Elder, relative: Person, before: Proxy, at: datetime) -> None:
    """The agreement goes on under the other entry; one that stood there already stays as it is."""
    if not Proxy.objects.filter(elder=elder, relative=relative, withdrawn_at=None).exists():
        agree_proxy(elder=elder, relative=relative, powers=list(before.powers), how=before.how, at=at)


def _records(kept: Person, gone: Person) -> None:
    TrainingRecord.objects.filter(person=gone).update(person=kept)
    held = set(Qualification.objects.filter(person=kept, removed_at=None).values_list("skill", flat=True))
    Qualification.objects.filter(person=gone, removed_at=None).exclude(skill__in=held).update(person=kept)
    given = set(Consent.objects.filter(person=kept, withdrawn_at=None).values_list("purpose", flat=True))
    Consent.objects.filter(person=gone, withdrawn_at=None).exclude(purpose__in=given).update(person=kept)
    open_states = [state.value for state in OPEN_APPLICATION]
    theirs = Application.objects.filter(person=gone, state__in=open_states).first()
    if theirs is not None:
        told = sealing.open_for(gone, "application", theirs.told_sealed)
        is_free = not Application.objects.filter(person=kept, state__in=open_states).exists()
        state = theirs.state if is_free else ApplicationState.WITHDRAWN.value
        sealed = sealing.seal_for(kept, "application", told)
        Application.objects.filter(pk=theirs.pk).update(person=kept, state=state, told_sealed=sealed)
    ProxyAsking.objects.filter(relative=gone, state=AskingState.WAITING.value).update(state=AskingState.WITHDRAWN.value)
