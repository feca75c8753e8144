"""A need of every week at the telephone: what was typed, what it comes to, what is read back."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from nuanliu.domain.care.series.types import ForWhom, Wish
from nuanliu.domain.care.types import Payer
from nuanliu.domain.people.models import Elder
from nuanliu.platform import words
from nuanliu.platform.clock import at, local, local_date
from nuanliu.platform.when import Misunderstood, Weekly, understand_weekly
from nuanliu.portals.hotline.drafts import Draft
from nuanliu.portals.hotline.readback import PAID, Sentence, how_told, service_name, wished
from nuanliu.portals.ui.weekly import end_in_words, every_week, festival_named
from nuanliu.usecases.series.place import SeriesPlan, Wanted


def weekly_meant(*, text: str, now: datetime) -> Weekly:
    """The rhythm that `text` means. Raises ValidationError with a sentence that says how to write it."""
    today = local_date(now)
    read = understand_weekly(text, today=today, festival=lambda name: festival_named(after=today, name=name))
    if isinstance(read, Misunderstood):
        raise ValidationError(str(read.words), code=read.code)
    return read


def first_start(weekly: Weekly, *, now: datetime) -> datetime:
    """The next moment of the rhythm that has not passed."""
    day = local_date(now)
    while day.isoweekday() not in weekly.weekdays or at(day, weekly.at.hour, weekly.at.minute) <= now:
        day += timedelta(days=1)
    return at(day, weekly.at.hour, weekly.at.minute)


def drafted(weekly: Weekly) -> Mapping[str, Any]:
    """What a draft keeps of it."""
    last_day = weekly.last_day.isoformat() if weekly.last_day else ""
    return {"weekdays": list(weekly.weekdays), "last_day": last_day, "times": weekly.times}


def wanted_in(draft: Draft) -> Wanted:
    """What is asked for."""
    start = local(draft.start)
    return Wanted(
        service_code=draft.service_code,
        weekdays=tuple(draft.weekdays),
        at=time(start.hour, start.minute),
        minutes=draft.minutes,
        first_day=start.date(),
        last_day=date.fromisoformat(draft.last_day) if draft.last_day else None,
        times=draft.times,
        payer=Payer(draft.payer) if draft.payer else None,
        note=draft.note,
        wishes=tuple(Wish(code) for code in draft.wishes),
        for_whom=ForWhom(draft.for_whom),
    )


def before_setting_down(*, elder: Elder, plan: SeriesPlan, draft: Draft) -> list[Sentence]:
    """Who, what, every when, until when, the first days: each a short sentence that can be said aloud."""
    person, wanted = elder.person, wanted_in(draft)
    who = {"site": person.home_site.short_name or person.home_site.name, "name": person.name}
    days = "、".join(words.day(day) for day in plan.first)
    said = [
        Sentence("user", _("您是%(site)s的%(name)s，对吗？") % who),
        Sentence("hand", _("您要的是：%(service)s。") % {"service": service_name(plan.service)}),
        Sentence("calendar", _("%(when)s都来。") % {"when": every_week(plan.rule.weekdays, wanted.at)}),
    ]
    if draft.is_hour_assumed:
        said.append(Sentence("help", _("您没说几点，%(hour)s行吗？") % {"hour": words.clock(wanted.at)}))
    said += [
        Sentence("clock", _("每次大约 %(minutes)s。") % {"minutes": words.minutes(draft.minutes)}),
        Sentence("calendar", _("头几次是 %(days)s。") % {"days": days}),
        Sentence("check", _("%(end)s。") % {"end": end_in_words(last_day=plan.rule.last_day, times=plan.rule.times)}),
    ]
    if plan.rule.skips_holidays:
        said.append(Sentence("home", _("国家放假的日子不来。")))
    said.append(Sentence("time", PAID[wanted.payer] if wanted.payer else _("先用您有的时间，不够由社区出。")))
    said += wished(draft)
    if draft.note:
        said.append(Sentence("note", _("还记了一句：%(note)s") % {"note": draft.note}))
    said.append(how_told(elder))
    return said
