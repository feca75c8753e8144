"""Reading and moving batches of slips."""

from uuid import UUID

from django.db.models import QuerySet, Sum
from django.db.models.aggregates import Count
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.care.slips.access import SLIP_DESK
from nuanliu.domain.care.slips.batch_models import SlipBatch, SlipPicture, SlipRow
from nuanliu.domain.care.slips.types import BATCH_STEPS, BatchState
from nuanliu.domain.network.types import Actor
from nuanliu.platform.errors import NotVisible, Unable


class UnableToStepBatch(Unable):
    """The batch does not stand where this could be done."""


def access_batch(*, actor: Actor, batch_id: UUID) -> SlipBatch:
    """A batch of one of the actor's sites. Raises NotVisible."""
    batch = SlipBatch.objects.select_related("site").filter(id=batch_id).first()
    if batch is None or not actor.may(SLIP_DESK, path=batch.site.path):
        raise NotVisible
    return batch


def lock_batch(*, batch: SlipBatch) -> SlipBatch:
    """The batch, locked until the transaction ends, before any slip of it."""
    rows = SlipBatch.objects.select_for_update(no_key=True, of=("self",)).select_related("site")
    return rows.get(site_id=batch.site_id, id=batch.id)


def step_batch(*, batch: SlipBatch, to: BatchState, **facts: object) -> None:
    """Write the new state and what goes with it. Raises UnableToStepBatch."""
    if to not in BATCH_STEPS[BatchState(batch.state)]:
        raise UnableToStepBatch("not_now", _("这一批已经办过了。请刷新页面再看。"))
    facts = {"state": to.value, **facts}
    SlipBatch.objects.filter(site_id=batch.site_id, id=batch.id).update(**facts)
    for name, value in facts.items():
        setattr(batch, name, value)


def rows_of(*, batch: SlipBatch) -> list[SlipRow]:
    """The rows of a batch in the order in which they were typed."""
    rows = SlipRow.objects.filter(site_id=batch.site_id, batch_id=batch.id).order_by("position")
    return list(rows.select_related("slip__range__holder", "volunteer__volunteer", "elder__home_site", "service"))


def batches_of(*, site: UUID) -> QuerySet[SlipBatch]:
    """A site's batches, newest first, each with how many slips and minutes."""
    rows = SlipBatch.objects.filter(site_id=site).annotate(count=Count("rows"), minutes=Sum("rows__minutes"))
    return rows.order_by("-number")


def pictures_of(*, batch: SlipBatch) -> QuerySet[SlipPicture]:
    """The photographs of a batch without their bytes, oldest first."""
    rows = SlipPicture.objects.filter(site_id=batch.site_id, batch_id=batch.id)
    return rows.defer("picture_sealed").order_by("added_at", "id")


def has_picture(*, batch: SlipBatch) -> bool:
    """Whether the paper of a batch was photographed."""
    return pictures_of(batch=batch).exists()


def access_picture(*, actor: Actor, picture_id: UUID) -> SlipPicture:
    """A photograph of a batch of one of the actor's sites. Raises NotVisible."""
    found = SlipPicture.objects.select_related("site").filter(id=picture_id).first()
    if found is None or not actor.may(SLIP_DESK, path=found.site.path):
        raise NotVisible
    return found


def place_of_picture(*, picture_id: UUID) -> str:
    """What the sealed bytes of a photograph are bound to."""
    return f"slip-picture|{picture_id}"
