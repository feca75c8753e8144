"""`{% load dispatching %}`: what became of asking one helper."""

from django import template

from nuanliu.portals.dispatch.words import ANSWERS, CHOSEN
from nuanliu.usecases.dispatch.looking import Chosen

register = template.Library()


@register.filter
def answer_words(one: Chosen) -> str:
    """What she said, or how far asking her is; empty while she is only proposed."""
    return str(ANSWERS.get(one.answer) or CHOSEN[one.visit.state])
