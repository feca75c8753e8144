"""A visit goes back with a question, and comes again with the answer."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.care import operations as care
from nuanliu.domain.care.certifying.models import Asking
from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.care.rules import is_staff_for
from nuanliu.domain.care.types import Paused, VisitState
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.notices.operations import tell
from nuanliu.domain.notices.types import NoticeKind
from nuanliu.domain.people.queries import is_own_or_kin
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated


class UnableToAsk(Unable):
    """This cannot be asked or answered now."""


@repeated
def ask_back(*, actor: Actor, visit_id: UUID, question: str, token: UUID, now: datetime) -> Asking:
    """Send a visit back with a question to its helper; it cannot be certified until somebody answers.

    The same token asks once. Raises UnableToAsk, NotVisible.
    """
    with durable():
        need, visit = care.lock_visit(visit_id=visit_id)
        if actor.id is None or not is_staff_for(actor=actor, need=need, power=Power.VISIT_CERTIFY):
            raise NotVisible
        asking_id = derived_id(token, "asking", str(visit_id))
        known = Asking.objects.filter(site_id=visit.site_id, id=asking_id).first()
        if known is not None:
            return known
        _refuse(actor, need, visit, question)
        asking = Asking.objects.create(
            site_id=visit.site_id,
            id=asking_id,
            visit_id=visit.id,
            question=question.strip(),
            asked_by=actor.id,
            asked_at=now,
        )
        care.change(visit, paused=Paused.ASKED.value)
        role = actor.role_for(Power.VISIT_CERTIFY, path=need.site.path)
        care.note(action="visit.asked_back", subject=visit, actor=actor, at=now, role=role, reason=asking.question)
        tell(person=visit.volunteer, kind=NoticeKind.VISIT_ASKED, need=need, at=now, reason=asking.question)
        return asking


def _refuse(actor: Actor, need: Need, visit: Visit, question: str) -> None:
    if is_own_or_kin(actor=actor, people={need.elder_id, visit.volunteer_id}):
        raise UnableToAsk("own_or_kin", _("自己或家人的服务要请同事处理。"))
    if not question.strip():
        raise UnableToAsk("no_reason", _("请写明要问什么，志愿者会看到。"), field="question")
    if visit.state != VisitState.CONFIRMED or visit.paused:
        raise UnableToAsk("not_waiting", _("这次已经不在等认定了，请刷新页面看看。"))


@repeated
def answer_asking(*, actor: Actor, visit_id: UUID, answer: str, now: datetime) -> Visit:
    """The helper answers, or staff write down what she said; the visit waits for the decision again.

    Answering what has been answered changes nothing. Raises UnableToAsk, NotVisible.
    """
    with durable():
        need, visit = care.lock_visit(visit_id=visit_id)
        is_helper = actor.id == visit.volunteer_id
        if not is_helper and not is_staff_for(actor=actor, need=need, power=Power.NEED_ASSIST):
            raise NotVisible
        asking = Asking.objects.filter(site_id=visit.site_id, visit_id=visit.id, answered_at=None).first()
        if asking is None:
            return visit
        if not answer.strip():
            raise UnableToAsk("no_answer", _("请写几句回答。"), field="answer")
        Asking.objects.filter(site_id=visit.site_id, id=asking.id).update(
            answer=answer.strip(), answered_by=actor.id, answered_at=now
        )
        if visit.paused == Paused.ASKED:
            care.change(visit, paused="")
        role = "volunteer" if is_helper else actor.role_for(Power.NEED_ASSIST, path=need.site.path)
        on_behalf = None if is_helper else visit.volunteer_id
        care.note(
            action="visit.answered", subject=visit, actor=actor, at=now, role=role, on_behalf_of=on_behalf,
            reason=answer.strip()[:300],
        )  # fmt: skip
        return visit


def askings_of(*, visit: Visit) -> list[Asking]:
    """Every question about a visit and its answer, the oldest first. The reader has accessed the visit."""
    return list(Asking.objects.filter(site_id=visit.site_id, visit_id=visit.id).order_by("asked_at", "id"))
