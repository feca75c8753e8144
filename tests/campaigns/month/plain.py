"""What should stand, in plain Python: needs, visits, minutes, deadlines. Nothing of the product is imported here.

The numbers are those of the rulebook. The same model is filled twice: by what was done in the simulation, and by what
the audit log says was done; then both are laid beside the pages.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from uuid import UUID

HERE = timezone(timedelta(hours=8))
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
STEP, GRACE, LEAST, OVERRUN = 30, 5, 30, 30
SENIOR_AGE, SENIOR_SINGLE, SENIOR_DAY, DAY, PAIR_MONTH = 60, 120, 240, 720, 1200
FALLBACK, NOT_BEGUN, NOT_ENDED, SILENT = 12 * HOUR, 15 * MINUTE, 60 * MINUTE, 72 * HOUR
SATURDAY = 5
DECIDE, DECIDE_BY_LAW, DISPUTE = 5, 10, 10
"""Working days: the site's decision, the law's, a dispute's."""
ENDED = frozenset({"cancelled", "voided", "certified", "credited", "unserved, answered"})
CHOOSE = timedelta(days=7)
GONE = frozenset({"cancelled", "voided"})
COUNTED = frozenset({"certified", "credited"})
_BEHIND = ("served", "confirmed", "certified", "credited")


@dataclass
class NeedLine:
    """One need. `held` minutes of her own are set aside for each helper, if she is to pay."""

    id: UUID
    site: UUID
    elder: UUID
    starts: datetime
    minutes: int
    wanted: int
    asked: datetime
    review_by: datetime
    state: str = "submitted"
    own: bool = False
    held: int = 0
    answered: bool = False
    """Somebody has said why nobody went."""
    visits: list["VisitLine"] = field(default_factory=list)

    @property
    def ends(self) -> datetime:
        """When it is over as agreed."""
        return self.starts + timedelta(minutes=self.minutes)


@dataclass
class VisitLine:
    """One helper's share of a need."""

    id: UUID
    need: NeedLine
    helper: UUID
    state: str = "taken"
    choice: str = ""
    started: datetime | None = None
    ended: datetime | None = None
    confirmed: datetime | None = None
    certified: datetime | None = None
    counted: int = 0
    paused: str = ""
    """`asked` or `disputed` while nobody may decide."""
    is_corrected: bool = False
    """What was set aside for it is spent or has gone back: another number of minutes takes what she has free then."""
    most_own: int = 0
    """So much she had free when the corrected minutes were paid."""

    @property
    def own(self) -> int:
        """Minutes of her own time that paid for it; the site gave the rest."""
        most = min(self.need.held, self.most_own) if self.is_corrected else self.need.held
        return min(self.counted, most) if self.state == "credited" else 0

    @property
    def measured(self) -> int:
        """Whole minutes from start to end."""
        return int((self.ended - self.started).total_seconds()) // 60 if self.started and self.ended else 0


@dataclass
class DisputeLine:
    """Somebody objected; the model knows until when it is to be decided."""

    id: UUID
    visit: VisitLine
    decide_by: datetime
    is_waiting: bool = True
    is_above: bool = False


@dataclass
class Plain:
    """Everything by its id, and what people have beside their visits."""

    needs: dict[UUID, NeedLine] = field(default_factory=dict)
    visits: dict[UUID, VisitLine] = field(default_factory=dict)
    tasks: set[UUID] = field(default_factory=set)
    """Needs for which somebody must say who goes."""
    disputes: dict[UUID, DisputeLine] = field(default_factory=dict)
    incidents: Counter[UUID] = field(default_factory=Counter)
    """Open ones by site."""
    gathered: dict[tuple[UUID, date], int] = field(default_factory=dict)
    """Minutes of a helper that counted at gatherings of a day."""
    beside: Counter[tuple[UUID, str]] = field(default_factory=Counter)
    """What somebody has of a unit from elsewhere: old passbooks, gatherings."""
    saved: dict[UUID, int] = field(default_factory=dict)
    """What old people brought along."""
    born: dict[UUID, date] = field(default_factory=dict)
    unchosen: list[tuple[UUID, int, datetime]] = field(default_factory=list)
    """Minutes of gatherings for which a helper has not said what she wants, since when."""
    late_given_back: int = 0

    # -- what is done

    def ask(self, need: NeedLine) -> None:
        """A need is placed."""
        self.needs[need.id] = need

    def publish(self, need: NeedLine) -> None:
        """Volunteers see it; if she pays, so many minutes are set aside for each helper."""
        need.state = "open"
        need.held = need.minutes if need.own else 0

    def take(self, visit: VisitLine) -> None:
        """A helper has a place."""
        self.visits[visit.id] = visit
        visit.need.visits.append(visit)
        self.follow(visit.need)

    def put(self, visit: VisitLine, state: str) -> None:
        """The visit stands there, and the need follows."""
        visit.state = state
        if visit.is_corrected and state == "credited":
            visit.most_own = self.free(visit)
        self.follow(visit.need)

    def correct(self, visit: VisitLine, minutes: int, now: datetime) -> None:
        """A ruling in force: so many minutes count, whatever counted before."""
        visit.is_corrected |= visit.state in {"voided", "credited"}
        visit.counted = minutes
        if visit.state == "voided" or (visit.state == "credited" and not visit.choice and minutes):
            visit.certified = now
            self.put(visit, "credited" if visit.choice else "certified")
        else:
            self.put(visit, visit.state)

    def call_off(self, need: NeedLine) -> None:
        """The need is cancelled, and with it who had taken it."""
        need.state = "cancelled"
        for visit in need.visits:
            if visit.state not in GONE:
                visit.state = "cancelled"

    def leave_unserved(self, need: NeedLine) -> None:
        """Its time came without anybody; what was set aside is hers again, and the site would pay another time."""
        need.state, need.held, need.own = "unserved", 0, False
        for visit in need.visits:
            if visit.state not in GONE:
                visit.state = "cancelled"

    def follow(self, need: NeedLine) -> None:
        """A need stands where its visits stand."""
        states = [visit.state for visit in need.visits if visit.state not in GONE]
        voided = sum(visit.state == "voided" for visit in need.visits)
        if need.state in {"submitted", "returned", "cancelled", "unserved"}:
            return
        if not states:
            need.state = "voided" if voided else "open"
        elif "disputed" in states:
            need.state = "disputed"
        elif set(states) == {"taken"}:
            need.state = "matched" if len(states) + voided >= need.wanted else "open"
        elif {"taken", "serving"} & set(states):
            need.state = "serving"
        else:
            need.state = next(state for state in _BEHIND if state in states)

    def choose_for_silent(self, now: datetime) -> None:
        """Who has not chosen in a week gets time."""
        for visit in self.visits.values():
            if visit.state == "certified" and visit.certified is not None and visit.certified < now - CHOOSE:
                visit.choice = "time"
                self.put(visit, "credited")
        for who, minutes, _since in [one for one in self.unchosen if one[2] < now - CHOOSE]:
            self.beside[who, "time"] += minutes
        self.unchosen = [one for one in self.unchosen if one[2] >= now - CHOOSE]

    # -- how much counts

    def count(self, visit: VisitLine) -> int:
        """Minutes of a visit that count, by the rulebook."""
        return self.counted(visit.helper, visit.need.starts, visit.measured, visit.need.minutes, visit.need.elder)

    def counted(self, who: UUID, starts: datetime, measured: int, planned: int, elder: UUID | None = None) -> int:
        """Whole half hours, five minutes missing forgiven, no more than half an hour over, within every limit."""
        minutes = (min(measured, planned + OVERRUN) + GRACE) // STEP * STEP
        if minutes < LEAST:
            return 0
        day = starts.astimezone(HERE).date()
        mine = [visit for visit in self.visits.values() if visit.helper == who and visit.state in COUNTED]
        today = sum(visit.counted for visit in mine if visit.need.starts.astimezone(HERE).date() == day)
        today += self.gathered.get((who, day), 0)
        rooms = [DAY - today]
        if self._age(who, day) >= SENIOR_AGE:
            rooms += [SENIOR_SINGLE, SENIOR_DAY - today]
        if elder is not None:
            together = [
                visit for visit in mine if visit.need.elder == elder and _month(visit.need.starts) == _month(starts)
            ]
            rooms.append(PAIR_MONTH - sum(visit.counted for visit in together))
        room = max(min(rooms), 0)
        return minutes if minutes <= room else room // STEP * STEP

    def _age(self, who: UUID, day: date) -> int:
        born = self.born[who]
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))

    def has(self, who: UUID, unit: str) -> int:
        """What a helper's book says of a unit: honour for all that counts, time or coins for what she chose."""
        total = self.beside[who, unit]
        for visit in self.visits.values():
            if visit.helper == who and visit.state in COUNTED:
                if unit == "honour":
                    total += visit.counted
                elif visit.state == "credited" and visit.choice == unit:
                    total += visit.counted * 100 // 60 if unit == "coin" else visit.counted
        return total

    def promised(self, elder: UUID) -> int:
        """What of her own time is asked for or set aside or paid: so much the simulation does not ask for again."""
        mine = [need for need in self.needs.values() if need.elder == elder and (need.own or need.held)]
        return sum(need.minutes * need.wanted for need in mine if need.state not in GONE)

    def spent(self, elder: UUID) -> int:
        """What an old person's own saved time has paid."""
        return sum(visit.own for visit in self.visits.values() if visit.need.elder == elder)

    def free(self, visit: VisitLine) -> int:
        """What she who is to pay for a corrected visit has left beside it: neither spent nor set aside."""
        elder = visit.need.elder
        mine = [need for need in self.needs.values() if need.elder == elder and need.state not in GONE | {"credited"}]
        aside = sum(need.held * (need.wanted - sum(map(_is_over, need.visits))) for need in mine)
        return max(self.saved.get(elder, 0) - self.spent(elder) + visit.own - aside, 0)

    # -- what is overdue, and where it must stand

    def late(self, now: datetime, site: UUID) -> set[UUID]:
        """Needs whose deadline is broken, or about to be."""
        return {need.id for need in self.needs.values() if need.site == site and self._is_late(need, now)}

    def _is_late(self, need: NeedLine, now: datetime) -> bool:
        stuck = [
            (visit.state == "served" and visit.ended is not None and visit.ended < now - SILENT)
            or (visit.state == "confirmed" and self.is_undecided(visit, now, DECIDE))
            for visit in need.visits
        ]
        return any(stuck) or {
            "submitted": need.review_by < now,
            "returned": need.starts < now,
            "open": need.starts < now + FALLBACK,
            "unserved": not need.answered,
            "disputed": True,
            "matched": need.starts < now - NOT_BEGUN,
            "serving": need.ends < now - NOT_ENDED,
        }.get(need.state, False)

    def is_undecided(self, visit: VisitLine, now: datetime, days: int) -> bool:
        """Whether so many working days have passed since the old person confirmed."""
        return visit.state == "confirmed" and visit.confirmed is not None and after(visit.confirmed, days) < now

    def standing(self, site: UUID, *states: str) -> list[VisitLine]:
        """Visits of a site in these states."""
        return [visit for visit in self.visits.values() if visit.need.site == site and visit.state in states]

    def needs_at(self, site: UUID, *states: str) -> list[NeedLine]:
        """Needs of a site in these states."""
        return [need for need in self.needs.values() if need.site == site and need.state in states]


def _month(moment: datetime) -> tuple[int, int]:
    here = moment.astimezone(HERE)
    return here.year, here.month


def after(moment: datetime, days: int) -> datetime:
    """The same hour so many working days later; what comes at a weekend counts from the end of its Friday.

    Mondays to Fridays, in a month without holidays.
    """
    here = moment.astimezone(HERE)
    hour = here - here.replace(hour=0, minute=0, second=0, microsecond=0)
    if here.weekday() >= SATURDAY:
        here, hour = here - timedelta(days=here.weekday() - SATURDAY + 1), timedelta(days=1)
    day = here.date()
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < SATURDAY
    return datetime(day.year, day.month, day.day, tzinfo=HERE) + hour


def _is_over(visit: VisitLine) -> bool:
    """Whether what was set aside for this place is spent or has gone back."""
    return visit.state in {"credited", "voided"}
