"""Honour in the demo: stars, last year's hall of honour, this year's list on public notice with an objection."""

from collections import Counter
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from nuanliu.domain.care.models import Visit
from nuanliu.domain.honours.models import Category, Commendation
from nuanliu.domain.honours.saying import Said
from nuanliu.domain.honours.types import Measure, SubjectKind, Vote
from nuanliu.domain.honours.years import COUNTS
from nuanliu.domain.network.models import Appointment, Login, Node
from nuanliu.domain.network.types import ANONYMOUS, Actor, NodeKind, Power, Role
from nuanliu.domain.people.queries import actor_for
from nuanliu.jobs.demo.cast import Cast
from nuanliu.jobs.demo.city import bureau
from nuanliu.jobs.demo.last_year import write_last_year
from nuanliu.platform.clock import local_date
from nuanliu.platform.errors import Unable
from nuanliu.usecases.commend.begin import open_nominations
from nuanliu.usecases.commend.freeze import freeze
from nuanliu.usecases.commend.listing import confirm_list, make_list, standing_places
from nuanliu.usecases.commend.nominate import nominate
from nuanliu.usecases.commend.object import file_objection
from nuanliu.usecases.commend.plan import change_category, plan_commendation
from nuanliu.usecases.commend.ranking import candidates
from nuanliu.usecases.commend.review import appoint_seat, conflict_of, give_score
from nuanliu.usecases.mark_honours import mark_honours

SMALL = {
    Measure.MINUTES: 60,
    Measure.RATING: 300,
    Measure.ELDERS: 1,
    Measure.SERVICES: 1,
    Measure.MEMBERS: 1,
    Measure.REDEMPTIONS: 1,
    Measure.MONTHS: 1,
    Measure.LATE: 20,
    Measure.COMPLAINTS: 5,
}
"""What three weeks of a demo can meet."""
WORDS = (
    "每周都上门，风雨无阻，老人一听脚步声就笑。",
    "代买代办又快又细，单据一张不少。",
    "会下棋、会听戏，老人们都点名要。",
    "带着新来的一起做，手把手地教。",
)
MEMBERS = ("ZS01", "LZ02", "SC01", "PZ01")
MOST = 8
"""Volunteers who nominate themselves."""


def commend(cast: Cast) -> None:
    """Stars first, then last year, then this year as far as the public notice."""
    mark_honours(now=cast.now)
    if Commendation.objects.exists():
        return
    today = local_date(cast.now)
    year = (today - timedelta(days=1)).year
    write_last_year(year=year - 1, now=cast.now)
    _this_year(cast, year, today)


def _this_year(cast: Cast, year: int, today: date) -> None:
    officer, now = bureau(now=cast.now), cast.now
    one = plan_commendation(
        actor=officer,
        year=year,
        title=f"{year} 年度助老志愿服务表彰",
        freeze_day=today - timedelta(days=1),
        review_day=today + timedelta(days=3),
        token=uuid4(),
        now=now,
    )
    for category in one.categories.all():
        needed = {row.pk: SMALL.get(Measure(row.measure), row.needed) for row in category.criteria.all()}
        change_category(actor=officer, category_id=category.pk, places=5, needed=needed, now=now)
    members = [cast.staff(code, Role.COORDINATOR) for code in MEMBERS if code in cast.sites]
    for member in members:
        if member.id is not None:
            appoint_seat(actor=officer, commendation_id=one.pk, person_id=member.id, token=uuid4(), now=now)
    open_nominations(actor=officer, commendation_id=one.pk, now=now)
    _nominations(cast, one, now)
    freeze(actor=officer, commendation_id=one.pk, now=now)
    _scores(cast, one, members)
    try:
        make_list(actor=officer, commendation_id=one.pk, now=now)
    except Unable:
        return
    checker = _second_person(cast, one)
    if checker is not None:
        confirm_list(actor=checker, commendation_id=one.pk, now=now)
        _objection(one, now, besides=cast.helper("ZS01-0002").pk)


def _nominations(cast: Cast, one: Commendation, now: datetime) -> None:
    """The busiest volunteers themselves, a branch by its secretary, sites and shops by those who lead them."""
    kinds = {SubjectKind(row.kind): row for row in one.categories.all()}
    busy = Counter(Visit.objects.filter(state__in=COUNTS).values_list("volunteer_id", flat=True))
    chosen = [pk for pk, _count in busy.most_common(MOST)]
    logins = Login.objects.filter(pk__in=chosen).in_bulk()
    for number, pk in enumerate(chosen):
        _say(cast.actor(logins[pk]), kinds[SubjectKind.VOLUNTEER], pk, None, WORDS[number % len(WORDS)], now)
    posts = Appointment.objects.filter(
        ended_at=None, role__in=[Role.SECRETARY.value, Role.COORDINATOR.value, Role.SHOP_OWNER.value]
    ).select_related("holder", "node")
    wanted = {
        NodeKind.BRANCH: SubjectKind.BRANCH,
        NodeKind.COMMUNITY: SubjectKind.SITE,
        NodeKind.CARE_HOME: SubjectKind.SITE,
        NodeKind.SHOP: SubjectKind.SHOP,
    }
    for number, post in enumerate(posts.order_by("node__code", "starts_at")):
        kind = wanted.get(NodeKind(post.node.kind))
        if kind is not None:
            _say(cast.actor(post.holder), kinds[kind], post.node_id, post.node_id, WORDS[number % len(WORDS)], now)


def _say(  # noqa: PLR0917 (the facts of one nomination)
    actor: Actor, category: Category, subject: UUID, unit: UUID | None, words: str, now: datetime
) -> None:
    if unit is not None:
        node = Node.objects.get(pk=unit)
        if not actor.may(Power.NOMINATE, path=node.path):
            return
    elif not actor.is_volunteer:
        return
    nominate(
        actor=actor, category_id=category.pk, subject_id=subject, unit_id=unit, words=words, token=uuid4(), now=now
    )


def _scores(cast: Cast, one: Commendation, members: list[Actor]) -> None:
    """Every member about everybody whom she may score."""
    for category in one.categories.order_by("position"):
        for row in candidates(category=category):
            for member in members:
                if member.id is not None and conflict_of(person_id=member.id, frozen=row) is None:
                    points = cast.random.randint(75, 98)
                    give_score(actor=member, frozen_id=row.pk, points=points, vote=Vote.YES, now=cast.now)


def _second_person(cast: Cast, one: Commendation) -> Actor | None:
    """Somebody else of the bureau who may confirm."""
    roles = [Role.BUREAU_AUDIT.value, Role.BUREAU_STANDARDS.value]
    rows = Appointment.objects.filter(role__in=roles, ended_at=None).exclude(holder_id=one.made_by)
    post = rows.select_related("holder").order_by("role", "starts_at").first()
    return actor_for(login=post.holder, now=cast.now) if post else None


def _objection(one: Commendation, now: datetime, *, besides: UUID) -> None:
    """A neighbour has something to say about a volunteer of the list, but not about the one of the bar."""
    rows = [row for row in standing_places(commendation=one) if row.category.kind == SubjectKind.VOLUNTEER]
    places = [row for row in rows if row.frozen.subject_id != besides] or rows
    if places:
        said = Said(name="周阿姨", phone="13800001234", words="听说有两次是别人替去的，请查一查。")
        file_objection(actor=ANONYMOUS, place_id=places[-1].pk, said=said, token=uuid4(), now=now)
