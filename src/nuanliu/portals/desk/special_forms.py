"""Proposing a special beneficiary, and deciding."""

from django.utils.translation import gettext_lazy

from nuanliu.portals.ui.forms import ActForm, DayField, TextField


class ProposeForm(ActForm):
    """What was seen, and for how long."""

    basis = TextField(
        label=gettext_lazy("看过什么"), help_text=gettext_lazy("比如：看过低保证原件；上门看过。"), max_length=300
    )
    from_date = DayField(label=gettext_lazy("从哪天起"))
    until_date = DayField(
        label=gettext_lazy("到哪天为止"), help_text=gettext_lazy("长期的，或不知道，就空着。"), required=False
    )


class DecideForm(ActForm):
    """Why not, where it is no."""

    reason = TextField(label=gettext_lazy("不算，或不再算的原因"), max_length=300, required=False)
