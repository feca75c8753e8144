"""Doing what a form asks, and putting a refusal where the person looks for it."""

from collections.abc import Callable

from django import forms
from django.utils.translation import gettext as _

from nuanliu.platform.errors import Unable


def done(form: forms.Form, act: Callable[[], object]) -> bool:
    """Whether the form is in order and the act was done; a refusal is put beside the field it is about."""
    if not form.is_valid():
        return False
    try:
        act()
    except Unable as refusal:
        refuse(form, refusal)
        return False
    return True


def refuse(form: forms.Form, refusal: Unable) -> None:
    """Put a refusal into the form: beside the field it is about, else above all of them."""
    field = refusal.field if refusal.field in form.fields else None
    form.add_error(field, forms.ValidationError(str(refusal.words), code=refusal.code))


def ask_for_button(form: forms.Form) -> None:
    """Say that one of the page's buttons is to be pressed: what was sent names none of them."""
    if form.is_valid():
        form.add_error(None, forms.ValidationError(_("请按页面上的一个按钮。"), code="no_button"))
