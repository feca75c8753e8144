"""Forms of whoever runs the alliance."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.alliance.types import Bearer, Signed
from nuanliu.portals.ui.coins import CoinsField
from nuanliu.portals.ui.forms import ActForm, DayField, TextField
from nuanliu.portals.ui.labels import BEARERS

SIGNED = [(Signed.PAPER.value, _("在纸上签的")), (Signed.PAGE.value, _("在这一页上"))]


class VisitForm(ActForm):
    """What was seen."""

    note = TextField(label=_("上门看到了什么"), lines=True, max_length=1000)


class ReasonForm(ActForm):
    """Why."""

    reason = TextField(label=_("为什么"), max_length=300)


class AgreementForm(ActForm):
    """Days, budget, who signed."""

    starts_on = DayField(label=_("从哪一天"))
    ends_on = DayField(label=_("到哪一天"))
    monthly = CoinsField(label=_("每月最多收几个币"), help_text=_("不写，就照规则。"), required=False)
    signed_by = TextField(label=_("商家签字人"), max_length=60)
    how = forms.ChoiceField(label=_("怎么签的"), widget=forms.RadioSelect, choices=SIGNED)


class JoiningForm(AgreementForm):
    """The same, with the price of the first courtesy."""

    price = CoinsField(label=_("第一份礼遇要几个币"))


class SignForm(ActForm):
    """Which side signs, and who."""

    side = forms.ChoiceField(
        label=_("哪一方"),
        widget=forms.RadioSelect,
        choices=[("alliance", _("联盟")), ("shop", _("商家（在纸上签了）"))],
    )
    signed_by = TextField(label=_("签字人"), max_length=60)


class AnswerForm(ActForm):
    """The answer to what is disputed."""

    words = TextField(label=_("答复"), lines=True, max_length=300)


class FundForm(ActForm):
    """Who takes how much upon itself, for what."""

    sponsor = TextField(label=_("资助企业"), max_length=80)
    purpose = TextField(label=_("做什么用"), help_text=_("比如：请志愿者吃粉。"), max_length=120)
    site = forms.ChoiceField(label=_("记在哪个站点的账上"))
    coins = CoinsField(label=_("资助几个币"))


class MoreForm(ActForm):
    """More of it."""

    coins = CoinsField(label=_("再加几个币"))


class BearerForm(ActForm):
    """Who bears an offer."""

    bearer = forms.ChoiceField(label=_("谁出"))

    def __init__(self, *args: Any, funds: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain = [(one.value, BEARERS[one.value]) for one in (Bearer.SHOP, Bearer.BUREAU)]
        self.fields["bearer"].choices = [*plain, *((str(fund.pk), str(fund)) for fund in funds)]  # type: ignore[attr-defined]
