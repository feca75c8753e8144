"""Kinds of organisation, roles, powers, and the person who acts."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class NodeKind(StrEnum):
    """What stands in the tree. A *site* is a community or a care home: where books are kept."""

    CITY = "city"
    COUNTY = "county"
    TOWN = "town"
    COMMUNITY = "community"
    CARE_HOME = "care_home"
    BRANCH = "branch"
    TEAM = "team"
    ALLIANCE = "alliance"
    ENTERPRISE = "enterprise"
    SUPERMARKET = "supermarket"
    LAW_FIRM = "law_firm"
    SHOP = "shop"


SITE_KINDS = frozenset({NodeKind.COMMUNITY, NodeKind.CARE_HOME})
UNIT_KINDS = frozenset({NodeKind.BRANCH, NodeKind.TEAM})
"""What a helper belongs to: a branch, or a team that a branch leads."""


class BranchKind(StrEnum):
    """The three kinds of party branch the scheme hangs on."""

    CARE_HOME = "care_home"
    RETIRED = "retired"
    COMMUNITY = "community"


class Role(StrEnum):
    """What a person is appointed as, at a node of the tree."""

    ADMINISTRATOR = "administrator"
    COORDINATOR = "site_coordinator"
    CERTIFIER = "certifier"
    HOTLINE = "hotline"
    SECRETARY = "branch_secretary"
    TEAM_LEADER = "team_leader"
    SHOP_OWNER = "shop_owner"
    CASHIER = "cashier"
    SEAL_KEEPER = "seal_keeper"
    BUREAU_STANDARDS = "bureau_standards"
    BUREAU_SECURITY = "bureau_security"
    BUREAU_AUDIT = "bureau_audit"


class Power(StrEnum):
    """`scope:resource:action`: what an appointment lets one do in its subtree."""

    NEED_PLACE = "site:need:place"
    NEED_REVIEW = "site:need:review"
    NEED_ASSIST = "site:need:assist"
    DISPATCH = "site:dispatch:run"
    VISIT_CERTIFY = "site:visit:certify"
    DISPUTE_HEAR = "city:dispute:hear"
    PERSON_FIND = "site:person:find"
    PERSON_REVEAL = "site:person:reveal"
    PERSON_ENTER = "site:person:enter"
    PERSON_DECIDE = "site:person:decide"
    PASSBOOK_PRINT = "site:passbook:print"
    SHELF_KEEP = "site:shelf:keep"
    JOINING_SAMPLE = "city:joining:sample"
    ROSTER_IMPORT = "site:roster:import"
    BOARD_SEE = "site:board:see"
    GATHERING_RUN = "site:gathering:run"
    MENU_KEEP = "site:menu:keep"
    POOL_USE = "site:pool:use"
    CALL_SHEET = "site:call-sheet:work"
    BRANCH_SEE = "branch:members:see"
    SHOP_SEE = "shop:till:see"
    SHOP_KEEP = "shop:offers:keep"
    SHOP_VISIT = "alliance:shop:visit"
    SHOP_DECIDE = "alliance:shop:decide"
    CITY_SEE = "city:figures:see"
    FUND = "city:funds:fill"
    REPORT_ANSWER = "city:report:answer"
    STANDARD_EDIT = "city:standard:edit"
    BOOKS_CHECK = "city:books:check"
    AUDIT_READ = "city:audit:read"
    APPOINT = "city:appointment:make"
    POST_FILL = "unit:appointment:make"
    TREE_SEE = "unit:tree:see"
    TREE_EDIT = "unit:tree:edit"
    PLEDGE = "unit:pledge:make"
    BRANCH_FILL = "branch:members:change"
    ROSTER_EXPORT = "site:roster:export"
    COMMEND = "city:commendation:run"
    COMMEND_CHECK = "city:commendation:check"
    NOMINATE = "unit:commendation:nominate"
    CERTIFICATE_ISSUE = "unit:certificate:issue"
    SEAL_PLACE = "unit:seal:place"


GRANTS: dict[Role, frozenset[Power]] = {
    Role.ADMINISTRATOR: frozenset(
        {
            Power.TREE_SEE,
            Power.TREE_EDIT,
            Power.POST_FILL,
            Power.PLEDGE,
            Power.DISPATCH,
            Power.ROSTER_IMPORT,
            Power.ROSTER_EXPORT,
            Power.SHOP_VISIT,
            Power.SHOP_DECIDE,
        }
    ),
    Role.COORDINATOR: frozenset(
        {
            Power.TREE_SEE,
            Power.ROSTER_EXPORT,
            Power.NEED_PLACE,
            Power.NEED_REVIEW,
            Power.NEED_ASSIST,
            Power.DISPATCH,
            Power.VISIT_CERTIFY,
            Power.PERSON_FIND,
            Power.PERSON_REVEAL,
            Power.PERSON_ENTER,
            Power.PERSON_DECIDE,
            Power.PASSBOOK_PRINT,
            Power.SHELF_KEEP,
            Power.MENU_KEEP,
            Power.GATHERING_RUN,
            Power.ROSTER_IMPORT,
            Power.BOARD_SEE,
            Power.CALL_SHEET,
            Power.POOL_USE,
            Power.SHOP_VISIT,
            Power.NOMINATE,
            Power.CERTIFICATE_ISSUE,
        }
    ),
    Role.CERTIFIER: frozenset({Power.VISIT_CERTIFY, Power.BOARD_SEE, Power.PERSON_FIND, Power.NEED_ASSIST}),
    Role.HOTLINE: frozenset(
        {
            Power.PASSBOOK_PRINT,
            Power.SHELF_KEEP,
            Power.NEED_PLACE,
            Power.NEED_REVIEW,
            Power.DISPATCH,
            Power.NEED_ASSIST,
            Power.PERSON_FIND,
            Power.PERSON_REVEAL,
            Power.BOARD_SEE,
            Power.CALL_SHEET,
        }
    ),
    Role.SECRETARY: frozenset(
        {
            Power.BRANCH_SEE,
            Power.BRANCH_FILL,
            Power.GATHERING_RUN,
            Power.TREE_SEE,
            Power.TREE_EDIT,
            Power.POST_FILL,
            Power.PLEDGE,
            Power.NOMINATE,
        }
    ),
    Role.TEAM_LEADER: frozenset({Power.BRANCH_SEE}),
    Role.SHOP_OWNER: frozenset({Power.SHOP_SEE, Power.SHOP_KEEP, Power.NOMINATE}),
    Role.CASHIER: frozenset({Power.SHOP_SEE}),
    Role.SEAL_KEEPER: frozenset({Power.SEAL_PLACE}),
    Role.BUREAU_STANDARDS: frozenset(
        {
            Power.CITY_SEE,
            Power.BOARD_SEE,
            Power.DISPATCH,
            Power.BOOKS_CHECK,
            Power.ROSTER_IMPORT,
            Power.ROSTER_EXPORT,
            Power.TREE_SEE,
            Power.TREE_EDIT,
            Power.PLEDGE,
            Power.JOINING_SAMPLE,
            Power.STANDARD_EDIT,
            Power.POOL_USE,
            Power.FUND,
            Power.REPORT_ANSWER,
            Power.DISPUTE_HEAR,
            Power.SHOP_VISIT,
            Power.SHOP_DECIDE,
            Power.COMMEND,
            Power.COMMEND_CHECK,
            Power.CERTIFICATE_ISSUE,
        }
    ),
    Role.BUREAU_SECURITY: frozenset(
        {Power.CITY_SEE, Power.APPOINT, Power.POST_FILL, Power.TREE_SEE, Power.COMMEND_CHECK}
    ),
    Role.BUREAU_AUDIT: frozenset(
        {
            Power.CITY_SEE,
            Power.AUDIT_READ,
            Power.BOOKS_CHECK,
            Power.TREE_SEE,
            Power.COMMEND_CHECK,
            Power.REPORT_ANSWER,
        }
    ),
}

BUREAU_ROLES = frozenset({Role.BUREAU_STANDARDS, Role.BUREAU_SECURITY, Role.BUREAU_AUDIT})
"""The three bureau powers: standards and business; accounts and security; audit. Nobody holds two of them."""

_UNIT_ROLES = frozenset(Role) - BUREAU_ROLES
FILLS: dict[Role, frozenset[Role]] = {
    Role.BUREAU_SECURITY: frozenset(Role),
    Role.ADMINISTRATOR: _UNIT_ROLES,
    Role.SECRETARY: frozenset({Role.TEAM_LEADER}),
    Role.SHOP_OWNER: frozenset({Role.CASHIER}),
}
"""Who may appoint to what, within her own subtree."""


@dataclass(frozen=True, slots=True)
class Held:
    """One appointment in force: a role at a node, reaching the node's subtree."""

    role: Role
    node: UUID
    path: str
    name: str


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts. `id` is the person's id; None for the public and for the system's own jobs."""

    id: UUID | None
    name: str = ""
    appointments: tuple[Held, ...] = ()
    home_site: UUID | None = None
    is_elder: bool = False
    is_volunteer: bool = False
    is_family: bool = False
    is_system: bool = False

    def may(self, power: Power, *, path: str) -> bool:
        """Whether an appointment gives `power` over the node at `path`."""
        return any(power in GRANTS[held.role] and path.startswith(held.path) for held in self.appointments)

    def has(self, power: Power) -> bool:
        """Whether `power` is given anywhere."""
        return any(power in GRANTS[held.role] for held in self.appointments)

    def paths(self, power: Power) -> tuple[str, ...]:
        """Roots of the subtrees where `power` is given."""
        return tuple(held.path for held in self.appointments if power in GRANTS[held.role])

    def may_fill(self, role: Role, *, path: str) -> bool:
        """Whether an appointment lets one appoint to `role` at the node at `path`.

        An administrator appoints administrators only below her own place, never beside herself.
        """
        return any(
            role in FILLS.get(held.role, ())
            and path.startswith(held.path)
            and not (role is held.role is Role.ADMINISTRATOR and path == held.path)
            for held in self.appointments
        )

    def may_edit(self, *, path: str) -> bool:
        """Whether one may change the node at `path` itself: the bureau any, others only below their own place."""
        return any(
            Power.TREE_EDIT in GRANTS[held.role]
            and path.startswith(held.path)
            and (held.role in BUREAU_ROLES or path != held.path)
            for held in self.appointments
        )

    def role_for(self, power: Power, *, path: str) -> str:
        """The role that gives `power` over `path`, for the audit; empty if none does."""
        reach = (h.role for h in self.appointments if power in GRANTS[h.role] and path.startswith(h.path))
        return next(iter(reach), "")


ANONYMOUS = Actor(id=None)
SYSTEM = Actor(id=None, name="system", is_system=True)
