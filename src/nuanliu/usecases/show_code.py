"""The volunteer's side of the till: what would be said there now, and a code to show."""

from datetime import datetime
from uuid import UUID

from nuanliu.domain.alliance import codes
from nuanliu.domain.alliance.models import Code, Offer
from nuanliu.domain.alliance.outlook import refusal_of
from nuanliu.domain.alliance.types import Shown
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.people.models import Person
from nuanliu.domain.signing.operations import sign_in_with_card
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated
from nuanliu.usecases.rest_account import insist_present


def offer_for(*, offer_id: UUID) -> Offer:
    """An offer that anybody may see. Raises NotVisible."""
    found = Offer.objects.select_related("shop__node", "picture").filter(pk=offer_id).first()
    if found is None:
        raise NotVisible
    return found


@repeated
def show_code(*, actor: Actor, offer_id: UUID, token: UUID, now: datetime) -> Code:
    """A code of the actor's own for one offer; the same token finds the first.

    Raises UnableToRedeem, UnableToRest, NotVisible.
    """
    with durable():
        person = Person.objects.filter(pk=actor.id, closed_at=None).first() if actor.id is not None else None
        if person is None:
            raise NotVisible
        offer = offer_for(offer_id=offer_id)
        refusal = refusal_of(person=person, offer=offer, now=now)
        if refusal is not None:
            raise refusal
        return _issue(person, offer, Shown.PHONE, token, now)


@repeated
def code_by_passbook(
    *, actor: Actor, offer_id: UUID, number: str, pin: str, address: str, token: UUID, now: datetime
) -> Code:
    """A code for whoever stands at the till with number and PIN instead of a telephone.

    Tries are counted as at signing in. Raises UnableToSignIn, UnableToRest, NotVisible.
    """
    offer = offer_for(offer_id=offer_id)
    if not actor.may(Power.SHOP_SEE, path=offer.shop.node.path):
        raise NotVisible
    login = sign_in_with_card(number=number, pin=pin, address=address, now=now)
    with durable():
        person = Person.objects.get(pk=login.pk)
        return _issue(person, offer, Shown.PASSBOOK, token, now)


def _issue(person: Person, offer: Offer, shown: Shown, token: UUID, now: datetime) -> Code:
    row = derived_id(token, "code", str(person.pk), str(offer.pk))
    known = Code.objects.filter(site_id=person.home_site_id, id=row).first()
    if known is not None:
        return known
    insist_present(person_id=person.pk)
    standard = standard_in_force(at=now, site=person.home_site_id)
    return Code.objects.create(
        site_id=person.home_site_id,
        id=row,
        person_id=person.pk,
        offer=offer,
        code=codes.code_of(id=row),
        shown=shown,
        issued_at=now,
        expires_at=now + standard.span("redemption_code_min"),
    )


def own_code(*, actor: Actor, code_id: UUID) -> Code:
    """A code of the actor's own. Raises NotVisible."""
    rows = Code.objects.filter(id=code_id, person_id=actor.id) if actor.id is not None else Code.objects.none()
    found = rows.select_related("offer__shop__node").first()
    if found is None:
        raise NotVisible
    return found
