"""The freeze: once its day is over the evidence is stored, and everything after that is reckoned from it."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.honours.freezing import reckon, store
from nuanliu.domain.honours.models import Commendation
from nuanliu.domain.honours.types import CampaignState
from nuanliu.domain.network.types import SYSTEM, Actor, Power
from nuanliu.domain.standards.queries import standard_by_id
from nuanliu.platform.clock import local_date
from nuanliu.platform.db import durable
from nuanliu.platform.retry import repeated
from nuanliu.usecases.commend.locking import UnableToCommend, lock_commendation, note, step


@repeated
def freeze(*, actor: Actor, commendation_id: UUID, now: datetime) -> Commendation:
    """Store the evidence of the year. Again changes nothing.

    Raises UnableToCommend (too_early, not_now), NotVisible.
    """
    with durable():
        found = lock_commendation(actor=actor, commendation_id=commendation_id, power=Power.COMMEND)
        if found.frozen_at is not None:
            return found
        if local_date(now) <= found.freeze_day:
            raise UnableToCommend("too_early", _("截止日过完了才能冻结。"))
        evidence, listed = store(commendation=found, standard=standard_by_id(version_id=found.standard_version))
        step(found, CampaignState.FROZEN, frozen_at=now, evidence_digest=evidence, list_digest=listed)
        note("commendation.frozen", found, actor, now, digest=listed)
        return found


def freeze_due(*, now: datetime) -> int:
    """Every night: freeze what is open and whose day is over. Gives how many."""
    rows = Commendation.objects.filter(state=CampaignState.OPEN.value, freeze_day__lt=local_date(now))
    ids = list(rows.order_by("year").values_list("pk", flat=True))
    for one in ids:
        freeze(actor=SYSTEM, commendation_id=one, now=now)
    return len(ids)


def reckoned_alike(*, commendation: Commendation) -> bool:
    """Whether the list, reckoned once more from the frozen rows, is the one that was shown."""
    return reckon(commendation=commendation) == (commendation.evidence_digest, commendation.list_digest)
