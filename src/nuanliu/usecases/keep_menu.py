"""A site's own menu: what it does not offer for now, and what it offers again, each with the reason."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.audit.operations import record
from nuanliu.domain.care.menu.models import LeftOut
from nuanliu.domain.care.menu.operations import lock_service
from nuanliu.domain.care.models import Service
from nuanliu.domain.network.models import Node
from nuanliu.domain.network.queries import sites
from nuanliu.domain.network.types import Actor, Power
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.retry import repeated


class UnableToKeepMenu(Unable):
    """The menu cannot be changed so."""


def menu_sites(*, actor: Actor) -> list[Node]:
    """The sites whose menu the actor sees."""
    return [site for site in sites().order_by("name") if actor.may(Power.NEED_PLACE, path=site.path)]


def menu_site(*, actor: Actor, site_id: UUID) -> Node:
    """One of them. Raises NotVisible."""
    site = sites().filter(pk=site_id).first()
    if site is None or not actor.may(Power.NEED_PLACE, path=site.path):
        raise NotVisible
    return site


@repeated
def leave_out(*, actor: Actor, site_id: UUID, service_id: UUID, reason: str, now: datetime) -> LeftOut:
    """The site does not offer it from now on; what was asked for before stays. Doing it twice changes nothing.

    Raises UnableToKeepMenu (no_reason), NotVisible.
    """
    with durable():
        site, service, by = _of(actor, site_id, service_id)
        known = LeftOut.objects.filter(site=site, service=service, back_at=None).first()
        if known is not None:
            return known
        _insist_reason(reason)
        out = LeftOut.objects.create(site=site, service=service, reason=reason, out_at=now, out_by=by)
        _note("service.left_out", site, service, actor, now, reason=reason)
        return out


@repeated
def take_in(*, actor: Actor, site_id: UUID, service_id: UUID, reason: str, now: datetime) -> LeftOut | None:
    """The site offers it again; what is offered stays so. Raises UnableToKeepMenu (no_reason), NotVisible."""
    with durable():
        site, service, by = _of(actor, site_id, service_id)
        known = LeftOut.objects.filter(site=site, service=service, back_at=None).first()
        if known is None:
            return None
        _insist_reason(reason)
        known.back_at, known.back_by, known.back_reason = now, by, reason
        known.save(update_fields=["back_at", "back_by", "back_reason"])
        _note("service.taken_in", site, service, actor, now, reason=reason)
        return known


def _of(actor: Actor, site_id: UUID, service_id: UUID) -> tuple[Node, Service, UUID]:
    """Site, service and who does it; the service's row is the lock of what sites say about it."""
    site = sites().filter(pk=site_id).first()
    if site is None or actor.id is None or not actor.may(Power.MENU_KEEP, path=site.path):
        raise NotVisible
    if not Service.objects.filter(pk=service_id).exists():
        raise NotVisible
    return site, lock_service(service_id=service_id), actor.id


def _insist_reason(reason: str) -> None:
    if not reason.strip():
        raise UnableToKeepMenu("no_reason", _("请写一句原因，同事要看。"), field="reason")


def _note(action: str, site: Node, service: Service, actor: Actor, now: datetime, *, reason: str) -> None:
    record(
        action=action,
        subject_type="service",
        subject_id=service.pk,
        occurred_at=now,
        actor_id=actor.id,
        actor_role=actor.role_for(Power.MENU_KEEP, path=site.path),
        site_id=site.pk,
        reason=reason,
        details={"code": service.code},
    )
