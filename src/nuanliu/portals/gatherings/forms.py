"""What is typed about a gathering."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.care.models import Service
from nuanliu.domain.gatherings.types import Role
from nuanliu.domain.network.models import Node
from nuanliu.platform import clock
from nuanliu.platform.typed import tidy_digits
from nuanliu.portals.ui.forms import ActForm, Card, DayField, TextField, WholeNumberField
from nuanliu.portals.ui.gatherings import ROLES
from nuanliu.portals.ui.templatetags.labels import said
from nuanliu.usecases.gather.planning import Plan

MOST_PEOPLE = 2_000


class HourField(forms.TimeField):
    """A time of day as `9:30`, `09：30` or `0930`."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
        super().__init__(input_formats=["%H:%M", "%H:%M:%S", "%H%M", "%H"], **options)
        self.error_messages["invalid"] = _("时间不对。请写成 9:30 这样。")

    def to_python(self, value: Any) -> Any:
        """The time, None for nothing."""
        return super().to_python(tidy_digits(value).replace("：", ":") if isinstance(value, str) else value)


class PlanForm(ActForm):
    """A gathering: what, where, when, how many."""

    title = TextField(label=_("叫什么"), help_text=_("比如：重阳节联欢会"), max_length=40)
    service = forms.ChoiceField(label=_("算哪一类服务"))
    place = TextField(label=_("在哪里"), help_text=_("比如：社区活动室二楼"), max_length=60)
    day = DayField(label=_("哪一天"))
    begins = HourField(label=_("几点开始"))
    ends = HourField(label=_("几点结束"))
    guest = WholeNumberField(label=_("来参加的，几位"), required=False, min_value=0, max_value=MOST_PEOPLE)
    performer = WholeNumberField(label=_("表演的，几位"), required=False, min_value=0, max_value=MOST_PEOPLE)
    speaker = WholeNumberField(label=_("主讲的，几位"), required=False, min_value=0, max_value=MOST_PEOPLE)
    doctor = WholeNumberField(label=_("看诊的，几位"), required=False, min_value=0, max_value=MOST_PEOPLE)
    usher = WholeNumberField(label=_("引导帮忙的，几位"), required=False, min_value=0, max_value=MOST_PEOPLE)
    about = TextField(label=_("说几句"), help_text=_("有什么，要带什么。"), required=False, max_length=300, lines=True)
    host = forms.ChoiceField(label=_("谁来办"))
    leader = TextField(
        label=_("谁来点名"),
        help_text=_("写志愿者编号，她在手机上点名。空着，由工作人员点。"),
        required=False,
        max_length=16,
    )

    def __init__(self, *args: Any, services: list[Service], hosts: list[Node], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"].choices = [(one.code, said(one)) for one in services]  # type: ignore[attr-defined]
        if hosts:
            self.fields["host"].choices = [(str(one.pk), one.name) for one in hosts]  # type: ignore[attr-defined]
        else:
            del self.fields["host"]

    def plan(self) -> Plan:
        """What was typed, as the use case wants it. Only after it was found in order."""
        typed = self.cleaned_data

        def moment(name: str) -> datetime:
            return clock.at(typed["day"], typed[name].hour, typed[name].minute)

        return Plan(
            service=typed["service"],
            title=typed["title"],
            about=typed["about"],
            place=typed["place"],
            starts_at=moment("begins"),
            ends_at=moment("ends"),
            wanted={role: typed[role.value] or 0 for role in Role},
            leader=typed["leader"],
        )


class OffForm(ActForm):
    """Why it does not take place."""

    reason = TextField(label=_("为什么不办了"), help_text=_("报了名的人会看到。"), max_length=200)


class SignForm(ActForm):
    """Whom the desk puts on the list, and as what."""

    role = forms.ChoiceField(label=_("来做什么"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, roles: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role, ROLES[role]) for role in roles]  # type: ignore[attr-defined]
        if len(roles) == 1:
            self.fields["role"].initial = roles[0]


class PersonForm(SignForm):
    """One of the people who were found."""

    person = forms.ChoiceField(label=_("哪一位"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, people: list[tuple[str, Card]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = people  # type: ignore[attr-defined]
        if len(people) == 1:
            self.fields["person"].initial = people[0][0]


class GroupForm(SignForm):
    """A group that is not made of persons here."""

    name = TextField(label=_("队伍的名字"), help_text=_("比如：夕阳红舞蹈队"), max_length=40)
    heads = WholeNumberField(label=_("来几个人"), min_value=1, max_value=MOST_PEOPLE)


class TeamForm(SignForm):
    """Several members of a team."""

    people = forms.MultipleChoiceField(label=_("谁去"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, people: list[tuple[str, Card]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = people  # type: ignore[attr-defined]
