"""Supply and demand: of each service how many asked for it, what came of it, and the hours that were given."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from nuanliu.domain.insights.freshness import fresh_at
from nuanliu.domain.insights.queries import first_month, sums_of, within
from nuanliu.domain.insights.types import Dimension, Outcome, Subject, Sum
from nuanliu.domain.network.types import Power
from nuanliu.portals.bureau.figures.amounts import hours
from nuanliu.portals.bureau.figures.asking import Question, frame, question_of
from nuanliu.portals.bureau.figures.words import OUTCOMES, value_words
from nuanliu.portals.bureau.frame import show
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.request import HouseRequest

ASKED = ((Subject.NEED, Dimension.SERVICE_OUTCOME), (Subject.VISIT, Dimension.SERVICE))


@dataclass(frozen=True, slots=True)
class Line:
    """One service."""

    words: str
    needs: int
    needs_href: str
    outcomes: list[tuple[str, int, str]]
    share: str
    is_short: bool
    services: int
    hours: str
    visits_href: str


@require_safe
@opens_with(Power.CITY_SEE)
def supply(request: HouseRequest) -> HttpResponse:
    """The services of a place in a period."""
    question = question_of(request)
    context = {
        **frame(request, question, page="supply", first=first_month()),
        "lines": lines_of(question),
        "outcomes": list(OUTCOMES.values()),
        "fresh_at": fresh_at(),
    }
    return show(request, "bureau/supply.html", context)


def lines_of(question: Question) -> list[Line]:
    """Of each service that was asked for or given, the most wanted first."""
    told = sums_of(under=question.place.path, asked=ASKED, months=question.period.all_months)
    needs, visits = (within(told, subject=s, dimension=d, period=question.period) for s, d in ASKED)
    counts = {tuple(value.split(":")): one.count for value, one in needs.items()}
    services = {value.partition(":")[0] for value in needs} | set(visits)
    names = value_words(dimension=Dimension.SERVICE, values=services)
    lines = [_line(question, service, names[service], counts, visits.get(service, Sum())) for service in services]
    return sorted(lines, key=lambda line: (-line.needs, line.words))


def _line(question: Question, service: str, words: str, counts: dict[tuple[str, ...], int], given: Sum) -> Line:
    came = {outcome: counts.get((service, outcome), 0) for outcome in OUTCOMES}
    asked = sum(came.values())

    def to(outcome: str) -> str:
        value = f"{service}:{outcome}"
        return question.link("rows", subject=Subject.NEED, by=Dimension.SERVICE_OUTCOME.value, value=value)

    return Line(
        words=words,
        needs=asked,
        needs_href=question.link("rows", subject=Subject.NEED, by=Dimension.SERVICE.value, value=service),
        outcomes=[(str(OUTCOMES[outcome]), count, to(outcome)) for outcome, count in came.items()],
        share=f"{100 * came[Outcome.SERVED] // asked}%" if asked else "—",
        is_short=came[Outcome.UNSERVED] > came[Outcome.SERVED],
        services=given.count,
        hours=hours(given.amount),
        visits_href=question.link("rows", subject=Subject.VISIT, by=Dimension.SERVICE.value, value=service),
    )
