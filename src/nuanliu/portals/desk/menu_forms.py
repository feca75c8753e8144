"""What is typed when a site changes its menu."""

from django.utils.translation import gettext_lazy as _

from nuanliu.portals.ui.forms import ActForm, TextField


class MenuForm(ActForm):
    """Why a service is left out, or taken in again."""

    reason = TextField(label=_("原因"), help_text=_("比如：没有会理发的志愿者。"), max_length=200)
