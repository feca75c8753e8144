"""Statements of all shops, signed for the alliance or entered from paper; the year's coins given to the pool."""

from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nuanliu.domain.alliance.models import Reissue, Statement
from nuanliu.domain.alliance.types import Signed
from nuanliu.domain.network.types import Power
from nuanliu.platform import clock
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.alliance.forms import AnswerForm, SignForm
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.forms import ActForm
from nuanliu.portals.ui.paging import page_of
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.portals.ui.shop_statements import borne_in, paper_of, title_of
from nuanliu.usecases.give_year import coins_of_years, give_to_pool
from nuanliu.usecases.run_shops import access_run, shops_within
from nuanliu.usecases.sign_statement import access_statement, answer_dispute, runs, sign_statement

PAGE = 30


@require_safe
@opens_with(Power.SHOP_DECIDE)
def statements(request: HouseRequest) -> HttpResponse:
    """All of them, the newest first; those in dispute are marked."""
    own = Q(shop__in=shops_within(actor=request.actor))
    rows = Statement.objects.filter(own | Q(shop=None)).select_related("shop__node").order_by("-month", "shop_id", "pk")
    return render(request, "alliance/statements.html", {"page": page_of(request=request, rows=rows, size=PAGE)})


@require_safe
@opens_with(Power.SHOP_DECIDE)
def statement(request: HouseRequest, shop_statement_id: UUID) -> HttpResponse:
    """One of them."""
    return _statement(request, _own(request, shop_statement_id))


def _own(request: HouseRequest, shop_statement_id: UUID) -> Statement:
    found = access_statement(actor=request.actor, statement_id=shop_statement_id)
    if not runs(request.actor, found):
        raise NotVisible
    return found


def _statement(request: HouseRequest, found: Statement, **forms: ActForm) -> HttpResponse:
    context = {
        "statement": found,
        "title": title_of(found),
        "borne": borne_in(found.facts),
        "signing": forms.get("signing", SignForm(initial={"side": "alliance", "signed_by": request.actor.name})),
        "answering": forms.get("answering", AnswerForm()),
        "is_open": not (found.alliance_signed_at and (found.shop_signed_at or found.shop_id is None)),
    }
    return render(request, "alliance/statement.html", context)


@require_safe
@opens_with(Power.SHOP_DECIDE)
def paper(request: HouseRequest, shop_statement_id: UUID) -> HttpResponse:
    """On paper, for both to sign."""
    return paper_of(_own(request, shop_statement_id))


@require_POST
@opens_with(Power.SHOP_DECIDE)
def sign(request: HouseRequest, shop_statement_id: UUID) -> HttpResponse:
    """For the alliance on this page, or for the shop from paper."""
    found = _own(request, shop_statement_id)
    form = SignForm(request.POST)

    def act() -> None:
        for_shop = form.cleaned_data["side"] == "shop"
        sign_statement(
            actor=request.actor,
            statement_id=found.pk,
            for_shop=for_shop,
            how=Signed.PAPER if for_shop else Signed.PAGE,
            signed_by=form.cleaned_data["signed_by"],
            now=request.now,
        )

    if not done(form, act):
        return _statement(request, found, signing=form)
    messages.success(request, _("签好了。"))
    return see_other("alliance:statement", found.pk)


@require_POST
@opens_with(Power.SHOP_DECIDE)
def answer(request: HouseRequest, shop_statement_id: UUID) -> HttpResponse:
    """To what the shop says is wrong."""
    found = _own(request, shop_statement_id)
    form = AnswerForm(request.POST)
    act = lambda: answer_dispute(  # noqa: E731 (read together with its one use)
        actor=request.actor, statement_id=found.pk, words=form.cleaned_data["words"], now=request.now
    )
    if not done(form, act):
        return _statement(request, found, answering=form)
    messages.success(request, _("答复好了，双方可以签字。"))
    return see_other("alliance:statement", found.pk)


@require_safe
@opens_with(Power.SHOP_DECIDE)
def year(request: HouseRequest) -> HttpResponse:
    """Last year's coins of every shop: given to the pool, or waiting for it."""
    return _year(request, ActForm())


def _year(request: HouseRequest, form: ActForm) -> HttpResponse:
    last = clock.local_date(request.now).year - 1
    given = {one.shop_id: one.coins for one in Reissue.objects.filter(year=last)}
    page = page_of(request=request, rows=shops_within(actor=request.actor), size=PAGE)
    took = coins_of_years(shops=page.rows, year=last)
    lines = [(shop, given.get(shop.pk), took.get(shop.pk, 0)) for shop in page.rows]
    return render(request, "alliance/year.html", {"year": last, "lines": lines, "page": page, "form": form})


@require_POST
@opens_with(Power.SHOP_DECIDE)
def give(request: HouseRequest, shop_id: UUID) -> HttpResponse:
    """Into the pool, once a year."""
    shop, form = access_run(actor=request.actor, shop_id=shop_id), ActForm(request.POST)
    last = clock.local_date(request.now).year - 1
    if not done(form, lambda: give_to_pool(actor=request.actor, shop_id=shop.pk, year=last, now=request.now)):
        return _year(request, form)
    messages.success(request, _("送进爱心池了，写在爱心商家榜上。"))
    return see_other("alliance:year")
