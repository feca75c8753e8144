"""The bureau changes the catalogue: a draft, its reason, what differs, and from which day it holds."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.audit.operations import record
from nuanliu.domain.care.menu.models import MenuDraft, ServiceVersion
from nuanliu.domain.care.menu.operations import (
    add_version,
    bring_in,
    due_versions,
    keep_first,
    lock_service,
    withdraw,
)
from nuanliu.domain.care.menu.queries import changes_between, history_of, next_position, values_of, versions_of
from nuanliu.domain.care.menu.terms import TERMS
from nuanliu.domain.care.menu.types import MenuDraftState
from nuanliu.domain.care.models import Service
from nuanliu.domain.network.queries import city
from nuanliu.domain.network.types import SYSTEM, Actor, Power
from nuanliu.platform.clock import day_bounds, local_date
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated


class UnableToKeepCatalogue(Unable):
    """The catalogue cannot be changed so; `field` says which answer to change."""


def _insist(actor: Actor) -> None:
    if not actor.has(Power.STANDARD_EDIT):
        raise NotVisible


@repeated
def begin_change(*, actor: Actor, service_id: UUID, token: UUID, now: datetime) -> MenuDraft:
    """A draft of a service as it stands; where there is one already, that one. Raises NotVisible."""
    _insist(actor)
    with durable():
        if not Service.objects.filter(pk=service_id).exists():
            raise NotVisible
        service = lock_service(service_id=service_id)
        known = MenuDraft.objects.filter(code=service.code, state=MenuDraftState.DRAFT.value).first()
        if known is not None:
            return known
        keep_first(service=service, at=now)
        newest = (versions_of(service=service) or history_of(service=service))[0]
        return _begin(service, service.code, values_of(terms=newest), actor=actor, token=token, now=now)


@repeated
def begin_service(*, actor: Actor, code: str, values: Mapping[str, Any], token: UUID, now: datetime) -> MenuDraft:
    """A draft of a service that is not there yet. Raises UnableToKeepCatalogue (code_taken, too_short), NotVisible."""
    _insist(actor)
    with durable():
        known = MenuDraft.objects.filter(pk=derived_id(token, "menu-draft")).first()
        if known is not None:
            return known
        is_drafted = MenuDraft.objects.filter(code=code, state=MenuDraftState.DRAFT.value).exists()
        if is_drafted or Service.objects.filter(code=code).exists():
            raise UnableToKeepCatalogue("code_taken", _("这个编号已经有了，请换一个。"), field="code")
        _check(values)
        return _begin(None, code, dict(values), actor=actor, token=token, now=now)


def _begin(
    service: Service | None, code: str, values: dict[str, Any], *, actor: Actor, token: UUID, now: datetime
) -> MenuDraft:
    if actor.id is None:
        raise NotVisible
    draft = MenuDraft.objects.create(
        id=derived_id(token, "menu-draft"),
        service=service,
        code=code,
        values=values,
        state=MenuDraftState.DRAFT.value,
        begun_by=actor.id,
        begun_at=now,
    )
    _note("service.draft_begun", draft.pk, actor, now, code=code)
    return draft


@repeated
def save_draft(*, actor: Actor, draft_id: UUID, values: Mapping[str, Any], now: datetime) -> MenuDraft:
    """The draft says this from now on. Raises UnableToKeepCatalogue, NotVisible."""
    _insist(actor)
    with durable():
        draft = _locked(draft_id)
        _check(values)
        wanted = {name: values[name] for name in TERMS}
        if wanted != draft.values:
            draft.values = wanted
            draft.save(update_fields=["values"])
            _note("service.draft_changed", draft.pk, actor, now, code=draft.code)
        return draft


@repeated
def drop_draft(*, actor: Actor, draft_id: UUID, now: datetime) -> MenuDraft:
    """Nothing is changed after all; again changes nothing. Raises UnableToKeepCatalogue, NotVisible."""
    _insist(actor)
    with durable():
        draft = MenuDraft.objects.select_for_update(no_key=True).filter(pk=draft_id).first()
        if draft is None:
            raise NotVisible
        if draft.state != MenuDraftState.DROPPED:
            draft = _settle(_locked(draft_id), MenuDraftState.DROPPED, now)
            _note("service.draft_dropped", draft.pk, actor, now, code=draft.code)
        return draft


@repeated
def publish_draft(*, actor: Actor, draft_id: UUID, reason: str, day: date, now: datetime) -> ServiceVersion:
    """The draft is the service's next version from a day on; from today is from now. Pressing twice does it once.

    Raises UnableToKeepCatalogue (no_reason, past_day, not_after_last, nothing_changed, not_open), NotVisible.
    """
    _insist(actor)
    with durable():
        draft = MenuDraft.objects.select_for_update(no_key=True).filter(pk=draft_id).first()
        if draft is None:
            raise NotVisible
        if draft.state == MenuDraftState.PUBLISHED and draft.service:
            return history_of(service=draft.service)[0]
        draft = _locked(draft_id)
        if not reason.strip():
            raise UnableToKeepCatalogue("no_reason", _("请写明为什么改，大家看得到。"), field="reason")
        since = _since(day, now)
        service = lock_service(service_id=draft.service_id) if draft.service_id else _added(draft, since, now)
        before = next(iter(versions_of(service=service)), None)
        if before is not None and since <= before.in_force_from:
            raise UnableToKeepCatalogue("not_after_last", _("已经有一版定在这天或更晚，请选以后的日子。"), field="day")
        if before is not None and not changes_between(before=before, after=draft.values):
            raise UnableToKeepCatalogue("nothing_changed", _("和现在的一样，没有要公布的。"))
        version = add_version(
            service=service, values=draft.values, in_force_from=since, reason=reason, by=actor.id, at=now
        )
        if since <= now:
            bring_in(version=version)
        draft.service = service
        _settle(draft, MenuDraftState.PUBLISHED, now)
        _note("service.published", service.pk, actor, now, reason=reason, code=service.code, version=version.number)
        return version


@repeated
def withdraw_version(*, actor: Actor, version_id: UUID, reason: str, now: datetime) -> ServiceVersion:
    """Take back a version that has not begun; it stays in the history. Pressing twice does it once.

    Raises UnableToKeepCatalogue (has_begun, no_reason), NotVisible.
    """
    _insist(actor)
    if actor.id is None:
        raise NotVisible
    with durable():
        found = ServiceVersion.objects.filter(pk=version_id).first()
        if found is None:
            raise NotVisible
        service = lock_service(service_id=found.service_id)
        version = next(one for one in history_of(service=service) if one.pk == version_id)
        if hasattr(version, "withdrawal"):
            return version
        if version.in_force_from <= now or service.version_number == version.number:
            raise UnableToKeepCatalogue("has_begun", _("这一版已经起用，不能撤回。请另起一份草稿改回去。"))
        if not reason.strip():
            raise UnableToKeepCatalogue("no_reason", _("请写明为什么撤回。"), field="reason")
        withdraw(version=version, reason=reason.strip(), by=actor.id, at=now)
        _note(
            "service.withdrawn",
            service.pk,
            actor,
            now,
            reason=reason.strip(),
            code=service.code,
            version=version.number,
        )
        return version


def _added(draft: MenuDraft, since: datetime, now: datetime) -> Service:
    """A new line at the end of the list; before its day it is not offered."""
    values = {**draft.values, "is_offered": bool(draft.values["is_offered"]) and since <= now}
    return Service.objects.create(code=draft.code, position=next_position(), **values)


def _since(day: date, now: datetime) -> datetime:
    today = local_date(now)
    if day < today:
        raise UnableToKeepCatalogue("past_day", _("这一天已经过了，请选今天或以后。"), field="day")
    return now if day == today else day_bounds(day)[0]


def _locked(draft_id: UUID) -> MenuDraft:
    draft = MenuDraft.objects.select_for_update(no_key=True).filter(pk=draft_id).first()
    if draft is None:
        raise NotVisible
    if draft.state != MenuDraftState.DRAFT:
        raise UnableToKeepCatalogue("not_open", _("这份草稿已经办完了，请另开一份。"))
    return draft


def _settle(draft: MenuDraft, state: MenuDraftState, now: datetime) -> MenuDraft:
    draft.state, draft.settled_at = state.value, now
    draft.save(update_fields=["state", "settled_at", "service"])
    return draft


def _check(values: Mapping[str, Any]) -> None:
    if values["max_minutes"] < values["default_minutes"]:
        raise UnableToKeepCatalogue("most_less", _("最多的分钟不能比一般的少。"), field="max_minutes")


def bring_in_services(*, now: datetime) -> int:
    """Versions whose day has come are what the services say from now on. Returns how many."""
    return sum(_brought(service_id=one.service_id, now=now) for one in due_versions(now=now))


@repeated
def _brought(*, service_id: UUID, now: datetime) -> bool:
    with durable():
        service = lock_service(service_id=service_id)
        version = next((one for one in versions_of(service=service) if one.in_force_from <= now), None)
        if version is None:
            return False
        version.service = service
        is_changed = bring_in(version=version)
        if is_changed:
            _note("service.in_force", service.pk, SYSTEM, now, code=service.code, version=version.number)
        return is_changed


def _note(action: str, subject: UUID, actor: Actor, now: datetime, *, reason: str = "", **details: object) -> None:
    top = city()
    record(
        action=action,
        subject_type="service",
        subject_id=subject,
        occurred_at=now,
        actor_id=actor.id,
        actor_role=actor.role_for(Power.STANDARD_EDIT, path=top.path) if top else "",
        reason=reason,
        details=details,
    )
