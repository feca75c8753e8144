"""What the Standard and the house say about rows that are understood: who may, when, and how many minutes count."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nuanliu.domain.care.models import Visit
from nuanliu.domain.care.types import STANDING_VISIT
from nuanliu.domain.gatherings.counted import counted_on
from nuanliu.domain.network.models import Node
from nuanliu.domain.network.queries import posts_of
from nuanliu.domain.network.types import Actor
from nuanliu.domain.people.joining.queries import is_expired
from nuanliu.domain.people.queries import kin_among
from nuanliu.domain.people.types import VolunteerState
from nuanliu.domain.standards.policies import Counted, CountingContext, count_minutes, flag_words
from nuanliu.domain.standards.policies.counting import Flag
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.domain.standards.types import Standard
from nuanliu.platform.clock import local_date
from nuanliu.usecases.conduct.backfill import without_backfill
from nuanliu.usecases.counting import COUNTED, age_on
from nuanliu.usecases.paper_slips.resolving import parties
from nuanliu.usecases.paper_slips.verdicts import Meant, Verdict

_LOOK_BACK = timedelta(days=31)
_UNSAID = frozenset({Flag.MANUAL, Flag.RELATIVE})
"""Every row is entered by hand; kinship has a sentence of its own."""


@dataclass(slots=True)
class Known:
    """What the house knows of the helpers: their visits, who is kin, who is staff, and what this batch adds."""

    visits: dict[UUID, list[tuple[datetime, datetime]]] = field(default_factory=dict)
    day: Counter[tuple[UUID, date]] = field(default_factory=Counter)
    month: Counter[tuple[UUID, UUID, int, int]] = field(default_factory=Counter)
    kin: set[tuple[UUID, UUID]] = field(default_factory=set)
    staff: set[UUID] = field(default_factory=set)
    barred: set[UUID] = field(default_factory=set)
    """Who gave false hours, as long as nothing may be entered for her."""

    def take(self, meant: Meant, minutes: int) -> None:
        """A row of the batch stands: the next ones are counted after it."""
        self.visits.setdefault(meant.helper.pk, []).append((meant.starts_at, meant.ends_at))
        self.count(meant.helper.pk, meant.elder.pk, local_date(meant.starts_at), minutes)

    def count(self, helper: UUID, elder: UUID, day: date, minutes: int) -> None:
        """Minutes that count for this helper on this day."""
        self.day[helper, day] += minutes
        self.month[helper, elder, day.year, day.month] += minutes


def survey(*, actor: Actor, site: Node, verdicts: Sequence[Verdict], now: datetime) -> Known:
    """Ask once for all rows."""
    rows = [one.meant for one in verdicts if one.meant]
    helpers = {row.helper.pk for row in rows}
    known = Known(kin=kin_among(people=parties(verdicts) | ({actor.id} if actor.id else set())))
    if not rows:
        return known
    known.barred = without_backfill(people=helpers, site=site.pk, now=now)
    posts = posts_of(logins=helpers, now=now)
    known.staff = {one for one, paths in posts.items() if any(site.path.startswith(path) for path in paths)}
    first = min(row.starts_at for row in rows) - _LOOK_BACK
    visits = Visit.objects.filter(
        volunteer_id__in=helpers, state__in=[state.value for state in STANDING_VISIT], need__starts_at__gte=first
    )
    facts = visits.values_list(
        "volunteer_id", "need__elder_id", "state", "need__starts_at", "need__ends_at", "started_at", "ended_at",
        "counted_minutes",
    )  # fmt: skip
    for helper, elder, state, starts, ends, started, ended, minutes in facts:
        known.visits.setdefault(helper, []).append((started or starts, ended or ends))
        if state in COUNTED:
            known.count(helper, elder, local_date(starts), minutes or 0)
    for moment in {local_date(row.starts_at): row.starts_at for row in rows}.values():
        for helper, minutes in counted_on(people=list(helpers), moment=moment).items():
            known.day[helper, local_date(moment)] += minutes
    return known


def check(*, actor: Actor, site: Node, verdicts: Sequence[Verdict], now: datetime) -> None:
    """Say of every understood row what stands against it, and how many minutes would count."""
    known = survey(actor=actor, site=site, verdicts=verdicts, now=now)
    standard = standard_in_force(at=now, site=site.pk)
    slips = Counter(one.meant.slip.number for one in verdicts if one.meant)
    in_force: dict[date, Standard] = {}
    for verdict in verdicts:
        meant = verdict.meant
        if meant is None:
            continue
        if slips[meant.slip.number] > 1:
            verdict.refuse(_("这个单号在表里写了两次。"), "slip")
        _check_days(meant, verdict, standard, now)
        _check_people(actor, meant, verdict, known)
        if not verdict.wrong:
            day = local_date(meant.starts_at)
            rules = in_force.get(day) or standard_in_force(at=meant.starts_at, site=site.pk)
            in_force[day] = rules
            counted = count_minutes(
                measured=meant.measured, planned=planned_of(meant), standard=rules, context=_context(meant, known)
            )
            verdict.minutes = counted.minutes
            _warn(meant, verdict, counted, known)
            known.take(meant, counted.minutes)


def planned_of(meant: Meant) -> int:
    """Nothing was agreed beforehand: the plan is what was served, up to the most that the service may take."""
    return min(meant.measured, meant.service.max_minutes)


def _check_days(meant: Meant, verdict: Verdict, standard: Standard, now: datetime) -> None:
    days = standard.days("backfill_days")
    if meant.ends_at > now:
        verdict.refuse(_("这个时间还没有到。"), "day")
    elif local_date(meant.starts_at) < local_date(now) - timedelta(days=days):
        verdict.refuse(_("只能补录 %(days)d 天以内的。") % {"days": days}, "day")
    if local_date(meant.slip.range.issued_at) > local_date(meant.starts_at):
        verdict.refuse(_("那一天，这本单子还没有发出去。"), "day")
    most = standard.minutes("daily_review_cap_min")
    if meant.measured > most:
        verdict.refuse(_("一次最多 %(hours)d 小时。") % {"hours": most // 60}, "end")


def _check_people(actor: Actor, meant: Meant, verdict: Verdict, known: Known) -> None:
    helper, elder, volunteer = meant.helper, meant.elder, meant.helper.volunteer
    both = {helper.pk, elder.pk}
    if helper.pk == elder.pk:
        verdict.refuse(_("志愿者和老人是同一个人。"), "elder")
    if helper.pk in known.barred:
        verdict.refuse(_("这位志愿者作过假，现在不能补录。"), "helper")
    if actor.id in both or any((actor.id, person) in known.kin for person in both):
        verdict.refuse(_("自己或家人的单子，请另一位同事办。"), "helper")
    if volunteer.state != VolunteerState.ACTIVE or local_date(meant.starts_at) < volunteer.joined_on:
        verdict.refuse(_("那一天还不是在册的志愿者。"), "helper")
    skill = meant.service.skill
    if skill and skill not in volunteer.skills:
        verdict.refuse(_("这项服务要有相应的培训或资格，这位志愿者没有。"), "service")
    elif skill and is_expired(person_id=helper.pk, skill=skill, day=local_date(meant.starts_at)):
        verdict.refuse(_("那一天，这位志愿者的证已经过期。"), "service")
    if any(first < meant.ends_at and last > meant.starts_at for first, last in known.visits.get(helper.pk, [])):
        verdict.refuse(_("这位志愿者那段时间已有一次服务。"), "start")


def _context(meant: Meant, known: Known) -> CountingContext:
    day = local_date(meant.starts_at)
    return CountingContext(
        volunteer_age=age_on(born=meant.helper.birth_date, day=day),
        counted_today=known.day[meant.helper.pk, day],
        counted_pair_month=known.month[meant.helper.pk, meant.elder.pk, day.year, day.month],
        is_relative=(meant.helper.pk, meant.elder.pk) in known.kin,
        is_manual=True,
        is_own_staff=meant.helper.pk in known.staff,
    )


def _warn(meant: Meant, verdict: Verdict, counted: Counted, known: Known) -> None:
    if (meant.helper.pk, meant.elder.pk) in known.kin:
        verdict.warn(_("两个人是亲属，不记时间。"))
    for flag in counted.flags:
        if flag not in _UNSAID:
            verdict.warn(flag_words(flag=flag))
    pad = meant.slip.range
    if pad.holder_id not in {pad.site_id, meant.helper.branch_id}:
        verdict.warn(_("这本单子发给了%(holder)s。") % {"holder": pad.holder.name})


def sum_words(verdicts: Sequence[Verdict]) -> str:
    """How many rows, how many minutes, in a sentence."""
    rows = [one for one in verdicts if not one.is_empty]
    minutes = sum(one.minutes for one in rows)
    words = ngettext("%(count)d 张，一共记 %(minutes)d 分钟。", "%(count)d 张，一共记 %(minutes)d 分钟。", len(rows))
    return words % {"count": len(rows), "minutes": minutes}
