"""Two entries of one human being become one: one person says so with a reason, another looks and decides.

The book is moved by postings and never edited (ADR 0030); needs, visits and lines stay under their own entry.
"""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.care.forgetting import unfinished_of
from nuanliu.domain.network.models import Appointment, Login
from nuanliu.domain.network.operations import end_sessions
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.passbook.accounts import Holder
from nuanliu.domain.passbook.forgetting import end_sharing, gifts_under_way
from nuanliu.domain.passbook.moving import move_book
from nuanliu.domain.people.joining.merging import merge_entries
from nuanliu.domain.people.joining.models import Merge
from nuanliu.domain.people.joining.operations import note_person
from nuanliu.domain.people.joining.types import MergeState
from nuanliu.domain.people.models import Closing, Person
from nuanliu.domain.people.queries import is_own_or_kin
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated


class UnableToMerge(Unable):
    """The two entries cannot be made one like this."""


def may_decide_merge(*, actor: Actor, kept: Person, gone: Person) -> bool:
    """Whether the actor's power reaches both entries."""
    paths = (kept.home_site.path, gone.home_site.path)
    return any(
        all(actor.may(power, path=path) for path in paths) for power in (Power.PERSON_DECIDE, Power.JOINING_SAMPLE)
    )


@repeated
def propose_merge(*, actor: Actor, kept_id: UUID, gone_id: UUID, reason: str, token: UUID, now: datetime) -> Merge:
    """Say that the two are one. The same token gives the same proposal. Raises UnableToMerge, NotVisible."""
    with durable():
        kept, gone = _lock_both(kept_id, gone_id)
        if actor.id is None or not actor.may(Power.NEED_PLACE, path=gone.home_site.path):
            raise NotVisible
        made = Merge.objects.filter(pk=derived_id(token, "merge", str(gone_id))).first()
        if made is not None:
            return made
        _insist_on_distance(actor, kept, gone)
        if not reason.strip():
            raise UnableToMerge("no_reason", _("请写明为什么是同一个人。"), field="reason")
        if kept.closed_at is not None or gone.closed_at is not None:
            raise UnableToMerge("closed", _("有一份已经合并或注销了。"))
        if Merge.objects.filter(gone=gone).exclude(state=MergeState.REFUSED.value).exists():
            raise UnableToMerge("proposed", _("已经有人提过了，等另一位同事看。"))
        merge = Merge.objects.create(
            pk=derived_id(token, "merge", str(gone_id)),
            kept=kept,
            gone=gone,
            site=gone.home_site,
            reason=reason.strip(),
            proposed_by=actor.id,
            proposed_at=now,
        )
        _note("merge.proposed", merge, actor, now, reason=reason)
        return merge


@repeated
def decide_merge(*, actor: Actor, merge_id: UUID, is_same: bool, reason: str, now: datetime) -> Merge:
    """Somebody else merges, or says that they are two. Deciding the same again changes nothing.

    Raises UnableToMerge, UnableToPost, NotVisible.
    """
    with durable():
        merge = Merge.objects.select_for_update(no_key=True).filter(pk=merge_id).first()
        if merge is None:
            raise NotVisible
        kept, gone = _lock_both(merge.kept_id, merge.gone_id)
        if actor.id is None or not may_decide_merge(actor=actor, kept=kept, gone=gone):
            raise NotVisible
        if merge.state != MergeState.PROPOSED:
            return merge
        _insist_on_distance(actor, kept, gone)
        if actor.id == merge.proposed_by:
            raise UnableToMerge("same_person", _("提的人不能自己定，要请同事看。"))
        if not is_same:
            if not reason.strip():
                raise UnableToMerge("no_reason", _("请写明为什么不是同一个人。"), field="reason")
            _decide(merge, MergeState.REFUSED, actor, now, refusal=reason.strip())
            _note("merge.refused", merge, actor, now, reason=reason)
            return merge
        _insist_on_rest(kept, gone)
        merge.moved = move_book(
            merge=merge.pk,
            gone=Holder(gone.pk, gone.home_site_id),
            kept=Holder(kept.pk, kept.home_site_id),
            at=now,
            actor=actor.id,
        )
        end_sharing(person_id=gone.pk, at=now)
        merge_entries(kept=kept, gone=gone, at=now)
        login = Login.objects.get(pk=gone.pk)
        Login.objects.filter(pk=gone.pk).update(is_active=False)
        end_sessions(login=login)
        _decide(merge, MergeState.DONE, actor, now, moved=merge.moved)
        _note("merge.done", merge, actor, now, reason=merge.reason)
        return merge


def _lock_both(one: UUID, other: UUID) -> tuple[Person, Person]:
    """Both rows, locked in the order of their keys, so that two merges never wait for each other in a circle."""
    rows = Person.objects.select_for_update(no_key=True, of=("self",)).select_related("home_site", "login")
    found = {person.pk: person for person in rows.filter(pk__in=[one, other]).order_by("pk")}
    if one == other or len(found) != 2:
        raise NotVisible
    return found[one], found[other]


def _insist_on_distance(actor: Actor, kept: Person, gone: Person) -> None:
    if is_own_or_kin(actor=actor, people={kept.pk, gone.pk}):
        raise UnableToMerge("own_or_kin", _("自己或家人的事要请同事办。"))


def _insist_on_rest(kept: Person, gone: Person) -> None:
    if kept.closed_at is not None or gone.closed_at is not None:
        raise UnableToMerge("closed", _("有一份已经合并或注销了。"))
    if Closing.objects.filter(person__in=[kept, gone], taken_back_at=None, done_at=None).exists():
        raise UnableToMerge("closing", _("有一份正在注销，不能合并。"))
    if Appointment.objects.filter(holder_id=gone.pk, ended_at=None).exists():
        raise UnableToMerge("appointed", _("要并掉的这份还有任职。请先结束任职。"))
    if gifts_under_way(person_id=gone.pk):
        raise UnableToMerge("gift", _("要并掉的这份还有时间在等答复。答复了再合并。"))
    if unfinished_of(person_id=gone.pk):
        raise UnableToMerge("unfinished", _("要并掉的这份还有没办完的服务。办完或取消了再合并。"))


def _decide(merge: Merge, state: MergeState, actor: Actor, now: datetime, **facts: object) -> None:
    merge.state, merge.decided_by, merge.decided_at = state, actor.id, now
    for name, value in facts.items():
        setattr(merge, name, value)
    merge.save(update_fields=["state", "decided_by", "decided_at", *facts])


def _note(action: str, merge: Merge, actor: Actor, now: datetime, *, reason: str) -> None:
    for person in (merge.kept, merge.gone):
        path = person.home_site.path
        powers = (Power.PERSON_DECIDE, Power.JOINING_SAMPLE, Power.NEED_PLACE)
        role = next((found for power in powers if (found := actor.role_for(power, path=path))), "")
        note_person(
            action=action, person=person, actor=actor, at=now, role=role, reason=reason, merge=str(merge.pk),
            kept=str(merge.kept_id), gone=str(merge.gone_id), **merge.moved,
        )  # fmt: skip
