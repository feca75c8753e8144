"""The forms of the volunteer's pages."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuanliu.domain.care.queries import NearNeed
from nuanliu.domain.people.types import CreditChoice
from nuanliu.platform import clock, words
from nuanliu.portals.ui.forms import ActForm, AskForm, Card, DigitsField, TextField
from nuanliu.portals.volunteer.free_times import PARTS, WEEKDAYS, Grid, Span

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


class FreeTimesForm(ActForm):
    """A box for each part of each day, and one for each span that fits no part."""

    cells = forms.MultipleChoiceField(label=gettext_lazy("有空的时候"), required=False)
    others = forms.MultipleChoiceField(label=gettext_lazy("另外的时间"), required=False)

    def __init__(self, *args: Any, grid: Grid, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.grid = grid
        self.fields["cells"].choices = [(_cell(day, p.code), "") for day in WEEKDAYS for p in PARTS]  # type: ignore[attr-defined]
        self.fields["others"].choices = [(_span(span), "") for span in grid.others]  # type: ignore[attr-defined]

    def parts(self) -> list[dict[str, Any]]:
        """The parts of day with their hours: `8:00–12:00`."""
        return [{"word": part.word, "hours": f"{_hour(part.first)}–{_hour(part.last)}"} for part in PARTS]

    def rows(self) -> list[dict[str, Any]]:
        """The table: a row a day, a box a part."""
        ticked = self._sent("cells") if self.is_bound else {_cell(*cell) for cell in self.grid.cells}
        return [
            {
                "word": weekday_word(day),
                "boxes": [
                    {"value": _cell(day, part.code), "part": part, "is_ticked": _cell(day, part.code) in ticked}
                    for part in PARTS
                ],
            }
            for day in WEEKDAYS
        ]

    def other_rows(self) -> list[dict[str, Any]]:
        """The boxes of spans that fit no part."""
        ticked = self._sent("others") if self.is_bound else {_span(span) for span in self.grid.others}
        return [
            {"value": _span(span), "words": span_words(span), "is_ticked": _span(span) in ticked}
            for span in self.grid.others
        ]

    def _sent(self, name: str) -> set[str]:
        return {str(value) for value in cast("Any", self.data).getlist(name)}

    def chosen(self) -> Grid:
        """The grid as sent."""
        cells = (text.split("-") for text in self.cleaned_data["cells"])
        others = (tuple(int(part) for part in text.split("-")) for text in self.cleaned_data["others"])
        return Grid(frozenset((int(day), code) for day, code in cells), tuple(others))  # type: ignore[arg-type]


def _hour(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02d}"


def _cell(day: int, code: str) -> str:
    return f"{day}-{code}"


def _span(span: Span) -> str:
    return "-".join(str(part) for part in span)


def weekday_word(day: int) -> str:
    """`星期二`."""
    return (words.WEEKDAYS_EN if words.english() else words.WEEKDAYS)[day - 1]


def span_words(span: Span) -> str:
    """`星期二 上午 9 点到 11 点`."""
    day, first, last = span
    midnight = datetime(2026, 1, 5, tzinfo=clock.LOCAL)
    start, end = midnight.replace(hour=first // 60, minute=first % 60), _minute(midnight, last)
    return f"{weekday_word(day)} {words.span(start, end)}"


def _minute(midnight: datetime, minute: int) -> datetime:
    last = min(minute, 24 * 60 - 1)
    return midnight.replace(hour=last // 60, minute=last % 60)
