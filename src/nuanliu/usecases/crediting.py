"""What a certified service brings its helper: HONOUR, TIME or COIN up to the cap, what is above it, and the bonus.

Everything is counted by the Standard that governed the day of the visit. The helper's row is locked by the caller.
"""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.ledger.types import Unit
from nuanliu.domain.network.types import Actor
from nuanliu.domain.notices.operations import tell, tell_of_savings
from nuanliu.domain.notices.types import NoticeKind
from nuanliu.domain.passbook.bonuses import campaign_percent, gives_overflow, pay_bonus
from nuanliu.domain.passbook.operations import Earned, credit_choice, credit_visit
from nuanliu.domain.passbook.queries import savings_of
from nuanliu.domain.passbook.types import Savings
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.types import CreditChoice
from nuanliu.domain.standards.policies import Split, coins_for, lot_expiry, split_at_cap, stars_of
from nuanliu.domain.standards.queries import standard_by_id
from nuanliu.domain.standards.types import Standard
from nuanliu.platform.clock import local_date
from nuanliu.platform.ids import derived_id
from nuanliu.usecases.publishing import holder_of, payer_of, purse_of, release_place


def unit_of(visit: Visit) -> Unit | None:
    """What the helper chose; None if she has not."""
    if not visit.choice:
        return None
    return Unit.COIN if visit.choice == CreditChoice.COIN else Unit.TIME


def credit_certified(*, need: Need, visit: Visit, actor: Actor, now: datetime, with_honour: bool) -> None:
    """Post what `visit` brings: honour when it is certified, TIME or COIN once it is chosen. Raises UnableToPost."""
    earned, standard, unit = _earned(need, visit, actor), _standard(visit), unit_of(visit)
    if unit is None:
        credit_visit(earned, unit=None)
        return
    person = visit.volunteer
    saved = savings_of(person_id=person.pk, site_id=person.home_site_id)
    paid, split = share_out(person=person.pk, saved=saved, earned=earned, unit=unit, standard=standard)
    if with_honour:
        credit_visit(paid, unit=unit)
    else:
        credit_choice(paid, unit=unit)
    if not paid.minutes:
        release_place(need=need, slot=visit.slot, actor=actor, now=now)
    if unit is Unit.COIN and split.kept:
        honour = saved.honour + (earned.minutes if with_honour else 0)
        pay_coin_bonus(
            earned=earned,
            path=need.site.path,
            base=split.kept,
            honour=honour,
            coins=saved.coin + split.kept,
            standard=standard,
            now=now,
        )
    _tell(need, visit, unit, split, _balance(saved, unit) + split.kept, paid.minutes, standard, now)


def _earned(need: Need, visit: Visit, actor: Actor) -> Earned:
    standard = _standard(visit)
    if visit.counted_minutes is None or visit.ended_at is None:
        raise ValueError(visit.id)
    return Earned(
        visit=visit.id,
        need=need.id,
        slot=visit.slot,
        site=need.site_id,
        helper=holder_of(visit.volunteer),
        elder=payer_of(need),
        purse=purse_of(need),
        minutes=visit.counted_minutes,
        coins=coins_for(minutes=visit.counted_minutes, standard=standard),
        coins_until=lot_expiry(earned_on=local_date(visit.ended_at), months=standard.months("coin_expiry_months")),
        occurred_at=visit.ended_at,
        actor=actor.id,
        standard_version=standard.version_id,
        posted_as=visit.posted_as,
    )


def _standard(visit: Visit) -> Standard:
    if visit.standard_version is None:
        raise ValueError(visit.id)
    return standard_by_id(version_id=visit.standard_version)


def share_out(*, person: UUID, saved: Savings, earned: Earned, unit: Unit, standard: Standard) -> tuple[Earned, Split]:
    """What of `earned` is posted to a book that holds `saved`, up to the cap, and what becomes of the rest."""
    amount = earned.minutes if unit is Unit.TIME else earned.coins
    split = _split(person, amount, _balance(saved, unit), _cap(unit, standard), standard)
    paid = _cut(earned, unit, split)
    if not standard.boolean("overflow_counts_honour"):
        paid = replace(paid, honour=_share(earned.minutes, split.kept, split.kept + split.to_pool + split.left_out))
    return paid, split


def _split(person: UUID, amount: int, balance: int, cap: int, standard: Standard) -> Split:
    if balance + amount <= cap:
        return Split(amount, 0, 0)
    agrees = not standard.boolean("overflow_needs_consent") or gives_overflow(person=person) is True
    return split_at_cap(amount=amount, balance=balance, cap=cap, agrees=agrees)


def _balance(saved: Savings, unit: Unit) -> int:
    return saved.coin if unit is Unit.COIN else saved.time


def _cap(unit: Unit, standard: Standard) -> int:
    return standard.hundredths("coin_cap") if unit is Unit.COIN else standard.minutes("time_cap_min")


def _cut(earned: Earned, unit: Unit, split: Split) -> Earned:
    """What is not credited is not paid for either: the minutes it would have taken go back to whoever gives them."""
    paid = split.kept + split.to_pool
    if unit is Unit.TIME:
        return replace(earned, minutes=paid, honour=earned.minutes, to_pool=split.to_pool)
    minutes = _share(earned.minutes, paid, earned.coins)
    return replace(earned, minutes=minutes, coins=paid, honour=earned.minutes, to_pool=split.to_pool)


def _share(minutes: int, part: int, whole: int) -> int:
    """The minutes that stand for `part` of `whole`, rounded up."""
    return -(-minutes * part // whole) if whole else 0


def pay_coin_bonus(
    *, earned: Earned, path: str, base: int, honour: int, coins: int, standard: Standard, now: datetime
) -> None:
    """The bonus on `base` hundredths of coins that were kept; `path` is where they were earned."""
    day = local_date(earned.occurred_at)
    pay_bonus(
        visit=earned.visit,
        posted_as=earned.root,
        holder=earned.helper,
        base=base,
        star=stars_of(honour_minutes=honour, standard=standard),
        campaign=campaign_percent(path=path, day=day),
        day=day,
        room=standard.hundredths("coin_cap") - coins,
        until=earned.coins_until,
        standard=standard,
        at=now,
    )


def _tell(  # noqa: PLR0917 (the facts of one visit)
    need: Need, visit: Visit, unit: Unit, split: Split, balance: int, minutes: int, standard: Standard, now: datetime
) -> None:
    """That it stands in the passbook, and what room the passbook has left."""
    if minutes:
        tell(person=visit.volunteer, kind=NoticeKind.CREDITED, need=need, at=now, minutes=minutes, unit=unit.value)
    tell_of_room(
        person=visit.volunteer, subject=visit.id, unit=unit, split=split, balance=balance, standard=standard, now=now
    )


def tell_of_room(
    *, person: Person, subject: UUID, unit: Unit, split: Split, balance: int, standard: Standard, now: datetime
) -> None:
    """That the passbook is full; once a year, that it nearly is."""
    cap = _cap(unit, standard)
    if split.left_out:
        _tell_of_cap(person, NoticeKind.CAP_REACHED, derived_id(subject, "full"), unit, split.left_out, now)
    is_near = cap > balance >= cap * standard.integer("cap_notice_percent") // 100
    if is_near and gives_overflow(person=person.pk) is None:
        yearly = derived_id(person.pk, "near-cap", unit, str(local_date(now).year))
        _tell_of_cap(person, NoticeKind.NEAR_CAP, yearly, unit, cap - balance, now)


def _tell_of_cap(  # noqa: PLR0917 (the facts of one notice)
    person: Person, kind: NoticeKind, subject: UUID, unit: Unit, amount: int, now: datetime
) -> None:
    name = "hundredths" if unit is Unit.COIN else "minutes"
    tell_of_savings(person=person, kind=kind, subject=subject, at=now, **{name: amount})
