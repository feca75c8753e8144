"""What a shop wrote of its keeper lies sealed until the application is decided, and is gone afterwards."""

import json
from dataclasses import asdict, dataclass
from uuid import UUID

from nuanliu.domain.alliance.models import ShopApplication
from nuanliu.platform.crypto import keyring


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeper:
    """Who keeps the shop and can be rung."""

    name: str
    phone: str


def place_of_keeper(*, application_id: UUID) -> str:
    """To what the words are bound."""
    return f"alliance_shopapplication|keeper|{application_id}"


def seal_keeper(*, keeper: Keeper, application_id: UUID) -> bytes:
    """The words, sealed for this row."""
    text = json.dumps(asdict(keeper), ensure_ascii=False)
    return keyring().seal_bytes(text.encode(), place=place_of_keeper(application_id=application_id))


def keeper_in(application: ShopApplication) -> Keeper | None:
    """The words in clear; None once it is decided."""
    if application.keeper_sealed is None:
        return None
    place = place_of_keeper(application_id=application.pk)
    return Keeper(**json.loads(keyring().open_bytes(bytes(application.keeper_sealed), place=place)))
