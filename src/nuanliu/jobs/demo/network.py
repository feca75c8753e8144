"""The rest of the demo city's tree: all towns, teams under two branches, the charity alliance, pledges, a delegate."""

from datetime import datetime, timedelta
from uuid import uuid4

from nuanliu.domain.network.models import Login, Node
from nuanliu.domain.network.operations import create_node
from nuanliu.domain.network.pledges import month_of, pledge_services
from nuanliu.domain.network.types import Actor, NodeKind, Role
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.queries import actor_for
from nuanliu.platform.clock import at, local_date
from nuanliu.usecases import demo_people
from nuanliu.usecases.change_tree import enter_regions
from nuanliu.usecases.fill_posts import fill_post
from nuanliu.usecases.find_holder import Candidate, appoint_candidate

TEAMS = {"DZB03": ("棋友陪伴队", "代办跑腿队"), "DZB10": ("法律健康宣讲队",)}
PLEDGES = {"DZB01": 6, "DZB02": 4, "DZB03": 5, "DZB04": 8, "DZB07": 3, "DZB10": 2, "DZB11": 2}
PLAYED = timedelta(days=21)
"""How long ago the play begins: nobody is told to have broken a pledge in a month that was not played."""
MEMBERS = (
    (NodeKind.ENTERPRISE, "QY001", "凉都清风家政服务公司", "上门保洁器具免费借用"),
    (NodeKind.SUPERMARKET, "CS001", "云岭惠民超市", "凭币购粮油九折"),
    (NodeKind.LAW_FIRM, "LS001", "明湖公益律师事务所", "每月两次免费法律咨询"),
)
"""Invented members of the alliance beside the shops of the roster."""


def fill_network(*, now: datetime) -> None:
    """Add to the loaded workbooks what they do not have. Doing it again changes nothing."""
    enter_regions(now=now)
    for code, names in TEAMS.items():
        for order, name in enumerate(names, start=1):
            _team(code, f"{code}-D{order}", name, now)
    _alliance(now)
    for code, services in PLEDGES.items():
        node, began = Node.objects.get(code=code), at(month_of(local_date(now - PLAYED)), 10)
        if not node.pledges.exists():
            pledge_services(node=node, services=services, at=began, actor_id=None, reason="支部大会通过")
    _delegate(now)


def _team(branch_code: str, code: str, name: str, now: datetime) -> None:
    if Node.objects.filter(code=code).exists():
        return
    branch = Node.objects.get(code=branch_code)
    team = create_node(kind=NodeKind.TEAM, code=code, name=name, parent=branch, at=now, actor_id=None)
    members = list(Person.objects.filter(branch=branch, volunteer__isnull=False).order_by("volunteer__number"))
    for person in members[:4]:
        Person.objects.filter(pk=person.pk).update(branch=team)


def _alliance(now: datetime) -> None:
    if Node.objects.filter(kind=NodeKind.ALLIANCE).exists():
        return
    city = Node.objects.get(kind=NodeKind.CITY)
    alliance = create_node(
        kind=NodeKind.ALLIANCE, code="LM001", name=f"{city.name}公益联盟", parent=city, at=now, actor_id=None
    )
    for kind, code, name, offer in MEMBERS:
        create_node(kind=kind, code=code, name=name, parent=alliance, at=now, actor_id=None, details={"offer": offer})


def _delegate(now: datetime) -> None:
    """The bureau's security officer lets a county look after its own posts."""
    county = Node.objects.get(code="520203")
    security: Actor = actor_for(login=Login.objects.get(username=demo_people.SECURITY), now=now)
    if county.appointments.filter(role=Role.ADMINISTRATOR).exists():
        return
    candidate = Candidate(None, "龙思远", "16908580301", county.name)
    made = appoint_candidate(
        actor=security, node_id=county.pk, candidate=candidate, role=Role.ADMINISTRATOR, reason="县里管县里的人",
        token=uuid4(), now=now,
    )  # fmt: skip
    fill_post(
        actor=security,
        node_id=Node.objects.get(code="LM001").pk,
        person_id=made.holder_id,
        role=Role.ADMINISTRATOR,
        reason="联盟由同一位管",
        now=now,
    )
