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
from nuanliu.domain.signing.codes import UnableToSendCode, prove_contact, send_code, sent_code
from nuanliu.domain.signing.models import OneTimeCode
from nuanliu.domain.signing.types import Channel, Purpose, Way
from nuanliu.domain.signing.written import code_of, phone_of
from nuanliu.platform.errors import Unable
from nuanliu.portals.joining.forms import AgainForm, CodeForm, StartForm
from nuanliu.portals.joining.gate import Joiner, for_joiners, joiner_of
from nuanliu.portals.ui.acting import done, refuse
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.applications import summary_of
from nuanliu.portals.ui.entering import address_of, enter
from nuanliu.portals.ui.forms import ActForm
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.join_volunteer import begin_as, begin_joining, hand_in, withdraw_application

asked_or_sent = require_http_methods(["GET", "HEAD", "POST"])
BEGINNING = "joining-begins"
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
        try:
            code_id = _send(request, phone=said["phone"], channel=Channel.SMS, token=said["token"])
        except Unable as refusal:
            refuse(form, refusal)
        else:
            begins = {"name": said["name"], "site": said["site"], "token": str(said["token"]), "code": str(code_id)}
            request.session[BEGINNING] = begins
            return see_other("joining:code")
    return render(request, "joining/start.html", {"form": form})


def _start_as(request: HouseRequest) -> HttpResponse:
    form = ActForm(sent(request))
    begun: list[Application | None] = []
    if request.method == "POST" and done(form, lambda: begun.append(begin_as(actor=request.actor, now=request.now))):
        return see_other("volunteer:home" if begun[0] is None else "joining:tasks")
    return render(request, "joining/start_as.html", {"form": form})


def _send(request: HouseRequest, *, phone: str, channel: Channel, token: UUID) -> UUID:
    """The id of the code on its way; one that has just gone out is not sent twice. Raises UnableToSendCode."""
    try:
        made = send_code(
            phone=phone,
            purpose=Purpose.CONTACT,
            channel=channel,
            address=address_of(request),
            token=token,
            now=request.now,
        )
    except UnableToSendCode as refusal:
        gone_out = UUID(str(refusal.details["sent"])) if refusal.code == "too_soon" else None
        if gone_out is None or sent_code(code_id=gone_out, now=request.now) is None:
            raise
        return gone_out
    return made.pk


def _begins(request: HouseRequest) -> tuple[dict[str, str], OneTimeCode] | None:
    """What was written at the beginning, and the code that is still good."""
    begins = request.session.get(BEGINNING)
    code = sent_code(code_id=UUID(begins["code"]), now=request.now) if begins else None
    return (begins, code) if begins and code else None


@never_cache
@asked_or_sent
def code(request: HouseRequest) -> HttpResponse:
    """The six digits; when they are right, the application is there and she is signed in."""
    found = _begins(request)
    if found is None:
        return see_other("joining:start")
    begins, made = found
    form = CodeForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            phone = prove_contact(
                code_id=made.pk, typed=form.cleaned_data["code"], address=address_of(request), now=request.now
            )
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
    shown = code_of(code_id=made.pk) if settings.DEMO or settings.DEBUG else ""
    context = {"form": form, "phone": phone_of(made), "shown": shown}
    return render(request, "joining/code.html", context)


def _come_in(request: HouseRequest, application: Application | None) -> HttpResponse:
    request.session.pop(BEGINNING, None)
    if application is None:
        messages.info(request, _("您已经是志愿者了。请登录。"))
        return see_other("public:sign-in")
    enter(request, account=Login.objects.get(pk=application.person_id), way=Way.CODE)
    return see_other("joining:tasks")


@never_cache
@require_POST
def again(request: HouseRequest) -> HttpResponse:
    """Another code to the same telephone, as a message or spoken."""
    found = _begins(request)
    form = AgainForm(request.POST)
    if found is None:
        return see_other("joining:start")
    begins, made = found
    if form.is_valid():
        channel, token = Channel(form.cleaned_data["channel"]), form.cleaned_data["token"]
        try:
            code_id = _send(request, phone=phone_of(made), channel=channel, token=token)
        except Unable as refusal:
            messages.warning(request, str(refusal.words))
        else:
            request.session[BEGINNING] = {**begins, "code": str(code_id)}
            said = _("刚刚发过，请等一分钟。") if code_id == made.pk else _("又发了一次。")
            messages.info(request, said)
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
