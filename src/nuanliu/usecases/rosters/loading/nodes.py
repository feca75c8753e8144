"""Organisations, branches and shops become nodes of the tree."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from nuanliu.domain.alliance.rostered import open_rostered
from nuanliu.domain.audit.operations import record
from nuanliu.domain.network.kinds import MAY_STAND_UNDER
from nuanliu.domain.network.models import Node
from nuanliu.domain.network.operations import appoint, create_node
from nuanliu.domain.network.types import BranchKind, NodeKind, Role
from nuanliu.usecases.rosters.ground import Ground
from nuanliu.usecases.rosters.kinds.network import BranchRow, OrganisationRow, ShopRow
from nuanliu.usecases.rosters.loading.persons import PersonFacts, Persons
from nuanliu.usecases.rosters.loading.plans import Planned, differing, planned, refused
from nuanliu.usecases.rosters.spec import error
from nuanliu.usecases.rosters.types import Row


def plan_organisations(rows: Sequence[Row[OrganisationRow]], ground: Ground) -> list[Planned]:
    """New nodes after their parents. A node never moves: its path is in every permission."""
    by_code = {row.value.code: row for row in rows}
    plans = {row.value.code: _plan_organisation(row, by_code, ground) for row in rows}
    ordered: dict[str, Planned] = {}

    def place(code: str) -> None:
        if code in ordered or code not in plans:
            return
        place(by_code[code].value.parent)
        ordered[code] = plans[code]

    for code in by_code:
        place(code)
    return list(ordered.values())


def _plan_organisation(row: Row[OrganisationRow], by_code: dict[str, Row[OrganisationRow]], ground: Ground) -> Planned:
    value = row.value
    stands = ground.nodes.get(value.code)
    facts = _facts(value, short_name=value.short_name)
    trouble = _trouble(
        row, stands, value.kind, value.parent, ground, {code: r.value.parent for code, r in by_code.items()}
    )
    if trouble:
        return trouble

    def write() -> None:
        _write_node(ground, stands, NodeKind(value.kind), value.code, value.parent, facts)

    return planned(row.number, is_new=stands is None, changed=_differing(stands, facts), write=write)


def _trouble(  # noqa: PLR0917 (a node and what it is held against)
    row: Row[Any], stands: Node | None, kind: str, parent: str, ground: Ground, coming: dict[str, str]
) -> Planned | None:
    if stands is not None and (stands.kind != kind or (stands.parent.code if stands.parent else "") != parent):
        return refused(row.number, error("parent", "node_moves"))
    if stands is None and kind == NodeKind.CITY and any(node.kind == NodeKind.CITY for node in ground.nodes.values()):
        return refused(row.number, error("kind", "second_city"))
    at = parent
    while at and at not in ground.nodes:
        at = coming.get(at, "")
    if not ground.may_load(ground.nodes.get(at)):
        return refused(row.number, error("parent", "outside_reach", site=row.value.name[:40]))
    return None


def _facts(value: OrganisationRow | BranchRow | ShopRow, **more: Any) -> dict[str, Any]:
    facts: dict[str, Any] = {"name": value.name, "phone": value.phone, **more}
    if not isinstance(value, BranchRow):
        facts |= {
            "address": value.address,
            "hours": value.hours,
            "latitude": Decimal(value.latitude) if value.latitude else None,
            "longitude": Decimal(value.longitude) if value.longitude else None,
        }
    return facts


def _differing(stands: Node | None, facts: dict[str, Any]) -> list[str]:
    return differing({name: getattr(stands, name) for name in facts}, facts) if stands is not None else []


def _write_node(  # noqa: PLR0917 (a node and where it goes)
    ground: Ground,
    stands: Node | None,
    kind: NodeKind,
    code: str,
    parent: str,
    facts: dict[str, Any],
    branch_kind: BranchKind | None = None,
) -> Node:
    if stands is None:
        above = ground.nodes[parent] if parent else None
        node = create_node(
            kind=kind,
            code=code,
            name=facts["name"],
            parent=above,
            at=ground.now,
            actor_id=ground.actor.id,
            branch_kind=branch_kind,
            **{name: value for name, value in facts.items() if name != "name"},
        )
        ground.nodes[code] = node
        return node
    changed = _differing(stands, facts)
    Node.objects.filter(pk=stands.pk).update(**facts)
    record(
        action="node.changed",
        subject_type="node",
        subject_id=stands.pk,
        occurred_at=ground.now,
        actor_id=ground.actor.id,
        site_id=stands.pk if stands.is_site else None,
        details={"fields": changed},
    )
    return stands


def plan_branches(rows: Sequence[Row[BranchRow]], ground: Ground) -> list[Planned]:
    """Party branches."""
    return [_plan_branch(row, ground) for row in rows]


def _plan_branch(row: Row[BranchRow], ground: Ground) -> Planned:
    value = row.value
    stands = ground.nodes.get(value.code)
    facts = _facts(value, details={"activity_day": value.activity_day} if value.activity_day else {})
    trouble = _trouble(row, stands, NodeKind.BRANCH, value.parent, ground, {})
    if trouble:
        return trouble
    if stands is None and NodeKind(ground.nodes[value.parent].kind) not in MAY_STAND_UNDER[NodeKind.BRANCH]:
        return refused(row.number, error("parent", "branch_place"))

    def write() -> None:
        _write_node(ground, stands, NodeKind.BRANCH, value.code, value.parent, facts, BranchKind(value.kind))

    return planned(row.number, is_new=stands is None, changed=_differing(stands, facts), write=write)


def plan_shops(rows: Sequence[Row[ShopRow]], ground: Ground) -> list[Planned]:
    """Shops, and whoever keeps one is a person with the shop's till."""
    owners = [
        PersonFacts(name=v.owner_name, identity=v.owner_identity, phone=v.owner_phone, site="")
        for v in (row.value for row in rows)
        if v.owner_name
    ]
    persons = Persons.find(owners, ground)
    return [_plan_shop(row, ground, persons) for row in rows]


def _shop_details(value: ShopRow) -> dict[str, Any]:
    return {
        "trade": value.trade,
        "credit_code": value.credit_code,
        "offer_kind": value.offer_kind,
        "offer": value.offer,
        "monthly_coins": value.monthly_coins,
    }


def _plan_shop(row: Row[ShopRow], ground: Ground, persons: Persons) -> Planned:
    value = row.value
    stands = ground.nodes.get(value.code)
    facts = _facts(value, details=_shop_details(value))
    trouble = _trouble(row, stands, NodeKind.SHOP, value.parent, ground, {})
    if trouble:
        return trouble
    if stands is None and NodeKind(ground.nodes[value.parent].kind) not in MAY_STAND_UNDER[NodeKind.SHOP]:
        return refused(row.number, error("parent", "shop_place"))
    owner = PersonFacts(name=value.owner_name, identity=value.owner_identity, phone=value.owner_phone, site="")
    match = persons.match(owner) if value.owner_name else None
    if match is not None and match.findings:
        return refused(row.number, *(error("owner_identity", f.code, **f.params) for f in match.findings))

    def write() -> None:
        node = _write_node(ground, stands, NodeKind.SHOP, value.code, value.parent, facts)
        if value.owner_name:
            person = persons.write(owner, home=ground.nodes[value.parent])
            appoint(holder=person.login, node=node, role=Role.SHOP_OWNER, at=ground.now, actor_id=ground.actor.id)
        open_rostered(
            node=node,
            credit_code=value.credit_code,
            kind=value.offer_kind,
            words=value.offer,
            monthly_coins=value.monthly_coins,
            at=ground.now,
            by=ground.actor.id,
        )

    changed = _differing(stands, facts)
    if stands is not None and match is not None:
        changed += [f"owner_{name}" for name in match.changed] or _till_missing(match.person_id, stands)
    return planned(row.number, is_new=stands is None, changed=changed, write=write)


def _till_missing(person_id: Any, shop: Node) -> list[str]:
    has = shop.appointments.filter(holder_id=person_id, role=Role.SHOP_OWNER, ended_at=None)
    return [] if has.exists() else ["owner_name"]
