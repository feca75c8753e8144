"""What a clerk types from a booklet: codes, or the balance at the end of a page."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuanliu.domain.ledger.types import Unit
from nuanliu.domain.passbook.booklets.places import ROWS
from nuanliu.platform.typed import tidy_digits
from nuanliu.portals.ui.book import UNITS
from nuanliu.portals.ui.forms import AskForm, TextField, WholeNumberField

MOST_CODES = 10 * ROWS
LONGEST = 40
_TIME = re.compile(r"(?:(?P<hours>\d{1,6})(?:小时|时|h|:))?(?:(?P<minutes>\d{1,6})(?:分钟|分|min)?)?")
_COINS = re.compile(r"(?P<whole>\d{1,9})(?:\.(?P<rest>\d{1,2}))?币?")


class CompareForm(AskForm):
    """Codes, or the last balance of a page, or both."""

    codes = TextField(
        label=gettext_lazy("查账码，一行一个"),
        help_text=gettext_lazy("印在每一行的“查”字后面，比如 7K3M9-QPTXW。"),
        required=False,
        lines=True,
        max_length=2000,
    )
    page = WholeNumberField(label=gettext_lazy("第几页"), min_value=1, max_value=100_000, required=False)
    unit = forms.ChoiceField(label=gettext_lazy("哪一种"), choices=[(u.value, UNITS[u]) for u in Unit], required=False)
    balance = TextField(
        label=gettext_lazy("这一页最后的结余"),
        help_text=gettext_lazy("照着写，比如 12 小时 30 分，或 12.50 币。"),
        required=False,
        max_length=LONGEST,
    )

    def clean_codes(self) -> list[str]:
        """One code a line; ten pages of them at most."""
        typed = [line.strip() for line in str(self.cleaned_data["codes"]).splitlines() if line.strip()]
        if len(typed) > MOST_CODES:
            raise ValidationError(_("一次最多核对 %(most)d 行。") % {"most": MOST_CODES}, code="many")
        return typed

    def clean(self) -> dict[str, Any]:
        """Page and balance belong together, and something is asked."""
        said = super().clean() or self.cleaned_data
        if self.errors:
            return said
        if bool(said["page"]) != bool(said["balance"]):
            self.add_error("balance" if said["page"] else "page", _("页数和结余要一起写。"))
        elif said["balance"]:
            said["amount"] = amount_of(str(said["balance"]), Unit(said["unit"] or Unit.TIME))
            if said["amount"] is None:
                self.add_error("balance", _("结余看不明白。请照存折写，比如 12 小时 30 分。"))
        elif not said["codes"]:
            self.add_error("codes", _("请写查账码，或者页数和结余。"))
        return said


def amount_of(text: str, unit: Unit) -> int | None:
    """A balance as it is printed, in the unit's smallest parts; None if it is none."""
    plain = tidy_digits(text)
    if unit is Unit.COIN:
        coins = _COINS.fullmatch(plain)
        return int(coins["whole"]) * 100 + int((coins["rest"] or "0").ljust(2, "0")) if coins else None
    time = _TIME.fullmatch(plain)
    if time is None or not (time["hours"] or time["minutes"]):
        return None
    return int(time["hours"] or 0) * 60 + int(time["minutes"] or 0)
