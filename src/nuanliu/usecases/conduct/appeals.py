"""An appeal against a mark: said by whom it is about, decided by somebody who had no part in it."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.care.models import Need
from nuanliu.domain.care.queries import visits_by_id
from nuanliu.domain.integrity.conduct.models import Mark
from nuanliu.domain.integrity.conduct.queries import standing_of
from nuanliu.domain.integrity.conduct.types import MarkKind, MarkState
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.notices.operations import tell
from nuanliu.domain.notices.types import NoticeKind
from nuanliu.domain.passbook.absences import give_back_absence
from nuanliu.domain.people.queries import is_own_or_kin
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable, Words
from nuanliu.platform.retry import repeated
from nuanliu.usecases.conduct.marking import note

DAYS = "dispute_days"
"""The key of the Standard: as long as an objection to a visit may be raised."""


class UnableToAppeal(Unable):
    """This cannot be appealed, or not decided by this person."""


def why_no_appeal(*, mark: Mark, now: datetime) -> Words:
    """Why it cannot be appealed now; empty if it can."""
    if mark.state in {MarkState.PROPOSED, MarkState.DROPPED}:
        return _("这一条还没有定，或者已经不算了。")
    if mark.state != MarkState.STANDS:
        return _("这一条申诉过了。")
    standard = standard_in_force(at=now, site=mark.site_id)
    if now > (mark.seconded_at or mark.noted_at) + timedelta(days=standard.days(DAYS)):
        return _("申诉的日子过了。有话要说，请打给社区。")
    stands = standing_of(person_id=mark.person_id, site_id=mark.site_id, now=now)
    is_exit = stands.is_exited and mark.kind == MarkKind.NO_SHOW
    return _("被请退出的，这里不能申诉。") if is_exit and not standard.boolean("no_show_exit_appeal") else ""


@repeated
def appeal(*, actor: Actor, mark_id: UUID, words: str, now: datetime) -> Mark:
    """Say why it is not right. Staff may write down what somebody says who telephones. Twice changes nothing.

    Raises UnableToAppeal, NotVisible.
    """
    with durable():
        mark = _locked(mark_id)
        is_staff = actor.may(Power.NEED_ASSIST, path=mark.site.path)
        if actor.id != mark.person_id and not is_staff:
            raise NotVisible
        if mark.state == MarkState.APPEALED:
            return mark
        refusal = why_no_appeal(mark=mark, now=now)
        if refusal:
            raise UnableToAppeal("not_now", refusal)
        if not words.strip():
            raise UnableToAppeal("no_words", _("请写几句，为什么不该扣。"), field="words")
        _write(mark, state=MarkState.APPEALED.value, appeal=words.strip()[:500], appealed_at=now)
        note(mark=mark, action="conduct.appealed", actor=actor, now=now)
        return mark


def why_not_decide(*, actor: Actor, mark: Mark) -> UnableToAppeal | None:
    """Why this person may not decide; None if she may."""
    if not (actor.may(Power.VISIT_CERTIFY, path=mark.site.path) or actor.may(Power.DISPUTE_HEAR, path=mark.site.path)):
        return UnableToAppeal("no_power", _("申诉要由站点的认定员来定。"))
    if is_own_or_kin(actor=actor, people={mark.person_id}):
        return UnableToAppeal("own_or_kin", _("自己或家人的要请同事来定。"))
    if actor.id in {mark.noted_by, mark.seconded_by}:
        return UnableToAppeal("took_part", _("这一条是您记的，要请没有参与的人来定。"))
    return None


@repeated
def decide_appeal(*, actor: Actor, mark_id: UUID, is_upheld: bool, words: str, now: datetime) -> Mark:
    """Upheld: it is as if it had not been, and what it cost comes back. Deciding what is decided changes nothing.

    Raises UnableToAppeal, UnableToPost, NotVisible.
    """
    with durable():
        mark = _locked(mark_id)
        if not actor.may(Power.BOARD_SEE, path=mark.site.path):
            raise NotVisible
        if mark.state in {MarkState.KEPT, MarkState.LIFTED}:
            return mark
        refusal = why_not_decide(actor=actor, mark=mark)
        if refusal is not None:
            raise refusal
        if mark.state != MarkState.APPEALED:
            raise UnableToAppeal("not_appealed", _("没有人申诉这一条。"))
        if not words.strip():
            raise UnableToAppeal("no_words", _("请写明理由，本人会看到。"), field="words")
        state = MarkState.LIFTED if is_upheld else MarkState.KEPT
        _write(mark, state=state.value, decided_by=actor.id, decided_at=now, decision=words.strip()[:300])
        if is_upheld and mark.minutes:
            give_back_absence(site=mark.site_id, mark=mark.id, at=now, actor=actor.id, memo=mark.decision)
        action = "conduct.lifted" if is_upheld else "conduct.kept"
        role = actor.role_for(Power.VISIT_CERTIFY, path=mark.site.path)
        note(mark=mark, action=action, actor=actor, now=now, reason=mark.decision, role=role)
        tell(person=mark.person, kind=NoticeKind.APPEAL_DECIDED, need=_need(mark), at=now, reason=mark.decision[:60])
        return mark


def _need(mark: Mark) -> Need:
    need: Need = visits_by_id(ids=[mark.visit_id])[mark.visit_id].need
    return need


def _locked(mark_id: UUID) -> Mark:
    rows = Mark.objects.select_for_update(no_key=True, of=("self",)).select_related("person", "site")
    mark = rows.filter(id=mark_id).first()
    if mark is None:
        raise NotVisible
    return mark


def _write(mark: Mark, **changes: object) -> None:
    Mark.objects.filter(site_id=mark.site_id, id=mark.id).update(**changes)
    for name, value in changes.items():
        setattr(mark, name, value)
