"""`{% load labels %}`: codes as words, an age, the name of a service."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django import template

from nuanliu.domain.network.types import Power
from nuanliu.platform import clock, words
from nuanliu.portals.ui.applications import STATES, TASK_WORDS
from nuanliu.portals.ui.forms import Words
from nuanliu.portals.ui.labels import label_of
from nuanliu.portals.ui.powers import POWER_WORDS
from nuanliu.portals.ui.skills import language_words, rather_not_words, skill_words
from nuanliu.portals.ui.statuses import Status, status_of

register = template.Library()


@register.filter
def label(code: Any, kind: str) -> Words:
    """`{{ code|label:"circumstance" }}`."""
    return "" if code is None else label_of(code, kind=kind)


@register.filter
def age(birth_date: date | None, now: datetime) -> int | None:
    """Whole years at `now`."""
    if birth_date is None:
        return None
    today = clock.local_date(now)
    return today.year - birth_date.year - ((today.month, today.day) < (birth_date.month, birth_date.day))


@register.filter
def said(service: Any) -> str:
    """A service's name in the reader's language."""
    return str(service.name_en if words.english() else service.name)


@register.simple_tag(takes_context=True)
def may(context: Mapping[str, Any], power: str) -> bool:
    """`{% may "site:need:place" as may_place %}`: whether the actor holds this power anywhere."""
    actor = context.get("actor")
    return actor is not None and bool(actor.has(Power(power)))


@register.filter
def listed(parts: Iterable[Any]) -> str:
    """`王小明、李志愿`; with commas for an English reader."""
    return (", " if words.english() else "、").join(str(part) for part in parts)


@register.filter
def labels(codes: Iterable[Any], kind: str) -> str:
    """Several codes of one kind as a list of words."""
    return listed(label_of(code, kind=kind) for code in codes)


@register.filter
def task_words(task: Any) -> str:
    """`{{ line.task|task_words }}`: a line of the list of joining."""
    return str(TASK_WORDS.get(task, task))


@register.filter
def application_state(state: str) -> Status:
    """Where an application stands, as word, shape and colour."""
    code, word = STATES[state]
    return status_of(code, word=str(word))


@register.filter
def rather_not(codes: Iterable[Any]) -> str:
    """What a volunteer would rather not be asked for."""
    return rather_not_words([str(code) for code in codes])


@register.filter(name="skill_words")
def said_skills(codes: Iterable[Any]) -> str:
    """Skills by their names."""
    return skill_words([str(code) for code in codes])


@register.filter(name="language_words")
def said_languages(codes: Iterable[Any]) -> str:
    """Languages by their names."""
    return language_words([str(code) for code in codes])


@register.filter
def power_words(code: Any) -> str:
    """What a relative may do, as an old person would say it."""
    return str(POWER_WORDS.get(code, code))
