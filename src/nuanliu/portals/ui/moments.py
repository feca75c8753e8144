"""A field that takes a moment as it is said on the telephone: 明天上午, 下周二, 25号, mtsw, +1 9."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from nuanliu.portals.ui.forms import ActForm, TextField


@dataclass(frozen=True, slots=True)
class Meant:
    """The moment that was meant."""

    starts_at: datetime


def meant_by(*, text: str, now: datetime) -> Meant:
    """The moment that `text` means. Raises ValidationError with a sentence that says how to write it."""
    from nuanliu.platform.when import understand

    return Meant(understand(text, now=now))


class WhenForm(ActForm):
    """A form with a field `when`; it is told what time it is now."""

    when = TextField(max_length=60)

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now

    def clean_when(self) -> Meant:
        """The moment that was meant."""
        return meant_by(text=self.cleaned_data["when"], now=self.now)
