"""A field that takes a moment as it is said on the telephone: 明天上午, 下周二, 25号, mtsw, +1 9."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError

from nuanliu.platform.clock import local_date
from nuanliu.platform.when import Misunderstood, understand
from nuanliu.portals.ui.forms import ActForm, TextField


@dataclass(frozen=True, slots=True)
class Meant:
    """The moment that was meant. `is_hour_assumed`: no hour was said, so it has to be asked."""

    starts_at: datetime
    is_hour_assumed: bool


def meant_by(*, text: str, now: datetime) -> Meant:
    """The moment that `text` means. Raises ValidationError with a sentence that says how to write it."""
    read = understand(text, today=local_date(now), now=now)
    if isinstance(read, Misunderstood):
        raise ValidationError(str(read.words), code=read.code)
    return Meant(read.moment, read.time_assumed)


class WhenForm(ActForm):
    """A form with a field `when`; it is told what time it is now."""

    when = TextField(max_length=60)

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        self.fields["when"].widget.attrs.update({"autocomplete": "off", "spellcheck": "false"})

    def clean_when(self) -> Any:
        """The moment that was meant."""
        return meant_by(text=self.cleaned_data["when"], now=self.now)
