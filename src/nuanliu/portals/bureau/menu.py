"""The bureau's catalogue: every service, one service with its versions, a draft, and publishing it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nuanliu.domain.care.menu.models import MenuDraft, ServiceVersion, ServiceWithdrawal
from nuanliu.domain.care.menu.queries import changes_between, history_of, open_drafts, values_of, versions_of
from nuanliu.domain.care.menu.types import MenuDraftState
from nuanliu.domain.care.models import Service
from nuanliu.domain.network.types import Power
from nuanliu.platform import clock, words
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.bureau.frame import show
from nuanliu.portals.bureau.menu_forms import NewServiceForm, PublishForm, TermsForm, WithdrawVersionForm
from nuanliu.portals.ui.acting import ask_for_button, done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.forms import ActForm
from nuanliu.portals.ui.menu import SaidChange, said_changes
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.keep_catalogue import (
    begin_change,
    begin_service,
    drop_draft,
    publish_draft,
    save_draft,
    withdraw_version,
)
from nuanliu.usecases.read_audit import names_of


@opens_with(Power.STANDARD_EDIT)
@require_safe
def catalogue(request: HouseRequest) -> HttpResponse:
    """Every service with its number, and what somebody is writing."""
    services = list(Service.objects.order_by("position", "code"))
    drafts = open_drafts()
    drafted = {one.service_id for one in drafts}
    context = {
        "rows": [(one, one.pk in drafted) for one in services],
        "new": [one for one in drafts if one.service_id is None],
    }
    return show(request, "bureau/catalogue.html", context)


@opens_with(Power.STANDARD_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def service(request: HouseRequest, service_id: UUID) -> HttpResponse:
    """What it says, what comes, what it said before; the button begins a change or leads to the one begun."""
    found = Service.objects.filter(pk=service_id).first()
    if found is None:
        raise NotVisible
    form, begun = ActForm(sent(request)), list[MenuDraft]()
    if request.method == "POST" and done(form, lambda: begun.append(_begin(request, form, service_id))):
        return see_other("bureau:menu-draft", begun[0].pk)
    context = {
        "form": form,
        "service": found,
        "stands": said_changes(changes=changes_between(before=None, after=_read_by_reader(found))),
        "history": _history(found, request.now),
        "drafted": next((one for one in open_drafts() if one.service_id == found.pk), None),
    }
    return show(request, "bureau/service.html", context)


@dataclass(frozen=True, slots=True)
class Past:
    """One version in the history: what it changed, who published it, whether it is still to come or was withdrawn."""

    version: ServiceVersion
    changes: list[SaidChange]
    by: str
    is_ahead: bool
    withdrawal: ServiceWithdrawal | None
    withdrawn_by: str


def _history(found: Service, now: datetime) -> list[Past]:
    """The newest first; each beside the one before it that was not withdrawn."""
    told, before = list[Past](), None
    versions = history_of(service=found)
    withdrawals = {one.pk: one.withdrawal for one in versions if hasattr(one, "withdrawal")}
    names = names_of(people=[*(one.published_by for one in versions), *(w.withdrawn_by for w in withdrawals.values())])
    for one in reversed(versions):
        gone = withdrawals.get(one.pk)
        told.append(
            Past(
                version=one,
                changes=said_changes(changes=changes_between(before=before, after=values_of(terms=one)))
                if before
                else [],
                by=names.get(one.published_by, "") if one.published_by else "",
                is_ahead=one.in_force_from > now and gone is None,
                withdrawal=gone,
                withdrawn_by=names.get(gone.withdrawn_by, "") if gone else "",
            )
        )
        before = before if gone else one
    return told[::-1]


@opens_with(Power.STANDARD_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HouseRequest, service_version_id: UUID) -> HttpResponse:
    """Take back a version that has not begun: what would not come, and why."""
    version = ServiceVersion.objects.select_related("service").filter(pk=service_version_id).first()
    if version is None:
        raise NotVisible
    form = WithdrawVersionForm(sent(request))
    if request.method == "POST" and done(form, lambda: _withdraw(request, form, service_version_id)):
        messages.success(request, _("撤回了，不会起用。"))
        return see_other("bureau:service", version.service_id)
    told = next(one for one in _history(version.service, request.now) if one.version.pk == version.pk)
    if not told.is_ahead and not form.errors:
        return see_other("bureau:service", version.service_id)
    return show(request, "bureau/service_withdraw.html", {"form": form, "service": version.service, "past": told})


def _withdraw(request: HouseRequest, form: WithdrawVersionForm, version_id: UUID) -> None:
    withdraw_version(actor=request.actor, version_id=version_id, reason=form.cleaned_data["reason"], now=request.now)


def _read_by_reader(found: Service) -> dict[str, object]:
    """What it says; the Chinese name is not repeated to who reads the English one in the heading."""
    values = values_of(terms=found)
    return values if not words.english() else {name: value for name, value in values.items() if name != "name"}


def _begin(request: HouseRequest, form: ActForm, service_id: UUID) -> MenuDraft:
    token = form.cleaned_data["token"]
    return begin_change(actor=request.actor, service_id=service_id, token=token, now=request.now)


@opens_with(Power.STANDARD_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def service_new(request: HouseRequest) -> HttpResponse:
    """A line that is not there yet."""
    form, begun = NewServiceForm(sent(request), initial={"is_offered": True, "icon": "heart"}), list[MenuDraft]()

    def act() -> None:
        said = form.cleaned_data
        draft = begin_service(
            actor=request.actor, code=said["code"], values=form.terms(), token=said["token"], now=request.now
        )
        begun.append(draft)

    if request.method == "POST" and done(form, act):
        return see_other("bureau:menu-publish", begun[0].pk)
    return show(request, "bureau/service_form.html", {"form": form})


def _open(menu_draft_id: UUID) -> MenuDraft:
    """A draft that can still be changed. Raises NotVisible."""
    found = MenuDraft.objects.select_related("service").filter(pk=menu_draft_id).first()
    if found is None:
        raise NotVisible
    return found


@opens_with(Power.STANDARD_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HouseRequest, menu_draft_id: UUID) -> HttpResponse:
    """The terms, to be changed; what is saved is shown beside what stands."""
    found = _open(menu_draft_id)
    form = TermsForm(sent(request), initial=found.values)
    if request.method == "POST":
        act = lambda: save_draft(  # noqa: E731 (read together with its one use)
            actor=request.actor, draft_id=menu_draft_id, values=form.terms(), now=request.now
        )
        if done(form, act):
            return see_other("bureau:menu-publish", menu_draft_id)
    elif found.state != MenuDraftState.DRAFT:
        return _settled(found)
    return show(request, "bureau/service_form.html", {"form": form, "draft": found})


@opens_with(Power.STANDARD_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HouseRequest, menu_draft_id: UUID) -> HttpResponse:
    """What would change; the reason and the day; or drop it."""
    found = _open(menu_draft_id)
    form = PublishForm(sent(request), today=clock.local_date(request.now))
    if request.method == "POST":
        act = request.POST.get("act", "")
        form = form if act == "publish" else _only_token(form)
        if act == "drop":
            if done(form, lambda: drop_draft(actor=request.actor, draft_id=menu_draft_id, now=request.now)):
                messages.success(request, _("不改了，原来的照旧。"))
                return see_other("bureau:catalogue")
        elif act != "publish":
            ask_for_button(form)
        elif done(form, lambda: _publish(request, form, menu_draft_id)):
            messages.success(request, _("公布了。"))
            return _settled(_open(menu_draft_id))
    elif found.state != MenuDraftState.DRAFT:
        return _settled(found)
    before = next(iter(versions_of(service=found.service)), None) if found.service else None
    context = {
        "form": form,
        "draft": found,
        "changes": said_changes(changes=changes_between(before=before, after=found.values)),
        "name": found.values.get("name", ""),
    }
    return show(request, "bureau/service_publish.html", context)


def _only_token(form: PublishForm) -> PublishForm:
    """Whoever does not publish need not say from which day it would have held."""
    for name in ("reason", "day"):
        form.fields[name].required = False
    return form


def _publish(request: HouseRequest, form: PublishForm, menu_draft_id: UUID) -> None:
    said = form.cleaned_data
    publish_draft(actor=request.actor, draft_id=menu_draft_id, reason=said["reason"], day=said["day"], now=request.now)


def _settled(found: MenuDraft) -> HttpResponse:
    return see_other("bureau:service", found.service_id) if found.service_id else see_other("bureau:catalogue")
