"""Cashiers under an owner: invited by name and telephone, ended by the owner."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.alliance.models import Shop
from nuanliu.domain.alliance.queries import access_shop
from nuanliu.domain.network.kinds import KINDS
from nuanliu.domain.network.models import Appointment
from nuanliu.domain.network.operations import appoint, end_appointment
from nuanliu.domain.network.types import Actor, NodeKind, Power, Role
from nuanliu.domain.passbook.accounts import Holder, open_savings
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.operations import Facts, register_person
from nuanliu.domain.signing.operations import logins_with_phone
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.identifiers import parse_telephone
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated


class UnableToInvite(Unable):
    """This person cannot be a cashier here."""


def cashiers_of(*, shop: Shop) -> list[Appointment]:
    """Who stands at the till now, besides the owner."""
    rows = Appointment.objects.filter(node=shop.node, role=Role.CASHIER, ended_at=None)
    return list(rows.select_related("holder__person").order_by("starts_at", "id"))


@repeated
def invite_cashier(*, actor: Actor, shop_id: UUID, name: str, phone: str, token: UUID, now: datetime) -> Appointment:
    """Let somebody work the till: found by telephone if she is known under this name, else entered.

    She signs in with a code sent to that telephone. Raises UnableToInvite, UnableToReadTelephone, NotVisible.
    """
    number = parse_telephone(text=phone)
    with durable():
        shop = access_shop(actor=actor, shop_id=shop_id, power=Power.SHOP_KEEP)
        if Role.CASHIER not in KINDS[NodeKind(shop.node.kind)].roles:
            raise UnableToInvite("no_cashiers", _("这一类单位不设收银员，由负责人自己收。"))
        known = [login for login in logins_with_phone(phone=number) if login.person.name == name]
        person = known[0].person if known else _entered(shop, name, number, token, now)
        if person.pk == actor.id:
            raise UnableToInvite("own", _("您已经能收券了，不用再请自己。"), field="phone")
        return appoint(
            holder=person.login,
            node=shop.node,
            role=Role.CASHIER,
            at=now,
            actor_id=actor.id,
            actor_role=actor.role_for(Power.SHOP_KEEP, path=shop.node.path),
        )


def _entered(shop: Shop, name: str, phone: str, token: UUID, now: datetime) -> Person:
    username = f"c-{derived_id(token, 'cashier').hex}"
    known = Person.objects.filter(login__username=username).first()
    if known is not None:
        return known
    person = register_person(facts=Facts(name=name, home_site=shop.site, phone=phone), username=username, at=now)
    open_savings(holder=Holder(person.pk, shop.site_id), at=now)
    return person


@repeated
def end_cashier(*, actor: Actor, appointment_id: UUID, now: datetime) -> None:
    """She works the till no more; ending it again changes nothing. Raises NotVisible."""
    with durable():
        rows = Appointment.objects.select_for_update(of=("self",)).select_related("node", "holder")
        found = rows.filter(pk=appointment_id, role=Role.CASHIER).first()
        if found is None or not actor.may(Power.SHOP_KEEP, path=found.node.path):
            raise NotVisible
        role = actor.role_for(Power.SHOP_KEEP, path=found.node.path)
        end_appointment(appointment=found, at=now, actor_id=actor.id, actor_role=role, reason="")
