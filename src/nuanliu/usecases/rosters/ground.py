"""What stands in the house when a roster is loaded: the names rows refer to, and who is loading."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import TypeVar
from uuid import UUID

from nuanliu.domain.care.models import Service
from nuanliu.domain.network.models import Node
from nuanliu.domain.network.types import SITE_KINDS, UNIT_KINDS, Actor, NodeKind, Power
from nuanliu.domain.people.models import Volunteer
from nuanliu.domain.people.queries import kin_of
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.clock import local_date
from nuanliu.usecases.rosters.known import Known, Names
from nuanliu.usecases.rosters.types import RosterKind

T = TypeVar("T")
AT_ONCE = 500
"""How many values one query asks for; both databases take many more."""

POWERS: dict[RosterKind, Power] = dict.fromkeys(RosterKind, Power.ROSTER_IMPORT) | {RosterKind.STAFF: Power.APPOINT}
"""Appointing is a power of its own: who may enter people may not thereby give out roles."""


def chunks(items: Sequence[T], size: int = AT_ONCE) -> Iterator[list[T]]:
    """`items` in lists of at most `size`."""
    rest = iter(items)
    while part := list(islice(rest, size)):
        yield part


@dataclass(slots=True)
class Ground:
    """Everything a loader needs besides the rows. `nodes` grows while organisations are written."""

    actor: Actor
    now: datetime
    kind: RosterKind
    nodes: dict[str, Node] = field(default_factory=dict)
    circle: set[UUID] | None = None

    @classmethod
    def survey(cls, *, actor: Actor, now: datetime, kind: RosterKind) -> "Ground":
        """Look at the tree once."""
        return cls(actor, now, kind, {node.code: node for node in Node.objects.filter(closed_at=None)})

    def may_load(self, node: Node | None) -> bool:
        """Whether the actor may load rows that belong to `node` (None: to the whole city)."""
        if self.actor.is_system:
            return True
        root = node or next((one for one in self.nodes.values() if one.kind == NodeKind.CITY), None)
        return root is not None and self.actor.may(POWERS[self.kind], path=root.path)

    def is_own_or_kin(self, person: UUID | None) -> bool:
        """Whether the person is whoever loads, or her recorded kin: asked once a workbook."""
        if self.circle is None:
            me = self.actor.id
            self.circle = {me, *kin_of(person=me)} if me is not None else set()
        return person in self.circle

    def known(self) -> Known:
        """The names that rows of this kind may use."""
        nodes = list(self.nodes.values())
        standard = standard_in_force(at=self.now)
        return Known(
            today=local_date(self.now),
            nodes=_names(nodes),
            sites=_names([node for node in nodes if node.kind in SITE_KINDS]),
            branches=_names([node for node in nodes if node.kind in UNIT_KINDS]),
            services=self._services() if self.kind is RosterKind.PASSBOOK else Names(),
            volunteers=self._volunteers() if self.kind in {RosterKind.PASSBOOK, RosterKind.ELDERS} else Names(),
            node_kinds={node.code: node.kind for node in nodes},
            min_age_volunteer=standard.integer("volunteer_min_age"),
            min_age_elder=standard.integer("beneficiary_min_age"),
        )

    @staticmethod
    def _services() -> Names:
        rows = Service.objects.values_list("code", "name")
        return Names.of((code, (name,)) for code, name in rows)

    @staticmethod
    def _volunteers() -> Names:
        rows = Volunteer.objects.values_list("number", "person__name")
        return Names.of((number, (name,)) for number, name in rows.iterator())


def _names(nodes: Sequence[Node]) -> Names:
    return Names.of((node.code, (node.name, node.short_name)) for node in nodes)
