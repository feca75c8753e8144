"""Where an asking stands: the answers, what they mean, and which question comes next."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.http import QueryDict

from nuanliu.domain.care.menu.queries import services_offered
from nuanliu.domain.care.models import Need, Service
from nuanliu.domain.care.queries import needs_of
from nuanliu.domain.care.types import NeedState, Payer
from nuanliu.domain.passbook.households import family_free
from nuanliu.domain.passbook.queries import savings_of
from nuanliu.domain.passbook.types import Savings
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform import clock
from nuanliu.portals.arranging import choices
from nuanliu.portals.arranging.answers import OWN_WORDS, Answers, answers_in
from nuanliu.portals.arranging.side import Side
from nuanliu.portals.ui.request import HouseRequest

WAS_HAD = [state.value for state in (NeedState.SERVED, NeedState.CONFIRMED, NeedState.CERTIFIED, NeedState.CREDITED)]


@dataclass(frozen=True)
class Asking:
    """One asking on its way. `note` is what she wrote in her own words, kept in the session."""

    side: Side
    answers: Answers
    now: datetime
    note: str
    page: int

    @cached_property
    def services(self) -> list[Service]:
        """The catalogue."""
        return services_offered(site_id=self.side.elder.person.home_site_id)

    @cached_property
    def service(self) -> Service | None:
        """What was chosen."""
        return next((one for one in self.services if one.code == self.answers.what), None)

    @cached_property
    def minutes(self) -> int:
        """How long: as answered within the service's most, else as usual."""
        if not self.service:
            return choices.STEP
        return min(self.answers.minutes or self.service.default_minutes, self.service.max_minutes)

    @cached_property
    def earliest(self) -> datetime:
        """The first moment that may still be asked for without a clerk."""
        return self.now + lead_time(side=self.side, now=self.now)

    @cached_property
    def hours(self) -> dict[str, list[int]]:
        """Hours of the chosen day, by part."""
        if not self.answers.day:
            return {}
        return choices.hours_open(day=self.answers.day, earliest=self.earliest, minutes=self.minutes)

    @cached_property
    def saved(self) -> Savings:
        """What she has."""
        person = self.side.elder.person
        return savings_of(person_id=person.pk, site_id=person.home_site_id)

    @cached_property
    def family(self) -> int:
        """What one member of her household could pay."""
        return family_free(person_id=self.side.elder.pk)

    @property
    def payers(self) -> list[Payer]:
        """Whose minutes would suffice for this, the usual one first."""
        wanted = self.minutes * (self.service.helpers if self.service else 1)
        free = (
            (Payer.GRANT, self.saved.grant_free),
            (Payer.OWN_TIME, self.saved.time_free),
            (Payer.FAMILY, self.family),
        )
        return [*(payer for payer, minutes in free if minutes >= wanted), Payer.WELFARE]

    @property
    def payer(self) -> Payer:
        """Whose minutes it will take."""
        if self.answers.payer:
            return Payer(self.answers.payer)
        return self.payers[0]

    @property
    def ends_at(self) -> datetime | None:
        """When the helper would leave."""
        return self.answers.starts_at + timedelta(minutes=self.minutes) if self.answers.starts_at else None

    def url(self, name: str, *, page: int = 0, **changes: Any) -> str:
        """The address of a question, carrying the answers."""
        query = self.answers.but(**changes).query
        more = f"{'&' if query else '?'}page={page}" if page else ""
        return f"{self.side.url(name)}{query}{more}"

    def but(self, **changes: Any) -> "Asking":
        """The same asking with some answers given anew."""
        return Asking(self.side, self.answers.but(**changes), self.now, self.note, 0)

    def onward(self, **changes: Any) -> str:
        """The address of the next open question once `changes` are answered."""
        then = self.but(**changes)
        return then.url(then.next_question())

    def next_question(self) -> str:
        """The first question that has no usable answer; the check page when none is left."""
        answers = self.answers
        if not self.service:
            return "ask"
        if not self.hours:
            return "ask-day"
        if answers.hour not in {hour for hours in self.hours.values() for hour in hours}:
            return "ask-part" if answers.part not in self.hours and len(self.hours) > 1 else "ask-hour"
        if not answers.word:
            return "ask-word"
        return "ask-note" if answers.word == OWN_WORDS and not self.note else "ask-check"


def lead_time(*, side: Side, now: datetime) -> timedelta:
    """How long before the start a need must be placed, from the Standard in force."""
    standard = standard_in_force(at=now, site=side.elder.person.home_site_id)
    return timedelta(hours=standard.hours("lead_time_hours"))


def note_key(side: Side) -> str:
    """Where the session keeps what was written for this old person's helper."""
    return f"words-{side.elder.pk}"


def asking_in(request: HouseRequest, side: Side) -> Asking:
    """The asking that an address carries."""
    answers = answers_in(QueryDict(request.META.get("QUERY_STRING", "")).dict()).begun()
    page = request.GET.get("page", "")
    return Asking(
        side,
        answers,
        request.now,
        request.session.get(note_key(side), ""),
        int(page) if page.isascii() and page.isdigit() and len(page) < 3 else 0,
    )


def last_need(*, side: Side, offered: list[Service]) -> Need | None:
    """What she had last that can be had again."""
    codes = [service.code for service in offered]
    return needs_of(elder_id=side.elder.pk).filter(service__code__in=codes, state__in=WAS_HAD).first()


def repeated(need: Need) -> dict[str, Any]:
    """The answers of a need had before; only the day is asked again, and the hour if it is none of those offered."""
    began = clock.local(need.starts_at)
    is_offered = began.minute == 0 and any(began.hour in hours for hours in choices.HOURS.values())
    return {
        "what": need.service.code,
        "hour": began.hour if is_offered else None,
        "minutes": need.planned_minutes,
        "word": "none",
    }
