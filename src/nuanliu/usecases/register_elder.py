"""A caller nobody knows yet: the desk enters her in one short form; what is not known may stay unknown."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.audit.operations import record
from nuanliu.domain.network.models import Node
from nuanliu.domain.network.types import SITE_KINDS, Actor, Power
from nuanliu.domain.passbook.accounts import Holder, open_savings
from nuanliu.domain.people.models import Elder
from nuanliu.domain.people.operations import Facts, make_elder, register_person
from nuanliu.domain.people.types import Circumstance, Sex
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.clock import local_date
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.identifiers import Identity, UnableToReadIdentity, parse_identity
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated


class UnableToRegisterElder(Unable):
    """The form cannot be taken as it is; `field` says which answer to mend."""


@repeated
def register_elder(
    *,
    actor: Actor,
    site_id: UUID,
    name: str,
    token: UUID,
    now: datetime,
    phone: str = "",
    identity: str = "",
    address: str = "",
    street: str = "",
    circumstances: list[str] | None = None,
    note: str = "",
) -> Elder:
    """Enter an old person at the actor's site and open her book. The same token gives the same person.

    Raises UnableToRegisterElder, UnableToRegister (identity known), NotVisible.
    """
    with durable():
        site = Node.objects.filter(pk=site_id, kind__in=[kind.value for kind in SITE_KINDS]).first()
        if site is None or not actor.may(Power.NEED_PLACE, path=site.path):
            raise NotVisible
        username = f"e-{derived_id(token, 'elder').hex[:12]}"
        known = Elder.objects.filter(person__login__username=username).first()
        if known is not None:
            return known
        if not name.strip():
            raise UnableToRegisterElder("no_name", _("请填姓名。"), field="name")
        read = _read_identity(identity, now, site_id)
        facts = Facts(
            name=name.strip(),
            home_site=site,
            phone=phone,
            address=address,
            street=street,
            identity=read.number if read else "",
            birth_date=read.birth_date if read else None,
            sex=Sex(read.sex) if read else Sex.UNKNOWN,
        )
        person = register_person(facts=facts, username=username, at=now)
        chosen = [Circumstance(code).value for code in circumstances or []]
        elder = make_elder(person=person, circumstances=chosen, at=now, has_phone=bool(phone), helper_note=note)
        open_savings(holder=Holder(person.pk, site.id), at=now)
        record(
            action="person.registered",
            subject_type="person",
            subject_id=person.pk,
            occurred_at=now,
            actor_id=actor.id,
            actor_role=actor.role_for(Power.NEED_PLACE, path=site.path),
            site_id=site.id,
        )
        return elder


def _read_identity(identity: str, now: datetime, site_id: UUID) -> Identity | None:
    """The identity number, if one was given; too young is refused."""
    if not identity:
        return None
    try:
        parsed = parse_identity(text=identity, today=local_date(now))
    except UnableToReadIdentity as wrong:
        raise UnableToRegisterElder("bad_identity", wrong.words, field="identity") from wrong
    least = standard_in_force(at=now, site=site_id).integer("beneficiary_min_age")
    today = local_date(now)
    born = parsed.birth_date
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    if age < least:
        words = _("这位还不到 %(age)d 岁，请先核对身份证号。") % {"age": least}
        raise UnableToRegisterElder("too_young", words, field="identity")
    return parsed
