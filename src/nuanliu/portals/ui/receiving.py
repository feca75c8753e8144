"""What is asked of a volunteer who would like to be helped too: how she lives. The rest is known."""

from django import forms
from django.utils.translation import gettext_lazy

from nuanliu.portals.ui.forms import ActForm, Card, TextField


class ReceiveForm(ActForm):
    """Alone or not, and how to find the door."""

    alone = forms.ChoiceField(
        label=gettext_lazy("一个人住吗"),
        choices=[
            ("no", Card(gettext_lazy("和家里人住"), icon="people")),
            ("yes", Card(gettext_lazy("一个人住"), icon="user")),
        ],
        widget=forms.RadioSelect,
    )
    floor = TextField(
        label=gettext_lazy("住几楼，有没有电梯"), help_text=gettext_lazy("不写也行。"), max_length=60, required=False
    )

    @property
    def lives_alone(self) -> bool:
        """As answered."""
        return bool(self.cleaned_data["alone"] == "yes")
