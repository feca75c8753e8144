"""The photographs of the paper: drawn anew, sealed, looked at by whoever signs."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.care.slips.batch_models import SlipPicture
from nuanliu.domain.care.slips.batches import access_batch, access_picture, lock_batch, pictures_of, place_of_picture
from nuanliu.domain.care.slips.types import BatchState
from nuanliu.domain.network.types import Actor
from nuanliu.domain.people.joining.pictures import redrawn
from nuanliu.platform.crypto import keyring
from nuanliu.platform.db import durable
from nuanliu.platform.errors import Unable
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated
from nuanliu.usecases.paper_slips.judging import MOST_ROWS
from nuanliu.usecases.paper_slips.noting import note_batch


class UnableToPicture(Unable):
    """No photograph can be put there now."""


@repeated
def add_picture(*, actor: Actor, batch_id: UUID, data: bytes, token: UUID, now: datetime) -> SlipPicture:
    """A photograph of slips of a batch that waits; the same token finds the same photograph.

    Raises UnableToReadPicture, UnableToPicture (not_waiting, too_many), NotVisible.
    """
    seen = access_batch(actor=actor, batch_id=batch_id)
    wanted = derived_id(token, "slip-picture")
    drawn = redrawn(data=data)
    with durable():
        batch = lock_batch(batch=seen)
        known = SlipPicture.objects.filter(site_id=batch.site_id, id=wanted).first()
        if known is not None:
            return known
        if batch.state != BatchState.WAITING:
            raise UnableToPicture("not_waiting", _("这一批已经办过了，不能再加照片。"), field="photo")
        if pictures_of(batch=batch).count() >= MOST_ROWS:
            raise UnableToPicture("too_many", _("照片够了，不用再加。"), field="photo")
        made = SlipPicture.objects.create(
            site=batch.site,
            id=wanted,
            batch_id=batch.id,
            picture_sealed=keyring().seal_bytes(drawn.data, place=place_of_picture(picture_id=wanted)),
            width=drawn.width,
            height=drawn.height,
            added_at=now,
            added_by=actor.id,
        )
        note_batch("slip_batch.pictured", batch, actor, now)
        return made


def picture_bytes(*, actor: Actor, picture_id: UUID) -> bytes:
    """The JPEG. Raises NotVisible."""
    found = access_picture(actor=actor, picture_id=picture_id)
    return keyring().open_bytes(bytes(found.picture_sealed), place=place_of_picture(picture_id=found.id))
