"""Last year's commendation as it was before there was a system: brought in from the paper, awards given."""

from datetime import date, datetime
from typing import Any

from nuanliu.domain.honours.freezing import reckon, rules_of
from nuanliu.domain.honours.models import Category, Commendation, Frozen, Place
from nuanliu.domain.honours.policies import all_met, figures_of, judge
from nuanliu.domain.honours.types import MAIN_MEASURE, CampaignState, PlaceState, SubjectKind
from nuanliu.domain.network.models import Appointment, Node
from nuanliu.domain.network.types import NodeKind, Role
from nuanliu.domain.people.models import Person, Volunteer
from nuanliu.domain.people.types import VolunteerState
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.domain.standards.types import Standard
from nuanliu.platform.clock import at
from nuanliu.platform.db import durable
from nuanliu.platform.ids import new_id
from nuanliu.platform.retry import repeated
from nuanliu.usecases.commend.plan import lay_out

HOW_MANY = {SubjectKind.VOLUNTEER: 6, SubjectKind.BRANCH: 2, SubjectKind.SHOP: 3, SubjectKind.SITE: 1}
SERVICES = ("陪伴聊天", "代买代购", "下棋读报", "陪同就医")


@repeated
def write_last_year(*, year: int, now: datetime) -> None:
    """Rows as the freeze would have stored them, twelve months of them for each; and the awards."""
    with durable():
        standard = standard_in_force(at=now)
        posts = Appointment.objects.filter(role__in=[Role.BUREAU_STANDARDS.value, Role.BUREAU_AUDIT.value])
        made_by, checked_by = [*posts.order_by("-role").values_list("holder_id", flat=True), new_id(), new_id()][:2]
        one = Commendation.objects.create(
            year=year,
            title=f"{year} 年度助老志愿服务表彰",
            state=CampaignState.AWARDED,
            freeze_day=date(year, 12, 8),
            review_day=date(year, 12, 11),
            notice_days=standard.days("award_objection_days"),
            quorum_percent=standard.integer("award_quorum_percent"),
            committee_min=standard.integer("award_committee_size"),
            standard_version=standard.version_id,
            made_by=made_by,
            made_at=at(date(year, 11, 3), 9),
            frozen_at=at(date(year, 12, 9), 1),
            listed_by=made_by,
            listed_at=at(date(year, 12, 11), 16),
            confirmed_by=checked_by,
            confirmed_at=at(date(year, 12, 12), 9),
            notice_until=date(year, 12, 19),
            awarded_by=made_by,
            awarded_at=at(date(year, 12, 20), 10),
        )
        for category in lay_out(commendation=one, standard=standard):
            _write(category, year, standard)
        one.evidence_digest, one.list_digest = reckon(commendation=one)
        one.save(update_fields=["evidence_digest", "list_digest"])


def _write(category: Category, year: int, standard: Standard) -> None:
    kind, rules = SubjectKind(category.kind), rules_of(category=category)
    for rank, (subject, title, path) in enumerate(_subjects(kind), 1):
        facts = _facts(kind, year, 30 - 3 * rank, standard)
        figures = figures_of(kind=kind, facts=facts)
        row = Frozen.objects.create(
            id=new_id(),
            category=category,
            subject_id=subject,
            title=title,
            people=[] if title else [str(subject)],
            site_path=path,
            facts=facts,
            figures={measure.value: figure for measure, figure in figures.items()},
            is_met=all_met(verdicts=judge(rules=rules, figures=figures)),
            main=figures[MAIN_MEASURE[kind]] or 0,
            is_nominated=True,
        )
        Place.objects.create(
            id=new_id(),
            category=category,
            frozen=row,
            rank=rank,
            points=9_600 - 90 * rank,
            yes=4,
            no=0,
            eligible=4,
            state=PlaceState.AWARDED,
        )


def _subjects(kind: SubjectKind) -> list[tuple[Any, str, str]]:
    """(id, name of an organisation, path)."""
    count = HOW_MANY.get(kind, 0)
    if kind is SubjectKind.VOLUNTEER:
        active = Volunteer.objects.filter(state=VolunteerState.ACTIVE.value).values("pk")
        people = Person.objects.filter(pk__in=active).select_related("home_site").order_by("registered_at", "pk")
        return [(person.pk, "", person.home_site.path) for person in people[:count]]
    kinds = {
        SubjectKind.BRANCH: [NodeKind.BRANCH.value],
        SubjectKind.SHOP: [NodeKind.SHOP.value],
        SubjectKind.SITE: [NodeKind.COMMUNITY.value],
    }.get(kind, [])
    nodes = Node.objects.filter(kind__in=kinds, closed_at=None).order_by("code")[:count]
    return [(node.pk, node.name, node.path) for node in nodes]


def _facts(kind: SubjectKind, year: int, often: int, standard: Standard) -> dict[str, Any]:
    """So many rows spread over the year; without a grade of evidence, as paper had none."""
    days = [date(year, number % 11 + 1, number % 27 + 1).isoformat() for number in range(often * 2)]
    if kind is SubjectKind.SHOP:
        return {"redemptions": [{"id": str(new_id()), "day": day, "title": "爱心优惠"} for day in sorted(days)]}
    visits = [
        {"id": str(new_id()), "day": day, "person": str(number % 5), "elder": str(number % 7), "minutes": 60,
         "service": SERVICES[number % len(SERVICES)], "face": "happy", "grade": "", "late": False}
        for number, day in enumerate(sorted(days))
    ]  # fmt: skip
    return {
        "visits": visits,
        "voided": [],
        "late_cancels": [],
        "score_start": standard.integer("score_start"),
        "late_cancel_points": standard.integer("late_cancel_points"),
        "complaint_points": standard.integer("complaint_points"),
    }
