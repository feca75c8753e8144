"""The till: a code is looked at, and the courtesy is had for coins."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.alliance import codes, counters, policies, posting
from nuanliu.domain.alliance.models import Agreement, Code, Offer, Redemption, Shop
from nuanliu.domain.alliance.outlook import refusal_of
from nuanliu.domain.alliance.policies import UnableToRedeem
from nuanliu.domain.alliance.queries import (
    agreement_of,
    budget_of,
    had_before,
    terms_of,
)
from nuanliu.domain.audit.operations import record
from nuanliu.domain.ledger.types import Outcome, Result
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.passbook.accounts import Holder
from nuanliu.domain.passbook.operations import insist
from nuanliu.domain.passbook.queries import savings_of
from nuanliu.domain.people.consents.queries import shared_name
from nuanliu.domain.people.models import Person, Volunteer
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.domain.standards.types import Standard
from nuanliu.platform import clock
from nuanliu.platform.db import durable
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated


@dataclass(frozen=True, slots=True, kw_only=True)
class AtTill:
    """What the cashier sees before she confirms; `refusal` says why not, if it cannot be."""

    code: Code
    offer: Offer
    shop: Shop
    named: str
    """The volunteer's name, if she agreed that shops are told it."""
    number: str
    """The volunteer's number, as on the cover of her passbook."""
    refusal: UnableToRedeem | None
    done: Redemption | None
    """What the code was used for, if it was."""


def at_till(*, actor: Actor, code: str, now: datetime) -> AtTill:
    """What a code at the till is for. Raises UnableToRedeem (code_unknown, other_shop)."""
    found = _found(actor, code, lock=False)
    person = Person.objects.select_related("volunteer").get(pk=found.person_id)
    volunteer: Volunteer | None = getattr(person, "volunteer", None)
    done = _made(found)
    refusal = _code_refusal(found, now) or refusal_of(person=person, offer=found.offer, now=now)
    return AtTill(
        code=found,
        offer=found.offer,
        shop=found.offer.shop,
        named=shared_name(person=person),
        number=volunteer.number if volunteer else "",
        refusal=refusal,
        done=done,
    )


def _found(actor: Actor, code: str, *, lock: bool) -> Code:
    typed = codes.read(code)
    rows = Code.objects.select_related("offer__shop__node")
    if lock:
        rows = rows.select_for_update(of=("self",), no_key=True)
    row = rows.filter(code=typed).first() if typed else None
    if row is None or not codes.is_ours(code=row.code, id=row.id):
        raise policies.code_unknown()
    if not actor.may(Power.SHOP_SEE, path=row.offer.shop.node.path):
        raise policies.other_shop(shop=row.offer.shop.node.name)
    return row


def _code_refusal(code: Code, now: datetime) -> UnableToRedeem | None:
    if code.used_at is not None:
        return policies.code_used(at=code.used_at)
    if now >= code.expires_at:
        return policies.code_over(at=code.expires_at)
    return None


def _made(code: Code) -> Redemption | None:
    if code.used_at is None:
        return None
    rows = Redemption.objects.filter(site_id=code.offer.shop.site_id, id=_redemption_id(code))
    return rows.select_related("shop__node", "offer").first()


def _redemption_id(code: Code) -> UUID:
    return derived_id(code.id, "redemption")


@repeated
def redeem(*, actor: Actor, code: str, token: UUID, now: datetime) -> Redemption:
    """The cashier confirms: everything is checked at this moment, under the locks of what it counts.

    The same token finds the first. Raises UnableToRedeem, NotVisible; nothing is written then.
    """
    with durable():
        return redeem_within(actor=actor, code=code, token=token, taken_at=now, now=now)


def redeem_within(*, actor: Actor, code: str, token: UUID, taken_at: datetime, now: datetime) -> Redemption:
    """The same inside somebody's transaction, for a volunteer who stood at the till at `taken_at`.

    Locks, in this order: code, the person's month, the shop's month, stock, the book.
    """
    found = _found(actor, code, lock=True)
    made = _made(found)
    if made is not None and made.token == token:
        return made
    refusal = _code_refusal(found, taken_at)
    if refusal is not None:
        raise refusal
    if found.person_id == actor.id or actor.id is None:
        raise UnableToRedeem("own", _("自己的券请另一位收银员来办。"))
    offer, shop = found.offer, found.offer.shop
    agreement = agreement_of(shop=shop.pk)
    refusal = policies.refusal_at(terms_of(offer=offer, shop=shop, agreement=agreement), now=taken_at)
    if refusal is not None:
        raise refusal
    standard = standard_in_force(at=now, site=shop.site_id)
    _count(found, agreement, standard, now)
    made = _write(found, actor.id, token, taken_at, now, standard)
    _pay(made)
    note_redemption("redemption.made", made, actor, now)
    return made


def _count(code: Code, agreement: Agreement | None, standard: Standard, now: datetime) -> None:
    """Count the redemption wherever something may run out. Raises UnableToRedeem."""
    offer, home, person = code.offer, code.site_id, code.person_id
    today, site, coins = clock.local_date(now), offer.shop.site_id, offer.price
    month, cap = policies.first_of_month(today), standard.hundredths("coin_spend_monthly_cap")
    if not counters.take_person(site=home, person=person, month=month, coins=coins, cap=cap):
        if counters.begin_person(site=home, person=person, month=month):
            _begun(person, home, standard)
        if not counters.take_person(site=home, person=person, month=month, coins=coins, cap=cap):
            spent = counters.spent_by(site=home, person=person, month=month)
            raise policies.above_cap(cap=cap, spent=spent, today=today)
    if offer.per_person and had_before(offer=offer, site=site, person=person, today=today) >= offer.per_person:
        raise policies.too_often(times=offer.per_person, span=offer.per_span, today=today)
    budget = budget_of(agreement=agreement, standard=standard)
    if not counters.take_shop(site=site, shop=offer.shop_id, month=month, coins=coins, budget=budget):
        raise policies.budget_used(today=today)
    if offer.is_counted and not counters.take_one(site=site, offer=offer.pk):
        raise policies.none_left()


def _begun(person: UUID, home: UUID, standard: Standard) -> None:
    """She has served long enough to spend coins: looked at when she first does in a month. Raises UnableToRedeem."""
    needed, served = standard.minutes("first_redemption_min"), savings_of(person_id=person, site_id=home).honour
    if served < needed:
        raise policies.not_begun(needed=needed, served=served)


def _write(  # noqa: PLR0917 (the facts of one row)
    code: Code, cashier: UUID, token: UUID, taken_at: datetime, now: datetime, standard: Standard
) -> Redemption:
    offer = code.offer
    made = Redemption(
        site_id=offer.shop.site_id,
        id=_redemption_id(code),
        shop=offer.shop,
        offer=offer,
        person_id=code.person_id,
        home_site=code.site_id,
        code=code.code,
        title=offer.title,
        coins=offer.price,
        bearer=offer.bearer,
        fund_id=offer.fund_id,
        day=clock.local_date(now),
        made_at=now,
        taken_at=taken_at,
        made_by=cashier,
        token=token,
        standard_version=standard.version_id,
    )
    Redemption.objects.bulk_create([made])
    Code.objects.filter(site_id=code.site_id, id=code.id).update(used_at=now)
    return made


def taken_of(made: Redemption, *, memo: str = "") -> posting.Taken:
    """A redemption as the book knows it."""
    return posting.Taken(
        id=made.id,
        shop=made.shop_id,
        site=made.site_id,
        person=Holder(made.person_id, made.home_site),
        coins=made.coins,
        fund=made.fund_id,
        occurred_at=made.taken_at,
        actor=made.made_by,
        standard_version=made.standard_version,
        memo=memo,
    )


def _pay(made: Redemption) -> None:
    """The coins leave the passbook. Raises UnableToRedeem, UnableToPost."""
    results: list[Result] = posting.post(taken_of(made, memo=f"{made.shop.node.name} {made.title}"))
    if posting.refused(results, id=made.id, name=posting.COINS) is Outcome.NOT_ENOUGH:
        has = savings_of(person_id=made.person_id, site_id=made.home_site).coin
        raise policies.too_few_coins(price=made.coins, has=has)
    if posting.refused(results, id=made.id, name=posting.BORNE) is Outcome.NOT_ENOUGH:
        raise policies.fund_used()
    insist(results)


def note_redemption(action: str, made: Redemption, actor: Actor, now: datetime) -> None:
    """What was done at the till, for the audit."""
    record(
        action=action,
        subject_type="redemption",
        subject_id=made.id,
        occurred_at=now,
        actor_id=actor.id,
        actor_role=actor.role_for(Power.SHOP_SEE, path=made.shop.node.path),
        site_id=made.site_id,
        details={"shop": str(made.shop_id), "offer": str(made.offer_id), "coins": made.coins, "bearer": made.bearer},
    )
