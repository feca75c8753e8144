"""What a person does with her saved time of her own will: coins for it, a gift to the pool, minutes to think again."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.audit.operations import record
from nuanliu.domain.ledger.types import Unit
from nuanliu.domain.network.queries import city
from nuanliu.domain.network.types import Actor
from nuanliu.domain.passbook import dealings
from nuanliu.domain.passbook.models import Dealing
from nuanliu.domain.passbook.operations import UnableToPost
from nuanliu.domain.passbook.queries import pool_of, savings_of
from nuanliu.domain.passbook.types import CITY_POOL, DealingKind, Savings
from nuanliu.domain.people.forgetting import lock_person
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.queries import access_person
from nuanliu.domain.standards.policies import coins_for, lot_expiry
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.domain.standards.types import Standard
from nuanliu.platform import clock
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated
from nuanliu.usecases.rest_account import insist_may_give, insist_present


class UnableToUse(Unable):
    """The Standard, or what is there, does not let this be done."""


@dataclass(frozen=True, slots=True)
class Ways:
    """What can be done with what a person has now: amounts that every limit allows."""

    savings: Savings
    standard: Standard
    convertible: int
    """Minutes that may still become coins this month."""
    month_left: int
    """Minutes of this month's limit that are left, whatever is there."""
    donatable_time: int
    donatable_coins: int
    pool_time: int
    """Minutes in the site's pool."""
    recent: tuple[Dealing, ...]
    """What can still be undone, the newest first."""


def ways_of(*, actor: Actor, now: datetime) -> Ways:
    """What the actor may do with her own time. Raises NotVisible."""
    if actor.id is None:
        raise NotVisible
    return _ways(access_person(actor=actor, person_id=actor.id), now)


def _ways(person: Person, now: datetime) -> Ways:
    standard = standard_in_force(at=now, site=person.home_site_id)
    savings = savings_of(person_id=person.pk, site_id=person.home_site_id)
    month_left = max(standard.minutes("time_to_coin_monthly_max_min") - _converted(person, now), 0)
    room = max(standard.hundredths("coin_cap") - savings.coin, 0)
    convertible = min(savings.time_free, month_left)
    step = standard.minutes("credit_step_min")
    convertible -= convertible % step
    while convertible and coins_for(minutes=convertible, standard=standard) > room:
        convertible -= step
    given = _donated(person, now)
    limit = standard.limit("donation_yearly_max_min")
    time_left = savings.time_free if limit is None else min(savings.time_free, max(limit - given, 0))
    recent = Dealing.objects.filter(person=person, undo_until__gt=now, undone_at=None).order_by("-made_at", "-id")
    return Ways(
        savings=savings,
        standard=standard,
        convertible=convertible,
        month_left=month_left,
        donatable_time=time_left,
        donatable_coins=savings.coin,
        pool_time=pool_of(site=person.home_site_id, unit=Unit.TIME),
        recent=tuple(recent),
    )


def access_dealing(*, actor: Actor, dealing_id: UUID) -> Dealing:
    """The actor's own. Raises NotVisible."""
    found = Dealing.objects.filter(person_id=actor.id, id=dealing_id).first() if actor.id is not None else None
    if found is None:
        raise NotVisible
    return found


@repeated
def convert_time(*, actor: Actor, minutes: int, token: UUID, now: datetime) -> Dealing:
    """Turn `minutes` of the actor's own TIME into coins, at the Standard's rate and within its monthly limit.

    The same token finds the first one. Raises UnableToUse, UnableToPost, NotVisible.
    """
    with durable():
        person = _locked(actor)
        known = _known(person, token)
        if known is not None:
            return known
        insist_present(person_id=person.pk)
        ways = _ways(person, now)
        standard = ways.standard
        if minutes <= 0 or minutes % standard.minutes("credit_step_min"):
            raise UnableToUse("not_a_step", _("请从列出的里面选一个。"), field="amount")
        if minutes > ways.month_left:
            raise UnableToUse("month_full", _("这个月能换的时间已经不够了，下个月再换。"), field="amount")
        if minutes > ways.convertible:
            raise UnableToUse("too_much", _("现在换不了这么多，请少换一些。"), field="amount")
        dealing = _make(
            person,
            DealingKind.CONVERSION,
            Unit.TIME,
            minutes,
            actor,
            token,
            now,
            standard,
            undo=standard.span("transfer_undo_min"),
            coins=coins_for(minutes=minutes, standard=standard),
        )
        until = lot_expiry(earned_on=clock.local_date(now), months=standard.months("coin_expiry_months"))
        dealings.post_conversion(dealing=dealing, until=until)
        _note("time.converted", dealing, actor, now)
        return dealing


@repeated
def donate(*, actor: Actor, unit: Unit, amount: int, token: UUID, now: datetime, purpose: str = "") -> Dealing:
    """Give `amount` (minutes, or hundredths of a coin) to the pool of the actor's home site.

    `purpose` is CITY_POOL for the whole city's, or one of the Standard's special types, for whom alone it is then.
    The same token finds the first one. Raises UnableToUse, UnableToPost, NotVisible.
    """
    with durable():
        person = _locked(actor)
        known = _known(person, token)
        if known is not None:
            return known
        ways = _ways(person, now)
        insist_may_give(person_id=person.pk, standard=ways.standard)
        most = ways.donatable_coins if unit is Unit.COIN else ways.donatable_time
        if not 0 < amount <= most or unit is Unit.HONOUR:
            raise UnableToUse("too_much", _("捐不了这么多，请少捐一些。"), field="amount")
        if purpose not in purposes_of(ways.standard):
            raise UnableToUse("no_purpose", _("请从列出的里面选一个。"), field="purpose")
        dealing = _make(
            person,
            DealingKind.DONATION,
            unit,
            amount,
            actor,
            token,
            now,
            ways.standard,
            undo=ways.standard.span("donation_undo_min"),
            purpose=purpose,
        )
        dealings.post_donation(dealing=dealing, city=_city_of(dealing))
        _note("time.donated", dealing, actor, now)
        return dealing


@repeated
def take_back(*, actor: Actor, dealing_id: UUID, now: datetime) -> Dealing:
    """Undo it within the Standard's minutes. Undoing what is undone changes nothing.

    Raises UnableToUse (late, used), NotVisible.
    """
    with durable():
        _locked(actor)
        dealing = access_dealing(actor=actor, dealing_id=dealing_id)
        if dealing.undone_at is not None:
            return dealing
        if now >= dealing.undo_until:
            raise UnableToUse("late", _("撤回的时间已经过了。"))
        try:
            dealings.undo(dealing=dealing, at=now, actor=actor.id, city=_city_of(dealing))
        except UnableToPost as refusal:
            raise UnableToUse("used", _("已经用掉了一部分，不能撤回了。")) from refusal
        dealing.undone_at = now
        dealing.save(update_fields=["undone_at"])
        _note("time.taken_back", dealing, actor, now)
        return dealing


def purposes_of(standard: Standard) -> tuple[str, ...]:
    """For what may be given: the site's pool, the city's, or one special type of the Standard."""
    return ("", CITY_POOL, *standard.codes("special_beneficiary_types"))


def _city_of(dealing: Dealing) -> UUID | None:
    """The city, where a donation goes to its pool. Raises UnableToUse."""
    if dealing.purpose != CITY_POOL:
        return None
    found = city()
    if found is None:
        raise UnableToUse("no_city", _("还没有全市的爱心池。"), field="purpose")
    return UUID(str(found.pk))


def _locked(actor: Actor) -> Person:
    """The actor's own row, locked: her limits are counted by one act at a time."""
    person = lock_person(person_id=actor.id) if actor.id is not None else None
    if person is None or person.closed_at is not None or person.died_on is not None:
        raise NotVisible
    return person


def _id(person: Person, token: UUID) -> UUID:
    return derived_id(token, "dealing", str(person.pk))


def _known(person: Person, token: UUID) -> Dealing | None:
    return Dealing.objects.filter(site_id=person.home_site_id, id=_id(person, token)).first()


def _make(  # noqa: PLR0917 (the facts of one row)
    person: Person,
    kind: DealingKind,
    unit: Unit,
    amount: int,
    actor: Actor,
    token: UUID,
    now: datetime,
    standard: Standard,
    *,
    undo: timedelta,
    coins: int = 0,
    purpose: str = "",
) -> Dealing:
    return Dealing.objects.create(
        site_id=person.home_site_id,
        id=_id(person, token),
        person=person,
        kind=kind.value,
        unit=unit.value,
        amount=amount,
        coins=coins,
        purpose=purpose,
        made_at=now,
        made_by=actor.id,
        undo_until=now + undo,
        standard_version=standard.version_id,
    )


def _note(action: str, dealing: Dealing, actor: Actor, now: datetime) -> None:
    record(
        action=action,
        subject_type="person",
        subject_id=dealing.person_id,
        occurred_at=now,
        actor_id=actor.id,
        site_id=dealing.site_id,
        details={
            "dealing": str(dealing.id),
            "unit": dealing.unit,
            "amount": dealing.amount,
            "coins": dealing.coins,
            "purpose": dealing.purpose,
        },
    )


def _converted(person: Person, now: datetime) -> int:
    """Minutes made into coins since this month began, less what was undone."""
    day = clock.local_date(now)
    return _sum(person, DealingKind.CONVERSION, since=date(day.year, day.month, 1))


def _donated(person: Person, now: datetime) -> int:
    """Minutes given to the pool since this year began."""
    return _sum(person, DealingKind.DONATION, since=date(clock.local_date(now).year, 1, 1))


def _sum(person: Person, kind: DealingKind, *, since: date) -> int:
    made = Dealing.objects.filter(
        person=person, kind=kind.value, unit=Unit.TIME.value, made_at__gte=clock.at(since, 0), undone_at=None
    )
    return made.aggregate(total=Sum("amount"))["total"] or 0
