"""A photograph as proof of a visit: drawn anew without place or camera, sealed with the key of who took it."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.care import operations as care
from nuanliu.domain.care.types import VisitState
from nuanliu.domain.care.watching.models import VisitPhoto
from nuanliu.domain.network.types import Actor
from nuanliu.domain.people.joining.operations import keep_paper
from nuanliu.domain.people.joining.pictures import redrawn
from nuanliu.domain.people.joining.types import PaperKind
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated

MOST = 4
"""Photographs of one visit: a receipt and what was done, not an album."""
WITH_PHOTOS = frozenset({VisitState.SERVING, VisitState.SERVED, VisitState.CONFIRMED})


class UnableToAddPhoto(Unable):
    """No photograph can be added."""


@repeated
def add_photo(*, actor: Actor, visit_id: UUID, data: bytes, token: UUID, now: datetime) -> VisitPhoto:
    """Keep a photograph of one's own visit. The same token keeps one. Raises UnableToReadPicture, UnableToAddPhoto."""
    picture = redrawn(data=data)
    with durable():
        _need, visit = care.lock_visit(visit_id=visit_id)
        if actor.id != visit.volunteer_id:
            raise NotVisible
        photo_id = derived_id(token, "photo", str(visit_id))
        rows = VisitPhoto.objects.filter(site_id=visit.site_id, visit_id=visit.id)
        known = rows.filter(id=photo_id).first()
        if known is not None:
            return known
        if visit.state not in WITH_PHOTOS:
            raise UnableToAddPhoto("not_now", _("服务中和认定以前才能加照片。"), field="photo")
        if rows.count() >= MOST:
            raise UnableToAddPhoto("enough", _("一次服务最多 4 张照片。"), field="photo")
        helper = care.lock_helper(volunteer_id=visit.volunteer_id)
        paper = keep_paper(person=helper, kind=PaperKind.PROOF, picture=picture, actor=actor, at=now)
        photo = VisitPhoto.objects.create(
            site_id=visit.site_id, id=photo_id, visit_id=visit.id, paper=paper, added_at=now
        )
        care.note(action="visit.photo_added", subject=visit, actor=actor, at=now, role="volunteer")
        return photo
