"""Where everything stands that is not over: each need on the list on which somebody must find it, each breach too."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from nuanliu.domain.care.disputes.queries import to_hear, waiting_disputes
from nuanliu.domain.care.queries import board_column
from nuanliu.domain.care.series.tasks import tasks_within
from nuanliu.domain.care.watching.queries import watched
from nuanliu.domain.network.types import Actor
from nuanliu.usecases.certifying.queue import Standing, asked_about, seen, to_decide
from nuanliu.usecases.due_figures import late_visits
from tests.campaigns.month.plain import DECIDE, DECIDE_BY_LAW, ENDED, NOT_BEGUN, NOT_ENDED, SILENT, NeedLine, Plain

if TYPE_CHECKING:
    from tests.campaigns.month.cast import Cast

COLUMN = {"submitted": "review", "returned": "returned", "open": "waiting", "matched": "matched", "serving": "serving"}
"""On which column of the board a need is found that stands so."""


def list_of(need: NeedLine) -> str:
    """Where somebody must find this need; empty if it is over."""
    if need.state in ENDED or (need.state == "unserved" and need.answered):
        return ""
    if need.state in COLUMN:
        return COLUMN[need.state]
    if need.state == "unserved":
        return "fallbacks"
    states = {visit.state: visit for visit in need.visits}
    if need.state == "disputed":
        return "late"
    if need.state == "served":
        return "confirm"
    visit = states["confirmed"]
    return {"": "certify", "asked": "asked", "disputed": "disputes"}[visit.paused]


class Lists:
    """What a site's lists hold, as ids of needs."""

    def __init__(self, actor: Actor, now: datetime) -> None:
        self.actor, self.now = actor, now
        self.by_name: dict[str, set[UUID]] = {}
        for code in ("review", "returned", "waiting", "matched", "serving", "late"):
            self.by_name[code] = {row.id for row in board_column(actor=actor, code=code, now=now)}
        self.by_name["confirm"] = {row.need_id for row in board_column(actor=actor, code="confirm", now=now)}
        self.by_name["fallbacks"] = {row.need_id for row in tasks_within(actor=actor).filter(state="open")}
        self.waiting = seen(actor=actor, visits=list(to_decide(actor=actor)), now=now)
        """The whole list: its page has room for so many, and takes in the next when those are decided."""
        self.by_name["certify"] = {one.visit.need_id for one in self.waiting}
        self.by_name["asked"] = {row.need_id for row in asked_about(actor=actor)}
        self.by_name["disputes"] = {row.visit.need_id for row in waiting_disputes(actor=actor)}


def limbo(plain: Plain, site: UUID, lists: Lists, told: Counter[str]) -> Iterator[str]:
    """Needs that are neither over nor on the list on which somebody must find them."""
    for need in plain.needs.values():
        name = list_of(need) if need.site == site else ""
        told[name or "over"] += need.site == site
        if name and need.id not in lists.by_name[name]:
            yield f"a need that is {need.state} is not on the list {name}"


def breaches(cast: "Cast", site: UUID, lists: Lists) -> Iterator[str]:
    """Every broken deadline of a site is on its list, and nothing else is."""
    plain, now, actor = cast.plain, lists.now, lists.actor
    overdue, visits = watched(actor=actor, now=now), plain.standing(site, "taken", "serving", "served", "confirmed")
    undecided = {one.id: one for one in visits if one.state == "confirmed" and not one.paused}
    wanted = {
        "not begun": {one.id for one in visits if one.state == "taken" and one.need.starts < now - NOT_BEGUN},
        "not ended": {one.id for one in visits if one.state == "serving" and one.need.ends < now - NOT_ENDED},
        "silent": {one.id for one in visits if one.state == "served" and one.ended and one.ended < now - SILENT},
        "decided late": {one.id for one in undecided.values() if plain.is_undecided(one, now, DECIDE)},
        "against the law": {one.id for one in undecided.values() if plain.is_undecided(one, now, DECIDE_BY_LAW)},
        "late": plain.late(now, site),
        "to be heard above": {
            one.id for one in plain.disputes.values()
            if one.visit.need.site == site and one.is_waiting and (one.is_above or one.decide_by < now)
        },
        "seen by the bureau": {one.id for one in visits if plain.is_undecided(one, now, DECIDE)},
    }  # fmt: skip
    late = {Standing.LATE, Standing.BREACH}
    bureau, node = cast.bureau[0], next(one for one in cast.sites if one.pk == site)
    found = {
        "not begun": {row.id for row in overdue.not_begun},
        "not ended": {row.id for row in overdue.not_ended},
        "silent": {row.id for row in overdue.silent},
        "decided late": {one.visit.id for one in lists.waiting if one.standing in late},
        "against the law": {one.visit.id for one in lists.waiting if one.standing is Standing.BREACH},
        "late": lists.by_name["late"],
        "to be heard above": {row.id for row in to_hear(actor=bureau, now=now) if row.site_id == site},
        "seen by the bureau": {row.id for row in late_visits(place=node, now=now)},
    }
    for name, ids in wanted.items():
        cast.done[f"breach: {name}"] += len(ids)
        if found[name] != ids:
            many, missing = len(found[name] - ids), len(ids - found[name])
            yield f"{now:%d %H:%M} {name}: {many} too many on the list, {missing} missing, of {len(ids)}"
