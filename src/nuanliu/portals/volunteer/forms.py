"""The forms of the volunteer's pages."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuanliu.domain.people.types import CreditChoice
from nuanliu.platform import clock, words
from nuanliu.portals.ui.amounts import AmountForm
from nuanliu.portals.ui.forms import ActForm, AskForm, Card, DigitsField, TextField
from nuanliu.portals.ui.labels import POOL_PURPOSES
from nuanliu.usecases.matching.near import NearNeed

CODE_DIGITS = 4
LONGEST_NOTE = 500
LONGEST_REASON = 300
LATER = "later"
EACH_TIME = "ask"


class PressForm(ActForm):
    """A single button."""


class NearForm(AskForm):
    """Which day, which service; only what is really there can be chosen."""

    day = forms.ChoiceField(label=gettext_lazy("哪一天"), required=False)
    service = forms.ChoiceField(label=gettext_lazy("做什么"), required=False)

    def __init__(self, *args: Any, near: Sequence[NearNeed], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        days = sorted({clock.local_date(one.need.starts_at) for one in near})
        services = {one.need.service.code: one.need.service for one in near}
        in_order = sorted(services.values(), key=lambda service: service.position)
        name = "name_en" if words.english() else "name"
        self.fields["day"].choices = [  # type: ignore[attr-defined]
            ("", _("哪天都行")),
            *((day.isoformat(), words.near_day(day, today=today)) for day in days),
        ]
        self.fields["service"].choices = [  # type: ignore[attr-defined]
            ("", _("什么都行")),
            *((service.code, getattr(service, name)) for service in in_order),
        ]

    def wanted(self) -> tuple[date | None, str]:
        """The day and the service asked for; what is not there (any more) is as if not asked."""
        if not self.is_bound:
            return None, ""
        self.full_clean()
        day = self.cleaned_data.get("day")
        return (date.fromisoformat(day) if day else None), self.cleaned_data.get("service") or ""


class StartForm(ActForm):
    """The four digits that the old person says at the door."""

    code = DigitsField(length=CODE_DIGITS, label=gettext_lazy("老人说的四位数"))


def credit_cards() -> list[tuple[str, Card]]:
    """The two kinds of credit, in words."""
    return [
        (CreditChoice.TIME.value, Card(_("存时间"), hint=_("以后换别人来帮忙"), icon="time")),
        (CreditChoice.COIN.value, Card(_("领服务币"), hint=_("到爱心商家换优惠"), icon="coin")),
    ]


class ChoiceForm(ActForm):
    """TIME or COIN for one visit; `always` makes it the usual choice."""

    choice = forms.ChoiceField(label=gettext_lazy("这次想要什么"), widget=forms.RadioSelect)
    always = forms.BooleanField(label=gettext_lazy("以后都这样"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["choice"].choices = credit_cards()  # type: ignore[attr-defined]


class EndForm(ChoiceForm):
    """The code again, the choice (it can wait), and a word about how it went."""

    field_order = ("token", "code", "choice", "always", "note")
    code = DigitsField(length=CODE_DIGITS, label=gettext_lazy("老人说的四位数"))
    note = TextField(
        label=gettext_lazy("想说的话"),
        help_text=gettext_lazy("比如：药买好了，放在桌上。"),
        lines=True,
        max_length=LONGEST_NOTE,
        required=False,
    )

    def __init__(self, *args: Any, days: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        later = Card(_("过后再选"), hint=_("认定后 %(days)d 天内选都行") % {"days": days}, icon="calendar")
        self.fields["choice"].choices = [*credit_cards(), (LATER, later)]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> str:
        """The code for the use case: empty when it waits."""
        choice = str(self.cleaned_data["choice"])
        return "" if choice == LATER else choice


class CancelForm(ActForm):
    """Why I cannot come."""

    reason = TextField(
        label=gettext_lazy("为什么去不了"), help_text=gettext_lazy("比如：孩子发烧了。"), max_length=LONGEST_REASON
    )


class DefaultChoiceForm(ActForm):
    """What I usually want for an hour."""

    choice = forms.ChoiceField(label=gettext_lazy("平时想要什么"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        each = Card(_("每次问我"), hint=_("做完一次选一次"), icon="help")
        self.fields["choice"].choices = [*credit_cards(), (EACH_TIME, each)]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> str:
        """The code for the operation: empty to be asked each time."""
        choice = str(self.cleaned_data["choice"])
        return "" if choice == EACH_TIME else choice


class DonateForm(AmountForm):
    """How much, and for whom."""

    field_order = ("token", "amount", "purpose")
    purpose = forms.ChoiceField(
        label=gettext_lazy("捐给谁用"),
        help_text=gettext_lazy("指定了谁，就只给这样的老人。"),
        required=False,
    )

    def __init__(self, *args: Any, purposes: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["purpose"].choices = [(code, POOL_PURPOSES[code]) for code in purposes]  # type: ignore[attr-defined]


class AnswerForm(ActForm):
    """What I answer the site."""

    answer = TextField(label=gettext_lazy("您的回答"), lines=True, max_length=500)


class PhotoForm(ActForm):
    """A photograph."""

    photo = forms.FileField(
        label=gettext_lazy("拍一张照片"),
        help_text=gettext_lazy("收据或做好的事。照片里的位置信息我们会去掉。"),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={
            "empty": gettext_lazy("这张照片是空的，请再拍一张。"),
            "invalid": gettext_lazy("没有收到照片。请再选一次。"),
            "missing": gettext_lazy("没有收到照片。请再选一次。"),
        },
    )


class IncidentForm(ActForm):
    """What happened, and how bad it was."""

    severity = forms.ChoiceField(
        label=gettext_lazy("有多严重"),
        widget=forms.RadioSelect,
        choices=[
            ("low", gettext_lazy("小事，记一下")),
            ("mid", gettext_lazy("要有人去看看")),
            ("high", gettext_lazy("有人受伤或有危险")),
        ],
    )
    words = TextField(label=gettext_lazy("发生了什么"), lines=True, max_length=500)
