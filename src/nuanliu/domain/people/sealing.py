"""Which fields of a person are sealed, and how they are found."""

from dataclasses import dataclass

from nuanliu.domain.people.models import Person
from nuanliu.platform.crypto import keyring
from nuanliu.platform.identifiers import identity_tail, telephone_digits

TABLE = "people_person"


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach a person, in clear."""

    phone: str
    address: str


def new_data_key() -> bytes:
    """A person's wrapped key."""
    return keyring().new_data_key()


def seal_for(person: Person, column: str, text: str) -> bytes | None:
    """`text` sealed with the person's key for this column; nothing for nothing."""
    if not text or person.data_key is None:
        return None
    return keyring().unwrap(bytes(person.data_key)).seal(text, table=TABLE, column=column, row=str(person.pk))


def open_for(person: Person, column: str, sealed: bytes | memoryview | None) -> str:
    """The text in clear; empty if nothing was sealed or the person's key has been destroyed."""
    if sealed is None or person.data_key is None:
        return ""
    key = keyring().unwrap(bytes(person.data_key))
    return key.open(bytes(sealed), table=TABLE, column=column, row=str(person.pk))


def write_sealed(person: Person, *, identity: str, phone: str, address: str) -> None:
    """Set the sealed fields and their indexes on the row; an identity number once known is not forgotten."""
    if identity:
        person.identity_sealed = seal_for(person, "identity", identity)
        person.identity_index = identity_index(identity)
        person.identity_tail_index = identity_tail_index(identity_tail(identity))
    person.phone_sealed = seal_for(person, "phone", phone)
    person.phone_index = phone_index(telephone_digits(phone)) if phone else None
    person.address_sealed = seal_for(person, "address", address)


def contact_of(person: Person) -> Contact:
    """Telephone and address in clear."""
    return Contact(
        phone=open_for(person, "phone", person.phone_sealed), address=open_for(person, "address", person.address_sealed)
    )


def identity_of(person: Person) -> str:
    """The identity number in clear."""
    return open_for(person, "identity", person.identity_sealed)


def identity_index(identity: str) -> bytes:
    """Index of a whole identity number, as it is written."""
    return identity_indexes(identity)[0]


def identity_tail_index(tail: str) -> bytes:
    """Index of its last four characters, as it is written."""
    return identity_tail_indexes(tail)[0]


def phone_index(number: str) -> bytes:
    """Index of a telephone number in digits, as it is written."""
    return phone_indexes(number)[0]


def identity_indexes(identity: str) -> list[bytes]:
    """What may stand for this identity number while index keys are changed; look for all of them."""
    return keyring().indexes("identity", identity.upper())


def identity_tail_indexes(tail: str) -> list[bytes]:
    """The same for its last four characters."""
    return keyring().indexes("identity-tail", tail.upper())


def phone_indexes(number: str) -> list[bytes]:
    """The same for a telephone number in digits."""
    return keyring().indexes("phone", number)
