"""Letting people know: on their first pages from when to when, and if wanted as a notice to each, never at night."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.audit.operations import record
from nuanliu.domain.insights.models import Announcement
from nuanliu.domain.insights.types import Audience
from nuanliu.domain.network.models import Appointment, Node
from nuanliu.domain.network.reach import within
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.notices.models import Notice
from nuanliu.domain.notices.operations import tell_of_standing
from nuanliu.domain.notices.types import NoticeKind
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.types import VolunteerState
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.clock import local
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated

AT_ONCE = 100


class UnableToAnnounce(Unable):
    """It cannot be like this."""


def announcements_of(*, actor: Actor) -> QuerySet[Announcement]:
    """Those of the places the actor oversees, the newest first."""
    reach = within(paths=actor.paths(Power.CITY_SEE), column="node__path")
    return Announcement.objects.filter(reach).select_related("node").order_by("-starts_at", "pk")


def access_announcement(*, actor: Actor, announcement_id: UUID) -> Announcement:
    """One that the actor may withdraw. Raises NotVisible."""
    found = Announcement.objects.select_related("node").filter(pk=announcement_id).first()
    if found is None or not actor.may(Power.TREE_EDIT, path=found.node.path):
        raise NotVisible
    return found


@repeated
def announce(
    *,
    actor: Actor,
    node_id: UUID,
    audience: Audience,
    title: str,
    text: str,
    starts_at: datetime,
    ends_at: datetime,
    is_told: bool,
    token: UUID,
    now: datetime,
) -> Announcement:
    """Say something from when to when; the same token finds the first. Raises UnableToAnnounce, NotVisible."""
    with durable():
        node = Node.objects.filter(pk=node_id, closed_at=None).first()
        if node is None or actor.id is None or not actor.may(Power.TREE_EDIT, path=node.path):
            raise NotVisible
        identity = derived_id(token, "announcement")
        known = Announcement.objects.filter(pk=identity).first()
        if known is not None:
            return known
        if ends_at <= max(starts_at, now):
            raise UnableToAnnounce("over", _("最后一天不能早于第一天，也不能已经过去。"), field="last_day")
        made = Announcement.objects.create(
            pk=identity,
            node=node,
            audience=audience,
            title=title.strip(),
            text=text.strip(),
            starts_at=starts_at,
            ends_at=ends_at,
            is_told=is_told,
            made_by=actor.id,
            made_at=now,
        )
        _note("announcement.made", made, actor, now)
        return made


@repeated
def withdraw_announcement(*, actor: Actor, announcement_id: UUID, now: datetime) -> Announcement:
    """It is shown no more and told to nobody else; again changes nothing. Raises NotVisible."""
    with durable():
        rows = Announcement.objects.select_for_update(no_key=True, of=("self",)).select_related("node")
        found = rows.filter(pk=announcement_id).first()
        if found is None or not actor.may(Power.TREE_EDIT, path=found.node.path):
            raise NotVisible
        if found.withdrawn_at is None:
            found.withdrawn_at, found.withdrawn_by = now, actor.id
            found.save(update_fields=["withdrawn_at", "withdrawn_by"])
            _note("announcement.withdrawn", found, actor, now)
        return found


def _note(action: str, made: Announcement, actor: Actor, now: datetime) -> None:
    record(
        action=action,
        subject_type="announcement",
        subject_id=made.pk,
        occurred_at=now,
        actor_id=actor.id,
        actor_role=actor.role_for(Power.TREE_EDIT, path=made.node.path),
        details={"title": made.title, "audience": made.audience, "told": made.is_told},
    )


def said_to(*, audiences: Iterable[Audience], paths: Iterable[str], now: datetime) -> list[Announcement]:
    """What somebody at these places is to read now, the newest first. A place hears what is said to those above it."""
    above = {"/".join(path.split("/")[: order + 1]) + "/" for path in paths for order in range(path.count("/"))}
    wanted = {Audience.EVERYBODY, *audiences}
    rows = Announcement.objects.filter(
        audience__in=wanted, node__path__in=above, starts_at__lte=now, ends_at__gt=now, withdrawn_at=None
    )
    return list(rows.order_by("-starts_at", "pk"))


def tell_announcements(*, now: datetime) -> int:
    """Notices of what has begun, to each person once, some at a time; none at night. Returns how many were told."""
    standard = standard_in_force(at=now)
    if not standard.integer("voice_from_hour") <= local(now).hour < standard.integer("voice_to_hour"):
        return 0
    due = Announcement.objects.filter(
        is_told=True, told_at=None, withdrawn_at=None, starts_at__lte=now, ends_at__gt=now
    )
    return sum(
        _tell_some(announcement_id=pk, now=now) for pk in due.order_by("starts_at", "pk").values_list("pk", flat=True)
    )


@repeated
def _tell_some(*, announcement_id: UUID, now: datetime) -> int:
    """The next people, and whether that was all; inside one transaction, so that a second worker finds them told."""
    with durable():
        rows = Announcement.objects.select_for_update(no_key=True, of=("self",)).select_related("node")
        found = rows.get(pk=announcement_id)
        if found.withdrawn_at is not None or found.told_at is not None:
            return 0
        told = Notice.objects.filter(person=OuterRef("pk"), kind=NoticeKind.ANNOUNCED, subject_id=found.pk)
        people = list(_hearers(found).filter(~Exists(told)).order_by("pk")[: AT_ONCE + 1])
        for person in people[:AT_ONCE]:
            tell_of_standing(
                person=person, kind=NoticeKind.ANNOUNCED, subject=found.pk, at=now, title=found.title, text=found.text
            )
        found.told_count += len(people[:AT_ONCE])
        found.told_at = now if len(people) <= AT_ONCE else None
        found.save(update_fields=["told_count", "told_at"])
        return len(people[:AT_ONCE])


def _hearers(said: Announcement) -> QuerySet[Person]:
    """Who is to be told of it."""
    here = Person.objects.filter(
        home_site__path__startswith=said.node.path, closed_at=None, died_on=None, merged_into=None
    ).select_related("home_site", "elder")
    volunteers = Q(volunteer__state=VolunteerState.ACTIVE)
    posts = Appointment.objects.filter(holder=OuterRef("pk"), ended_at=None, node__path__startswith=said.node.path)
    asked = {
        Audience.EVERYBODY.value: volunteers | Q(elder__isnull=False),
        Audience.VOLUNTEERS.value: volunteers,
        Audience.ELDERS.value: Q(elder__isnull=False),
        Audience.STAFF.value: Q(Exists(posts)),
    }
    if said.audience == Audience.STAFF:
        return Person.objects.filter(asked[said.audience], closed_at=None).select_related("home_site", "elder")
    return here.filter(asked[said.audience])
