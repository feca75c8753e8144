"""The forms of a draft: the rules of one theme, why and from when, and what a second person says."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.network.models import Node
from nuanliu.domain.standards.parameters import Parameter, Value
from nuanliu.portals.bureau.rule_fields import as_stored, as_typed, field_for
from nuanliu.portals.ui.forms import ActForm, DayField, TextField
from nuanliu.usecases.draft_standard import Frame, Wish

LONGEST_SEEN = 20_000


class PlaceForm(ActForm):
    """Where the rules shall hold."""

    place = forms.ChoiceField(label=_("给哪里起草"), required=False)

    def __init__(self, *args: Any, places: Sequence[Node], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(one.pk), one.name if one.is_site else _whole_county(one)) for one in places]
        self.fields["place"].choices = [("", _("全市")), *named]  # type: ignore[attr-defined]


def _whole_county(node: Node) -> str:
    return gettext("%(name)s全区") % {"name": node.name}


class SeenForm(ActForm):
    """A form that carries what stood on the page when it was opened, so that two people notice each other."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=LONGEST_SEEN)
    _anew = ""

    def clean_seen(self) -> dict[str, Any]:
        """What stood there, by key; nothing for what no page of ours has written."""
        try:
            found = json.loads(self.cleaned_data["seen"] or "{}")
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    def show_anew(self, seen: Mapping[str, Any]) -> None:
        """The page now shows what somebody else has written meanwhile; what was typed stays in its boxes."""
        self._anew = json.dumps(seen, ensure_ascii=False)

    @property
    def seen_text(self) -> str:
        """What the page carries in its hidden field."""
        return self._anew or str(self["seen"].value() or "")


class ThemeForm(SeenForm):
    """The rules of one theme that may be changed."""

    def __init__(self, *args: Any, rules: Sequence[Parameter], values: Mapping[str, Value], **kwargs: Any) -> None:
        self.rules, self.values = rules, {known.key: values[known.key] for known in rules}
        initial = {known.key: as_typed(known=known, value=values[known.key]) for known in rules}
        initial["seen"] = json.dumps(self.values, ensure_ascii=False)
        super().__init__(*args, initial=initial, **kwargs)
        for known in rules:
            self.fields[known.key] = field_for(known=known)
            if known.kind.value == "choices":
                self.fields[known.key].error_messages["required"] = str(_("请至少选一样。"))

    def clean(self) -> dict[str, Any]:
        """Every rule as the Standard stores it."""
        cleaned = super().clean() or self.cleaned_data
        for known in self.rules:
            if known.key not in cleaned:
                continue
            try:
                cleaned[known.key] = as_stored(known=known, cleaned=cleaned[known.key])
            except ValidationError as wrong:
                self.add_error(known.key, wrong)
        return cleaned

    def wishes(self) -> dict[str, Wish]:
        """Each rule as it was seen and as it is wanted."""
        seen = self.cleaned_data["seen"]
        return {key: Wish(seen.get(key, now), self.cleaned_data[key]) for key, now in self.values.items()}


class FrameForm(SeenForm):
    """What the draft is called, why, and from which day."""

    title = TextField(label=_("叫什么"), help_text=_("比如：2027 年规则修订。"), max_length=120)
    reason = TextField(label=_("为什么改"), help_text=_("公众也看得到。"), lines=True)
    effective_day = DayField(label=_("从哪天起"), help_text=_("从那天零点起，最早明天。"))

    def __init__(self, *args: Any, stands: Frame, **kwargs: Any) -> None:
        self.stands = stands
        day = stands.effective_day
        seen = {"title": stands.title, "reason": stands.reason, "effective_day": day.isoformat() if day else None}
        super().__init__(*args, initial={**seen, "seen": json.dumps(seen, ensure_ascii=False)}, **kwargs)

    def seen_frame(self) -> Frame:
        """What stood there when the page was opened."""
        seen = self.cleaned_data["seen"]
        return Frame(
            title=str(seen.get("title", self.stands.title)),
            reason=str(seen.get("reason", self.stands.reason)),
            effective_day=_day(seen.get("effective_day")),
        )

    def frame(self) -> Frame:
        """What is wanted."""
        said = self.cleaned_data
        return Frame(title=said["title"], reason=said["reason"], effective_day=said["effective_day"])


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None


class DraftForm(ActForm):
    """One of the buttons of a draft; a reason where it is sent back."""

    mark = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    reason = TextField(label=_("为什么退回"), help_text=_("写清楚要改什么。"), lines=True, required=False)


class WithdrawForm(ActForm):
    """Why an announced version is taken back."""

    reason = TextField(label=_("为什么撤回"), help_text=_("公众也看得到。"), lines=True)
