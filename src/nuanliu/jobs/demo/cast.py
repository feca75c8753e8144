"""Who plays: the people of each site, and the acts they can do, each through the real use case at its own hour."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from uuid import UUID, uuid4

from nuanliu.domain.care.models import Need, Service, Visit
from nuanliu.domain.network.models import Appointment, Login, Node
from nuanliu.domain.network.types import Actor, Role
from nuanliu.domain.people.models import Elder, Person, Volunteer
from nuanliu.domain.people.queries import actor_for
from nuanliu.domain.people.types import VolunteerState
from nuanliu.platform.errors import Unable
from nuanliu.usecases.accept_need import accept_need
from nuanliu.usecases.certify_visit import certify_visit
from nuanliu.usecases.confirm_visit import confirm_visit
from nuanliu.usecases.place_need import place_need
from nuanliu.usecases.review_need import review_need
from nuanliu.usecases.start_visit import end_visit, start_visit

SEED = 20250831
SEEN_ON_PAPER = "票据原件在站里看过"
"""What the certifier of the demo writes where a receipt is wanted and nobody took a picture of it."""


@dataclass
class SiteCast:
    """One site's people."""

    site: Node
    staff: dict[Role, Login]
    elders: list[Elder]
    volunteers: list[Volunteer]


@dataclass
class Cast:
    """Everybody, and the moment at which the demo is loaded: nothing is told to have happened after it."""

    now: datetime
    random: Random = field(default_factory=lambda: Random(SEED))  # noqa: S311 (a repeatable play)
    sites: dict[str, SiteCast] = field(default_factory=dict)
    services: dict[str, Service] = field(default_factory=dict)
    actors: dict[UUID, Actor] = field(default_factory=dict)

    @classmethod
    def gather(cls, *, now: datetime) -> "Cast":
        """Read the loaded city."""
        cast = cls(now, services={service.code: service for service in Service.objects.all()})
        for node in Node.objects.filter(kind__in=["community", "care_home"]).order_by("code"):
            posts = (
                Appointment.objects.filter(node=node, ended_at=None)
                .select_related("holder")
                .order_by("starts_at", "id")
            )
            elders = Elder.objects.filter(person__home_site=node).select_related("person__login", "person__home_site")
            helpers = Volunteer.objects.filter(person__home_site=node, state=VolunteerState.ACTIVE)
            cast.sites[node.code] = SiteCast(
                site=node,
                staff={Role(post.role): post.holder for post in posts},
                elders=list(elders.order_by("person__street", "person__name")),
                volunteers=list(helpers.select_related("person__login").order_by("number")),
            )
        return cast

    def actor(self, login: Login) -> Actor:
        """A person as an actor."""
        if login.pk not in self.actors:
            self.actors[login.pk] = actor_for(login=login, now=self.now)
        return self.actors[login.pk]

    def staff(self, site: str, role: Role) -> Actor:
        """Whoever holds a post at a site."""
        return self.actor(self.sites[site].staff[role])

    def elder(self, site: str, name: str) -> Elder:
        """An old person by name."""
        return next(elder for elder in self.sites[site].elders if elder.person.name == name)

    def helper(self, number: str) -> Person:
        """A volunteer by number."""
        site = self.sites[number.partition("-")[0]]
        return next(volunteer.person for volunteer in site.volunteers if volunteer.number == number)

    def minutes_later(self, moment: datetime, least: int, most: int) -> datetime:
        """Somewhat later, but never after the demo was loaded."""
        return min(moment + timedelta(minutes=self.random.randint(least, most)), self.now)

    # -- the acts --------------------------------------------------------------------------------------------------

    def place(
        self, elder: Elder, service: str, starts_at: datetime, *, by: Actor, at: datetime, note: str = ""
    ) -> Need:
        """Ask for help."""
        minutes = self.services[service].default_minutes
        return place_need(
            actor=by,
            elder_id=elder.pk,
            service_code=service,
            starts_at=starts_at,
            minutes=minutes,
            token=uuid4(),
            now=at,
            note=note,
        )

    def approve(self, site: str, need: Need, *, at: datetime) -> Need:
        """The coordinator publishes it."""
        return review_need(actor=self.staff(site, Role.COORDINATOR), need_id=need.id, approve=True, now=at)

    def fill(self, site: str, need: Need, *, at: datetime, first: Person | None = None) -> list[Visit]:
        """Helpers of the site take every place; who may not is passed over. Fewer visits if nobody is left."""
        visits: list[Visit] = []
        candidates = [volunteer.person for volunteer in self.sites[site].volunteers]
        self.random.shuffle(candidates)
        for person in ([first] if first else []) + candidates:
            if len(visits) == need.helpers_wanted:
                break
            if visits and person.pk in {visit.volunteer_id for visit in visits}:
                continue
            try:
                visits.append(accept_need(actor=self.actor(person.login), need_id=need.id, now=at))
            except Unable:
                continue
        return visits

    def begin(self, need: Need, visit: Visit, *, at: datetime) -> Visit:
        """The helper says the old person's code at the door."""
        return start_visit(actor=self._helper_of(visit), visit_id=visit.id, code=need.code, now=at)

    def finish(self, need: Need, visit: Visit, *, at: datetime, choice: str) -> Visit:
        """And again on leaving."""
        return end_visit(actor=self._helper_of(visit), visit_id=visit.id, code=need.code, choice=choice, now=at)

    def report(self, site: str, visit: Visit, *, started_at: datetime, ended_at: datetime, at: datetime) -> Visit:
        """The desk enters what the helper told by telephone, because the code could not be used."""
        clerk, reason = self.staff(site, Role.HOTLINE), "志愿者手机没电，电话告知。"
        start_visit(actor=clerk, visit_id=visit.id, started_at=started_at, reason=reason, now=at)
        return end_visit(actor=clerk, visit_id=visit.id, ended_at=ended_at, reason=reason, now=at)

    def _helper_of(self, visit: Visit) -> Actor:
        return self.actor(visit.volunteer.login)

    def confirm(self, site: str, need: Need, visit: Visit, *, at: datetime, face: str, came: bool = True) -> Visit:
        """The old person says so herself, or the desk asks her by telephone."""
        elder = need.elder
        by = self.actor(elder.login) if self.random.random() < 0.5 else self.staff(site, Role.HOTLINE)
        return confirm_visit(actor=by, visit_id=visit.id, came=came, face=face, now=at)

    def certify(self, site: str, visit: Visit, *, at: datetime) -> Visit:
        """The certifier decides; the coordinator where the certifier may not, and both where two are wanted."""
        roles = (Role.CERTIFIER, Role.COORDINATOR)
        note = SEEN_ON_PAPER if visit.need.service.evidence else ""
        for role in roles:
            try:
                visit = certify_visit(actor=self.staff(site, role), visit_id=visit.id, note=note, now=at)
            except Unable:
                continue
            if visit.certified_at is not None:
                break
        return visit
