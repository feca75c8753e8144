"""The questions of joining."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuanliu.domain.network.models import Node
from nuanliu.domain.people.consents.texts import current_words
from nuanliu.domain.people.joining.course import QUESTIONS
from nuanliu.domain.people.joining.queries import NEEDS_PROOF
from nuanliu.domain.people.types import ConsentPurpose
from nuanliu.domain.signing.types import Channel
from nuanliu.portals.ui.forms import ActForm, Card, DayField, DigitsField, PhoneField, TextField
from nuanliu.portals.ui.skills import LANGUAGES, RATHER_NOT, SKILLS
from nuanliu.portals.ui.week import FreeTimesForm

CODE_DIGITS = 6
OFFERED = tuple(code for code in SKILLS if code != "training")
"""Skills that can be said on joining; a training is recorded by the site."""
REACHES = ((1000, gettext_lazy("走路 15 分钟以内")), (3000, gettext_lazy("3 公里以内")),
           (8000, gettext_lazy("8 公里以内")), (20000, gettext_lazy("远一点也行")))  # fmt: skip


class StartForm(ActForm):
    """Who, where, and the telephone that a code goes to."""

    name = TextField(
        label=gettext_lazy("您的姓名"),
        help_text=gettext_lazy("跟身份证上一样。"),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = PhoneField(label=gettext_lazy("手机号"), help_text=gettext_lazy("会收到一个六位数。"))
    site = forms.ChoiceField(label=gettext_lazy("离您近的站点"))

    def __init__(self, *args: Any, sites: Iterable[Node], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].choices = [  # type: ignore[attr-defined]
            ("", _("请选一个")),
            *((str(site.pk), site.name) for site in sites),
        ]


class CodeForm(ActForm):
    """The six digits of the message."""

    code = DigitsField(
        length=CODE_DIGITS,
        label=gettext_lazy("短信里的六位数"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class AgainForm(ActForm):
    """Send again: as a message, or spoken by a voice."""

    channel = forms.ChoiceField(choices=[(one.value, one.value) for one in Channel])


class IdentityForm(ActForm):
    """The identity number."""

    identity = TextField(
        label=gettext_lazy("您的身份证号"),
        help_text=gettext_lazy("一个号码只开一个账户。加密保存，只有审核的人能看。"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )


class GuardianForm(ActForm):
    """Who agrees for somebody under age."""

    name = TextField(label=gettext_lazy("父母或监护人的姓名"), max_length=30)
    phone = PhoneField(label=gettext_lazy("父母或监护人的电话"), help_text=gettext_lazy("站点会打过去问。"))


class PromiseForm(ActForm):
    """What is declared; health only from the Standard's age on."""

    record = forms.BooleanField(
        label=gettext_lazy("我声明：没有因为严重违法被处罚过，也没有被列入失信名单。"), required=False
    )
    health = forms.BooleanField(
        label=gettext_lazy("我声明：身体能做志愿服务。不舒服的时候，我就不去。"), required=False
    )

    def __init__(self, *args: Any, with_health: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_health:
            del self.fields["health"]


class CourseForm(ActForm):
    """The questions of the course."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in QUESTIONS:
            self.fields[question.code] = forms.ChoiceField(
                label=str(question.words),
                choices=list(question.answers.items()),
                widget=forms.RadioSelect,
                error_messages={"required": _("请选一项：%(label)s") % {"label": question.words}},
            )

    def given(self) -> dict[str, str]:
        """What was answered, by question."""
        return {question.code: self.cleaned_data[question.code] for question in QUESTIONS}


class AbilitiesForm(ActForm):
    """What she can do, which languages she speaks, what she would rather not do."""

    languages = forms.MultipleChoiceField(
        label=gettext_lazy("会说什么话"),
        choices=list(LANGUAGES.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    skills = forms.MultipleChoiceField(
        label=gettext_lazy("有没有这些本事"),
        help_text=gettext_lazy("没有也很好，陪人说话不要本事。"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    rather_not = forms.MultipleChoiceField(
        label=gettext_lazy("不太想遇到的"),
        choices=list(RATHER_NOT.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    own_words = TextField(label=gettext_lazy("还有别的要说"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["skills"].choices = [  # type: ignore[attr-defined]
            (code, Card(str(SKILLS[code]), hint=_("要有证，下一步拍照") if code in NEEDS_PROOF else ""))
            for code in OFFERED
        ]


class ProofForm(ActForm):
    """A paper for a skill."""

    skill = forms.ChoiceField(label=gettext_lazy("哪一项的证"))
    photo = forms.FileField(
        label=gettext_lazy("拍一张证的照片"),
        help_text=gettext_lazy("JPG 或 PNG。我们会去掉照片里的位置信息。"),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={
            "empty": gettext_lazy("这张照片是空的，请再拍一张。"),
            "invalid": gettext_lazy("没有收到照片。请再选一次。"),
            "missing": gettext_lazy("没有收到照片。请再选一次。"),
        },
    )
    valid = forms.ChoiceField(
        label=gettext_lazy("有效期"),
        choices=[
            ("ever", gettext_lazy("长期有效")),
            ("until", gettext_lazy("到某一天")),
            ("unknown", gettext_lazy("不知道")),
        ],
        widget=forms.RadioSelect,
    )
    valid_until = DayField(label=gettext_lazy("到哪一天"), required=False)

    def __init__(self, *args: Any, skills: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["skill"].choices = [(code, SKILLS[code]) for code in skills]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A day is wanted just where there is one."""
        said = super().clean() or {}
        if said.get("valid") == "until" and not said.get("valid_until") and "valid_until" not in self.errors:
            self.add_error("valid_until", forms.ValidationError(_("请写到哪一天。"), code="required"))
        if said.get("valid") != "until":
            said["valid_until"] = None
        return said


class TimesForm(FreeTimesForm):
    """The week, and how far she goes."""

    reach = forms.TypedChoiceField(
        label=gettext_lazy("愿意走多远"), coerce=int, choices=list(REACHES), widget=forms.RadioSelect
    )


class ConsentsForm(ActForm):
    """One tick a purpose, each by itself and in the words of its text."""

    def __init__(self, *args: Any, purposes: Iterable[ConsentPurpose], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for purpose in purposes:
            said = current_words(purpose=purpose).said
            self.fields[purpose.value] = forms.BooleanField(
                label=_("同意：%(title)s") % {"title": said.title},
                help_text=f"{said.what} {said.without}",
                required=False,
            )

    def purposes(self) -> list[str]:
        """What was ticked."""
        return [purpose.value for purpose in ConsentPurpose if self.cleaned_data.get(purpose.value)]
