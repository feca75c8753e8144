"""Closing an account: asked for, taken back within the Standard's days, and then carried out for good.

What is carried out: the person's key is destroyed, so that everything sealed with it is noise for ever; words in clear
are blanked; what is only hers is removed. The book is not touched: its lines carry ids, and the ids lead to nobody.
"""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.audit.chain import seal_events
from nuanliu.domain.audit.operations import record, take_words_out
from nuanliu.domain.audit.queries import events_about
from nuanliu.domain.care.forgetting import forget_in_care, needs_served_by, subjects_of, unfinished_of
from nuanliu.domain.certificates.forgetting import forget_on_certificates
from nuanliu.domain.dispatch.forgetting import forget_in_dispatch
from nuanliu.domain.gatherings.forgetting import forget_in_gatherings, unfinished_gatherings
from nuanliu.domain.honours.forgetting import forget_in_honours
from nuanliu.domain.integrity.conduct.forgetting import forget_in_conduct
from nuanliu.domain.network.operations import end_sessions
from nuanliu.domain.network.types import Actor
from nuanliu.domain.notices.forgetting import forget_notices, forget_outbox
from nuanliu.domain.passbook.forgetting import end_sharing, forget_in_passbook, gifts_under_way
from nuanliu.domain.people.forgetting import forget_person, lock_person
from nuanliu.domain.people.models import Closing, Person
from nuanliu.domain.people.queries import access_data_of
from nuanliu.domain.people.sealing import contact_of, phone_indexes
from nuanliu.domain.signing.models import Authenticator, OneTimeCode, Passkey, RecoveryCode, Session
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.db import durable
from nuanliu.platform.errors import Unable
from nuanliu.platform.identifiers import telephone_digits
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated

_log = logging.getLogger(__name__)


class UnableToClose(Unable):
    """The account cannot be closed now."""


def closing_under_way(*, person_id: UUID) -> Closing | None:
    """The closing that was asked for and is neither taken back nor done."""
    return Closing.objects.filter(person_id=person_id, taken_back_at=None, done_at=None).first()


@repeated
def ask_to_close(*, actor: Actor, person_id: UUID, now: datetime, token: UUID) -> Closing:
    """She wants her account closed. Again gives the closing that is under way.

    Raises UnableToClose (unfinished, appointed), NotVisible.
    """
    with durable():
        access_data_of(actor=actor, person_id=person_id)
        person = lock_person(person_id=person_id)
        known = closing_under_way(person_id=person_id)
        if known is not None or person is None:
            return known or _gone()
        _insist_on_nothing_open(person)
        days = standard_in_force(at=now, site=person.home_site_id).integer("deletion_cooling_days")
        closing = Closing.objects.create(
            id=derived_id(token, "closing"),
            person=person,
            asked_by=actor.id or person_id,
            asked_at=now,
            due_at=now + timedelta(days=days),
        )
        _write_down("account.closing_asked", person, actor, now)
        return closing


def _gone() -> Closing:
    raise UnableToClose("gone", _("这个账户已经注销了。"))


def _insist_on_nothing_open(person: Person) -> None:
    if person.login.appointments.filter(ended_at=None).exists():
        raise UnableToClose("appointed", _("还有任职没有结束。请先请上级结束任职，再注销。"))
    if gifts_under_way(person_id=person.pk):
        raise UnableToClose("gift", _("还有送出或收到的时间在等答复。答复了再注销。"))
    if unfinished_of(person_id=person.pk) or unfinished_gatherings(person_id=person.pk):
        raise UnableToClose("unfinished", _("还有没做完、没认定的服务。先做完或取消，再注销。"))


@repeated
def take_back_closing(*, actor: Actor, person_id: UUID, now: datetime) -> None:
    """She thought better of it. Again changes nothing. Raises NotVisible."""
    with durable():
        access_data_of(actor=actor, person_id=person_id)
        person = lock_person(person_id=person_id)
        rows = Closing.objects.filter(person_id=person_id, taken_back_at=None, done_at=None)
        if person is not None and rows.update(taken_back_at=now, taken_back_by=actor.id):
            _write_down("account.closing_taken_back", person, actor, now)


def erase_due(*, now: datetime) -> int:
    """Carry out every closing whose days are over; who has something unfinished again waits. Gives how many."""
    due = Closing.objects.filter(due_at__lte=now, taken_back_at=None, done_at=None).order_by("due_at", "pk")
    count = 0
    for person_id in list(due.values_list("person_id", flat=True)):
        try:
            count += erase_person(person_id=person_id, now=now)
        except UnableToClose as refusal:
            _log.warning("an account that is due cannot be closed yet: %s", refusal.code)
    return count


def erase_person(*, person_id: UUID, now: datetime) -> int:
    """Forget this person for good: 1, or 0 if there is no closing that is due. Raises UnableToClose."""
    seal_events(now=now)
    deliveries = _erase(person_id=person_id, now=now)
    if deliveries is None:
        return 0
    forget_outbox(deliveries=deliveries)
    return 1


@repeated
def _erase(*, person_id: UUID, now: datetime) -> list[UUID] | None:
    with durable():
        person = lock_person(person_id=person_id)
        closing = closing_under_way(person_id=person_id)
        if person is None or closing is None or closing.due_at > now:
            return None
        _insist_on_nothing_open(person)
        subjects = subjects_of(person_id=person_id)
        told_of = [*subjects, *needs_served_by(person_id=person_id)]
        deliveries = forget_notices(person=person, subjects=told_of)
        forget_in_gatherings(person_id=person_id)
        forget_in_care(person_id=person_id)
        forget_in_dispatch(person_id=person_id)
        end_sharing(person_id=person_id, at=now)
        forget_in_passbook(person_id=person_id)
        forget_in_conduct(person_id=person_id)
        forget_in_honours(person_id=person_id)
        forget_on_certificates(person_id=person_id)
        _forget_signing(person)
        take_words_out(events=events_about(subjects=[person_id, *subjects]))
        site = person.home_site_id
        forget_person(person=person, at=now)
        record(
            action="account.erased",
            subject_type="person",
            subject_id=person_id,
            occurred_at=now,
            actor_id=None,
            site_id=site,
            details={"words_gone": len(subjects)},
        )
        return deliveries


def _forget_signing(person: Person) -> None:
    phone = telephone_digits(contact_of(person).phone)
    if phone:
        OneTimeCode.objects.filter(phone_index__in=phone_indexes(phone)).delete()
    for model in (Session, Authenticator, Passkey, RecoveryCode):
        model._default_manager.filter(login_id=person.pk).delete()
    end_sessions(login=person.login)


def _write_down(action: str, person: Person, actor: Actor, now: datetime) -> None:
    is_other = actor.id != person.pk
    record(
        action=action,
        subject_type="person",
        subject_id=person.pk,
        occurred_at=now,
        actor_id=actor.id,
        actor_role="staff" if is_other else "",
        on_behalf_of=person.pk if is_other else None,
        site_id=person.home_site_id,
    )
