"""Who may do what with a gathering."""

from nuanliu.domain.gatherings.models import Gathering
from nuanliu.domain.network.types import Actor, Power


def may_run(*, actor: Actor, gathering: Gathering) -> bool:
    """Whoever runs gatherings at its site, or at the branch that hosts it."""
    return any(actor.may(Power.GATHERING_RUN, path=node.path) for node in (gathering.site, gathering.host))


def may_sign_others(*, actor: Actor, gathering: Gathering) -> bool:
    """Whoever runs it, and who takes calls at its site."""
    return may_run(actor=actor, gathering=gathering) or actor.may(Power.NEED_PLACE, path=gathering.site.path)


def may_roll(*, actor: Actor, gathering: Gathering) -> bool:
    """Whoever runs it, and the leader who was named."""
    return actor.id is not None and (actor.id == gathering.leader_id or may_run(actor=actor, gathering=gathering))


def may_certify(*, actor: Actor, gathering: Gathering) -> bool:
    """A certifier of its site."""
    return actor.may(Power.VISIT_CERTIFY, path=gathering.site.path)


def may_see(*, actor: Actor, gathering: Gathering) -> bool:
    """Staff whom it concerns, and the leader."""
    return (
        may_sign_others(actor=actor, gathering=gathering)
        or may_roll(actor=actor, gathering=gathering)
        or may_certify(actor=actor, gathering=gathering)
    )
