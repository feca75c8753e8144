"""The eight characters at the till: without look-alikes, and a keyed digest of the row they belong to."""

from uuid import UUID

from nuanliu.platform.crypto import keyring
from nuanliu.platform.typed import tidy_digits

ALPHABET = "2346789ACDEFGHJKMNPQRTWXY"
"""No 0 O, 1 I L, 5 S, 8 B would be asked too much; out are 0 O 1 I L 5 S B U V Z."""
LENGTH, GROUP = 8, 4
WHAT = "till-code"


def _written(digest: bytes) -> str:
    number = int.from_bytes(digest)
    letters = []
    for _place in range(LENGTH):
        number, rest = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[rest])
    return "".join(letters)


def code_of(*, id: UUID) -> str:  # noqa: A002 (the row's own word)
    """The characters of the code with this id."""
    return _written(keyring().index(WHAT, str(id)))


def is_ours(*, code: str, id: UUID) -> bool:  # noqa: A002
    """Whether these characters follow from this id under a key that we hold."""
    return any(code == _written(digest) for digest in keyring().indexes(WHAT, str(id)))


def grouped(code: str) -> str:
    """`A7KM 9QPT`, as it is read out."""
    return f"{code[:GROUP]} {code[GROUP:]}"


def read(text: str) -> str:
    """What was typed or scanned as a code; empty if it cannot be one. An address with the code at its end will do."""
    typed = tidy_digits(text).rstrip("/").rpartition("/")[2].upper().replace("-", "")
    return typed if len(typed) == LENGTH and set(typed) <= set(ALPHABET) else ""
