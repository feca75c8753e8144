"""What is chosen about help of every week."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from nuanliu.portals.ui.forms import ActForm, Card
from nuanliu.portals.ui.weekly import every_week
from nuanliu.usecases.series.change import NewRule


class ChangeForm(ActForm):
    """One of four steps away from how it is now."""

    step = forms.ChoiceField(label=gettext_lazy("改成什么时候？"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, choices: Mapping[str, NewRule], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["step"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(code, Card(every_week(rule.weekdays, rule.at))) for code, rule in choices.items()]
