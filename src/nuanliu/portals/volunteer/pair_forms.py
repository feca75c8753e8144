"""A helper who cannot come says until when, and who might instead."""

from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuanliu.domain.people.models import Volunteer
from nuanliu.portals.ui.forms import ActForm, DayField, TextField
from nuanliu.usecases.pairing.ask import UnableToPair


class PauseForm(ActForm):
    """Until when I cannot come, and who might instead."""

    until = DayField(label=gettext_lazy("歇到哪一天"), required=False, help_text=gettext_lazy("不知道就空着。"))
    substitute = TextField(
        label=gettext_lazy("请谁替（志愿者编号）"),
        required=False,
        max_length=16,
        help_text=gettext_lazy("空着就请大家接。"),
    )

    def substitute_id(self) -> UUID | None:
        """Whom it names. Raises UnableToPair if nobody has that number."""
        number = self.cleaned_data["substitute"]
        if not number:
            return None
        found = Volunteer.objects.filter(number__iexact=number).values_list("person_id", flat=True).first()
        if found is None:
            raise UnableToPair("no_substitute", _("没有找到这位志愿者。请换一个写法。"), field="substitute")
        return UUID(str(found))
