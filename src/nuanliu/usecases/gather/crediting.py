"""What a certified roll brings: through the same sums as a visit, for all in one call of the ledger."""

from datetime import datetime
from uuid import UUID

from nuanliu.domain.gatherings.models import Gathering, Signup
from nuanliu.domain.gatherings.types import Credit
from nuanliu.domain.ledger.types import Unit
from nuanliu.domain.network.types import SYSTEM, Actor
from nuanliu.domain.notices.operations import Told, tell_many
from nuanliu.domain.notices.types import NoticeKind
from nuanliu.domain.passbook.accounts import Holder
from nuanliu.domain.passbook.operations import Earned, GroupHours, credit_choice, credit_together
from nuanliu.domain.passbook.queries import savings_of, savings_of_many
from nuanliu.domain.passbook.types import Savings
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.types import CreditChoice
from nuanliu.domain.standards.policies import Split, coins_for, lot_expiry
from nuanliu.domain.standards.types import Standard
from nuanliu.platform.clock import local_date
from nuanliu.usecases.crediting import pay_coin_bonus, share_out, tell_of_room
from nuanliu.usecases.gather.telling import facts_of
from nuanliu.usecases.mark_honours import mark_many

Planned = tuple[Signup, Person, Earned, Unit | None, Split | None, Savings]
"""A line, whose it is, what is posted, in what unit if it is known, what of it is kept, and what she had before."""


def credit_roll(*, gathering: Gathering, lines: list[Signup], standard: Standard, actor: Actor, now: datetime) -> None:
    """Post what the counted minutes of `lines` bring, once each, and tell their helpers. Raises UnableToPost."""
    counted = [line for line in lines if line.counted_minutes]
    people = {line.person_id: line.person for line in counted if line.person is not None}
    saved = savings_of_many(holders=[Holder(one.pk, one.home_site_id) for one in people.values()])
    plans = [_planned(gathering, line, saved, standard, actor) for line in counted if line.person is not None]
    groups = [
        GroupHours(
            id=line.id,
            site=gathering.site_id,
            minutes=(line.counted_minutes or 0) * line.heads,
            occurred_at=gathering.ends_at,
            actor=actor.id,
            standard_version=standard.version_id,
        )
        for line in counted
        if line.person is None
    ]
    credit_together(earned=[(plan[2], plan[3]) for plan in plans], groups=groups, at=now)
    for plan in plans:
        _after(gathering, plan, standard, now)
    mark_many(people=list(people.values()), standard=standard, actor=SYSTEM, at=now)
    _tell(gathering, plans, now)


def credit_line(*, gathering: Gathering, line: Signup, standard: Standard, actor: Actor, now: datetime) -> None:
    """Post TIME or COIN for one line whose helper has chosen now; honour stands already. Her row is locked."""
    person = line.person
    if person is None:
        raise ValueError(line.id)
    saved = {person.pk: savings_of(person_id=person.pk, site_id=person.home_site_id)}
    plan = _planned(gathering, line, saved, standard, actor)
    if plan[3] is not None:
        credit_choice(plan[2], unit=plan[3])
    _after(gathering, plan, standard, now, honour=0)
    _tell(gathering, [plan], now)


def _planned(
    gathering: Gathering, line: Signup, saved: dict[UUID, Savings], standard: Standard, actor: Actor
) -> Planned:
    person, minutes = line.person, line.counted_minutes
    if person is None or minutes is None:
        raise ValueError(line.id)
    helper = Holder(person.pk, person.home_site_id)
    earned = Earned(
        visit=line.id,
        need=gathering.id,
        slot=1,
        site=gathering.site_id,
        helper=helper,
        elder=helper,
        purse=None,
        minutes=minutes,
        coins=coins_for(minutes=minutes, standard=standard),
        coins_until=lot_expiry(earned_on=local_date(gathering.ends_at), months=standard.months("coin_expiry_months")),
        occurred_at=gathering.ends_at,
        actor=actor.id,
        standard_version=standard.version_id,
    )
    unit = _unit(line)
    if unit is None:
        return line, person, earned, None, None, saved[person.pk]
    paid, split = share_out(person=person.pk, saved=saved[person.pk], earned=earned, unit=unit, standard=standard)
    return line, person, paid, unit, split, saved[person.pk]


def _unit(line: Signup) -> Unit | None:
    if not line.choice or line.credit != Credit.CREDITED:
        return None
    return Unit.COIN if line.choice == CreditChoice.COIN else Unit.TIME


def _after(gathering: Gathering, plan: Planned, standard: Standard, now: datetime, honour: int | None = None) -> None:
    """The bonus on coins, and what room the book has left; `honour` is what this line adds, if not its minutes."""
    line, person, earned, unit, split, saved = plan
    if unit is None or split is None:
        return
    balance = saved.coin if unit is Unit.COIN else saved.time
    if unit is Unit.COIN and split.kept:
        added = (line.counted_minutes or 0) if honour is None else honour
        pay_coin_bonus(
            earned=earned,
            path=gathering.site.path,
            base=split.kept,
            honour=saved.honour + added,
            coins=saved.coin + split.kept,
            standard=standard,
            now=now,
        )
    tell_of_room(
        person=person, subject=line.id, unit=unit, split=split, balance=balance + split.kept, standard=standard, now=now
    )


def _tell(gathering: Gathering, plans: list[Planned], now: datetime) -> None:
    """That it stands in the passbook, or that she has to choose."""
    told = []
    for line, person, earned, unit, _split, _saved in plans:
        kind = NoticeKind.GATHERING_COUNTED if unit else NoticeKind.GATHERING_CHOOSE
        params = {**facts_of(gathering), "minutes": earned.minutes}
        if unit:
            params["unit"] = unit.value
        if earned.minutes:
            told.append(Told(person=person, kind=kind, subject=line.id, params=params))
    tell_many(told=told, site=gathering.site_id, at=now)
