"""`{% load figures %}`: words of the bureau's own pages."""

from datetime import datetime, timedelta

from django import template

from nuanliu.portals.bureau.announcements import AUDIENCES

register = template.Library()


@register.filter
def audience(code: str) -> str:
    """Whom an announcement is for."""
    return str(AUDIENCES.get(code, code))


@register.filter
def day_before(moment: datetime) -> datetime:
    """The day that ends at this midnight."""
    return moment - timedelta(minutes=1)
