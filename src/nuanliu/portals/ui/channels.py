"""The form for how somebody is told, the same on her own page, at the desk and for her family."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuanliu.domain.notices.types import Channel, Language, Topic
from nuanliu.domain.notices.ways import choices_for, usual_way
from nuanliu.domain.people.models import Person
from nuanliu.portals.ui.forms import ActForm, Card
from nuanliu.usecases.choose_channels import Chosen, chosen_of

WAYS = {
    Channel.VOICE: Card(gettext_lazy("打电话念出来"), gettext_lazy("机器打来，听了就行"), "phone"),
    Channel.SMS: Card(gettext_lazy("发短信"), "", "chat"),
    Channel.WECHAT: Card(gettext_lazy("发微信"), gettext_lazy("先关注公众号"), "chat"),
    Channel.INBOX: Card(gettext_lazy("不打扰，我自己来看"), gettext_lazy("登录以后看“消息”"), "note"),
    Channel.CALL_SHEET: Card(gettext_lazy("请社区的人打电话或上门说"), "", "people"),
}
LANGUAGES = [
    (Language.CHINESE.value, "简体中文"),
    (Language.TRADITIONAL.value, "繁體中文"),
    (Language.ENGLISH.value, "English"),
]
SAME = ""


class ChannelsForm(ActForm):
    """One way for what comes, and if wanted another for the book and for events; and the language."""

    visits = forms.ChoiceField(label=gettext_lazy("有人来、有变动，怎么告诉"), widget=forms.RadioSelect)
    book = forms.ChoiceField(label=gettext_lazy("存折和荣誉的消息"), required=False)
    events = forms.ChoiceField(label=gettext_lazy("活动和公告"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("用哪种文字"), choices=LANGUAGES)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        chosen, usual = chosen_of(person=person), usual_way(person=person)
        first = chosen.channels.get(Topic.VISITS, usual)
        rest = {topic: chosen.channels.get(topic, usual) for topic in (Topic.BOOK, Topic.EVENTS)}
        initial = {
            "visits": first.value,
            "language": chosen.language.value,
            **{topic.value: way.value if way != first else SAME for topic, way in rest.items()},
        }
        super().__init__(*args, initial=initial, **kwargs)
        ways = [(way.value, WAYS[way]) for way in dict.fromkeys([usual, *choices_for(person=person)])]
        self.fields["visits"].choices = ways  # type: ignore[attr-defined]
        for name in ("book", "events"):
            self.fields[name].choices = [(SAME, _("和上面一样")), *ways]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Chosen:
        """What was answered."""
        said = self.cleaned_data
        channels = {topic: Channel(said[topic.value] or said["visits"]) for topic in Topic}
        return Chosen(language=Language(said["language"]), channels=channels)
