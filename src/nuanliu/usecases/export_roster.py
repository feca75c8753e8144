"""A list goes out as a table that can be loaded again: with a power, a reason, and a line in the audit."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.audit.operations import record
from nuanliu.domain.network.types import Actor, Power
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated
from nuanliu.usecases.rosters.kinds import SPECS
from nuanliu.usecases.rosters.listing import LISTINGS, table_of
from nuanliu.usecases.rosters.types import RosterKind

TAKES: dict[RosterKind, Power] = dict.fromkeys(LISTINGS, Power.ROSTER_EXPORT) | {RosterKind.STAFF: Power.APPOINT}
"""Who holds which post goes out through the hands that appoint."""


class UnableToExport(Unable):
    """No reason was given."""


@dataclass(frozen=True, slots=True)
class Listed:
    """The headings and the rows under them."""

    kind: RosterKind
    table: list[list[str]]


def kinds_to_export(*, actor: Actor) -> list[RosterKind]:
    """The lists that the actor may take out, in the order of loading."""
    return [kind for kind in RosterKind if kind in TAKES and actor.has(TAKES[kind])]


@repeated
def export_roster(*, actor: Actor, kind: RosterKind, reason: str, token: UUID, now: datetime) -> Listed:
    """Everybody (or every organisation) of the kind within the actor's reach. Written down before it goes out.

    Raises UnableToExport, NotVisible.
    """
    with durable():
        if kind not in kinds_to_export(actor=actor):
            raise NotVisible
        if not reason.strip():
            raise UnableToExport("no_reason", _("请写明为什么要导出。"), field="reason")
        paths = actor.paths(TAKES[kind])
        with translation.override("zh-hans"):
            table = table_of(columns=SPECS[kind].columns, lines=LISTINGS[kind](paths))
        record(
            event_id=derived_id(token, "export", str(actor.id)),
            action="roster.exported",
            subject_type="roster",
            subject_id=derived_id(token, "export"),
            occurred_at=now,
            actor_id=actor.id,
            actor_role=actor.role_for(TAKES[kind], path=paths[0]),
            reason=reason.strip(),
            details={"kind": kind.value, "rows": len(table) - 1},
        )
        return Listed(kind, table)
