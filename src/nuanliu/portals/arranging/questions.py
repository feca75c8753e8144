"""The questions of asking for help, one a page."""

import re
from collections.abc import Sequence
from datetime import timedelta

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuanliu.domain.alliance.models import AlliedService
from nuanliu.domain.alliance.queries import allied_with
from nuanliu.domain.care.models import Need, Service
from nuanliu.domain.care.types import Payer
from nuanliu.domain.people.types import ProxyPower
from nuanliu.platform import clock, words
from nuanliu.platform.errors import Words
from nuanliu.portals.arranging import choices
from nuanliu.portals.arranging.answers import OWN_WORDS
from nuanliu.portals.arranging.asking import Asking, asking_in, last_need, repeated
from nuanliu.portals.arranging.choices import Choice
from nuanliu.portals.arranging.side import Side, show
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.drawn import service_icon
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.portals.ui.weekly import every_week

WORDS: dict[str, Promise] = {
    "none": gettext_lazy("没有，不用说"),
    "loud": gettext_lazy("敲门请大声一点"),
    "call": gettext_lazy("来之前先打电话"),
    OWN_WORDS: gettext_lazy("我自己写几句"),
}
_FURTHER = re.compile(r"[（(、,]")
"""What begins the part of a service's name that a short list leaves out."""
MORE = gettext_lazy("看别的")
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
        shown.append(Choice(href=href, title=more, icon="plus"))
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
        allied = allied_with(services=chosen[1])
        options = [
            Choice(
                href=asking.onward(what=one.code, minutes=None),
                title=one.plain_words if not words.english() else one.name_en,
                hint=_about(one.default_minutes, allied.get(one.code, [])),
                icon=service_icon(one.icon),
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


def _about(minutes: int, allied: Sequence[AlliedService] = ()) -> str:
    said = _("大约 %(length)s") % {"length": words.minutes(minutes)}
    if not allied:
        return said
    return _("%(about)s · %(name)s来做") % {"about": said, "name": allied[0].shop.node.name}


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
        icon=service_icon(service.icon),
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
    options = [*_every_week(asking), *options]
    return _choose(
        request,
        asking,
        title=_("哪一天来？"),
        options=options,
        name="ask-day",
        back=asking.url("ask"),
        more=gettext_lazy("往后的日子"),
    )


def _every_week(asking: Asking) -> list[Choice]:
    """What she had before, every week from now on: at the same hour of the same weekday."""
    offered = last_need(side=asking.side, offered=asking.services)
    answers, began = asking.answers, clock.local(offered.starts_at) if offered else None
    if (
        began is None
        or offered is None
        or answers.again
        or (answers.what, answers.hour)
        != (
            offered.service.code,
            began.hour,
        )
    ):
        return []
    first = clock.local_date(asking.earliest) + timedelta(days=1)
    while first.isoweekday() != began.isoweekday():
        first += timedelta(days=1)
    hint = every_week([first.isoweekday()], began.time().replace(minute=0))
    return [Choice(href=asking.url("ask-weekly", day=first), title=_("每周都要"), hint=hint, icon="calendar")]


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
    if not asking.service or len(asking.payers) < 2:
        return see_other(asking.onward(payer=""))
    said = {
        Payer.GRANT: (_("用发给我的时间"), _left(asking.saved.grant_free), "gift"),
        Payer.OWN_TIME: (_("用存的时间"), _left(asking.saved.time_free), "book"),
        Payer.FAMILY: (_("用家里人的时间"), _("家里人说好了，可以共用"), "people"),
        Payer.WELFARE: (_("请社区照顾"), _("不用存的时间"), "heart"),
    }
    options = [
        Choice(
            href=asking.onward(payer=one.value),
            title=said[one][0],
            hint=said[one][1],
            icon=said[one][2],
            is_chosen=asking.payer is one,
        )
        for one in asking.payers
    ]
    return _choose(request, asking, title=_("用谁的时间？"), options=options, name="ask-payer", back=asking.onward())


def _left(minutes: int) -> str:
    return _("还有 %(time)s") % {"time": words.minutes(minutes)}


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
