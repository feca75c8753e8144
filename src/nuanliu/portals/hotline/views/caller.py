"""The caller's page: who she is, what is arranged, and the form for one more need."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from nuanliu.domain.care.menu.queries import services_offered
from nuanliu.domain.care.models import Need
from nuanliu.domain.care.queries import needs_of
from nuanliu.domain.care.series.types import ForWhom
from nuanliu.domain.care.types import Payer
from nuanliu.domain.network.types import Power
from nuanliu.domain.notices.calls.queries import notes_of
from nuanliu.domain.passbook.accounts import Holder
from nuanliu.domain.passbook.queries import grant_left, savings_of
from nuanliu.domain.passbook.types import GrantLeft, Savings
from nuanliu.domain.people.joining.queries import askings_within
from nuanliu.domain.people.joining.types import AskingState
from nuanliu.domain.people.models import Elder, Proxy, Relation
from nuanliu.domain.people.queries import (
    access_elder,
    contact_of,
    emergency_of,
    helper_note_of,
    household_of,
    proxies_for,
)
from nuanliu.domain.people.sealing import Contact
from nuanliu.platform.when import Weekly
from nuanliu.portals.hotline.drafts import Draft, draft_of, keep_draft
from nuanliu.portals.hotline.forms import NeedForm
from nuanliu.portals.hotline.menu import menu_of
from nuanliu.portals.hotline.weekly import drafted, first_start, wanted_in
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.recent import recently_signed_in
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.portals.ui.revealed import RevealForm, is_revealed, revealed_by
from nuanliu.usecases.place_need import Plan, plan_need
from nuanliu.usecases.series.place import SeriesPlan, plan_series

COMING_SHOWN = 6
NOTES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Relative:
    """Someone of the family: what she is to the caller, and what she may do for her."""

    name: str
    kinship: str
    powers: tuple[str, ...]


def family_of(*, household: list[Relation], proxies: list[Proxy]) -> list[Relative]:
    """Relatives and those who may act for her, each once."""
    powers = {proxy.relative_id: tuple(proxy.powers) for proxy in proxies}
    family = [Relative(one.relative.name, one.kinship, powers.pop(one.relative_id, ())) for one in household]
    others = [proxy for proxy in proxies if proxy.relative_id in powers]
    return family + [Relative(proxy.relative.name, "", tuple(proxy.powers)) for proxy in others]


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Everything a clerk needs in view while she talks."""

    elder: Elder
    contact: Contact
    is_revealed: bool
    family: list[Relative]
    coming: list[Need]
    savings: Savings
    granted: GrantLeft
    helper_note: str
    emergency: str


def caller_of(*, request: HouseRequest, elder: Elder) -> Caller:
    """Gather it: a fixed number of queries, however much there is."""
    person = elder.person
    return Caller(
        elder=elder,
        contact=contact_of(person=person),
        is_revealed=is_revealed(request=request, person_id=person.pk),
        family=family_of(household=household_of(elder=elder), proxies=proxies_for(elder_id=elder.pk)),
        coming=list(needs_of(elder_id=elder.pk, upcoming_from=request.now)[:COMING_SHOWN]),
        savings=savings_of(person_id=person.pk, site_id=person.home_site_id),
        granted=grant_left(holder=Holder(person.pk, person.home_site_id)),
        helper_note=helper_note_of(elder=elder),
        emergency=emergency_of(elder=elder),
    )


@opens_with(Power.NEED_PLACE)
@require_http_methods(["GET", "HEAD", "POST"])
def elder(request: HouseRequest, elder_id: UUID) -> HttpResponse:
    """Her page; POST takes what was typed and leads to the sentences to read back. Nothing is placed yet."""
    found = access_elder(actor=request.actor, elder_id=elder_id)
    if request.method == "POST":
        form = need_form(request, found, request.POST)
        if done(form, lambda: plan_of(request, elder_id, _draft(request, form, elder_id))):
            token = form.cleaned_data["token"]
            keep_draft(request=request, token=token, draft=_draft(request, form, elder_id))
            return see_other("hotline:read-back", elder_id=elder_id, token=token)
    else:
        form = need_form(request, found, initial=_typed_before(request, elder_id))
    return show_caller(request, found, form=form, reveal=RevealForm())


def show_caller(request: HouseRequest, found: Elder, *, form: NeedForm, reveal: RevealForm) -> HttpResponse:
    """The page with its two forms, either of which may carry refusals."""
    caller = caller_of(request=request, elder=found)
    menu = menu_of(services=form.services)
    waiting = askings_within(actor=request.actor).filter(state=AskingState.WAITING, elder=found)
    context = {
        "caller": caller,
        "form": form,
        "reveal": reveal,
        "menu": menu,
        "notes": notes_of(person_id=found.pk, limit=NOTES_SHOWN),
        "may_note": request.actor.may(Power.CALL_SHEET, path=found.person.home_site.path),
        "askings": list(waiting[:NOTES_SHOWN]),
    }
    return render(request, "hotline/caller.html", context)


def need_form(request: HouseRequest, found: Elder, *args: Any, **kwargs: Any) -> NeedForm:
    """The need form for this moment, with the payers that the clerk may choose."""
    may_use_pool = request.actor.may(Power.POOL_USE, path=found.person.home_site.path)
    services = services_offered(site_id=found.person.home_site_id)
    return NeedForm(*args, services=services, may_use_pool=may_use_pool, now=request.now, **kwargs)


def plan_of(request: HouseRequest, elder_id: UUID, draft: Draft) -> Plan | SeriesPlan:
    """What the draft comes to: how many helpers, whose minutes, which days.

    Raises UnableToPlaceNeed, UnableToPlaceSeries, NotVisible.
    """
    if draft.is_weekly:
        return plan_series(actor=request.actor, elder_id=elder_id, wanted=wanted_in(draft), now=request.now)
    return plan_need(
        actor=request.actor,
        elder_id=elder_id,
        service_code=draft.service_code,
        starts_at=draft.start,
        minutes=draft.minutes,
        now=request.now,
        payer=Payer(draft.payer) if draft.payer else None,
    )


def _draft(request: HouseRequest, form: NeedForm, elder_id: UUID) -> Draft:
    said = form.cleaned_data
    service, when = said["service"], said["when"]
    weekly = when if isinstance(when, Weekly) else None
    starts_at = first_start(weekly, now=request.now) if weekly else when.starts_at
    return Draft(
        elder_id=str(elder_id),
        service_text=form["service"].value(),
        when_text=form["when"].value(),
        service_code=service.code,
        starts_at=starts_at.isoformat(),
        is_hour_assumed=weekly.time_assumed if weekly else when.is_hour_assumed,
        minutes=said["minutes"] or service.default_minutes,
        payer=said["payer"],
        note=said["note"],
        wishes=said["wishes"],
        for_whom=said["for_whom"] or ForWhom.HERSELF.value,
        **(drafted(weekly) if weekly else {}),
    )


def _typed_before(request: HouseRequest, elder_id: UUID) -> dict[str, Any]:
    """What was typed in the draft that the clerk comes back to change."""
    try:
        kept = draft_of(request=request, token=UUID(request.GET.get("draft", "")), elder_id=elder_id)
    except ValueError:
        kept = None
    if kept is None:
        return {}
    return {
        "service": kept.service_text,
        "when": kept.when_text,
        "minutes": kept.minutes,
        "payer": kept.payer,
        "note": kept.note,
        "wishes": kept.wishes,
        "for_whom": kept.for_whom,
    }


@opens_with(Power.PERSON_REVEAL)
@recently_signed_in(keep=("reason",))
@require_POST
def reveal(request: HouseRequest, elder_id: UUID) -> HttpResponse:
    """Show telephone and address in full for a while, against a reason that is kept."""
    found = access_elder(actor=request.actor, elder_id=elder_id)
    form = RevealForm(request.POST)
    if revealed_by(request=request, person_id=elder_id, form=form):
        return see_other("hotline:elder", elder_id=elder_id)
    return show_caller(request, found, form=need_form(request, found), reveal=form)
