"""For how long a sealed telephone or address, once revealed with a reason, stays readable for the one who asked."""

from datetime import datetime, timedelta
from uuid import UUID

from nuanliu.portals.ui.request import HouseRequest

SHELF = "revealed"
OPEN_FOR = timedelta(minutes=10)
KEPT = 20


def remember_revealed(*, request: HouseRequest, person_id: UUID) -> None:
    """From now on and for ten minutes, in this sign-in only. The caller has had the reason recorded."""
    shelf = dict(request.session.get(SHELF, {}))
    shelf.pop(str(person_id), None)
    shelf[str(person_id)] = (request.now + OPEN_FOR).isoformat()
    request.session[SHELF] = dict(list(shelf.items())[-KEPT:])


def is_revealed(*, request: HouseRequest, person_id: UUID) -> bool:
    """Whether the ten minutes are still running."""
    until = request.session.get(SHELF, {}).get(str(person_id))
    return bool(until) and request.now < datetime.fromisoformat(until)
