"""Emergency contacts, several, as one sealed text: a line each, its parts divided by tabs."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EmergencyContact:
    """Whom to ring; `kin` in the clerk's own words."""

    name: str
    kin: str = ""
    phone: str = ""


def written(contacts: Iterable[EmergencyContact]) -> str:
    """As one text, for sealing; contacts without a name and a number are left out."""
    told = (one for one in contacts if one.name or one.phone)
    return "\n".join("\t".join((_plain(one.name), _plain(one.kin), _plain(one.phone))) for one in told)


def read(text: str) -> list[EmergencyContact]:
    """The contacts of a sealed text; what a roster wrote on one line is a contact's name."""
    return [_one(line) for line in text.split("\n") if line.strip()]


def said(text: str) -> str:
    """For people to read: `王芳 女儿 139…；李强 邻居 138…`."""
    lines = (" ".join(part for part in line.split("\t") if part) for line in text.split("\n") if line.strip())
    return "；".join(lines)


def _plain(text: str) -> str:
    return " ".join(text.split())


def _one(line: str) -> EmergencyContact:
    parts = [*line.split("\t"), "", ""]
    return EmergencyContact(parts[0], parts[1], parts[2])
