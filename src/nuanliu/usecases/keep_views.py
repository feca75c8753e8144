"""Keeping a page of figures under a name, for oneself alone."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.audit.operations import record
from nuanliu.domain.insights.models import SavedView
from nuanliu.domain.network.types import Actor, Power
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated

MOST = 30


class UnableToKeep(Unable):
    """The name is taken, or there are too many."""


def views_of(*, actor: Actor) -> QuerySet[SavedView]:
    """One's own, by name."""
    if actor.id is None:
        raise NotVisible
    return SavedView.objects.filter(owner_id=actor.id).order_by("name")


@repeated
def keep_view(*, actor: Actor, name: str, address: str, token: UUID, now: datetime) -> SavedView:
    """Keep an address of the bureau's figures; the same token finds the first. Raises UnableToKeep, NotVisible."""
    if actor.id is None or not actor.has(Power.CITY_SEE):
        raise NotVisible
    with durable():
        identity = derived_id(token, "view", str(actor.id))
        known = SavedView.objects.filter(pk=identity).first()
        if known is not None:
            return known
        if views_of(actor=actor).filter(name=name.strip()).exists():
            raise UnableToKeep("name_taken", _("已经有一页叫这个名字。换一个名字。"), field="name")
        if views_of(actor=actor).count() >= MOST:
            raise UnableToKeep("too_many", _("收藏满了，先删掉一页。"), field="name")
        made = SavedView.objects.create(
            id=identity, owner_id=actor.id, name=name.strip(), address=address, saved_at=now
        )
        _note("view.kept", made, actor, now)
        return made


@repeated
def drop_view(*, actor: Actor, view_id: UUID, now: datetime) -> None:
    """It is kept no longer; again changes nothing. Raises NotVisible for somebody else's."""
    with durable():
        found = SavedView.objects.select_for_update(no_key=True).filter(pk=view_id).first()
        if found is None:
            return
        if found.owner_id != actor.id:
            raise NotVisible
        _note("view.dropped", found, actor, now)
        found.delete()


def _note(action: str, view: SavedView, actor: Actor, now: datetime) -> None:
    record(
        action=action,
        subject_type="view",
        subject_id=view.pk,
        occurred_at=now,
        actor_id=actor.id,
        actor_role=actor.role_for(Power.CITY_SEE, path=actor.paths(Power.CITY_SEE)[0]),
        details={"name": view.name},
    )
