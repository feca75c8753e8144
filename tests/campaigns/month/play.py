"""A month, act by act: needs are asked, taken, given back, served or not; each is told to the model if it was done."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.care.series.models import Occurrence
from nuanliu.domain.care.series.types import ForWhom, Wish
from nuanliu.domain.care.types import Payer
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.types import CreditChoice
from nuanliu.platform.clock import at, local_date
from nuanliu.platform.ids import new_id
from nuanliu.usecases.accept_need import accept_need, assign_need
from nuanliu.usecases.cancel import cancel_need, cancel_visit
from nuanliu.usecases.certify_visit import choose_credit, credit_unchosen
from nuanliu.usecases.change_need import Changed, answer_change, change_need
from nuanliu.usecases.confirm_visit import confirm_visit
from nuanliu.usecases.fall_back import mark_unserved
from nuanliu.usecases.gather.afterwards import credit_unchosen_gatherings
from nuanliu.usecases.place_need import place_need
from nuanliu.usecases.raise_fallbacks import raise_tasks
from nuanliu.usecases.remind_visits import remind_visits
from nuanliu.usecases.series.make import make_occurrences
from nuanliu.usecases.series.place import Wanted, place_series
from nuanliu.usecases.start_visit import end_visit, start_visit
from nuanliu.usecases.time_out_holds import time_out_holds
from tests.campaigns.diary import Diary
from tests.campaigns.month.cast import Cast
from tests.campaigns.month.plain import FALLBACK, GONE, NeedLine, VisitLine

HOURS = (8, 9, 10, 13, 14, 15, 16, 17)
LATE = timedelta(hours=4)


class Month(Diary):
    """The clock, what is to come, and the way of a need from the first word to the old person's answer."""

    def __init__(self, cast: Cast) -> None:
        super().__init__(cast.done)
        self.cast, self.plain, self.random = cast, cast.plain, cast.random
        self.codes: dict[UUID, str] = {}
        self.weekly: dict[UUID, tuple[tuple[int, ...], date, date]] = {}
        """By series: on which weekdays, from when, until when."""

    def chance(self, percent: float) -> bool:
        """By turns of the dice."""
        return self.random.random() * 100 < percent

    def rare(self, percent: float) -> bool:
        """What seldom goes wrong, as often as this month wants it."""
        return self.chance(percent * self.cast.size.trouble)

    def soon(self, now: datetime, first: float, last: float) -> datetime:
        """So many hours later, in whole minutes."""
        return now + timedelta(minutes=self.random.randint(int(first * 60), int(last * 60)))

    # -- the nights and the hours

    def lay_out(self, first: date, days: int) -> None:
        """Put the jobs and what the days bring into the calendar."""
        for number in range(days):
            day = first + timedelta(days=number)
            self.later(at(day, 0, 10), self.make_weekly)
            self.later(at(day, 18), lambda now: remind_visits(now=now))
            for hour in range(0, 24, self.cast.size.sweep_hours):
                self.later(at(day, hour, 45), self.sweep)
            for _need in range(self.cast.size.asked_a_day):
                self.later(at(day, self.random.randint(8, 17), self.random.randint(0, 59)), self.ask)

    def sweep(self, now: datetime) -> None:
        """What runs every few minutes; the model follows by its own clock."""
        mark_unserved(now=now)
        raise_tasks(now=now)
        credit_unchosen(now=now)
        credit_unchosen_gatherings(now=now)
        time_out_holds(now=now)
        for need in self.plain.needs.values():
            standing = [visit for visit in need.visits if visit.state not in GONE]
            if need.state == "open" and need.starts < now and (not standing or need.ends <= now):
                self.plain.leave_unserved(need)
                self.done["unserved"] += 1
            is_held = need.state == "open" or (need.state == "unserved" and not need.answered)
            if is_held and need.starts < now + FALLBACK:
                self.plain.tasks.add(need.id)
        waiting = [
            need_id for need_id in self.plain.tasks if self.plain.needs[need_id].state not in {"open", "unserved"}
        ]
        self.plain.tasks.difference_update(waiting)
        self.plain.choose_for_silent(now)

    def make_weekly(self, now: datetime) -> None:
        """The night makes what comes within the fortnight."""
        make_occurrences(now=now)
        self.note_weekly(now)

    def note_weekly(self, now: datetime) -> None:
        """Needs that a series has made since: they begin their way like any other."""
        rows = Occurrence.objects.filter(need_id__isnull=False).exclude(need_id__in=list(self.plain.needs))
        for need in Need.objects.filter(id__in=list(rows.values_list("need_id", flat=True))).order_by(
            "starts_at", "id"
        ):
            line = self.note_need(need, now, is_open=True)
            self.done["weekly need"] += 1
            self.later(self.soon(now, 6, 40), lambda moment, one=line: self.find_helpers(one, moment))

    # -- asking

    def ask(self, now: datetime) -> None:
        """An old person, or a clerk for her, asks for help: urgent ones by staff only."""
        elder = self.random.choice(self.cast.elders)
        if self.chance(100 * self.cast.size.series / (self.cast.size.asked_a_day * self.cast.size.days)):
            self.ask_weekly(elder, now)
        is_urgent, by_clerk = self.chance(6), self.chance(65)
        starts = self.soon(now, 2.1, 6) if is_urgent else self.some_hour(now)
        own = self.chance(60) and self.plain.saved[elder.pk] - self.plain.promised(elder.pk) >= 240
        who = self.cast.at(elder.home_site_id, "clerk") if by_clerk or is_urgent else self.cast.actor(elder.pk)
        is_couple, wishes = self.chance(10), (Wish.WOMAN, Wish.NO_DOGS) if self.chance(15) else ()
        need = self.tried(
            "urgent need" if is_urgent else "need",
            lambda: place_need(
                actor=who, elder_id=elder.pk, service_code=self.random.choice(("S101", "S202", "S302", "S103")),
                starts_at=starts, minutes=self.random.choice((30, 60, 60, 90)), token=new_id(), now=now,
                payer=Payer.OWN_TIME if own else Payer.WELFARE, wishes=wishes,
                for_whom=ForWhom.COUPLE if is_couple else ForWhom.HERSELF,
            ),
        )  # fmt: skip
        if need is None:
            return
        self.done["for a couple"] += is_couple
        line = self.note_need(need, now, is_open=by_clerk or is_urgent)
        if line.state == "open":
            self.later(self.soon(now, 0.2, 1 if is_urgent else 20), lambda moment: self.find_helpers(line, moment))
        if self.rare(5):
            self.later(self.soon(starts, -8, -0.5), lambda moment: self.call_off(line, moment))

    def ask_weekly(self, elder: Person, now: datetime) -> None:
        """Every week on a day, or on two."""
        weekdays = tuple(sorted(self.random.sample(range(1, 8), k=1 if self.chance(80) else 2)))
        last = local_date(now) + timedelta(days=self.random.randint(10, 40))
        wanted = Wanted(
            service_code="S101", weekdays=weekdays, at=time(self.random.choice(HOURS)), minutes=60, last_day=last,
            payer=Payer.WELFARE,
        )  # fmt: skip
        clerk = self.cast.at(elder.home_site_id, "clerk")
        made = self.tried(
            "series", lambda: place_series(actor=clerk, elder_id=elder.pk, wanted=wanted, token=new_id(), now=now)
        )
        if made is not None:
            self.weekly[made.id] = (weekdays, made.first_day, last)
            self.note_weekly(now)

    def some_hour(self, now: datetime) -> datetime:
        """An hour of one of the next days."""
        day = local_date(now) + timedelta(days=self.random.randint(2, 6))
        return at(day, self.random.choice(HOURS), self.random.choice((0, 30)))

    def note_need(self, need: Any, now: datetime, *, is_open: bool) -> NeedLine:
        """A need in the model; what is set aside for it is set aside when it is open."""
        line = NeedLine(
            need.id, need.site_id, need.elder_id, need.starts_at, need.planned_minutes, need.helpers_wanted, now,
            now + timedelta(hours=24), own=need.payer == "own_time",
        )  # fmt: skip
        self.plain.ask(line)
        self.codes[need.id] = need.code
        if is_open:
            self.plain.publish(line)
        return line

    # -- taking

    def find_helpers(self, need: NeedLine, now: datetime) -> None:
        """Some helpers look at it; whoever may takes it, sometimes nobody does."""
        if need.state != "open" or need.starts <= now or self.chance(10):
            return
        for _try in range(8 * need.wanted):
            if need.state == "open":
                self.take(need, self.random.choice(self.cast.volunteers).pk, now)

    def take(self, need: NeedLine, who: UUID, now: datetime, *, by: str = "") -> VisitLine | None:
        """A helper takes it, or a clerk writes down who said yes."""
        actor = self.cast.at(need.site, by) if by else self.cast.actor(who)
        if any(visit.helper == who and visit.state not in GONE for visit in need.visits):
            return None
        if by:
            visit = self.tried("assigned", lambda: assign_need(actor=actor, need_id=need.id, volunteer_id=who, now=now))
        else:
            visit = self.tried("taken", lambda: accept_need(actor=actor, need_id=need.id, now=now))
        return self.note_taken(need, visit) if visit is not None else None

    def note_taken(self, need: NeedLine, visit: Any) -> VisitLine:
        """A visit in the model, and what will come of it."""
        line = VisitLine(visit.id, need, visit.volunteer_id, choice=visit.choice)
        self.plain.take(line)
        self.come_to_it(line)
        if self.rare(5):
            self.later(self.soon(need.starts, -30, -0.3), lambda moment: self.give_back(line, moment))
        if self.rare(3):
            self.later(self.soon(need.starts, -40, -6), lambda moment: self.move(line, moment))
        return line

    def come_to_it(self, visit: VisitLine) -> None:
        """The hour comes: she goes, unless she does not."""
        if self.chance(6):
            self.done["no-show"] += 1
            return
        self.later(
            visit.need.starts + timedelta(minutes=self.random.randint(-10, 12)), lambda now: self.begin(visit, now)
        )

    def give_back(self, visit: VisitLine, now: datetime) -> None:
        """She is ill; late or in time. Sometimes the desk finds a substitute at once."""
        if visit.state != "taken" or visit.need.starts <= now:
            return
        actor, need = self.cast.actor(visit.helper), visit.need
        made = self.tried("given back", lambda: cancel_visit(actor=actor, visit_id=visit.id, reason="病了", now=now))
        if made is None:
            return
        self.note_given_back(visit, now)
        if self.chance(50):
            for _try in range(4):
                if need.state == "open":
                    found = self.take(need, self.random.choice(self.cast.volunteers).pk, now, by="second clerk")
                    self.done["substitute"] += found is not None

    def note_given_back(self, visit: VisitLine, now: datetime) -> None:
        """In the model."""
        self.plain.put(visit, "cancelled")
        self.plain.late_given_back += now > visit.need.starts - LATE

    def move(self, visit: VisitLine, now: datetime) -> None:
        """The old person would rather have it an hour later; the helper agrees or steps back."""
        need = visit.need
        if visit.state != "taken" or need.state != "matched" or need.wanted != 1:
            return
        clerk = self.cast.at(need.site, "clerk")
        changed = Changed(starts_at=need.starts + timedelta(hours=1), minutes=need.minutes, note="晚一点")
        if self.tried("changed", lambda: change_need(actor=clerk, need_id=need.id, changed=changed, now=now)) is None:
            return
        need.starts = changed.starts_at
        agreed = self.chance(70)
        helper = self.cast.actor(visit.helper)
        self.tried("change answered", lambda: answer_change(actor=helper, visit_id=visit.id, is_agreed=agreed, now=now))
        if not agreed:
            self.plain.put(visit, "cancelled")

    def call_off(self, need: NeedLine, now: datetime) -> None:
        """The old person does not need it any more."""
        if need.state not in {"submitted", "open", "matched"} or need.starts <= now:
            return
        actor = self.cast.actor(need.elder)
        made = self.tried("cancelled", lambda: cancel_need(actor=actor, need_id=need.id, reason="不用了", now=now))
        if made is not None:
            self.done["cancelled late"] += now > need.starts - LATE
            self.plain.call_off(need)

    def call_off_by(self, need: NeedLine, clerk: Any, now: datetime) -> None:
        """The desk writes down that she does not need it any more."""
        made = self.tried(
            "cancelled by the desk", lambda: cancel_need(actor=clerk, need_id=need.id, reason="问过了", now=now)
        )
        if made is not None:
            self.plain.call_off(need)

    # -- the visit

    def begin(self, visit: VisitLine, now: datetime) -> None:
        """At the door, with her code. Where two are wanted and one is missing, nobody begins."""
        need = visit.need
        if visit.state != "taken" or need.starts - timedelta(minutes=30) > now:
            if visit.state == "taken" and need.starts > now:
                self.come_to_it(visit)
            return
        code, actor = self.codes[need.id], self.cast.actor(visit.helper)
        made = self.tried("started", lambda: start_visit(actor=actor, visit_id=visit.id, code=code, now=now))
        if made is None:
            return
        visit.started = now
        self.plain.put(visit, "serving")
        if self.rare(2):
            self.done["not ended"] += 1
            return
        over = now + timedelta(minutes=max(need.minutes + self.random.randint(-15, 40), 5))
        self.later(over, lambda moment: self.end(visit, moment))

    def end(self, visit: VisitLine, now: datetime) -> None:
        """And at the end."""
        code, actor = self.codes[visit.need.id], self.cast.actor(visit.helper)
        if self.tried("ended", lambda: end_visit(actor=actor, visit_id=visit.id, code=code, now=now)) is not None:
            self.note_ended(visit, now)

    def note_ended(self, visit: VisitLine, ended: datetime) -> None:
        """In the model; most old people answer the same day."""
        visit.ended = ended
        self.plain.put(visit, "served")
        if self.chance(78):
            self.later(self.soon(ended, 0.2, 30), lambda moment: self.answer(visit, moment, came=not self.rare(3)))

    def answer(self, visit: VisitLine, now: datetime, *, came: bool, by: str = "") -> None:
        """She, or the desk for her, says whether the helper came."""
        if visit.state != "served":
            return
        actor = self.cast.at(visit.need.site, by) if by else self.cast.actor(visit.need.elder)
        name = f"{'came' if came else 'denied'}{' (asked by the desk)' if by else ''}"
        made = self.tried(
            name,
            lambda: confirm_visit(actor=actor, visit_id=visit.id, came=came, face="happy" if came else "", now=now),
        )
        if made is not None:
            visit.confirmed = now
            self.plain.put(visit, "confirmed" if came else "disputed")

    # -- after the decision

    def note_certified(self, visit: VisitLine, now: datetime, *, counted: int | None = None) -> None:
        """It counts: as much as the model reckons. Who has not chosen is asked, and half of them answer."""
        visit.counted = self.plain.count(visit) if counted is None else counted
        is_settled = visit.choice or not visit.counted
        visit.certified = now
        self.plain.put(visit, "credited" if is_settled else "certified")
        if not is_settled and self.chance(50):
            self.later(self.soon(now, 5, 100), lambda moment: self.choose(visit, moment))

    def choose(self, visit: VisitLine, now: datetime) -> None:
        """TIME or COIN."""
        if visit.state != "certified":
            return
        choice, actor = self.random.choice(list(CreditChoice)), self.cast.actor(visit.helper)
        made = self.tried("chosen", lambda: choose_credit(actor=actor, visit_id=visit.id, choice=choice, now=now))
        if made is not None:
            visit.choice = choice.value
            self.plain.put(visit, "credited")

    def row_of(self, visit: VisitLine) -> Visit:
        """The product's row, for what a page would show of it."""
        return Visit.objects.select_related("need__site", "volunteer").get(id=visit.id)
