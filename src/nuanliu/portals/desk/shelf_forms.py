"""What is typed at the goods shelf."""

from django import forms
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.alliance.shelf.types import Proved
from nuanliu.portals.ui.forms import ActForm, Card, DigitsField, TextField, WholeNumberField

MOST_PIECES = 100_000
MOST_COINS = 1_000


class GoodForm(ActForm):
    """A new kind of goods."""

    name = TextField(label=_("什么东西"), help_text=_("比如：大米、菜油、毛巾"), max_length=40)
    measure = TextField(label=_("一份是多少"), help_text=_("比如：一袋 5 公斤"), max_length=20)
    price = WholeNumberField(label=_("一份几个币"), min_value=1, max_value=MOST_COINS)
    site = forms.ChoiceField(label=_("在哪个站点"))


class StockInForm(ActForm):
    """Goods came."""

    pieces = WholeNumberField(label=_("进了几份"), min_value=1, max_value=MOST_PIECES)
    source = TextField(label=_("从哪里来"), help_text=_("比如：某某超市捐"), max_length=200)


class CountForm(ActForm):
    """Somebody counted."""

    counted = WholeNumberField(label=_("数了是几份"), min_value=0, max_value=MOST_PIECES)
    reason = TextField(label=_("不一样的原因"), help_text=_("和账上一样就空着。"), required=False, max_length=200)


class HandoverForm(ActForm):
    """Which piece, and how she agreed."""

    good = forms.ChoiceField(label=_("领什么"), widget=forms.RadioSelect)
    proved = forms.ChoiceField(
        label=_("怎么确认"),
        widget=forms.RadioSelect,
        choices=[
            (Proved.PAPER.value, Card(_("在领取单上签字"), _("下一页打印领取单，签好留在站里。"))),
            (Proved.PIN.value, Card(_("本人输四位密码"), _("请她自己输，您不看。"))),
        ],
    )
    pin = DigitsField(
        label=_("四位密码"),
        length=4,
        required=False,
        widget=forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean(self) -> dict[str, object]:
        """The digits are asked for where they prove something."""
        said: dict[str, object] = super().clean() or self.cleaned_data
        if said.get("proved") == Proved.PIN.value and not said.get("pin") and "pin" not in self.errors:
            self.add_error("pin", _("请她输四位密码。"))
        return said
