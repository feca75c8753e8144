"""The shop's monthly statements: read, printed, signed, or disputed."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from nuanliu.domain.alliance import counters
from nuanliu.domain.alliance.models import Reissue, Statement
from nuanliu.domain.alliance.policies import first_of_month
from nuanliu.domain.alliance.queries import access_shop, agreement_of, budget_of
from nuanliu.domain.alliance.types import Side, Signed
from nuanliu.domain.network.types import Power
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform import clock
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.forms import ActForm, TextField
from nuanliu.portals.ui.paging import page_of
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.portals.ui.shop_statements import borne_in, paper_of, title_of
from nuanliu.usecases.sign_statement import access_statement, dispute_statement, is_side, sign_statement

KEEP = Power.SHOP_KEEP
PAGE = 24


class SignForm(ActForm):
    """Who agrees."""

    signed_by = TextField(label=gettext_lazy("签字人"), max_length=60)


class DisputeForm(ActForm):
    """What is wrong."""

    words = TextField(
        label=gettext_lazy("哪一笔不对"),
        help_text=gettext_lazy("比如：11月3日 14:05 那一笔没有办。"),
        lines=True,
        max_length=300,
    )


@require_safe
@opens_with(KEEP)
def statements(request: HouseRequest, shop_id: UUID) -> HttpResponse:
    """This month so far, all statements, and what the shop has given to the pool."""
    shop = access_shop(actor=request.actor, shop_id=shop_id, power=KEEP)
    month = first_of_month(clock.local_date(request.now))
    standard = standard_in_force(at=request.now, site=shop.site_id)
    rows = Statement.objects.filter(shop=shop).order_by("-month")
    context = {
        "shop": shop,
        "may_keep": True,
        "taken": counters.taken_by(site=shop.site_id, shop=shop.pk, month=month),
        "budget": budget_of(agreement=agreement_of(shop=shop.pk), standard=standard),
        "page": page_of(request=request, rows=rows, size=PAGE),
        "gifts": Reissue.objects.filter(shop=shop).order_by("-year"),
    }
    return render(request, "merchant/statements.html", context)


@require_safe
@opens_with(KEEP)
def statement(request: HouseRequest, shop_statement_id: UUID) -> HttpResponse:
    """One month: its lines, its sums, and the two buttons."""
    return _statement(request, _own(request, shop_statement_id), SignForm(), DisputeForm())


def _statement(request: HouseRequest, found: Statement, signing: SignForm, disputing: DisputeForm) -> HttpResponse:
    context = {
        "statement": found,
        "title": title_of(found),
        "borne": borne_in(found.facts),
        "shop": found.shop,
        "may_keep": True,
        "signing": signing,
        "disputing": disputing,
        "may_dispute": request.now < found.dispute_until,
    }
    return render(request, "merchant/statement.html", context)


def _own(request: HouseRequest, shop_statement_id: UUID) -> Statement:
    found = access_statement(actor=request.actor, statement_id=shop_statement_id)
    if not is_side(actor=request.actor, statement=found, side=Side.SHOP):
        raise NotVisible
    return found


@require_safe
@opens_with(KEEP)
def paper(request: HouseRequest, shop_statement_id: UUID) -> HttpResponse:
    """The same on paper."""
    return paper_of(_own(request, shop_statement_id))


@require_POST
@opens_with(KEEP)
def sign(request: HouseRequest, shop_statement_id: UUID) -> HttpResponse:
    """It is right."""
    found = _own(request, shop_statement_id)
    form = SignForm(request.POST)
    act = lambda: sign_statement(  # noqa: E731 (read together with its one use)
        actor=request.actor,
        statement_id=found.pk,
        for_shop=True,
        how=Signed.PAGE,
        signed_by=form.cleaned_data["signed_by"],
        now=request.now,
    )
    if not done(form, act):
        return _statement(request, found, form, DisputeForm())
    messages.success(request, _("签好了。"))
    return see_other("merchant:statement", found.pk)


@require_POST
@opens_with(KEEP)
def dispute(request: HouseRequest, shop_statement_id: UUID) -> HttpResponse:
    """Something is wrong."""
    found = _own(request, shop_statement_id)
    form = DisputeForm(request.POST)
    act = lambda: dispute_statement(  # noqa: E731 (read together with its one use)
        actor=request.actor, statement_id=found.pk, words=form.cleaned_data["words"], now=request.now
    )
    if not done(form, act):
        return _statement(request, found, SignForm(), form)
    messages.success(request, _("记下了，联盟会答复您。"))
    return see_other("merchant:statement", found.pk)
