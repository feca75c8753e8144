"""What loading each kind of roster would do to the house, worked out first and done afterwards."""

from collections.abc import Callable, Sequence
from typing import Any

from nuanliu.usecases.rosters.ground import Ground
from nuanliu.usecases.rosters.loading.elders import plan_elders
from nuanliu.usecases.rosters.loading.nodes import plan_branches, plan_organisations, plan_shops
from nuanliu.usecases.rosters.loading.passbook import plan_passbook
from nuanliu.usecases.rosters.loading.plans import Planned
from nuanliu.usecases.rosters.loading.relatives import plan_relatives
from nuanliu.usecases.rosters.loading.services import plan_catalogue
from nuanliu.usecases.rosters.loading.staff import plan_staff
from nuanliu.usecases.rosters.loading.volunteers import plan_volunteers
from nuanliu.usecases.rosters.types import RosterKind, Row

PLANNERS: dict[RosterKind, Callable[[Sequence[Row[Any]], Ground], list[Planned]]] = {
    RosterKind.ORGANISATIONS: plan_organisations,
    RosterKind.BRANCHES: plan_branches,
    RosterKind.CATALOGUE: plan_catalogue,
    RosterKind.SHOPS: plan_shops,
    RosterKind.STAFF: plan_staff,
    RosterKind.VOLUNTEERS: plan_volunteers,
    RosterKind.ELDERS: plan_elders,
    RosterKind.RELATIVES: plan_relatives,
    RosterKind.PASSBOOK: plan_passbook,
}
