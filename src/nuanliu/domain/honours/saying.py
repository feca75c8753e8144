"""Objections: what was said lies sealed with a master key, and is blanked when the year's awards are given."""

import json
from dataclasses import asdict, dataclass
from uuid import UUID

from nuanliu.domain.honours.models import Objection
from nuanliu.platform.crypto import keyring


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Who objects, where she can be rung, and what she says."""

    name: str
    phone: str
    words: str


def place_of_objection(*, objection_id: UUID) -> str:
    """To what the words of an objection are bound."""
    return f"honours_objection|said|{objection_id}"


def seal_said(*, said: Said, objection_id: UUID) -> bytes:
    """The words, sealed for this row."""
    text = json.dumps(asdict(said), ensure_ascii=False)
    return keyring().seal_bytes(text.encode(), place=place_of_objection(objection_id=objection_id))


def said_in(objection: Objection) -> Said | None:
    """The words in clear; None once they are blanked."""
    if objection.said_sealed is None:
        return None
    text = keyring().open_bytes(bytes(objection.said_sealed), place=place_of_objection(objection_id=objection.pk))
    return Said(**json.loads(text))
