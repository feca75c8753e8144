"""A sealed telephone or address, shown in full to staff for a while once a reason has been written down."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy

from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.forms import ActForm, TextField
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.usecases.reveal import reveal_contact

SHELF = "revealed"
OPEN_FOR = timedelta(minutes=10)
KEPT = 20


class RevealForm(ActForm):
    """Why the whole telephone number and address are needed."""

    reason = TextField(label=gettext_lazy("为什么要看"), help_text=gettext_lazy("会记下来。"), max_length=100)


def revealed_by(*, request: HouseRequest, person_id: UUID, form: RevealForm) -> bool:
    """Record the reason; from now on and for ten minutes, in this sign-in only, the contact is shown in full."""
    act_now = done(
        form,
        lambda: reveal_contact(
            actor=request.actor, person_id=person_id, reason=form.cleaned_data["reason"], now=request.now
        ),
    )
    if act_now:
        shelf = dict(request.session.get(SHELF, {}))
        shelf.pop(str(person_id), None)
        shelf[str(person_id)] = (request.now + OPEN_FOR).isoformat()
        request.session[SHELF] = dict(list(shelf.items())[-KEPT:])
    return act_now


def is_revealed(*, request: HouseRequest, person_id: UUID) -> bool:
    """Whether the ten minutes are still running."""
    until = request.session.get(SHELF, {}).get(str(person_id))
    return bool(until) and request.now < datetime.fromisoformat(until)
