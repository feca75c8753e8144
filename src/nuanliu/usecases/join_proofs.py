"""Papers that prove a volunteer's skill, handed in with her application."""

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.network.types import Actor
from nuanliu.domain.people.joining import operations as joining
from nuanliu.domain.people.joining.models import Paper, Qualification
from nuanliu.domain.people.joining.pictures import redrawn
from nuanliu.domain.people.joining.types import PaperKind
from nuanliu.platform.clock import local_date
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.retry import repeated
from nuanliu.usecases.join_volunteer import UnableToJoin, my_open_application


def add_proof(
    *, actor: Actor, skill: str, valid_until: date | None, is_validity_known: bool, photo: bytes, now: datetime
) -> Qualification:
    """A paper that proves a skill. The picture is drawn anew before anything is locked.

    Raises UnableToReadPicture, UnableToJoin, NotVisible.
    """
    picture = redrawn(data=photo)
    today = local_date(now)

    @repeated
    def add() -> Qualification:
        with durable():
            application = my_open_application(actor)
            if valid_until is not None and valid_until < today:
                raise UnableToJoin("ran_out", _("这张证已经过期了。"), field="valid_until")
            person = application.person
            paper = joining.keep_paper(person=person, kind=PaperKind.PROOF, picture=picture, actor=actor, at=now)
            return joining.claim_qualification(
                person=person,
                skill=skill,
                valid_until=valid_until,
                is_validity_known=is_validity_known,
                paper=paper,
                at=now,
            )

    return add()


@repeated
def remove_proof(*, actor: Actor, qualification_id: UUID, now: datetime) -> None:
    """Take a paper back before handing in. Raises UnableToJoin, NotVisible."""
    with durable():
        application = my_open_application(actor)
        rows = Qualification.objects.filter(pk=qualification_id, person=application.person)
        found = rows.first()
        if found is None:
            raise NotVisible
        if rows.filter(removed_at=None).update(removed_at=now):
            Paper.objects.filter(pk=found.paper_id).update(picture_sealed=None)
