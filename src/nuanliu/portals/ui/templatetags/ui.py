"""Tags and filters of every page. Registered as built-ins: no `{% load %}` is needed."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Any, TypeVar
from uuid import UUID

from django import forms, template
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from nuanliu.platform import clock as wall
from nuanliu.platform import words
from nuanliu.platform.ids import new_id
from nuanliu.portals.ui.context import House, the_house
from nuanliu.portals.ui.drawn import icon_svg, scene_svg, service_icon
from nuanliu.portals.ui.forms import AskForm, Card, anchor, summary_heading
from nuanliu.portals.ui.paging import Sorting
from nuanliu.portals.ui.statuses import Status, status_of

register = template.Library()
T = TypeVar("T")


# -- drawings ------------------------------------------------------------------------------------------------------
@register.simple_tag
def icon(name: str, label: str = "", extra: str = "") -> SafeString:
    """An icon by name: `{% icon "phone" %}`. With `label` it speaks for itself."""
    return icon_svg(name, label=label, extra=extra)


@register.simple_tag(name="service_icon")
def icon_of_service(code: str) -> SafeString:
    """The icon of a service by its catalogue code: `{% service_icon "S101" %}`."""
    return icon_svg(service_icon(code), extra="icon-service")


@register.simple_tag
def scene(name: str, label: str = "") -> SafeString:
    """A larger drawing: `{% scene "tea" %}`."""
    return scene_svg(name, label=label)


# -- forms ---------------------------------------------------------------------------------------------------------
@register.simple_tag(takes_context=True)
def form_token(context: Mapping[str, Any], form: object = None) -> SafeString:
    """The hidden idempotency token: the one that was sent when a form is shown again, else a fresh one."""
    form = context.get("form") if form is None else form
    name, value = "token", str(new_id())
    if isinstance(form, forms.BaseForm):
        name = form.add_prefix("token")
        if form.is_bound and _is_uuid(form.data.get(name)):
            value = str(form.data.get(name))
    return format_html('<input type="hidden" name="{}" value="{}">', name, value)


def _is_uuid(text: object) -> bool:
    try:
        UUID(str(text))
    except ValueError:
        return False
    return True


WIDGET_KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.HiddenInput, "hidden"),
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "checkbox"),
    (forms.Select, "select"),
    (forms.Textarea, "textarea"),
    (forms.FileInput, "file"),
)
CONTROL_CLASSES = {"checkbox": "tick", "select": "input select", "textarea": "input textarea", "file": "file"}


@register.inclusion_tag("ui/field.html")
def field(bound: forms.BoundField, heading: object = "", width: str = "", look: str = "") -> dict[str, Any]:
    """One field: label, hint, error, control.

    `heading` makes the label the page's h1 (a question page). `width` is short, code, digits, phone or empty for the
    full measure. `look` of a group of choices is big (large cards with icons), row (side by side) or empty.
    """
    kind = next((name for widget, name in WIDGET_KINDS if isinstance(bound.field.widget, widget)), "input")
    hint_id = f"{bound.auto_id}_hint" if bound.help_text else ""
    error_id = f"{bound.auto_id}_error" if bound.errors else ""
    described = " ".join(part for part in (hint_id, error_id) if part)
    data: dict[str, Any] = {
        "bound": bound,
        "kind": kind,
        "heading": heading,
        "width": width,
        "look": look,
        "hint_id": hint_id,
        "error_id": error_id,
        "described": described,
        "anchor": anchor(bound),
    }
    if kind in {"radios", "checkboxes"}:
        data["options"] = [_option(item.data) for item in bound.subwidgets]
    else:
        data["control"] = _control(bound, kind, width, described)
    return data


def _option(data: Mapping[str, Any]) -> dict[str, Any]:
    label = data["label"]
    return {
        **data,
        "id": data["attrs"].get("id", ""),
        "card": label if isinstance(label, Card) else Card(label),
    }


def _control(bound: forms.BoundField, kind: str, width: str, described: str) -> SafeString:
    css = CONTROL_CLASSES.get(kind, "input")
    attrs: dict[str, str | bool] = {"class": f"{css} {f'input-{width}' if width else ''}".strip()}
    if described:
        attrs["aria-describedby"] = described
    return bound.as_widget(attrs=attrs)


@register.inclusion_tag("ui/error_summary.html")
def error_summary(form: object) -> dict[str, Any]:
    """The box at the top that lists every refusal with a link to its field; nothing when there is none."""
    if not (isinstance(form, forms.BaseForm) and form.is_bound and form.errors):
        return {}
    if isinstance(form, AskForm):
        listed = form.summary()
    else:
        listed = [("", str(words)) for refusals in form.errors.values() for words in refusals]
    return {"listed": listed, "title": summary_heading(form, len(listed))}


# -- states, lists, navigation -------------------------------------------------------------------------------------
@register.inclusion_tag("ui/partials/status.html")
def status(code: str, word: str = "") -> dict[str, Status]:
    """A state as word, shape and colour; `word` replaces the usual word."""
    return {"status": status_of(str(code), word=word)}


@register.inclusion_tag("ui/partials/sort_header.html")
def sort_header(sorting: Sorting, key: str, label: str, css: str = "") -> dict[str, str]:
    """The head cell of a column that can be sorted."""
    return {"link": sorting.link(key), "aria": sorting.aria(key), "label": label, "css": css}


@register.inclusion_tag("ui/partials/nav_link.html", takes_context=True)
def nav_link(
    context: Mapping[str, Any], url_name: str, label: str, icon: str = "", *args: object, key: str = ""
) -> dict[str, Any]:
    """One entry of the navigation, marked when it is where the reader stands; absent if there is no such page.

    `key` opens it together with the browser's own key for that (Alt).
    """
    try:
        href = reverse(url_name, args=args)
    except NoReverseMatch:
        return {}
    path = context["request"].path if "request" in context else ""
    return {"href": href, "label": label, "icon": icon, "is_here": path == href, "key": key}


@register.simple_tag
def house_fallback(house: object = None) -> House:
    """The house's names where no context processor has run (the page for 500)."""
    return house if isinstance(house, House) else the_house()


# -- words ---------------------------------------------------------------------------------------------------------
_NEVER_APART = re.compile(r"(?<=[午上晨]) (?=\d)|(?<=\d) (?=[点分小个]|(?:am|pm|h|min)\b)")
"""A number is not torn from its hour or its unit at the end of a line."""


def _whole(text: str) -> str:
    return _NEVER_APART.sub("\u00a0", text)


def _said(value: T | None, say: Callable[[T], str]) -> str:
    return "" if value is None or value == "" else _whole(say(value))


@register.filter
def minutes(value: int | None) -> str:
    """`12 小时 30 分`."""
    return _said(value, words.minutes)


@register.filter
def signed_minutes(value: int | None) -> str:
    """`+1 小时`."""
    return _said(value, words.signed_minutes)


@register.filter
def coins(value: int | None) -> str:
    """`12.50 币` from hundredths."""
    return _said(value, words.coins)


@register.filter
def signed_coins(value: int | None) -> str:
    """`+1.00 币` from hundredths."""
    return _said(value, words.signed_coins)


@register.filter
def amount(value: int | None, unit: str) -> str:
    """`value` said in ledger unit `unit`."""
    return "" if value is None else words.amount(value, str(unit))


@register.filter
def signed_amount(value: int | None, unit: str) -> str:
    """`value` said in ledger unit `unit`, with its sign."""
    return "" if value is None else words.amount(value, str(unit), signed=True)


@register.filter
def day(value: date | None) -> str:
    """`11月24日 星期二`."""
    return _said(value, words.day)


@register.filter
def long_day(value: date | None) -> str:
    """`2026年11月24日 星期二`."""
    return _said(value, words.long_day)


@register.filter
def short_day(value: date | None) -> str:
    """`2026-11-24`."""
    return _said(value, words.short_day)


@register.filter
def clock(value: time | datetime | None) -> str:
    """`上午 9 点`."""
    return _whole(words.clock(value)) if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    """`11月24日 星期二 上午 9 点`."""
    return _said(value, words.moment)


@register.filter
def span(start: datetime | None, end: datetime | None) -> str:
    """`上午 9 点到 10 点半`."""
    return _whole(words.span(start, end)) if start and end else ""


@register.filter
def near(value: datetime | date | None, now: datetime | None) -> str:
    """`明天 11月24日 星期二 上午 9 点`; give the page's `now`."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return _whole(words.near_moment(value, now=now) if now else words.moment(value))
    return words.near_day(value, today=wall.local_date(now)) if now else words.day(value)


@register.simple_tag(takes_context=True)
def period(context: Mapping[str, Any], start: datetime | None, end: datetime | None) -> str:
    """`明天 11月24日 星期二 上午 9 点到 10 点半`, seen from the page's `now`."""
    return _whole(words.period(start, end, now=context.get("now") or wall.now())) if start and end else ""


@register.filter
def ago(value: datetime | None, now: datetime | None) -> str:
    """`3 小时前`; give the page's `now`."""
    return words.ago(value, now=now) if value and now else ""


@register.filter
def masked_name(value: str | None) -> str:
    """`张*`."""
    return _said(value, words.masked_name)


@register.filter
def masked_phone(value: str | None) -> str:
    """`138****0000`."""
    return _said(value, words.masked_phone)


@register.filter
def spoken_phone(value: str | None) -> str:
    """`138 0000 0000`."""
    return _said(value, words.spoken_phone)
