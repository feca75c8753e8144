"""A field for coins."""

from typing import Any, Unpack

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from nuanliu.platform.quantities import UnableToReadQuantity, parse_hundredths
from nuanliu.portals.ui.forms import FieldOptions, TextField

LONGEST = 12


class CoinsField(TextField):
    """Coins as people write them; hundredths come out, None for nothing."""

    def __init__(self, *, most: int | None = None, **options: Unpack[FieldOptions]) -> None:
        self.most = most
        super().__init__(max_length=LONGEST, **options)

    def clean(self, value: Any) -> Any:
        """The hundredths."""
        text = super().clean(value)
        if not text:
            return None
        try:
            amount = int(parse_hundredths(text=text))
        except UnableToReadQuantity as refusal:
            raise ValidationError(str(refusal.words), code=refusal.code) from None
        if self.most is not None and not 0 < amount <= self.most:
            raise ValidationError(_("请写 0.1 到 100 之间的币数。"), code="range")
        return amount
