"""The beginning, the list of what is to be said, handing in, and giving up."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from nuanliu.domain.network.models import Login
from nuanliu.domain.network.queries import sites
from nuanliu.domain.people.joining.models import Application
from nuanliu.domain.people.joining.types import ApplicationState
from nuanliu.domain.signing.types import Way
from nuanliu.platform.errors import Unable
from nuanliu.portals.joining.codes import SHELF, Sent, prove_code, send_code
from nuanliu.portals.joining.forms import CodeForm, StartForm
from nuanliu.portals.joining.gate import Joiner, for_joiners, joiner_of
from nuanliu.portals.ui.acting import done, refuse
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.applications import summary_of
from nuanliu.portals.ui.entering import enter
from nuanliu.portals.ui.forms import ActForm
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.join_volunteer import begin_as, begin_joining, hand_in, withdraw_application

asked_or_sent = require_http_methods(["GET", "HEAD", "POST"])
BEGINNING = "joining-begins"
SHOWN_CODE = "joining-code-shown"
OVER = {ApplicationState.REFUSED, ApplicationState.WITHDRAWN}


@never_cache
@asked_or_sent
def start(request: HouseRequest) -> HttpResponse:
    """Name, telephone, site. Who is signed in begins with one button; who has begun goes on."""
    joiner = joiner_of(request)
    if joiner is not None and joiner.application.state not in OVER:
        return see_other("joining:tasks")
    if request.actor.id is not None:
        return _start_as(request)
    open_sites = list(sites())
    first = {"site": str(open_sites[0].pk)} if len(open_sites) == 1 else {}
    form = StartForm(sent(request), sites=open_sites, initial=first)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        begins = {"name": said["name"], "site": said["site"], "token": str(said["token"])}
        request.session[BEGINNING] = begins
        _show(request, send_code(request=request, phone=said["phone"]))
        return see_other("joining:code")
    return render(request, "joining/start.html", {"form": form})


def _start_as(request: HouseRequest) -> HttpResponse:
    form = ActForm(sent(request))
    begun: list[Application | None] = []
    if request.method == "POST" and done(form, lambda: begun.append(begin_as(actor=request.actor, now=request.now))):
        return see_other("volunteer:home" if begun[0] is None else "joining:tasks")
    return render(request, "joining/start_as.html", {"form": form})


def _show(request: HouseRequest, made: Sent) -> None:
    """Where no message leaves the house, the code is put on the page."""
    if settings.DEMO or settings.DEBUG:
        request.session[SHOWN_CODE] = made.code


@never_cache
@asked_or_sent
def code(request: HouseRequest) -> HttpResponse:
    """The six digits; when they are right, the application is there and she is signed in."""
    begins, kept = request.session.get(BEGINNING), request.session.get(SHELF)
    if begins is None or kept is None:
        return see_other("joining:start")
    form = CodeForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            phone = prove_code(request=request, code=form.cleaned_data["code"])
            application = begin_joining(
                name=begins["name"],
                phone=phone,
                site_id=UUID(begins["site"]),
                token=UUID(begins["token"]),
                now=request.now,
            )
        except Unable as refusal:
            refuse(form, refusal)
        else:
            return _come_in(request, application)
    context = {"form": form, "phone": kept["phone"], "shown": request.session.get(SHOWN_CODE, "")}
    return render(request, "joining/code.html", context)


def _come_in(request: HouseRequest, application: Application | None) -> HttpResponse:
    for shelf in (BEGINNING, SHOWN_CODE):
        request.session.pop(shelf, None)
    if application is None:
        messages.info(request, _("您已经是志愿者了。请登录。"))
        return see_other("public:sign-in")
    enter(request, account=Login.objects.get(pk=application.person_id), way=Way.CODE)
    return see_other("joining:tasks")


@never_cache
@require_POST
def again(request: HouseRequest) -> HttpResponse:
    """Another code to the same telephone."""
    kept = request.session.get(SHELF)
    form = ActForm(sent(request))
    if kept is None or request.session.get(BEGINNING) is None:
        return see_other("joining:start")
    if form.is_valid():
        _show(request, send_code(request=request, phone=kept["phone"]))
        messages.info(request, _("又发了一次，请看短信。"))
    return see_other("joining:code")


@asked_or_sent
@for_joiners
def tasks(request: HouseRequest, joiner: Joiner) -> HttpResponse:
    """What is to be said; after handing in, where it stands."""
    if request.method == "POST":
        return see_other("joining:tasks")
    left = sum(not line.is_done for line in joiner.lines)
    context = {"joiner": joiner, "application": joiner.application, "left": left, "site": joiner.application.site}
    return render(request, "joining/tasks.html" if joiner.is_open else "joining/standing.html", context)


@asked_or_sent
@for_joiners
def check(request: HouseRequest, joiner: Joiner) -> HttpResponse:
    """Everything once more, then it goes to the site."""
    if not joiner.is_open:
        return see_other("joining:tasks")
    form = ActForm(sent(request))
    if request.method == "POST" and done(form, lambda: hand_in(actor=request.actor, now=request.now)):
        return see_other("joining:tasks")
    context = {"form": form, "joiner": joiner, "rows": summary_of(joiner.application)}
    return render(request, "joining/check.html", context)


@asked_or_sent
@for_joiners
def withdraw(request: HouseRequest, joiner: Joiner) -> HttpResponse:
    """She does not want to any more, after asking once more."""
    if joiner.application.state not in {"draft", "returned", "submitted", "sampled"}:
        return see_other("joining:tasks")
    form = ActForm(sent(request))
    if request.method == "POST" and done(form, lambda: withdraw_application(actor=request.actor, now=request.now)):
        messages.info(request, _("不报名了。想再来，随时欢迎。"))
        return see_other("public:home")
    return render(request, "joining/withdraw.html", {"form": form})
