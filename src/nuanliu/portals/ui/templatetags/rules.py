"""Every page that applies a rule leads to it on the public page 规则公示."""

from typing import Any

from django import template
from django.urls import reverse

from nuanliu.domain.standards.parameters import parameter
from nuanliu.portals.ui.rules import SaidRule

register = template.Library()


def _address(key: str) -> str:
    return f"{reverse('public:standard')}#{parameter(key).key}"


@register.inclusion_tag("ui/partials/rule_links.html")
def rule_link(*keys: str) -> dict[str, Any]:
    """`规则：一小时几个币` for each key, as links. Raises KeyError for a key that there is not."""
    return {"links": [(_address(key), parameter(key).label) for key in keys]}


@register.inclusion_tag("ui/partials/rule_said.html")
def rule_said(rule: SaidRule) -> dict[str, Any]:
    """The sentence of a rule, as the link to it."""
    return {"href": _address(rule.key), "sentence": str(rule)}
