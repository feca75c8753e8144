"""What asking for help comes to, whoever asks and in whatever way: the checks, the choices, the row."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.care.menu.queries import service_by_code
from nuanliu.domain.care.models import Need, Service
from nuanliu.domain.care.rules import acts_for_elder
from nuanliu.domain.care.series.types import Wish
from nuanliu.domain.care.series.wished import is_contradiction
from nuanliu.domain.care.types import Channel, NeedState, Payer
from nuanliu.domain.network.operations import next_number
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.passbook.households import family_free
from nuanliu.domain.passbook.overdrafts import own_time
from nuanliu.domain.passbook.queries import savings_of
from nuanliu.domain.people.models import Elder
from nuanliu.domain.people.queries import is_own_or_kin
from nuanliu.domain.people.types import Circumstance, ProxyPower
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.domain.standards.types import Standard
from nuanliu.platform import words
from nuanliu.platform.clock import local
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.usecases.pay_from_pool import refusal_of_pool
from nuanliu.usecases.publishing import usual_payer

ONLY_ONE = _("只要女的、只要男的，只能选一样。")


class UnableToPlaceNeed(Unable):
    """The need cannot be placed as asked; `field` says which answer to change."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, and in which role."""

    who: UUID
    channel: Channel
    role: str
    on_behalf_of: UUID | None
    publishes: bool
    is_staff: bool
    may_use_pool: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """What a need comes to, worked out before it is placed, so that it can be read back to the caller."""

    service: Service
    helpers: int
    payer: Payer
    is_urgent: bool


def insist_on_enough(*, elder: Elder, plan: Plan, minutes: int) -> None:
    """Raise UnableToPlaceNeed unless the payer has that many minutes."""
    saved = savings_of(person_id=elder.pk, site_id=elder.person.home_site_id)
    if plan.payer is Payer.OWN_TIME and own_time(person=elder.pk, site=elder.person.home_site_id) < minutes:
        raise UnableToPlaceNeed("not_enough", _("老人自己的时间不够，请改由社区出。"), field="payer")
    if plan.payer is Payer.FAMILY and family_free(person_id=elder.pk) < minutes:
        raise UnableToPlaceNeed("not_enough", _("家里人的时间不够，请改用别的。"), field="payer")
    if plan.payer is Payer.GRANT and saved.grant_free < minutes:
        raise UnableToPlaceNeed("not_enough", _("发给老人的时间不够，请改用别的。"), field="payer")


def write_need(
    *,
    identity: UUID,
    elder: Elder,
    asker: Asker,
    plan: Plan,
    starts_at: datetime,
    minutes: int,
    note: str,
    now: datetime,
) -> Need:
    """The row of a need that waits for the site's review. Inside the caller's transaction."""
    standard = standard_in_force(at=now, site=elder.person.home_site_id)
    return Need.objects.create(
        site=elder.person.home_site,
        id=identity,
        number=next_number(site=elder.person.home_site_id, series="need"),
        elder=elder.person,
        service=plan.service,
        state=NeedState.SUBMITTED,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes),
        planned_minutes=minutes,
        helpers_wanted=plan.helpers,
        payer=plan.payer,
        channel=asker.channel,
        note=note,
        is_urgent=plan.is_urgent,
        code=f"{secrets.randbelow(10_000):04d}",
        placed_by=asker.who,
        submitted_at=now,
        review_by=now + timedelta(hours=standard.hours("request_review_hours")),
        standard_version=standard.version_id,
    )


def elder_of(*, elder_id: UUID) -> Elder:
    """The old person, alive and with an open account. Raises NotVisible."""
    elder = Elder.objects.select_related("person__home_site").filter(pk=elder_id, person__closed_at=None).first()
    if elder is None or elder.person.died_on is not None:
        raise NotVisible
    return elder


def plan_of(
    *,
    elder: Elder,
    asker: Asker,
    service_code: str,
    starts_at: datetime,
    minutes: int,
    now: datetime,
    helpers: int | None = None,
    payer: Payer | None = None,
) -> Plan:
    """What these answers come to. Raises UnableToPlaceNeed."""
    standard = standard_in_force(at=now, site=elder.person.home_site_id)
    service = service_named(code=service_code, site_id=elder.person.home_site_id)
    check_time(starts_at=starts_at, now=now, standard=standard, is_staff=asker.is_staff)
    check_minutes(minutes=minutes, service=service, standard=standard)
    wanted = helpers or _helpers(elder, service, standard)
    if payer is Payer.POOL:
        refusal = refusal_of_pool(elder=elder, minutes=minutes * wanted, standard=standard, may_use=asker.may_use_pool)
        if refusal is not None:
            raise UnableToPlaceNeed(*refusal, field="payer")
    return Plan(
        service=service,
        helpers=wanted,
        payer=payer or _payer(elder, minutes * wanted),
        is_urgent=starts_at < now + timedelta(hours=standard.hours("lead_time_hours")),
    )


def asker_of(*, actor: Actor, elder: Elder, channel: Channel | None = None) -> Asker:
    """Who asks for this old person, and in which role. Raises NotVisible."""
    path = elder.person.home_site.path
    if actor.id is None:
        raise NotVisible
    if actor.id == elder.pk:
        return Asker(actor.id, Channel.SELF, "elder", None, publishes=False, is_staff=False)
    if actor.may(Power.NEED_PLACE, path=path):
        publishes = actor.may(Power.NEED_REVIEW, path=path) and not is_own_or_kin(actor=actor, people={elder.pk})
        role = actor.role_for(Power.NEED_PLACE, path=path)
        may_use_pool = publishes and actor.may(Power.POOL_USE, path=path)
        return Asker(
            actor.id,
            channel or Channel.PHONE,
            role,
            elder.pk,
            publishes=publishes,
            is_staff=True,
            may_use_pool=may_use_pool,
        )
    if acts_for_elder(actor=actor, elder_id=elder.pk, power=ProxyPower.ASK):
        return Asker(actor.id, Channel.FAMILY, "family", elder.pk, publishes=False, is_staff=False)
    raise NotVisible


def service_named(*, code: str, site_id: UUID) -> Service:
    """The service, if the site offers it. Raises UnableToPlaceNeed."""
    service = service_by_code(code=code, site_id=site_id)
    if service is None and service_by_code(code=code) is not None:
        raise UnableToPlaceNeed("left_out", _("这个社区现在不做这一项，请选别的。"), field="service")
    if service is None:
        raise UnableToPlaceNeed("no_such_service", _("没有这项服务，请从服务单里选一项。"), field="service")
    return service


def check_time(*, starts_at: datetime, now: datetime, standard: Standard, is_staff: bool) -> None:
    """Raise UnableToPlaceNeed for a moment at which nobody can be asked to come."""
    lead = standard.hours("urgent_lead_hours" if is_staff else "lead_time_hours")
    if starts_at <= now:
        raise UnableToPlaceNeed("in_the_past", _("这个时间已经过去了，请选以后的时间。"), field="when")
    if starts_at < now + timedelta(hours=lead):
        words = _("最早只能约 %(hours)d 小时以后。急事请打站点电话。") % {"hours": lead}
        raise UnableToPlaceNeed("too_soon", words, field="when")
    furthest = standard.days("ask_ahead_days")
    if starts_at > now + timedelta(days=furthest):
        raise UnableToPlaceNeed("too_far", _("时间太远了，请约 %(days)d 天以内的。") % {"days": furthest}, field="when")
    night = by_night(at=local(starts_at).time(), standard=standard)
    if night:
        raise UnableToPlaceNeed("at_night", night, field="when")


def by_night(*, at: time, standard: Standard) -> str:
    """Where nobody comes at that time of day: between which hours they come; else nothing."""
    first, last = (time(standard.integer(key)) for key in ("visit_from_hour", "visit_until_hour"))
    if first <= at < last:
        return ""
    return _("请约%(first)s到%(last)s之间。") % {"first": words.clock(first), "last": words.clock(last)}


def check_wishes(*, wishes: Iterable[Wish]) -> None:
    """Wishes that somebody can fulfil. Raises UnableToPlaceNeed (nobody_left)."""
    if is_contradiction(codes=wishes):
        raise UnableToPlaceNeed("nobody_left", ONLY_ONE, field="wishes")


def check_minutes(*, minutes: int, service: Service, standard: Standard) -> None:
    """Raise UnableToPlaceNeed for a length that this service does not have."""
    least = standard.minutes("credit_min_min")
    most = min(service.max_minutes, standard.minutes("single_order_max_min"))
    if not least <= minutes <= most:
        words = _("这项服务每次 %(least)d 到 %(most)d 分钟。") % {"least": least, "most": most}
        raise UnableToPlaceNeed("minutes_out_of_range", words, field="minutes")


def _helpers(elder: Elder, service: Service, standard: Standard) -> int:
    """Two for what needs two, and on the first visit to someone who lives alone."""
    lives_alone = Circumstance.LIVES_ALONE in elder.circumstances
    if lives_alone and standard.boolean("two_person_first_visit") and not _was_visited(elder):
        return 2
    return service.helpers


def _was_visited(elder: Elder) -> bool:
    states = [NeedState.SERVED, NeedState.CONFIRMED, NeedState.CERTIFIED, NeedState.CREDITED]
    return Need.objects.filter(elder_id=elder.pk, state__in=[state.value for state in states]).exists()


def _payer(elder: Elder, minutes: int) -> Payer:
    saved = savings_of(person_id=elder.pk, site_id=elder.person.home_site_id)
    family = 0 if max(saved.grant_free, saved.time_free) >= minutes else family_free(person_id=elder.pk)
    return usual_payer(saved=saved, minutes=minutes, family=family)
