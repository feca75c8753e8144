"""The pools of the desk's sites: what stands there, what waits for a second person, what was decided."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from nuanliu.domain.ledger.types import Unit
from nuanliu.domain.network.queries import sites_under
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.passbook.models import PoolUse
from nuanliu.domain.passbook.queries import pool_of
from nuanliu.domain.passbook.types import PoolUseKind, PoolUseState
from nuanliu.domain.people.models import Elder
from nuanliu.domain.people.queries import access_elder
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.ui.acting import ask_for_button, done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.forms import ActForm, TextField, WholeNumberField
from nuanliu.portals.ui.paging import page_of
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.portals.ui.rules import said_rule, said_rules
from nuanliu.usecases.use_pool import ask_pool, decide_pool

ON_A_PAGE = 20
SITES_SHOWN = 60


class GiveForm(ActForm):
    """How much, and why."""

    minutes = WholeNumberField(
        label=gettext_lazy("给多少分钟"), help_text=gettext_lazy("比如 120。"), min_value=1, max_value=6000
    )
    reason = TextField(
        label=gettext_lazy("为什么"), help_text=gettext_lazy("比如：刚出院，家里没人照看。"), max_length=300
    )


class DecideForm(ActForm):
    """Why not, where it is no."""

    reason = TextField(label=gettext_lazy("不同意的原因"), max_length=300, required=False)


@opens_with(Power.POOL_USE)
@require_safe
def pools(request: HouseRequest) -> HttpResponse:
    """What stands in each pool, and every decision."""
    sites = sites_under(paths=request.actor.paths(Power.POOL_USE))[:SITES_SHOWN]
    rows = PoolUse.objects.filter(site__in=[site.pk for site in sites]).select_related("person", "site")
    waiting = rows.filter(state=PoolUseState.ASKED.value).order_by("asked_at", "id")
    decided = rows.exclude(state=PoolUseState.ASKED.value).order_by("-decided_at", "id")
    context = {
        "pools": [
            (site, pool_of(site=site.pk, unit=Unit.TIME), pool_of(site=site.pk, unit=Unit.COIN)) for site in sites
        ],
        "waiting": waiting[:ON_A_PAGE],
        "page": page_of(request=request, rows=decided, size=ON_A_PAGE),
        "rule": said_rule(key="pool_one_person_max_min", standard=standard_in_force(at=request.now)),
    }
    return render(request, "desk/pool.html", context)


@opens_with(Power.POOL_USE)
@require_http_methods(["GET", "HEAD", "POST"])
def give(request: HouseRequest, person_id: UUID) -> HttpResponse:
    """Minutes for one old person: how much and why."""
    elder = _elder(request.actor, person_id)
    site = elder.person.home_site_id
    form = GiveForm(sent(request))
    if request.method == "POST":
        made: list[PoolUse] = []
        act = lambda: made.append(  # noqa: E731 (read together with its one use)
            ask_pool(
                actor=request.actor,
                person_id=person_id,
                kind=PoolUseKind.HELP,
                minutes=form.cleaned_data["minutes"],
                reason=form.cleaned_data["reason"],
                token=form.cleaned_data["token"],
                now=request.now,
            )
        )
        if done(form, act):
            is_done = made[0].state == PoolUseState.DONE
            messages.success(request, _("给了，老人能用了。") if is_done else _("提出来了，要另一位同事来定。"))
            return see_other("desk:pool-use", use_id=made[0].id)
    standard = standard_in_force(at=request.now, site=site)
    context: dict[str, Any] = {
        "person": elder.person,
        "form": form,
        "left": pool_of(site=site, unit=Unit.TIME),
        "rules": said_rules(keys=("pool_one_person_max_min", "grant_expiry_days"), standard=standard),
    }
    return render(request, "desk/pool_give.html", context)


def _elder(actor: Actor, person_id: UUID) -> Elder:
    elder = access_elder(actor=actor, elder_id=person_id)
    if not actor.may(Power.POOL_USE, path=elder.person.home_site.path):
        raise NotVisible
    return elder


@opens_with(Power.POOL_USE)
@require_http_methods(["GET", "HEAD", "POST"])
def use(request: HouseRequest, use_id: UUID) -> HttpResponse:
    """One decision; who did not ask for it may agree or refuse."""
    found = PoolUse.objects.select_related("person", "site").filter(id=use_id).first()
    if found is None or not request.actor.may(Power.POOL_USE, path=found.site.path):
        raise NotVisible
    form = DecideForm(sent(request))
    if request.method == "POST" and _decided(request, found, form):
        messages.success(request, _("记下了。"))
        return see_other("desk:pool-use", use_id=use_id)
    context = {"use": found, "form": form, "is_own": found.asked_by == request.actor.id}
    return render(request, "desk/pool_use.html", context)


def _decided(request: HouseRequest, found: PoolUse, form: DecideForm) -> bool:
    act = request.POST.get("act", "")
    if act not in {"agree", "refuse"}:
        ask_for_button(form)
        return False
    return done(
        form,
        lambda: decide_pool(
            actor=request.actor,
            use_id=found.id,
            is_agreed=act == "agree",
            reason=form.cleaned_data["reason"],
            now=request.now,
        ),
    )
