"""A relative asks to act for an old person; she says yes or no, herself or on the telephone, and may take it back."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.network.queries import sites
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.notices.operations import tell_of_standing
from nuanliu.domain.notices.types import NoticeKind
from nuanliu.domain.people import sealing
from nuanliu.domain.people.joining.models import ProxyAsking
from nuanliu.domain.people.joining.operations import note_person
from nuanliu.domain.people.joining.types import AskingState
from nuanliu.domain.people.models import Elder, Person, Proxy
from nuanliu.domain.people.operations import agree_proxy, relate
from nuanliu.domain.people.queries import is_own_or_kin
from nuanliu.domain.people.types import Kinship, ProxyPower
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.identifiers import telephone_digits
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated


class UnableToActFor(Unable):
    """The asking or the answer cannot be taken as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """Whom a relative means, as she knows her."""

    name: str
    phone: str
    site_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the old person says: which powers (none is no), and how it was said."""

    powers: tuple[ProxyPower, ...]
    how: str
    note: str = ""
    read_out: str = ""
    """The words that a clerk read to her before she answered, without names: the audit keeps them."""


HERSELF, BY_CARD, BY_CALL, IN_PERSON = "self", "card", "call", "desk"
"""How an old person answered."""


@repeated
def ask_to_act(
    *, actor: Actor, meant: Meant, kinship: Kinship, powers: tuple[ProxyPower, ...], token: UUID, now: datetime
) -> ProxyAsking:
    """Ask. The answer to the relative is the same whether or not such an old person is known here.

    Raises UnableToActFor, NotVisible.
    """
    with durable():
        relative = Person.objects.select_related("home_site").filter(pk=actor.id, closed_at=None).first()
        site = sites().filter(pk=meant.site_id).first()
        if relative is None or site is None:
            raise NotVisible
        known = ProxyAsking.objects.filter(pk=derived_id(token, "asking", str(relative.pk))).first()
        if known is not None:
            return known
        if not meant.name.strip():
            raise UnableToActFor("no_name", _("请写老人的姓名。"), field="name")
        if not powers:
            raise UnableToActFor("no_powers", _("请选您想替老人办什么。"), field="powers")
        if ProxyAsking.objects.filter(relative=relative, state=AskingState.WAITING).count() >= MOST_WAITING:
            raise UnableToActFor("too_many", _("您问的还没有回音，请等一等。"))
        elder = _meant(meant, but=relative.pk)
        asking = ProxyAsking.objects.create(
            pk=derived_id(token, "asking", str(relative.pk)),
            relative=relative,
            site=site,
            elder=elder,
            said_sealed=sealing.seal_for(relative, "proxy_asking", f"{meant.name.strip()} {meant.phone}".strip()),
            kinship=kinship,
            powers=[power.value for power in powers],
            asked_at=now,
        )
        note_person(
            action="proxy.asked", person=elder.person if elder else relative, actor=actor, at=now,
            asking=str(asking.pk), relative=str(relative.pk),
        )  # fmt: skip
        if elder is not None:
            tell_of_standing(
                person=elder.person, kind=NoticeKind.PROXY_ASKED, subject=asking.pk, at=now, helper=relative.name
            )
        return asking


MOST_WAITING = 3
"""Askings of one relative that may wait at once: nobody tries out names."""


def _meant(meant: Meant, *, but: UUID) -> Elder | None:
    """The one old person of this name and telephone at this site; else the desk finds out who is meant."""
    digits = telephone_digits(meant.phone)
    if not digits:
        return None
    rows = Elder.objects.select_related("person__home_site").filter(
        person__name=meant.name.strip(),
        person__phone_index__in=sealing.phone_indexes(digits),
        person__home_site_id=meant.site_id,
        person__closed_at=None,
    )
    found = list(rows.exclude(pk=but)[:2])
    return found[0] if len(found) == 1 else None


def _lock(*, asking_id: UUID) -> ProxyAsking:
    rows = ProxyAsking.objects.select_for_update(no_key=True, of=("self",))
    found = rows.select_related("relative__home_site", "elder__person__home_site", "site").filter(pk=asking_id).first()
    if found is None:
        raise NotVisible
    return found


@repeated
def withdraw_asking(*, actor: Actor, asking_id: UUID, now: datetime) -> None:
    """The relative no longer asks; again changes nothing. Raises NotVisible."""
    with durable():
        asking = _lock(asking_id=asking_id)
        if actor.id != asking.relative_id:
            raise NotVisible
        if asking.state == AskingState.WAITING:
            asking.state, asking.decided_by, asking.decided_at = AskingState.WITHDRAWN, actor.id, now
            asking.save(update_fields=["state", "decided_by", "decided_at"])
            note_person(action="proxy.asking_withdrawn", person=asking.relative, actor=actor, at=now)


@repeated
def name_elder(*, actor: Actor, asking_id: UUID, elder_id: UUID, now: datetime) -> ProxyAsking:
    """The desk has found out whom the relative means. Raises UnableToActFor, NotVisible."""
    with durable():
        asking = _lock(asking_id=asking_id)
        _insist_on_desk(actor, asking)
        elder = Elder.objects.select_related("person__home_site").filter(pk=elder_id, person__closed_at=None).first()
        if elder is None or not actor.may(Power.NEED_ASSIST, path=elder.person.home_site.path):
            raise NotVisible
        if elder.pk == asking.relative_id:
            raise UnableToActFor("herself", _("这是同一个人。"))
        if asking.state == AskingState.WAITING and asking.elder_id != elder_id:
            asking.elder, asking.site = elder, elder.person.home_site
            asking.save(update_fields=["elder", "site"])
            note_person(action="proxy.elder_named", person=elder.person, actor=actor, at=now, asking=str(asking.pk))
            relative = asking.relative.name
            tell_of_standing(
                person=elder.person, kind=NoticeKind.PROXY_ASKED, subject=asking.pk, at=now, helper=relative
            )
        return asking


def _insist_on_desk(actor: Actor, asking: ProxyAsking) -> None:
    if actor.id is None or not actor.may(Power.NEED_ASSIST, path=asking.site.path):
        raise NotVisible
    people = {one for one in (asking.relative_id, asking.elder_id) if one is not None}
    if is_own_or_kin(actor=actor, people=people):
        raise UnableToActFor("own_or_kin", _("自己或家人的事要请同事办。"))


@repeated
def answer_asking(*, actor: Actor, asking_id: UUID, answer: Answer, now: datetime) -> ProxyAsking:
    """What the old person says, herself or to a clerk who rang her. Answering the same again changes nothing.

    Raises UnableToActFor, NotVisible.
    """
    with durable():
        asking = _lock(asking_id=asking_id)
        is_herself = asking.elder_id is not None and actor.id == asking.elder_id
        if not is_herself:
            _insist_on_desk(actor, asking)
            if answer.how not in {BY_CALL, IN_PERSON}:
                raise UnableToActFor("how", _("请写老人是怎么说的。"), field="how")
            if not answer.note.strip():
                raise UnableToActFor("no_note", _("请写老人怎么说的。"), field="note")
        if asking.elder is None:
            return _nobody_meant(asking, actor=actor, answer=answer, now=now)
        if asking.state != AskingState.WAITING:
            return asking
        agreed = bool(answer.powers)
        asking.state = AskingState.AGREED if agreed else AskingState.REFUSED
        asking.how, asking.note, asking.decided_by, asking.decided_at = answer.how, answer.note.strip(), actor.id, now
        asking.save(update_fields=["state", "how", "note", "decided_by", "decided_at"])
        elder = asking.elder
        if agreed:
            kinship = Kinship(asking.kinship)
            relate(person=elder.person, relative=asking.relative, kinship=kinship, at=now)
            powers = [power.value for power in answer.powers]
            agree_proxy(elder=elder, relative=asking.relative, powers=powers, how=answer.how, at=now)
        _settled(asking, actor=actor, agreed=agreed, now=now, read_out=answer.read_out)
        return asking


def _nobody_meant(asking: ProxyAsking, *, actor: Actor, answer: Answer, now: datetime) -> ProxyAsking:
    """The desk could not find out who is meant: that ends it, with the same kind words."""
    if answer.powers:
        raise UnableToActFor("no_elder", _("先找到是哪位老人，再记她的话。"))
    if asking.state == AskingState.WAITING:
        asking.state, asking.how, asking.note = AskingState.REFUSED, answer.how, answer.note.strip()
        asking.decided_by, asking.decided_at = actor.id, now
        asking.save(update_fields=["state", "how", "note", "decided_by", "decided_at"])
        _settled(asking, actor=actor, agreed=False, now=now)
    return asking


def _settled(asking: ProxyAsking, *, actor: Actor, agreed: bool, now: datetime, read_out: str = "") -> None:
    person = asking.elder.person if asking.elder else asking.relative
    role = actor.role_for(Power.NEED_ASSIST, path=asking.site.path) or "elder"
    note_person(
        action="proxy.agreed" if agreed else "proxy.refused", person=person, actor=actor, at=now, role=role,
        reason=asking.note, how=asking.how, relative=str(asking.relative_id), read_out=read_out,
    )  # fmt: skip
    kind = NoticeKind.PROXY_AGREED if agreed else NoticeKind.PROXY_REFUSED
    said = sealing.open_for(asking.relative, "proxy_asking", asking.said_sealed).split(" ")[0]
    tell_of_standing(
        person=asking.relative, kind=kind, subject=asking.pk, at=now, audience="family", elder=said or person.name
    )


@repeated
def take_back_proxy(*, actor: Actor, proxy_id: UUID, now: datetime, note: str = "") -> None:
    """The old person (or staff at her word) takes the agreement back at once; the relative is told kindly.

    A relative may lay it down herself. Again changes nothing. Raises NotVisible.
    """
    with durable():
        rows = Proxy.objects.select_for_update(no_key=True, of=("self",))
        found = rows.select_related("elder__person__home_site", "relative__home_site").filter(pk=proxy_id).first()
        if found is None or actor.id is None:
            raise NotVisible
        elder = found.elder.person
        is_staff = actor.may(Power.NEED_ASSIST, path=elder.home_site.path)
        if actor.id not in {found.elder_id, found.relative_id} and not is_staff:
            raise NotVisible
        if found.withdrawn_at is not None:
            return
        found.withdrawn_at = now
        found.save(update_fields=["withdrawn_at"])
        role = actor.role_for(Power.NEED_ASSIST, path=elder.home_site.path)
        note_person(
            action="proxy.withdrawn", person=elder, actor=actor, at=now, role=role, reason=note,
            relative=str(found.relative_id),
        )  # fmt: skip
        if actor.id != found.relative_id:
            tell_of_standing(
                person=found.relative, kind=NoticeKind.PROXY_WITHDRAWN, subject=found.pk, at=now, audience="family",
                elder=elder.name,
            )  # fmt: skip
