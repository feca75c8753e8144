"""The Standard of the demo city: one that was, one in force, one announced, a draft that waits, a stricter site."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from nuanliu.domain.network.models import Login
from nuanliu.domain.network.operations import appoint
from nuanliu.domain.network.queries import city
from nuanliu.domain.network.types import Actor, Role
from nuanliu.domain.passbook.accounts import Holder, open_savings
from nuanliu.domain.people.operations import Facts, register_person
from nuanliu.domain.people.queries import actor_for
from nuanliu.domain.people.types import Sex
from nuanliu.domain.standards.drafts import outcome_of
from nuanliu.domain.standards.models import StandardDraft
from nuanliu.domain.standards.parameters import Value
from nuanliu.jobs.demo.cast import Cast
from nuanliu.platform.clock import local_date
from nuanliu.platform.ids import new_id
from nuanliu.usecases import demo_people
from nuanliu.usecases.ask_standard import ask_for_approval
from nuanliu.usecases.decide_standard import approve_draft
from nuanliu.usecases.draft_standard import Frame, Wish, set_frame, set_values, start_draft

NOTHING = Frame(title="", reason="", effective_day=None)
BEFORE_THE_PLAY = timedelta(days=60)
SITE = "ZS01"


class Revision(NamedTuple):
    """One change: what it is called, why, from which day, what it says, and for which site if only for one."""

    title: str
    reason: str
    day: date
    values: dict[str, Value]
    site: str = ""


def publish_standards(cast: Cast) -> None:
    """What the two officers decided before the play began, and what they have in hand now.

    None of it changes a number that the play of three weeks counts with.
    """
    early, today = cast.now - BEFORE_THE_PLAY, local_date(cast.now)
    first = local_date(early) + timedelta(days=10)
    revised = Revision(
        f"{first.year} 年修订",
        "试点一年，老人和志愿者都说提意见的时间太紧，回访也该多一些。有的老人说不出四位数。",
        first,
        {"dispute_days": 20, "callback_percent": 8, "statement_dispute_days": 15, "check_in_gps": True},
    )
    _publish(cast, revised, early)
    narrower = Revision(
        "建设中路社区从严",
        "社区人手够，回访做得细一点。",
        first + timedelta(days=5),
        {"callback_percent": 15, "callback_min_count": 20},
        SITE,
    )
    _publish(cast, narrower, early + timedelta(days=7))
    next_month = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    announced = Revision(
        "下月起的调整",
        "快到期的币，许多人到最后一周才知道。",
        next_month,
        {"coin_expiry_notice_days": [7, 30, 60, 90], "cap_notice_percent": 80, "transfer_answer_days": 10},
    )
    _publish(cast, announced, cast.now - timedelta(days=3))
    waiting = Revision(
        "商家礼遇放宽",
        "爱心商家多了，每月用币的上限可以高一点。",
        next_month + timedelta(days=31),
        {"coin_spend_monthly_cap": 3_000, "redemption_code_min": 15},
    )
    _ask(cast, waiting, cast.now - timedelta(hours=20))


def _publish(cast: Cast, revision: Revision, at: datetime) -> None:
    draft = _ask(cast, revision, at)
    mark = outcome_of(draft=draft, now=at).mark
    approve_draft(actor=_officer(cast, demo_people.SECOND), draft_id=draft.pk, mark=mark, now=at + timedelta(hours=2))


def _ask(cast: Cast, revision: Revision, at: datetime) -> StandardDraft:
    author = _officer(cast, demo_people.BUREAU)
    place = cast.sites[revision.site].site.pk if revision.site else None
    draft = start_draft(actor=author, place_id=place, token=new_id(), now=at)
    seen = outcome_of(draft=draft, now=at).values
    wishes = {key: Wish(seen[key], value) for key, value in revision.values.items()}
    set_values(actor=author, draft_id=draft.pk, wishes=wishes, now=at)
    frame = Frame(title=revision.title, reason=revision.reason, effective_day=revision.day)
    set_frame(actor=author, draft_id=draft.pk, seen=NOTHING, frame=frame, now=at)
    ask_for_approval(actor=author, draft_id=draft.pk, now=at)
    return StandardDraft.objects.get(pk=draft.pk)


def _officer(cast: Cast, username: str) -> Actor:
    return actor_for(login=Login.objects.get(username=username), now=cast.now)


def appoint_second(*, now: datetime) -> None:
    """A colleague of the bureau's officer for standards, so that there are two to change a rule."""
    if Login.objects.filter(username=demo_people.SECOND).exists():
        return
    whole, first = city(), Login.objects.get(username=demo_people.BUREAU)
    if whole is None:
        return
    facts = Facts(name="龙文琴", home_site=first.person.home_site, birth_date=date(1972, 9, 9), sex=Sex.FEMALE)
    person = register_person(facts=facts, username=demo_people.SECOND, at=now)
    open_savings(holder=Holder(person.pk, person.home_site_id), at=now)
    appoint(holder=person.login, node=whole, role=Role.BUREAU_STANDARDS, at=now, actor_id=None)
