"""Every kind of organisation: what it may stand under, and which roles it offers. The one table for all."""

from dataclasses import dataclass

from nuanliu.domain.network.types import NodeKind, Role

CITY, COUNTY, TOWN = NodeKind.CITY, NodeKind.COUNTY, NodeKind.TOWN
COMMUNITY, CARE_HOME = NodeKind.COMMUNITY, NodeKind.CARE_HOME
SITE_ROLES = (Role.ADMINISTRATOR, Role.COORDINATOR, Role.CERTIFIER, Role.HOTLINE, Role.SEAL_KEEPER)
ABOVE_ROLES = (Role.ADMINISTRATOR, Role.HOTLINE, Role.SEAL_KEEPER)
BUREAU = (Role.BUREAU_STANDARDS, Role.BUREAU_SECURITY, Role.BUREAU_AUDIT, Role.HOTLINE, Role.SEAL_KEEPER)


@dataclass(frozen=True, slots=True)
class KindRule:
    """`under` empty: the root. `letters` begin the codes that are made for new ones."""

    under: frozenset[NodeKind]
    roles: tuple[Role, ...]
    letters: str


def _rule(*under: NodeKind, roles: tuple[Role, ...] = (), letters: str) -> KindRule:
    return KindRule(frozenset(under), roles, letters)


KINDS: dict[NodeKind, KindRule] = {
    # kind                may stand under                              offers these roles
    CITY: _rule(roles=BUREAU, letters="S"),
    COUNTY: _rule(CITY, roles=ABOVE_ROLES, letters="X"),
    TOWN: _rule(COUNTY, roles=ABOVE_ROLES, letters="Z"),
    COMMUNITY: _rule(TOWN, COUNTY, roles=SITE_ROLES, letters="SQ"),
    CARE_HOME: _rule(TOWN, COUNTY, roles=SITE_ROLES, letters="YL"),
    NodeKind.BRANCH: _rule(
        CITY,
        COUNTY,
        TOWN,
        COMMUNITY,
        CARE_HOME,
        roles=(Role.SECRETARY, Role.TEAM_LEADER, Role.SEAL_KEEPER),
        letters="DZB",
    ),
    NodeKind.TEAM: _rule(NodeKind.BRANCH, roles=(Role.TEAM_LEADER,), letters="DUI"),
    NodeKind.ALLIANCE: _rule(CITY, COUNTY, roles=(Role.ADMINISTRATOR,), letters="LM"),
    NodeKind.ENTERPRISE: _rule(NodeKind.ALLIANCE, roles=(Role.SHOP_OWNER,), letters="QY"),
    NodeKind.SUPERMARKET: _rule(NodeKind.ALLIANCE, roles=(Role.SHOP_OWNER, Role.CASHIER), letters="CS"),
    NodeKind.LAW_FIRM: _rule(NodeKind.ALLIANCE, roles=(Role.SHOP_OWNER,), letters="LS"),
    NodeKind.SHOP: _rule(
        NodeKind.ALLIANCE, CITY, COUNTY, TOWN, COMMUNITY, roles=(Role.SHOP_OWNER, Role.CASHIER), letters="SJ"
    ),
}

MAY_STAND_UNDER: dict[NodeKind, frozenset[NodeKind]] = {kind: rule.under for kind, rule in KINDS.items()}
ROLE_PLACES: dict[Role, frozenset[NodeKind]] = {
    role: frozenset(kind for kind, rule in KINDS.items() if role in rule.roles) for role in Role
}
ALLIANCE_MEMBERS = frozenset(kind for kind, rule in KINDS.items() if NodeKind.ALLIANCE in rule.under)


def kinds_under(kind: NodeKind) -> list[NodeKind]:
    """What may stand under a node of this kind, in the order of the table."""
    return [below for below, rule in KINDS.items() if kind in rule.under]
