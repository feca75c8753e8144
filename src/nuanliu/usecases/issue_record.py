"""A volunteer's own service record and training record: at once, free, as often as wanted; the desk's for her too."""

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.audit.operations import record_all
from nuanliu.domain.certificates.facts import Facts
from nuanliu.domain.certificates.models import Certificate
from nuanliu.domain.certificates.numbers import certificate_id
from nuanliu.domain.certificates.operations import UnableToCertify, issue
from nuanliu.domain.certificates.records import service_facts, training_facts
from nuanliu.domain.certificates.types import CertificateKind
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.people.forgetting import lock_person
from nuanliu.domain.people.models import Person
from nuanliu.platform.clock import local_date
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.retry import repeated
from nuanliu.usecases.make_certificates import done_on

MOST_LINES = 2_000
"""Lines of one record: more are two records."""


def access_holder(*, actor: Actor, person_id: UUID) -> Person:
    """A volunteer, for herself and for whoever prints papers at her site. Raises NotVisible."""
    rows = Person.objects.select_related("home_site", "volunteer")
    person = rows.filter(pk=person_id, closed_at=None, volunteer__isnull=False).first()
    if person is None or actor.id is None:
        raise NotVisible
    if actor.id != person_id and not actor.may(Power.PASSBOOK_PRINT, path=person.home_site.path):
        raise NotVisible
    return person


@repeated
def issue_service_record(*, actor: Actor, person_id: UUID, first: date, last: date, now: datetime) -> Certificate:
    """What she has done in these days; the same record for the same days and visits.

    Raises UnableToCertify (days, future, nothing, too_long), NotVisible.
    """
    if last < first:
        raise UnableToCertify("days", _("最后一天不能早于第一天。"), field="last_day")
    if last > local_date(now):
        raise UnableToCertify("future", _("最后一天不能晚于今天。"), field="last_day")
    with durable():
        person = access_holder(actor=actor, person_id=person_id)
        lock_person(person_id=person_id)
        facts = service_facts(people=[person], first=first, last=last).get(person_id)
        if facts is None:
            raise UnableToCertify("nothing", _("这些天里没有认定过的服务。请换一段日子。"))
        if len(facts.rows) > MOST_LINES:
            words = _("这段日子有 %(lines)s 次服务，一份最多 %(most)s 次。请分成几段。")
            raise UnableToCertify("too_long", words % {"lines": len(facts.rows), "most": MOST_LINES})
        return _issue(person, facts, actor, now)


@repeated
def issue_training_record(*, actor: Actor, person_id: UUID, now: datetime) -> Certificate:
    """Every course she has passed; the same record for the same courses. Raises UnableToCertify, NotVisible."""
    with durable():
        person = access_holder(actor=actor, person_id=person_id)
        lock_person(person_id=person_id)
        facts = training_facts(person=person)
        if facts is None:
            raise UnableToCertify("nothing", _("还没有通过的培训。"))
        return _issue(person, facts, actor, now)


def _issue(person: Person, facts: Facts, actor: Actor, now: datetime) -> Certificate:
    known = Certificate.objects.filter(pk=certificate_id(facts.key)).first()
    if known is not None:
        return known
    paper = issue(issuer=person.home_site, facts=[facts], at=now, actor_id=actor.id)[0]
    record_all(done=done_on(paper=paper, now=now))
    return paper


def record_for(*, actor: Actor, person_id: UUID, certificate_id: UUID) -> Certificate:
    """One of somebody's certificates, for herself and for whoever prints papers at her site. Raises NotVisible."""
    access_holder(actor=actor, person_id=person_id)
    rows = Certificate.objects.select_related("seal", "issuer")
    found = rows.filter(pk=certificate_id, person_id=person_id).first()
    if found is None:
        raise NotVisible
    return found


KINDS_ASKED_FOR = (CertificateKind.SERVICE, CertificateKind.TRAINING)
"""What somebody asks for herself; an honour is given."""
