"""Following what was arranged: the list, one arrangement, calling it off, saying who came, my time."""

from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuanliu.domain.care.disputes.queries import disputed_of
from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.care.queries import needs_of, visits_by_id
from nuanliu.domain.care.series.queries import series_of
from nuanliu.domain.care.series.wished import wishes_of
from nuanliu.domain.care.types import Channel, Face, VisitState
from nuanliu.domain.ledger.seals.codes import code_of
from nuanliu.domain.ledger.types import Kind, Unit
from nuanliu.domain.passbook.accounts import Holder
from nuanliu.domain.passbook.queries import grant_left, passbook_lines, savings_of
from nuanliu.domain.people.queries import name_of
from nuanliu.domain.people.types import ProxyPower
from nuanliu.platform.errors import Unable
from nuanliu.portals.arranging.answers import Answers
from nuanliu.portals.arranging.side import Side, show
from nuanliu.portals.arranging.standing import Standing, need_here, visit_here
from nuanliu.portals.ui.acting import refuse
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.book import told_lines
from nuanliu.portals.ui.forms import ActForm
from nuanliu.portals.ui.paging import page_of
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.cancel import cancel_need
from nuanliu.usecases.change_need import CHANGEABLE
from nuanliu.usecases.confirm_visit import confirm_visit
from nuanliu.usecases.disputes.raising import may_dispute

ON_A_PAGE = 3
LINES_ON_A_PAGE = 10
FACES: dict[str, tuple[str, Promise]] = {
    Face.HAPPY: ("face-happy", gettext_lazy("很高兴")),
    Face.FINE: ("face-ok", gettext_lazy("还可以")),
    Face.SAD: ("face-sad", gettext_lazy("不太好")),
}
LINE_WORDS: dict[str, Promise] = {
    Kind.OPENING: gettext_lazy("老存折转入"),
    Kind.GIFT: gettext_lazy("赠送"),
    Kind.DONATION: gettext_lazy("捐给爱心池"),
    Kind.GRANT: gettext_lazy("社区发的时间"),
    Kind.SERVICE: gettext_lazy("服务"),
}


def arrangements(request: HouseRequest, side: Side) -> HttpResponse:
    """What is coming, or with `?past=1` what was."""
    side.insist(ProxyPower.SEE)
    is_past = request.GET.get("past") == "1"
    coming = needs_of(elder_id=side.elder.pk, upcoming_from=request.now)
    rows = needs_of(elder_id=side.elder.pk).filter(starts_at__lt=request.now) if is_past else coming
    page = page_of(request=request, rows=rows, size=ON_A_PAGE)
    standings = [Standing(need, request.now, href=side.url("need", need_id=need.id)) for need in page.rows]
    weekly = [] if is_past else series_of(elder_id=side.elder.pk)
    context = {
        "page": page,
        "standings": standings,
        "is_past": is_past,
        "back": side.url(side.front),
        "regulars_url": side.url("regulars"),
        "weekly": [(one, side.url("series", series_id=one.id)) for one in weekly],
    }
    return show(request, side, "arranging/arrangements.html", context)


def need(request: HouseRequest, side: Side, need_id: UUID) -> HttpResponse:
    """One arrangement: who comes, when, the code to say at the door."""
    side.insist(ProxyPower.SEE)
    found = need_here(side, need_id)
    standing = Standing(found, request.now)
    context = {
        "need": found,
        "standing": standing,
        "to_confirm": [_ways_to_say(side, found, visit) for visit in standing.to_say] if side.may_confirm else [],
        "mend": f"{side.url('ask-day')}{Answers(what=found.service.code, again=found.id).query}",
        "objections": _objections(side, found, request.now) if side.may_confirm else [],
        "cancel_url": side.url("cancel", need_id=need_id),
        "change_url": side.url("change", need_id=need_id) if _may_change(found, request.now) else "",
        "wishes": wishes_of(needs=[found]).get(found.id),
        "asked_by": _asked_by(side, found),
        "back": side.url("arrangements"),
    }
    return show(request, side, "arranging/need.html", context)


def _may_change(found: Need, now: datetime) -> bool:
    return found.state in CHANGEABLE and found.starts_at > now


def _asked_by(side: Side, found: Need) -> str:
    """Who asked for her, where it was not she: a relative by name, or the community."""
    if found.placed_by == side.elder.pk:
        return ""
    if found.channel != Channel.FAMILY:
        return _("社区替老人记的。")
    name = name_of(person_id=found.placed_by)
    return _("%(name)s 替老人请的。") % {"name": name} if name else ""


def _ways_to_say(side: Side, found: Need, visit: Visit) -> dict[str, object]:
    args = {"need_id": found.id, "visit_id": visit.id}
    came_url = side.url("came", **args) if visit.state == VisitState.SERVED else ""
    return {"visit": visit, "came": came_url, "not_came": side.url("not-came", **args)}


def _objections(side: Side, found: Need, now: datetime) -> list[dict[str, object]]:
    """The visits to which she may object, or has, with the page where it is said."""
    known = disputed_of(need=found)
    return [
        {"visit": visit, "is_open": visit.id in known, "url": side.url("object", need_id=found.id, visit_id=visit.id)}
        for visit in found.visits.all()
        if visit.id in known or may_dispute(visit=visit, now=now)
    ]


def cancel(request: HouseRequest, side: Side, need_id: UUID) -> HttpResponse:
    """Call it off, after asking once more."""
    side.insist(ProxyPower.ASK)
    found = need_here(side, need_id)
    standing = Standing(found, request.now)
    here = side.url("need", need_id=need_id)
    if request.method == "GET" and not standing.may_be_cancelled:
        return see_other(here)
    form = ActForm(sent(request))
    if request.method == "POST" and form.is_valid():
        reason = _("老人自己取消") if side.is_herself else _("家人取消")
        try:
            cancel_need(actor=side.actor, need_id=need_id, reason=reason, now=request.now)
        except Unable as refusal:
            refuse(form, refusal)
        else:
            return see_other(here)
    context = {"form": form, "need": found, "standing": standing, "back": here}
    return show(request, side, "arranging/cancel.html", context)


def came(request: HouseRequest, side: Side, need_id: UUID, visit_id: UUID) -> HttpResponse:
    """The helper came: three faces say how it was."""
    return _say(request, side, need_id, visit_id, came=True)


def not_came(request: HouseRequest, side: Side, need_id: UUID, visit_id: UUID) -> HttpResponse:
    """Nobody came: said once more before it is written down."""
    return _say(request, side, need_id, visit_id, came=False)


def _say(request: HouseRequest, side: Side, need_id: UUID, visit_id: UUID, *, came: bool) -> HttpResponse:
    side.insist(ProxyPower.CONFIRM)
    found = need_here(side, need_id)
    visit = visit_here(found, visit_id)
    standing = Standing(found, request.now)
    here = side.url("need", need_id=need_id)
    may_be_said = standing.may_have_come(visit) if came else standing.may_be_missing(visit)
    if request.method == "GET" and not may_be_said:
        return see_other(here)
    form = ActForm(sent(request))
    if request.method == "POST" and form.is_valid():
        face = request.POST.get("face", "")
        try:
            confirm_visit(
                actor=side.actor,
                visit_id=visit.id,
                came=came,
                face=face if came and face in FACES else "",
                now=request.now,
            )
        except Unable as refusal:
            refuse(form, refusal)
        else:
            return see_other(side.url("said", need_id=need_id, visit_id=visit_id))
    context = {"form": form, "need": found, "visit": visit, "back": here, "faces": FACES}
    return show(request, side, "arranging/came.html" if came else "arranging/not_came.html", context)


def said(request: HouseRequest, side: Side, need_id: UUID, visit_id: UUID) -> HttpResponse:
    """Thank you, and what happens next."""
    side.insist(ProxyPower.CONFIRM)
    found = need_here(side, need_id)
    visit = visit_here(found, visit_id)
    if visit.state == VisitState.SERVED:
        return see_other(side.url("need", need_id=need_id))
    return show(request, side, "arranging/said.html", {"need": found, "visit": visit})


def time(request: HouseRequest, side: Side) -> HttpResponse:
    """What she has, in words, and the lines behind it."""
    side.insist(ProxyPower.SEE)
    person = side.elder.person
    holder = Holder(person.pk, person.home_site_id)
    asked = request.GET.get("before", "")
    before = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else None
    lines = passbook_lines(holder=holder, unit=Unit.TIME, before=before, count=LINES_ON_A_PAGE + 1)
    shown = lines[:LINES_ON_A_PAGE]
    subjects = [line.subject for line in shown if line.subject]
    visits, told = visits_by_id(ids=subjects), told_lines(ids=subjects, whose=person.pk)
    context = {
        "savings": savings_of(person_id=person.pk, site_id=person.home_site_id),
        "granted": grant_left(holder=holder),
        "lines": [
            {
                "line": line,
                "minutes": abs(line.amount),
                "what": told[line.subject]
                if line.subject in told and not line.is_correction
                else line_words(kind=line.kind, is_correction=line.is_correction),
                "visit": visits.get(line.subject) if line.subject else None,
                "code": code_of(transfer=line.transfer),
                "why": _why(side, visits.get(line.subject)) if line.subject and line.is_correction else "",
            }
            for line in shown
        ],
        "older": shown[-1].number if len(lines) > LINES_ON_A_PAGE else None,
        "is_older": before is not None,
        "back": side.url(side.front),
        "statement_url": side.url("statement"),
    }
    return show(request, side, "arranging/time.html", context)


def _why(side: Side, visit: Visit | None) -> str:
    """Where it stands why a line corrects another; empty where she may not read it."""
    if visit is None or not side.may_confirm or visit.need.elder_id != side.elder.pk:
        return ""
    return side.url("object", need_id=visit.need_id, visit_id=visit.id)


def line_words(*, kind: str, is_correction: bool) -> str:
    """What a line of her time was for, when no visit says it."""
    if is_correction:
        return _("更正")
    return str(LINE_WORDS.get(kind, gettext_lazy("时间变动")))
