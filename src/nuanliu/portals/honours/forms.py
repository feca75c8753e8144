"""The forms of planning a commendation."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuanliu.domain.honours.models import Category
from nuanliu.domain.honours.types import Measure
from nuanliu.portals.ui.commending import MEASURES
from nuanliu.portals.ui.forms import ActForm, DayField, TextField, WholeNumberField


class PlanForm(ActForm):
    """Which year, what it is called, and two days."""

    year = WholeNumberField(label=gettext_lazy("哪一年"), min_value=2000, max_value=2999)
    title = TextField(label=gettext_lazy("叫什么"), max_length=60)
    freeze_day = DayField(label=gettext_lazy("数据算到哪一天"), help_text=gettext_lazy("这一天过完，数据冻结。"))
    review_day = DayField(label=gettext_lazy("委员评到哪一天"))


class CategoryForm(ActForm):
    """How many, and a number for each criterion: hours for minutes, and ratings as they are said."""

    places = WholeNumberField(label=gettext_lazy("最多表彰几名"), min_value=1, max_value=1000)

    def __init__(self, *args: Any, category: Category, **kwargs: Any) -> None:
        self.criteria = list(category.criteria.order_by("choice", "measure"))
        initial: dict[str, Any] = {"places": category.places}
        super().__init__(*args, initial=initial, **kwargs)
        for one in self.criteria:
            measure = Measure(one.measure)
            name, most = str(MEASURES[measure]), 100_000
            label = _("%(what)s：最多") if one.is_most else _("%(what)s：至少")
            field: forms.Field = WholeNumberField(label=label % {"what": name}, min_value=0, max_value=most)
            field.initial = one.needed
            if measure is Measure.MINUTES:
                field.help_text, field.initial = _("小时"), one.needed // 60
            if measure is Measure.RATING:
                field = forms.DecimalField(
                    label=label % {"what": name}, min_value=1, max_value=5, decimal_places=2, help_text=_("满分 5 分")
                )
                field.initial = f"{one.needed / 100:.2f}"
                field.widget = forms.TextInput(attrs={"inputmode": "decimal"})
            self.fields[one.measure] = field

    def needed(self) -> dict[UUID, int]:
        """What was written, in the units of the criteria."""
        factor = {Measure.MINUTES.value: 60, Measure.RATING.value: 100}
        return {one.pk: int(self.cleaned_data[one.measure] * factor.get(one.measure, 1)) for one in self.criteria}
