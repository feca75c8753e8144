"""Pictures of a gathering: drawn anew, without place or camera; public only when everybody on them agreed."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.gatherings.models import Gathering, Photo
from nuanliu.domain.gatherings.noting import note
from nuanliu.domain.gatherings.operations import UnableToGather, lock_gathering
from nuanliu.domain.gatherings.rules import may_roll
from nuanliu.domain.gatherings.types import GatheringState
from nuanliu.domain.network.types import Actor
from nuanliu.domain.people.joining.pictures import redrawn
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated

MOST_PHOTOS = 12
NOT_YET = frozenset({GatheringState.DRAFT, GatheringState.ANNOUNCED, GatheringState.OFF})


def photos_of(*, gathering: Gathering, only_public: bool) -> list[Photo]:
    """The pictures without their data, the first first."""
    rows = Photo.objects.filter(site_id=gathering.site_id, gathering_id=gathering.id).defer("data")
    return list((rows.filter(is_public=True) if only_public else rows).order_by("taken_in_at", "id"))


@repeated
def keep_photo(
    *, actor: Actor, gathering_id: UUID, data: bytes, words: str, is_public: bool, token: UUID, now: datetime
) -> Photo:
    """Keep our own drawing of a picture; the same token keeps it once.

    Raises UnableToGather (not_so_far, too_many), UnableToReadPicture, NotVisible.
    """
    picture = redrawn(data=data)
    with durable():
        gathering = _locked(actor, gathering_id)
        if actor.id is None:
            raise NotVisible
        wanted = derived_id(token, "photo")
        rows = Photo.objects.filter(site_id=gathering.site_id, gathering_id=gathering.id)
        known = rows.filter(id=wanted).first()
        if known is not None:
            return known
        if gathering.state in NOT_YET:
            raise UnableToGather("not_so_far", _("活动开始以后，才能放照片。"))
        if rows.count() >= MOST_PHOTOS:
            raise UnableToGather("too_many", _("照片够多了，先去掉一张。"), field="photo")
        photo = Photo.objects.create(
            site_id=gathering.site_id,
            id=wanted,
            gathering_id=gathering.id,
            words=words,
            data=picture.data,
            width=picture.width,
            height=picture.height,
            is_public=is_public,
            taken_in_by=actor.id,
            taken_in_at=now,
        )
        note(action="gathering.photo_kept", gathering=gathering, actor=actor, at=now, public=is_public)
        return photo


@repeated
def remove_photo(*, actor: Actor, gathering_id: UUID, photo_id: UUID, now: datetime) -> None:
    """It is no good, or somebody on it took her agreement back: gone. Again changes nothing. Raises NotVisible."""
    with durable():
        gathering = _locked(actor, gathering_id)
        rows = Photo.objects.filter(site_id=gathering.site_id, gathering_id=gathering.id, id=photo_id)
        if rows.exists():
            rows.delete()
            note(action="gathering.photo_removed", gathering=gathering, actor=actor, at=now)


def _locked(actor: Actor, gathering_id: UUID) -> Gathering:
    gathering = lock_gathering(gathering_id=gathering_id)
    if not may_roll(actor=actor, gathering=gathering):
        raise NotVisible
    return gathering
