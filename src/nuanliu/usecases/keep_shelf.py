"""The goods shelf of a site: what stands on it, what comes in, and what a count finds."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.alliance.models import Good, Handover, StockMove
from nuanliu.domain.alliance.policies import without_money
from nuanliu.domain.alliance.shelf import stock
from nuanliu.domain.alliance.shelf.types import MoveKind
from nuanliu.domain.audit.operations import record
from nuanliu.domain.network.models import Node
from nuanliu.domain.network.queries import sites
from nuanliu.domain.network.types import Actor, Power
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated

SHOWN = 50


class UnableToKeep(Unable):
    """The shelf cannot be kept so."""


@dataclass(frozen=True, slots=True)
class OneGood:
    """A kind of goods with what happened to it, the newest first."""

    good: Good
    moves: tuple[StockMove, ...]
    handovers: tuple[Handover, ...]


def shelf_sites(*, actor: Actor) -> list[Node]:
    """The sites whose shelf the actor keeps."""
    return [site for site in sites().order_by("name") if actor.may(Power.SHELF_KEEP, path=site.path)]


def shelf_site(*, actor: Actor, site_id: UUID) -> Node:
    """One of them. Raises NotVisible."""
    site = sites().filter(pk=site_id).first()
    if site is None or not actor.may(Power.SHELF_KEEP, path=site.path):
        raise NotVisible
    return site


def goods_at(*, site: UUID, with_ended: bool = False) -> list[Good]:
    """What stands on a site's shelf, by name."""
    rows = Good.objects.filter(site_id=site).order_by("name", "id")
    return list(rows if with_ended else rows.filter(ended_at=None))


def access_good(*, actor: Actor, good_id: UUID) -> Good:
    """A kind of goods on a shelf that the actor keeps. Raises NotVisible."""
    good = Good.objects.select_related("site").filter(id=good_id).first()
    if good is None or not actor.may(Power.SHELF_KEEP, path=good.site.path):
        raise NotVisible
    return good


def one_good(*, actor: Actor, good_id: UUID) -> OneGood:
    """With its last changes and hand-overs. Raises NotVisible."""
    good = access_good(actor=actor, good_id=good_id)
    moves = StockMove.objects.filter(site_id=good.site_id, good_id=good.id).order_by("-at", "-id")[:SHOWN]
    given = Handover.objects.filter(site_id=good.site_id, good_id=good.id).select_related("person")
    return OneGood(good, tuple(moves), tuple(given.order_by("-made_at", "-id")[:SHOWN]))


@repeated
def put_good(*, actor: Actor, site_id: UUID, name: str, measure: str, price: int, token: UUID, now: datetime) -> Good:
    """A new kind of goods, none in stock yet; the same token finds it. Raises UnableToOffer, NotVisible."""
    with durable():
        site = shelf_site(actor=actor, site_id=site_id)
        wanted = derived_id(token, "good")
        known = Good.objects.filter(site=site, id=wanted).first()
        if known is not None:
            return known
        good = Good.objects.create(
            site=site,
            id=wanted,
            name=without_money(name, field="name"),
            measure=without_money(measure, field="measure"),
            price=price,
            made_at=now,
            made_by=actor.id,
        )
        note("shelf.good_put", good, actor, now, name=name, price=price)
        return good


@repeated
def stock_in(*, actor: Actor, good_id: UUID, pieces: int, source: str, token: UUID, now: datetime) -> Good:
    """So many came, and from where. Raises UnableToKeep (ended), NotVisible."""
    with durable():
        good = _locked(actor, good_id)
        moved = derived_id(token, "in")
        if not stock.is_made(site=good.site_id, id=moved):
            stock.change(good=good, pieces=pieces, kind=MoveKind.IN, at=now, by=actor.id, id=moved, reason=source)
            note("shelf.stock_in", good, actor, now, pieces=pieces, left=good.left)
        return good


@repeated
def count_stock(*, actor: Actor, good_id: UUID, counted: int, reason: str, token: UUID, now: datetime) -> int:
    """What was counted stands from now on; a difference needs its reason. The difference.

    Raises UnableToKeep (no_reason, ended), NotVisible.
    """
    with durable():
        good = _locked(actor, good_id)
        moved = derived_id(token, "count")
        if stock.is_made(site=good.site_id, id=moved):
            return 0
        difference = counted - good.left
        if difference and not reason.strip():
            raise UnableToKeep("no_reason", _("和账上不一样，请写明原因。"), field="reason")
        stock.change(good=good, pieces=difference, kind=MoveKind.COUNTED, at=now, by=actor.id, id=moved, reason=reason)
        note("shelf.counted", good, actor, now, reason=reason, pieces=difference, left=good.left)
        return difference


@repeated
def end_good(*, actor: Actor, good_id: UUID, now: datetime) -> Good:
    """It is no longer on the shelf; again changes nothing. Raises UnableToKeep (still_there), NotVisible."""
    with durable():
        seen = access_good(actor=actor, good_id=good_id)
        good = stock.lock_good(site=seen.site_id, good=good_id)
        if good is None:
            raise NotVisible
        if good.ended_at is None:
            if good.left:
                raise UnableToKeep("still_there", _("架上还有货。先发完，或盘点成 0。"))
            good.ended_at = now
            good.save(update_fields=["ended_at"])
            note("shelf.good_ended", good, actor, now)
        return good


def _locked(actor: Actor, good_id: UUID) -> Good:
    seen = access_good(actor=actor, good_id=good_id)
    good = stock.lock_good(site=seen.site_id, good=good_id)
    if good is None or good.ended_at is not None:
        raise UnableToKeep("ended", _("这样东西已经下架了。"))
    return good


def note(action: str, good: Good, actor: Actor, now: datetime, *, reason: str = "", **details: object) -> None:
    """What was done at the shelf, for the audit."""
    record(
        action=action,
        subject_type="good",
        subject_id=good.id,
        occurred_at=now,
        actor_id=actor.id,
        actor_role=actor.role_for(Power.SHELF_KEEP, path=good.site.path),
        site_id=good.site_id,
        reason=reason,
        details=details,
    )
