"""The questions of asking for help, one a page, and the act itself."""

import re
from uuid import UUID

from django.http import HttpResponse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuanliu.domain.care.models import Need, Service
from nuanliu.domain.care.types import Payer
from nuanliu.domain.people.types import ProxyPower
from nuanliu.platform import clock, words
from nuanliu.platform.errors import NotVisible, Unable, Words
from nuanliu.portals.arranging import choices
from nuanliu.portals.arranging.answers import OWN_WORDS
from nuanliu.portals.arranging.asking import Asking, asking_in, last_need, note_key, repeated
from nuanliu.portals.arranging.choices import Choice
from nuanliu.portals.arranging.side import Side, show
from nuanliu.portals.arranging.standing import need_here
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.drawn import service_icon
from nuanliu.portals.ui.forms import ActForm, TextField
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.usecases.place_need import place_need
from nuanliu.usecases.review_need import resubmit_need

WORDS: dict[str, Promise] = {
    "none": gettext_lazy("没有，不用说"),
    "loud": gettext_lazy("敲门请大声一点"),
    "call": gettext_lazy("来之前先打电话"),
    OWN_WORDS: gettext_lazy("我自己写几句"),
}
_FURTHER = re.compile(r"[（(、,]")
"""What begins the part of a service's name that a short list leaves out."""
MORE = gettext_lazy("看别的")
CHANGES = {
    "what": "ask",
    "day": "ask-day",
    "hour": "ask-part",
    "length": "ask-length",
    "payer": "ask-payer",
    "word": "ask-word",
}
WORD_ICONS = {"none": "check", "loud": "bell", "call": "phone", OWN_WORDS: "edit"}


def _choose(
    request: HouseRequest,
    asking: Asking,
    *,
    title: str,
    options: list[Choice],
    name: str,
    back: str,
    hint: str = "",
    more: Words = MORE,
) -> HttpResponse:
    shown, has_more = choices.few(options, page=asking.page)
    if has_more:
        href = _keep_group(request, asking.url(name, page=asking.page + 1))
        shown.append(Choice(href=href, title=more, icon="chevron"))
    if asking.page:
        back = _keep_group(request, asking.url(name, page=asking.page - 1))
    context = {"title": title, "hint": hint, "options": shown, "back": back, "asking": asking}
    return show(request, asking.side, "arranging/choose.html", context)


def _keep_group(request: HouseRequest, href: str) -> str:
    group = request.GET.get("group", "")
    return f"{href}{'&' if '?' in href else '?'}group={group}" if group.isalpha() and group.isascii() else href


def what(request: HouseRequest, side: Side) -> HttpResponse:
    """What kind of help; the first page also offers what she had last time."""
    side.insist(ProxyPower.ASK)
    asking = asking_in(request, side)
    grouped = {group.code: (group, members) for group, members in choices.groups_of(asking.services)}
    chosen = grouped.get(request.GET.get("group", ""))
    if chosen:
        options = [
            Choice(
                href=asking.onward(what=one.code, minutes=None),
                title=one.plain_words if not words.english() else one.name_en,
                hint=_about(one.default_minutes),
                icon=service_icon(one.code),
                is_chosen=one.code == asking.answers.what,
            )
            for one in chosen[1]
        ]
        return _choose(request, asking, title=str(chosen[0].title), options=options, name="ask", back=asking.url("ask"))
    options = [_same_again(asking, need)] if (need := last_need(side=side, offered=asking.services)) else []
    options += [
        Choice(
            href=f"{asking.url('ask')}&group={group.code}",
            title=group.title,
            hint=_named(members),
            icon=group.icon,
        )
        for group, members in grouped.values()
    ]
    title = _("您要什么帮助？") if side.is_herself else _("%(name)s要什么帮助？") % {"name": side.elder.person.name}
    return _choose(request, asking, title=title, options=options, name="ask", back=side.url(side.front))


def _about(minutes: int) -> str:
    return _("大约 %(length)s") % {"length": words.minutes(minutes)}


def _named(members: list[Service]) -> str:
    names = [_FURTHER.split(one.name_en if words.english() else one.name)[0].strip() for one in members[:2]]
    return (", " if words.english() else "、").join(names) + ("…" if len(members) > 2 else "")


def _same_again(asking: Asking, need: Need) -> Choice:
    service, answers = need.service, repeated(need)
    name = service.name_en if words.english() else service.name
    return Choice(
        href=asking.onward(**answers),
        title=_("和上次一样"),
        hint=f"{name} · {words.clock(need.starts_at)}" if answers["hour"] is not None else name,
        icon=service_icon(service.code),
    )


def day(request: HouseRequest, side: Side) -> HttpResponse:
    """Which day."""
    side.insist(ProxyPower.ASK)
    asking = asking_in(request, side)
    if not asking.service:
        return see_other(asking.url("ask"))
    today = clock.local_date(request.now)
    days = choices.days_open(now=request.now, earliest=asking.earliest, minutes=asking.minutes)
    options = [
        Choice(
            href=asking.onward(day=one),
            title=_near((one - today).days),
            hint=words.day(one),
            icon="calendar",
            is_chosen=one == asking.answers.day,
        )
        for one in days
    ]
    return _choose(
        request,
        asking,
        title=_("哪一天来？"),
        options=options,
        name="ask-day",
        back=asking.url("ask"),
        more=gettext_lazy("往后的日子"),
    )


def _near(ahead: int) -> str:
    names = {1: _("明天"), 2: _("后天"), 3: _("大后天")}
    return names.get(ahead) or _("%(count)d 天以后") % {"count": ahead}


def part(request: HouseRequest, side: Side) -> HttpResponse:
    """Morning or afternoon."""
    side.insist(ProxyPower.ASK)
    asking = asking_in(request, side)
    if not asking.hours:
        return see_other(asking.onward())
    options = [
        Choice(
            href=asking.onward(part=code, hour=None),
            title=choices.PARTS[code],
            hint=words.span(clock.at(asking.answers.day, hours[0]), clock.at(asking.answers.day, hours[-1])),
            icon="time",
            is_chosen=code == asking.answers.part,
        )
        for code, hours in asking.hours.items()
        if asking.answers.day
    ]
    return _choose(
        request, asking, title=_("上午还是下午？"), options=options, name="ask-part", back=asking.url("ask-day")
    )


def hour(request: HouseRequest, side: Side) -> HttpResponse:
    """At which hour."""
    side.insist(ProxyPower.ASK)
    asking = asking_in(request, side)
    if not asking.hours or asking.answers.day is None:
        return see_other(asking.onward())
    code = asking.answers.part if asking.answers.part in asking.hours else next(iter(asking.hours))
    options = [
        Choice(
            href=asking.onward(part=code, hour=one),
            title=words.clock(clock.at(asking.answers.day, one)),
            icon="time",
            is_chosen=one == asking.answers.hour,
        )
        for one in asking.hours[code]
    ]
    back = asking.url("ask-part" if len(asking.hours) > 1 else "ask-day")
    return _choose(
        request,
        asking,
        title=_("几点钟来？"),
        hint=words.day(asking.answers.day),
        options=options,
        name="ask-hour",
        back=back,
    )


def length(request: HouseRequest, side: Side) -> HttpResponse:
    """How long, if not as usual."""
    side.insist(ProxyPower.ASK)
    asking = asking_in(request, side)
    if not asking.service:
        return see_other(asking.url("ask"))
    options = [
        Choice(href=asking.onward(minutes=one), title=words.minutes(one), icon="time", is_chosen=one == asking.minutes)
        for one in choices.lengths(asking.service)
    ]
    return _choose(request, asking, title=_("要多久？"), options=options, name="ask-length", back=asking.onward())


def payer(request: HouseRequest, side: Side) -> HttpResponse:
    """Her own time, or the community's care."""
    side.insist(ProxyPower.ASK)
    asking = asking_in(request, side)
    if not asking.service or not asking.own_time_would_do:
        return see_other(asking.onward(payer=""))
    options = [
        Choice(
            href=asking.onward(payer=Payer.OWN_TIME.value),
            title=_("用存的时间"),
            hint=_("还有 %(time)s") % {"time": words.minutes(asking.own_minutes)},
            icon="book",
            is_chosen=asking.payer is Payer.OWN_TIME,
        ),
        Choice(
            href=asking.onward(payer=Payer.WELFARE.value),
            title=_("请社区照顾"),
            hint=_("不用存的时间"),
            icon="heart",
            is_chosen=asking.payer is Payer.WELFARE,
        ),
    ]
    return _choose(request, asking, title=_("用谁的时间？"), options=options, name="ask-payer", back=asking.onward())


def word(request: HouseRequest, side: Side) -> HttpResponse:
    """A word to the helper: three that are often said, or her own."""
    side.insist(ProxyPower.ASK)
    asking = asking_in(request, side)
    if not asking.hours:
        return see_other(asking.onward())
    options = [
        Choice(
            href=asking.url("ask-note", word=code) if code == OWN_WORDS else asking.onward(word=code),
            title=said,
            icon=WORD_ICONS[code],
            is_chosen=code == asking.answers.word,
        )
        for code, said in WORDS.items()
    ]
    title = _("有话对来的人说吗？")
    return _choose(request, asking, title=title, options=options, name="ask-word", back=asking.url("ask-hour"))


class NoteForm(ActForm):
    """Her own words to the helper; they stay out of the address because they may say how she is."""

    note = TextField(label=gettext_lazy("您想说什么？"), lines=True, max_length=200)


def note(request: HouseRequest, side: Side) -> HttpResponse:
    """Her own words."""
    side.insist(ProxyPower.ASK)
    asking = asking_in(request, side)
    form = NoteForm(request.POST or None, initial={"note": asking.note})
    if request.method == "POST" and form.is_valid():
        request.session[note_key(side)] = form.cleaned_data["note"]
        return see_other(asking_in(request, side).onward(word=OWN_WORDS))
    context = {"form": form, "asking": asking, "back": asking.url("ask-word")}
    return show(request, side, "arranging/note.html", context)


def check(request: HouseRequest, side: Side) -> HttpResponse:
    """Everything once more; the button does it."""
    side.insist(ProxyPower.ASK)
    asking = asking_in(request, side)
    if asking.next_question() != "ask-check":
        return see_other(asking.onward())
    form = ActForm(request.POST or None, initial={"token": asking.answers.token(note=_note_of(asking))})
    if request.method == "POST" and form.is_valid():
        try:
            need = _place(asking, token=form.cleaned_data["token"])
        except Unable as refusal:
            form.add_error(None, str(refusal.words))
        else:
            request.session.pop(note_key(side), None)
            return see_other(side.url("asked", need_id=need.id))
    context = {
        "form": form,
        "asking": asking,
        "word": asking.note if asking.answers.word == OWN_WORDS else WORDS[asking.answers.word],
        "token": asking.answers.token(note=_note_of(asking)),
        "change": {name: asking.url(page) for name, page in CHANGES.items()},
        "back": asking.url("ask-word"),
    }
    return show(request, side, "arranging/check.html", context)


def _note_of(asking: Asking) -> str:
    if asking.answers.word == OWN_WORDS:
        return asking.note
    if asking.answers.word == "none":
        return ""
    with translation.override("zh-hans"):
        return str(WORDS[asking.answers.word])


def _place(asking: Asking, *, token: UUID) -> Need:
    answers, side = asking.answers, asking.side
    if asking.service is None or answers.starts_at is None:
        raise NotVisible
    if answers.again:
        return resubmit_need(
            actor=side.actor,
            need_id=answers.again,
            starts_at=answers.starts_at,
            minutes=asking.minutes,
            note=_note_of(asking),
            now=asking.now,
        )
    return place_need(
        actor=side.actor,
        elder_id=side.elder.pk,
        service_code=asking.service.code,
        starts_at=answers.starts_at,
        minutes=asking.minutes,
        token=token,
        now=asking.now,
        payer=Payer(answers.payer) if answers.payer else None,
        note=_note_of(asking),
    )


def asked(request: HouseRequest, side: Side, need_id: UUID) -> HttpResponse:
    """It is done: what happens next, when, who will phone."""
    if ProxyPower.SEE not in side.powers:
        return show(request, side, "arranging/asked.html")
    need = need_here(side, need_id)
    context = {"need": need, "answer_by": clock.local_date(need.review_by)}
    return show(request, side, "arranging/asked.html", context)
