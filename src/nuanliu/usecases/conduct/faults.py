"""False hours, and money asked for: one person says so with what it stands on, another decides whether it is so."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.care import operations as care
from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.care.types import VisitState
from nuanliu.domain.integrity.conduct.models import Mark
from nuanliu.domain.integrity.conduct.queries import COUNTING
from nuanliu.domain.integrity.conduct.types import FAULTS, POINTS, MarkKind, MarkState, Source
from nuanliu.domain.integrity.reports import Told, file_report
from nuanliu.domain.integrity.types import ReportKind
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.notices.operations import tell
from nuanliu.domain.notices.types import NoticeKind
from nuanliu.domain.people.queries import is_own_or_kin
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.retry import repeated
from nuanliu.usecases.certify_visit import void_locked
from nuanliu.usecases.conduct.marking import mark_id, note

SERVED = frozenset(
    {
        VisitState.SERVED,
        VisitState.CONFIRMED,
        VisitState.CERTIFIED,
        VisitState.CREDITED,
        VisitState.DISPUTED,
        VisitState.VOIDED,
    }
)
"""Visits that claim hours, or claimed them."""
LONGEST = 300


class UnableToAccuse(Unable):
    """The fault cannot be written down, or not decided by this person."""


@dataclass(frozen=True, slots=True)
class Accusation:
    """What is said, and what it stands on: an incident or dispute by its id, else where it came to light."""

    kind: MarkKind
    words: str
    source: Source
    source_id: UUID | None = None


def may_accuse(*, actor: Actor, path: str) -> bool:
    """Whether the actor certifies or hears disputes there."""
    return actor.may(Power.VISIT_CERTIFY, path=path) or actor.may(Power.DISPUTE_HEAR, path=path)


@repeated
def propose_fault(*, actor: Actor, visit_id: UUID, said: Accusation, now: datetime) -> Mark:
    """Write a fault of the helper down for a second person. Who asked for money stops at once and is reported.

    Twice gives the first. Raises UnableToAccuse (no_words, own_or_kin, not_served), NotVisible.
    """
    with durable():
        need, visit = care.lock_visit(visit_id=visit_id)
        if not may_accuse(actor=actor, path=need.site.path) or said.kind not in FAULTS:
            raise NotVisible
        known = mark_id(visit=visit, kind=said.kind, person_id=visit.volunteer_id)
        made = Mark.objects.filter(site_id=need.site_id, id=known).first()
        if made is not None:
            return made
        _insist(actor, need, visit, said)
        standard = standard_in_force(at=now, site=need.site_id)
        mark = Mark.objects.create(
            site_id=need.site_id,
            id=known,
            person=visit.volunteer,
            visit_id=visit.id,
            kind=said.kind.value,
            state=MarkState.PROPOSED.value,
            points=0,
            happened_at=now,
            noted_at=now,
            noted_by=actor.id,
            words=said.words.strip()[:LONGEST],
            source=said.source.value,
            source_id=said.source_id,
            standard_version=standard.version_id,
        )
        note(mark=mark, action="conduct.proposed", actor=actor, now=now, reason=mark.words, role=_role(actor, need))
        if said.kind is MarkKind.ASKED_MONEY:
            told = Told(words=mark.words, when=f"{need.starts_at:%Y-%m-%d}")
            file_report(report_id=mark.id, kind=ReportKind.MONEY, site=need.site, told=told, actor=actor, at=now)
            tell(person=visit.volunteer, kind=NoticeKind.CONDUCT_SUSPENDED, need=need, at=now)
        return mark


def why_not_second(*, actor: Actor, mark: Mark) -> UnableToAccuse | None:
    """Why this person may not decide it; None if she may."""
    if not may_accuse(actor=actor, path=mark.site.path):
        return UnableToAccuse("no_power", _("要由站点的认定员或市里来定。"))
    if actor.id == mark.noted_by:
        return UnableToAccuse("second_person", _("这一条是您提的，要请另一位来定。"))
    if is_own_or_kin(actor=actor, people={mark.person_id}):
        return UnableToAccuse("own_or_kin", _("自己或家人的要请同事来定。"))
    return None


@repeated
def second_fault(*, actor: Actor, mark_id: UUID, is_so: bool, words: str, now: datetime) -> Mark:
    """It is so: false hours are taken back and cost the Standard's points once a finding; or it is not so, and over.

    Deciding what is decided changes nothing. Raises UnableToAccuse, UnableToPost (the hours are spent), NotVisible.
    """
    with durable():
        found = Mark.objects.filter(id=mark_id).values_list("visit_id", flat=True).first()
        if found is None:
            raise NotVisible
        need, visit = care.lock_visit(visit_id=found)
        rows = Mark.objects.select_for_update(no_key=True, of=("self",)).select_related("person", "site")
        mark = rows.get(site_id=need.site_id, id=mark_id)
        if not actor.may(Power.BOARD_SEE, path=need.site.path):
            raise NotVisible
        if mark.state != MarkState.PROPOSED:
            return mark
        refusal = why_not_second(actor=actor, mark=mark)
        if refusal is not None:
            raise refusal
        if not words.strip():
            raise UnableToAccuse("no_words", _("请写明理由，本人会看到。"), field="words")
        _settle(mark, need, visit, actor, is_so=is_so, words=words.strip()[:LONGEST], now=now)
        return mark


def _settle(mark: Mark, need: Need, visit: Visit, actor: Actor, *, is_so: bool, words: str, now: datetime) -> None:
    kind = MarkKind(mark.kind)
    visit.volunteer = care.lock_helper(volunteer_id=visit.volunteer_id)
    points = _points(mark, visit, now) if is_so and kind in POINTS else 0
    changes = {
        "state": (MarkState.STANDS if is_so else MarkState.DROPPED).value,
        "points": points,
        "happened_at": now,
        "seconded_by": actor.id,
        "seconded_at": now,
        "seconded_words": words,
    }
    Mark.objects.filter(site_id=mark.site_id, id=mark.id).update(**changes)
    for name, value in changes.items():
        setattr(mark, name, value)
    action = "conduct.seconded" if is_so else "conduct.dropped"
    note(mark=mark, action=action, actor=actor, now=now, reason=words, role=_role(actor, need))
    if not is_so:
        if kind is MarkKind.ASKED_MONEY:
            tell(person=visit.volunteer, kind=NoticeKind.CONDUCT_CLEARED, need=need, at=now)
        return
    if kind is MarkKind.FALSE_HOURS:
        void_locked(actor=actor, need=need, visit=visit, reason=words, now=now)
        tell(person=visit.volunteer, kind=NoticeKind.CONDUCT_MARKED, need=need, at=now, points=points)
    else:
        tell(person=visit.volunteer, kind=NoticeKind.CONDUCT_STOPPED, need=need, at=now)


def _points(mark: Mark, visit: Visit, now: datetime) -> int:
    """All hours that were false by the day of a finding cost once; who does it again after that pays again."""
    standing = Mark.objects.filter(person_id=mark.person_id, kind=mark.kind, state__in=COUNTING, points__gt=0)
    if standing.filter(seconded_at__gte=visit.ended_at or now).exists():
        return 0
    return standard_in_force(at=now, site=mark.site_id).integer(POINTS[MarkKind(mark.kind)])


def _insist(actor: Actor, need: Need, visit: Visit, said: Accusation) -> None:
    if is_own_or_kin(actor=actor, people={need.elder_id, visit.volunteer_id}):
        raise UnableToAccuse("own_or_kin", _("自己或家人的服务要请同事处理。"))
    if said.kind is MarkKind.FALSE_HOURS and visit.state not in SERVED:
        raise UnableToAccuse("not_served", _("这次还没有报过时间，谈不上作假。"), field="kind")
    if not said.words.strip():
        raise UnableToAccuse("no_words", _("请写清楚发生了什么、怎么知道的。"), field="words")


def _role(actor: Actor, need: Need) -> str:
    path = need.site.path
    return actor.role_for(Power.VISIT_CERTIFY, path=path) or actor.role_for(Power.DISPUTE_HEAR, path=path)
