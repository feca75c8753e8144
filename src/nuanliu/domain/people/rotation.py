"""Bringing everything sealed under the first key and the profile that seals now, and finding what is not.

Which columns there are stands in `usecases/sealed_columns.py`, because every area may have some.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models

from nuanliu.domain.people import sealing
from nuanliu.domain.people.models import Person
from nuanliu.platform.crypto import CannotOpen, DataKey, Keyring, Sealed, keyring
from nuanliu.platform.identifiers import identity_tail, telephone_digits


@dataclass(frozen=True, slots=True)
class OfPerson:
    """A field sealed with a person's own key: its model, its name, its place, and the way to the person's id."""

    model: type[models.Model]
    field: str
    column: str
    person: str = "person_id"


@dataclass(frozen=True, slots=True)
class OfNobody:
    """A field sealed with a master key: `place` says where a row's field belongs."""

    model: type[models.Model]
    field: str
    place: Callable[[Any], str]


INDEXES = ("identity_index", "identity_tail_index", "phone_index")


def newest_person() -> UUID | None:
    """The greatest id among those who have a key: a pass as far as it ends, whoever is registered meanwhile."""
    return Person.objects.exclude(data_key=None).order_by("-pk").values_list("pk", flat=True).first()


def people_after(*, person_id: UUID | None, until: UUID, size: int) -> list[UUID]:
    """Ids of the next people, in order, as far as `until`."""
    rows = Person.objects.exclude(data_key=None).filter(pk__lte=until).order_by("pk")
    if person_id is not None:
        rows = rows.filter(pk__gt=person_id)
    return list(rows.values_list("pk", flat=True)[:size])


def bring_up_to_date(*, people: list[UUID], columns: Sequence[OfPerson]) -> int:
    """Wrap, seal and index anew what needs it, under the rows' locks. Inside a transaction; gives how many changed."""
    ring = keyring()
    rows = Person.objects.select_for_update(no_key=True).filter(pk__in=people).exclude(data_key=None).order_by("pk")
    return sum(_bring(person, ring, columns) for person in rows)


def _bring(person: Person, ring: Keyring, columns: Sequence[OfPerson]) -> bool:
    wrapped = bytes(person.data_key or b"")
    key, changed = ring.unwrap(wrapped), dict[str, bytes | None]()
    if not ring.is_current(wrapped):
        changed["data_key"] = ring.rewrap(wrapped)
    changed |= {name: value for name, value in _indexes(person).items() if _bytes(getattr(person, name)) != value}
    resealed = _reseal_others(person, key, [one for one in columns if one.model is not Person])
    changed |= _resealed(person, key, [one for one in columns if one.model is Person])
    if changed:
        Person.objects.filter(pk=person.pk).update(**changed)
    return bool(changed) or resealed


def _indexes(person: Person) -> dict[str, bytes | None]:
    identity, phone = sealing.identity_of(person), telephone_digits(sealing.contact_of(person).phone)
    return {
        "identity_index": sealing.identity_index(identity) if identity else None,
        "identity_tail_index": sealing.identity_tail_index(identity_tail(identity)) if identity else None,
        "phone_index": sealing.phone_index(phone) if phone else None,
    }


def _bytes(value: bytes | memoryview | None) -> bytes | None:
    return None if value is None else bytes(value)


def _resealed(row: Any, key: DataKey, sealed_fields: list[OfPerson]) -> dict[str, bytes]:
    changed = {}
    for one in sealed_fields:
        sealed = _bytes(getattr(row, one.field))
        if sealed and not key.is_current(sealed):
            place = {"table": sealing.TABLE, "column": one.column, "row": str(_person_of(row, one))}
            changed[one.field] = key.seal(key.open(sealed, **place), **place)
    return changed


def _person_of(row: Any, one: OfPerson) -> UUID:
    return UUID(str(getattr(row, one.person)))


def _reseal_others(person: Person, key: DataKey, columns: Sequence[OfPerson]) -> bool:
    any_changed = False
    for model in dict.fromkeys(one.model for one in columns):
        its = [one for one in columns if one.model is model]
        rows = model._base_manager.select_for_update(no_key=True).filter(**{its[0].person: person.pk})
        for row in rows.order_by("pk"):
            changed = _resealed(row, key, its)
            if changed:
                model._base_manager.filter(pk=row.pk).update(**changed)
                any_changed = True
    return any_changed


def rewrap_rows(*, columns: Sequence[OfNobody]) -> int:
    """Seal anew, one row after the other under its lock, what belongs to nobody. Inside a transaction."""
    ring, count = keyring(), 0
    for one in columns:
        for row in one.model._base_manager.select_for_update(no_key=True).order_by("pk"):
            sealed = _bytes(getattr(row, one.field))
            if sealed and not ring.is_current(sealed):
                plain = ring.open_bytes(sealed, place=one.place(row))
                fresh = ring.seal_bytes(plain, place=one.place(row))
                one.model._base_manager.filter(pk=row.pk).update(**{one.field: fresh})
                count += 1
    return count


def left_behind(*, columns: Sequence[OfNobody]) -> int:
    """How many rows are still sealed or indexed by another key or profile than the one that writes now."""
    ring = keyring()
    people = sum(_is_behind(person, ring) for person in Person.objects.exclude(data_key=None).iterator(chunk_size=500))
    sealed = (
        _bytes(value)
        for one in columns
        for value in one.model._base_manager.values_list(one.field, flat=True).iterator(chunk_size=100)
    )
    return people + sum(1 for value in sealed if value and not ring.is_current(value))


def _is_behind(person: Person, ring: Keyring) -> bool:
    wrapped = bytes(person.data_key or b"")
    if not ring.is_current(wrapped):
        return True
    return any(_bytes(getattr(person, name)) != value for name, value in _indexes(person).items())


def wrong_key() -> CannotOpen | str | None:
    """What stands against these keys, by what is in the database: a refusal to open, the name of a list, or nothing.

    The newest and the oldest people of every key id are opened; `index` if what is found is not indexed by our keys.
    """
    ring, seen = keyring(), set[tuple[int, str]]()
    rows = Person.objects.exclude(data_key=None).only("data_key", "phone_sealed", "phone_index", *INDEXES)
    for person in rows.order_by("pk").iterator(chunk_size=500):
        wrapped = Sealed.read(bytes(person.data_key or b""))
        if (wrapped.profile, wrapped.key_id) in seen:
            continue
        try:
            ring.unwrap(bytes(person.data_key or b""))
            phone = telephone_digits(sealing.open_for(person, "phone", person.phone_sealed))
        except CannotOpen as closed:
            return closed
        if phone:
            if _bytes(person.phone_index) not in sealing.phone_indexes(phone):
                return "index"
            seen.add((wrapped.profile, wrapped.key_id))
    return None
