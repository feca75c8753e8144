"""A year, act by act in the order of time: each through its use case, each told to the tally if it was done."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.care.types import Payer, VisitState
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.types import CreditChoice
from nuanliu.domain.standards.policies import lot_expiry
from nuanliu.domain.standards.queries import standard_by_id
from nuanliu.platform.clock import at, local_date
from nuanliu.platform.ids import new_id
from nuanliu.usecases.accept_need import accept_need
from nuanliu.usecases.cancel import cancel_need
from nuanliu.usecases.certify_visit import certify_visit, choose_credit, void_visit
from nuanliu.usecases.confirm_visit import confirm_visit
from nuanliu.usecases.place_need import place_need
from nuanliu.usecases.start_visit import end_visit, start_visit
from tests.campaigns.diary import Diary
from tests.campaigns.year import living, nights, spending
from tests.campaigns.year.cast import Cast

if TYPE_CHECKING:
    from uuid import UUID

HOURS = (8, 10, 13, 15, 17)
TRIES = 4


class Year(Diary):
    """The clock and what is to come."""

    def __init__(self, cast: Cast) -> None:
        super().__init__(cast.tally.done)
        self.cast, self.tally, self.random = cast, cast.tally, cast.random
        self.campaigns: list[tuple[date, date, int]] = []
        self.households: list[tuple[UUID, UUID]] = []
        """Who shares with whom: the old person who asked, and her child."""

    def run(self) -> None:
        """Every day its night first, then what the day brings, until the months are over."""
        first = local_date(self.cast.town.now)
        last = first + timedelta(days=round(self.cast.size.months * 30.4))
        nights.lay_out(self, first, last)
        for number in range((last - first).days):
            day = first + timedelta(days=number)
            for _visit in range(self.cast.size.visits_a_day):
                self.later(at(day, 9, self.random.randint(0, 59)), self.ask)
            spending.lay_out(self, day)
            living.lay_out(self, day, number)
        self.play_until(at(last + timedelta(days=1), 0))

    # -- a visit, step by step

    def staff(self, need: Need, role: str) -> Any:
        """Somebody of the need's site."""
        return self.cast.staff[need.site_id, role]

    def ask(self, now: datetime) -> None:
        """A clerk places a need; sometimes whoever leads the site lets the pool pay."""
        is_of_pool = self.random.random() < 0.2
        self.place(self.random.choice(self.cast.elders), now, Payer.POOL if is_of_pool else None)

    def place(self, elder: Person, now: datetime, payer: Payer | None) -> None:
        """What an old person asks for; on the usual way of paying, or as whoever leads the site says."""
        role = "coordinator" if payer else "clerk"
        starts = at(local_date(now) + timedelta(days=self.random.randint(2, 6)), self.random.choice(HOURS))
        minutes = self.random.choice((30, 60, 60, 90, 120))
        need = self.tried(
            "need",
            lambda: place_need(
                actor=self.cast.staff[elder.home_site_id, role], elder_id=elder.pk, service_code="S101",
                starts_at=starts, minutes=minutes, token=new_id(), now=now, payer=payer,
            ),
        )  # fmt: skip
        if need is None:
            return
        self.tally.done[f"paid by {need.payer}"] += 1
        for slot in range(1, need.helpers_wanted + 1):
            purse = self.tally.purse(need)
            if purse is not None:
                purse.promise((need.id, slot), need.planned_minutes)
        if self.random.random() < 0.08:
            self.later(now + timedelta(hours=3), lambda moment: self.call_off(need, moment))
        else:
            self.later(now + timedelta(hours=1), lambda moment: self.take(need, moment))

    def call_off(self, need: Need, now: datetime) -> None:
        """The old person does not want it any more, or nobody came forward."""
        actor = self.staff(need, "clerk")
        done = self.tried("cancelled", lambda: cancel_need(actor=actor, need_id=need.id, reason="不去了", now=now))
        if done is not None:
            self.free(need)

    def free(self, need: Need) -> None:
        """What was promised for a need is free again."""
        purse = self.tally.purse(need)
        for slot in range(1, need.helpers_wanted + 1) if purse is not None else ():
            purse.pay((need.id, slot), 0)

    def take(self, need: Need, now: datetime) -> None:
        """As many helpers as are wanted take it, from whichever site; else it is called off."""
        visits: list[Visit] = []
        for _try in range(TRIES * need.helpers_wanted):
            helper = self.random.choice(self.cast.volunteers)
            if len(visits) < need.helpers_wanted and helper.pk not in {one.volunteer_id for one in visits}:
                actor = self.cast.actor(helper)
                visit = self.tried("taken", lambda a=actor: accept_need(actor=a, need_id=need.id, now=now))
                visits += [visit] if visit is not None else []
        if len(visits) < need.helpers_wanted:
            self.call_off(need, now)
            return
        for visit in visits:
            self.later(need.starts_at, lambda moment, one=visit: self.visit(need, one, moment))

    def visit(self, need: Need, visit: Visit, now: datetime) -> None:
        """From the door to the word of the old person."""
        if Visit.objects.get(id=visit.id).state != VisitState.TAKEN:
            self.call_off(need, now)
            return
        actor = self.cast.actors[visit.volunteer_id]
        choice = self.random.choice(("time", "coin", "coin", ""))
        over = now + timedelta(minutes=max(need.planned_minutes + self.random.randint(-20, 35), 5))
        start_visit(actor=actor, visit_id=visit.id, code=need.code, now=now)
        end_visit(actor=actor, visit_id=visit.id, code=need.code, choice=choice, now=over)
        elder = next(one for one in self.cast.elders if one.pk == need.elder_id)
        told = over + timedelta(hours=1)
        confirm_visit(actor=self.cast.actor(elder), visit_id=visit.id, came=True, face="happy", now=told)
        self.later(at(local_date(over) + timedelta(days=1), 11), lambda moment: self.certify(need, visit.id, moment))

    def certify(self, need: Need, visit_id: Any, now: datetime) -> None:
        """One certifier decides; where two are wanted, a second."""
        for role in ("certifier", "second certifier"):
            actor = self.staff(need, role)
            done = self.tried("certified", lambda a=actor: certify_visit(actor=a, visit_id=visit_id, now=now))
            if done is None or done.state in {VisitState.CERTIFIED, VisitState.CREDITED}:
                break
        visit = Visit.objects.get(id=visit_id)
        if visit.state not in {VisitState.CERTIFIED, VisitState.CREDITED}:
            return
        self.tally.honour[visit.volunteer_id] += visit.counted_minutes
        if not visit.counted_minutes:
            purse = self.tally.purse(need)
            if purse is not None:
                purse.pay((need.id, visit.slot), 0)
        elif visit.state == VisitState.CREDITED:
            self.credited(need, visit)
        elif self.random.random() < 0.5:
            self.later(now + timedelta(days=2), lambda moment: self.choose(need, visit, moment))
        if self.random.random() < 0.04:
            self.later(now + timedelta(days=1), lambda moment: self.void(need, visit_id, moment))

    def choose(self, need: Need, visit: Visit, now: datetime) -> None:
        """She says what she wants, if she lives."""
        if visit.volunteer_id in {one.pk for one in self.cast.gone}:
            return
        actor, choice = self.cast.actors[visit.volunteer_id], self.random.choice(list(CreditChoice))
        done = self.tried("chosen", lambda: choose_credit(actor=actor, visit_id=visit.id, choice=choice, now=now))
        if done is not None:
            self.credited(need, Visit.objects.get(id=visit.id))

    def credited(self, need: Need, visit: Visit) -> None:
        """Tell the tally."""
        standard, day = standard_by_id(version_id=visit.standard_version), local_date(visit.ended_at)
        campaign = max((percent for first, last, percent in self.campaigns if first <= day <= last), default=0)
        until = lot_expiry(earned_on=day, months=standard.months("coin_expiry_months"))
        self.tally.credit(visit=visit, need=need, standard=standard, campaign=campaign, until=until)

    def void(self, need: Need, visit_id: Any, now: datetime) -> None:
        """It turns out that it does not count."""
        actor = self.staff(need, "second certifier")
        done = self.tried("voided", lambda: void_visit(actor=actor, visit_id=visit_id, reason="查实未到", now=now))
        if done is not None:
            visit = Visit.objects.get(id=visit_id)
            purse = self.tally.purse(need)
            if purse is not None and visit.id not in self.tally.paid:
                purse.pay((need.id, visit.slot), 0)
            self.tally.void(visit=visit)
