"""What a page of figures is asked for, from its address: the place, the period, what, by what."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from nuanliu.domain.insights.periods import Period
from nuanliu.domain.insights.rows import OF_SUBJECT
from nuanliu.domain.insights.types import Dimension, Subject
from nuanliu.domain.network.models import Node
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.bureau.figures.amounts import period_words
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.usecases.figure_periods import period_named, periods_known
from nuanliu.usecases.see_figures import access_place, way_to

BY_PLACE = "place"


@dataclass(frozen=True, slots=True)
class Question:
    """One page of figures. `by` is a dimension, or `place`; `value` one value of it, for its rows."""

    place: Node
    period: Period
    subject: Subject = Subject.VISIT
    by: str = BY_PLACE
    value: str = ""

    def query(self) -> str:
        """As it stands in an address."""
        said = {
            "place": self.place.code,
            "period": self.period.code,
            "what": self.subject.value,
            "by": self.by,
            "value": self.value,
        }
        return urlencode({name: value for name, value in said.items() if value})

    def link(self, page: str = "figures", **changes: Any) -> str:
        """The address of another page of the same question, changed."""
        other = replace(self, **changes)
        return f"{reverse(f'bureau:{page}')}?{other.query()}"

    @property
    def dimension(self) -> Dimension:
        """By what the rows are told apart."""
        return Dimension.ALL if self.by == BY_PLACE else Dimension(self.by)


def question_of(request: HouseRequest) -> Question:
    """What is asked; what is left out is the first that fits. Raises NotVisible for what does not exist."""
    place = access_place(actor=request.actor, code=request.GET.get("place", ""))
    return question_from(request.GET, place=place, now=request.now)


def question_from(said: QueryDict, *, place: Node, now: datetime) -> Question:
    """The same of a place that has been accessed. Raises NotVisible."""
    subject = _subject(said.get("what", Subject.VISIT.value))
    known = {BY_PLACE, Dimension.ALL.value, *(dimension.value for dimension in OF_SUBJECT[subject])}
    by = said.get("by", BY_PLACE)
    if by not in known and by != Dimension.SERVICE_OUTCOME:
        raise NotVisible
    return Question(
        place=place,
        period=period_named(text=said.get("period", ""), now=now),
        subject=subject,
        by=by,
        value=said.get("value", ""),
    )


def _subject(code: str) -> Subject:
    try:
        return Subject(code)
    except ValueError:
        raise NotVisible from None


def frame(request: HouseRequest, question: Question, *, page: str, first: Any) -> dict[str, Any]:
    """What every page of figures has: the way down to the place, and the periods to choose from."""
    way = way_to(place=question.place, actor=request.actor)
    crumbs = [(question.link(page, place=node, value=""), node.name) for node in way[:-1]]
    periods = periods_known(first=first, now=request.now)
    if question.period not in periods:
        periods.append(question.period)
    return {
        "question": question,
        "crumbs": [*crumbs, ("", question.place.name)],
        "periods": [(one.code, period_words(one), one == question.period) for one in periods],
        "period_words": period_words(question.period),
        "keep_url": f"{reverse('bureau:saved')}?{urlencode({'page': question.link(page)})}",
    }
