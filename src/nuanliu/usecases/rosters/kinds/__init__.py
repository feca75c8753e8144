"""One module a kind of roster, and the list of them."""

from typing import Any

from nuanliu.usecases.rosters.kinds.catalogue import CATALOGUE
from nuanliu.usecases.rosters.kinds.elders import ELDERS
from nuanliu.usecases.rosters.kinds.network import BRANCHES, ORGANISATIONS, SHOPS
from nuanliu.usecases.rosters.kinds.passbook import PASSBOOK
from nuanliu.usecases.rosters.kinds.relatives import RELATIVES
from nuanliu.usecases.rosters.kinds.staff import STAFF
from nuanliu.usecases.rosters.kinds.volunteers import VOLUNTEERS
from nuanliu.usecases.rosters.spec import Spec
from nuanliu.usecases.rosters.types import RosterKind

SPECS: dict[RosterKind, Spec[Any]] = {
    spec.kind: spec
    for spec in (ORGANISATIONS, BRANCHES, CATALOGUE, SHOPS, STAFF, VOLUNTEERS, ELDERS, RELATIVES, PASSBOOK)
}
