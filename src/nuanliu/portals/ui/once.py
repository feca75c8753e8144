"""Something secret that is shown once, on the page after the one that made it: sealed while it waits in the session."""

import base64
import json
from typing import Any

from nuanliu.platform.crypto import CannotOpen, keyring
from nuanliu.portals.ui.request import HouseRequest


def _place(name: str) -> str:
    return f"session|{name}"


def keep_once(request: HouseRequest, name: str, what: object) -> None:
    """Keep it (anything that JSON can say) for the next page."""
    sealed = keyring().seal_bytes(json.dumps(what).encode(), place=_place(name))
    request.session[name] = base64.b64encode(sealed).decode()


def take_once(request: HouseRequest, name: str) -> Any:
    """What was kept, and it is gone; None when there is nothing."""
    kept = request.session.pop(name, None)
    return None if kept is None else _opened(kept, name)


def look_at(request: HouseRequest, name: str) -> Any:
    """What was kept, and it stays."""
    kept = request.session.get(name)
    return None if kept is None else _opened(kept, name)


def _opened(kept: str, name: str) -> Any:
    try:
        return json.loads(keyring().open_bytes(base64.b64decode(kept), place=_place(name)))
    except CannotOpen:
        return None
