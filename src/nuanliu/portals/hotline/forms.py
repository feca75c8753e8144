"""What a clerk types while somebody is on the line."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuanliu.domain.care.models import Service
from nuanliu.domain.care.series.wished import is_contradiction
from nuanliu.domain.care.types import Payer
from nuanliu.domain.network.models import Node
from nuanliu.platform.when import Weekly, is_weekly
from nuanliu.portals.hotline.menu import services_meant
from nuanliu.portals.hotline.readback import service_name
from nuanliu.portals.hotline.weekly import weekly_meant
from nuanliu.portals.ui.forms import ActForm, PhoneField, TextField, WholeNumberField
from nuanliu.portals.ui.moments import Meant, WhenForm, meant_by
from nuanliu.portals.ui.ticks import Ticked, read_ticks
from nuanliu.portals.ui.weekly import FOR_WHOM, WISHES
from nuanliu.usecases.placing import ONLY_ONE

SEVERAL_SHOWN = 4
PAYERS = [
    ("", gettext_lazy("自动：先用发的，再用自己的、家里的，不够由社区出")),
    (Payer.GRANT.value, gettext_lazy("用发给老人的时间")),
    (Payer.OWN_TIME.value, gettext_lazy("用老人自己的时间")),
    (Payer.FAMILY.value, gettext_lazy("用家里人的时间")),
    (Payer.WELFARE.value, gettext_lazy("由社区出")),
]


class NeedForm(WhenForm):
    """One need on one page, by keyboard: service, time, and if wanted minutes, note, payer."""

    field_order = ("service", "when", "minutes", "note", "payer", "for_whom", "wishes")

    service = TextField(
        label=gettext_lazy("要什么帮助"),
        help_text=gettext_lazy("按菜单上的数字；也可以写名字、拼音首字母。打钩的单子：数字后面跟字母，比如 6BD。"),
        max_length=40,
    )
    when = TextField(
        label=gettext_lazy("什么时候"),
        help_text=gettext_lazy("比如：明天上午、下周二 9 点、25号、mtsw、+1 9；每周二上午 到春节"),
        max_length=60,
    )
    minutes = WholeNumberField(
        label=gettext_lazy("多少分钟"),
        help_text=gettext_lazy("不填就按这项服务的常用时长。"),
        required=False,
        min_value=1,
        max_value=1440,
    )
    note = TextField(label=gettext_lazy("还要说明什么"), required=False, max_length=500)
    payer = forms.ChoiceField(
        label=gettext_lazy("用谁的时间"),
        required=False,
        choices=PAYERS,
    )

    for_whom = forms.ChoiceField(label=gettext_lazy("给谁"), required=False, choices=list(FOR_WHOM.items()))
    wishes = forms.MultipleChoiceField(
        label=gettext_lazy("希望"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=list(WISHES.items()),
    )

    def __init__(self, *args: Any, services: Sequence[Service], may_use_pool: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        payer = self.fields["payer"]
        if may_use_pool and isinstance(payer, forms.ChoiceField):
            payer.choices = [*PAYERS, (Payer.POOL.value, gettext_lazy("用爱心池的时间"))]
        self.services = services
        self.ticked: Ticked | None = None
        attrs = {"autocomplete": "off", "spellcheck": "false", "autofocus": True}
        self.fields["service"].widget.attrs.update(attrs)

    def clean_when(self) -> Meant | Weekly:
        """The moment that was meant, or the rhythm of every week."""
        text = self.cleaned_data["when"]
        return weekly_meant(text=text, now=self.now) if is_weekly(text) else meant_by(text=text, now=self.now)

    def clean_service(self) -> Service:
        """The one service that was meant; several or none is a sentence that names them."""
        text = self.cleaned_data["service"]
        self.ticked = read_ticks(text=text)
        text = self.ticked.number if self.ticked else text
        meant = services_meant(text=text, services=self.services)
        if len(meant) == 1:
            return meant[0]
        if not meant:
            raise ValidationError(
                _("菜单里没有“%(text)s”。请按菜单上的数字。") % {"text": text[:20]}, code="no_such_service"
            )
        names = "、".join(service_name(one) for one in meant[:SEVERAL_SHOWN])
        raise ValidationError(_("是哪一个？%(names)s") % {"names": names}, code="several_services")

    def clean(self) -> dict[str, Any]:
        """Letters after the number of a service are boxes of a tick-card: the same as choosing them below."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if self.ticked is not None:
            self._take_ticks(said, self.ticked)
        if is_contradiction(codes=said.get("wishes", [])):
            self.add_error("wishes", ONLY_ONE)
        return said

    def _take_ticks(self, said: dict[str, Any], ticked: Ticked) -> None:
        if len(ticked.for_whom) > 1:
            self.add_error("service", _("给谁只能勾一样。"))
        elif ticked.for_whom:
            said["for_whom"] = ticked.for_whom[0].value
        said["wishes"] = list(dict.fromkeys([*said.get("wishes", []), *ticked.wishes]))


class LinesField(forms.Field):
    """Ids of the lines of the call sheet that were told in one call."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: object) -> list[UUID]:
        """The ids, without what is none."""
        found = (read_id(one) for one in value) if isinstance(value, list) else ()
        return [one for one in found if one is not None]


def read_id(text: object) -> UUID | None:
    """`text` as an id, None for nonsense."""
    try:
        return UUID(str(text))
    except ValueError:
        return None


class CalledForm(ActForm):
    """How a call went."""

    OUTCOMES = (
        ("told", gettext_lazy("说清楚了")),
        ("no_answer", gettext_lazy("没接电话")),
        ("wrong_number", gettext_lazy("号码不对")),
        ("visited", gettext_lazy("上门说的")),
    )
    TOLD = frozenset({"told", "visited"})
    outcome = forms.ChoiceField(label=gettext_lazy("结果"), choices=OUTCOMES)
    lines = LinesField()


class RegisterForm(ActForm):
    """A caller nobody knows yet. Only the name and the site must be known."""

    name = TextField(label=gettext_lazy("老人叫什么"), max_length=30)
    site = forms.ChoiceField(label=gettext_lazy("哪个社区"))
    phone = PhoneField(label=gettext_lazy("电话"), required=False, help_text=gettext_lazy("没有或不知道，就空着。"))
    street = TextField(
        label=gettext_lazy("住在哪条路、哪个小区"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("不知道就空着。"),
    )
    address = TextField(label=gettext_lazy("门牌"), required=False, max_length=120)
    identity = TextField(label=gettext_lazy("身份证号"), required=False, max_length=40)
    circumstances = forms.MultipleChoiceField(
        label=gettext_lazy("情况"), required=False, widget=forms.CheckboxSelectMultiple
    )
    note = TextField(label=gettext_lazy("志愿者要知道什么"), required=False, max_length=300)

    def __init__(
        self, *args: Any, sites: Sequence[Node], circumstances: Sequence[tuple[str, Any]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        site, told = self.fields["site"], self.fields["circumstances"]
        if isinstance(site, forms.ChoiceField) and isinstance(told, forms.ChoiceField):
            site.choices = [(str(one.pk), one.name) for one in sites]
            told.choices = list(circumstances)
        self.fields["name"].widget.attrs["autofocus"] = True
