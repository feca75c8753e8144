"""The till: a code is looked at, and the courtesy is had for coins."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.alliance import counters, policies, posting
from nuanliu.domain.alliance.models import Code, Offer, Redemption, Shop
from nuanliu.domain.alliance.outlook import refusal_of
from nuanliu.domain.alliance.policies import UnableToRedeem
from nuanliu.domain.alliance.queries import budget_as
from nuanliu.domain.alliance.till.reading import AboutCode, about_code
from nuanliu.domain.alliance.till.taking import take
from nuanliu.domain.alliance.till.types import Answer, Limits, Made, Refusal
from nuanliu.domain.audit.operations import Done, record_all
from nuanliu.domain.ledger.types import Outcome
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.passbook.accounts import Holder
from nuanliu.domain.passbook.operations import insist
from nuanliu.domain.passbook.queries import savings_of
from nuanliu.domain.people.consents.queries import shared_name
from nuanliu.domain.people.models import Person, Volunteer
from nuanliu.domain.standards.types import Standard
from nuanliu.platform import clock
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
    about = _found(actor, code)
    found = Code.objects.select_related("offer__shop__node").get(site_id=about.home_site, id=about.id)
    person = Person.objects.select_related("volunteer").get(pk=about.person)
    volunteer: Volunteer | None = getattr(person, "volunteer", None)
    refusal = _code_refusal(about, now) or refusal_of(person=person, offer=found.offer, now=now)
    return AtTill(
        code=found,
        offer=found.offer,
        shop=found.offer.shop,
        named=shared_name(person=person),
        number=volunteer.number if volunteer else "",
        refusal=refusal,
        done=_made(about),
    )


def _found(actor: Actor, code: str) -> AboutCode:
    about = about_code(typed=code)
    if about is None:
        raise policies.code_unknown()
    if not actor.may(Power.SHOP_SEE, path=about.path):
        raise policies.other_shop(shop=about.shop_name)
    return about


def _code_refusal(about: AboutCode, now: datetime) -> UnableToRedeem | None:
    if about.used_at is not None:
        return policies.code_used(at=about.used_at)
    if now >= about.expires_at:
        return policies.code_over(at=about.expires_at)
    return None


def _made(about: AboutCode) -> Redemption | None:
    if about.used_at is None:
        return None
    rows = Redemption.objects.filter(site_id=about.site, id=_redemption_id(about))
    return rows.select_related("shop__node", "offer").first()


def _redemption_id(about: AboutCode) -> UUID:
    return derived_id(about.id, "redemption")


@repeated
def redeem(*, actor: Actor, code: str, token: UUID, now: datetime) -> Made:
    """The cashier confirms: everything is checked at this moment, under the locks of what it counts.

    The same token finds the first. Raises UnableToRedeem, UnableToPost; nothing is written then.
    """
    return redeem_within(actor=actor, code=code, token=token, taken_at=now, now=now)


def redeem_within(*, actor: Actor, code: str, token: UUID, taken_at: datetime, now: datetime) -> Made:
    """The same inside somebody's transaction, for a volunteer who stood at the till at `taken_at`.

    What may not change under one's hands (days, hours, the Standard) is decided here; what others count at the same
    time goes into one call of `take` as limits, and is looked at there under the locks.
    """
    about = _found(actor, code)
    earlier = _made(about)
    if earlier is not None and earlier.token == token:
        return Made.of(earlier)
    refusal = _code_refusal(about, taken_at)
    if refusal is not None:
        raise refusal
    if about.person == actor.id or actor.id is None:
        raise UnableToRedeem("own", _("自己的券请另一位收银员来办。"))
    refusal = policies.refusal_at(about.terms, now=taken_at)
    if refusal is not None:
        raise refusal
    standard = about.standard(at=now)
    made = _row(about, actor.id, token, taken_at, now, standard)
    answer = _take(about, made, standard, actor)
    if answer.refusal is Refusal.NOT_BEGUN:
        _begin(made, standard)
        answer = _take(about, made, standard, actor)
    if answer.refusal is Refusal.CODE_USED:  # by whoever came first, perhaps this same act sent twice at once
        return _used_meanwhile(actor, code, token)
    if answer.refusal is not None:
        raise _said(answer, about, made, standard)
    return made


def _row(  # noqa: PLR0917 (the facts of one row)
    about: AboutCode, cashier: UUID, token: UUID, taken_at: datetime, now: datetime, standard: Standard
) -> Made:
    return Made(
        site_id=about.site,
        id=_redemption_id(about),
        shop_id=about.shop,
        offer_id=about.offer,
        person_id=about.person,
        home_site=about.home_site,
        code=about.code,
        title=about.title,
        coins=about.price,
        bearer=about.bearer,
        fund_id=about.fund,
        day=clock.local_date(now),
        made_at=now,
        taken_at=taken_at,
        made_by=cashier,
        token=token,
        standard_version=standard.version_id,
    )


def _take(about: AboutCode, made: Made, standard: Standard, actor: Actor) -> Answer:
    return take(
        made=made,
        code=about.id,
        limits=_limits(about, made.day, standard),
        legs=posting.legs_of(taken_of(made, memo=f"{about.shop_name} {made.title}")),
        done=_done("redemption.made", made, actor, about.path, made.made_at),
    )


def _limits(about: AboutCode, today: date, standard: Standard) -> Limits:
    """What must not be passed: her month, how often, the shop's month, the stock."""
    budget = budget_as(agreed=about.monthly_coins, standard=standard)
    return Limits(
        month=policies.first_of_month(today),
        person=standard.hundredths("coin_spend_monthly_cap") - about.price,
        shop=None if budget is None else budget - about.price,
        times=about.per_person,
        since=policies.span_start(about.per_span, today),
        is_counted=about.is_counted,
    )


def _begin(made: Made, standard: Standard) -> None:
    """She has served long enough to spend coins: looked at when she first does in a month. Raises UnableToRedeem."""
    needed = standard.minutes("first_redemption_min")
    served = savings_of(person_id=made.person_id, site_id=made.home_site).honour
    if served < needed:
        raise policies.not_begun(needed=needed, served=served)
    counters.begin_person(site=made.home_site, person=made.person_id, month=policies.first_of_month(made.day))


def _used_meanwhile(actor: Actor, code: str, token: UUID) -> Made:
    about = _found(actor, code)
    earlier = _made(about)
    if earlier is None or about.used_at is None or earlier.token != token:
        raise policies.code_used(at=about.used_at or clock.now())
    return Made.of(earlier)


def _said(answer: Answer, about: AboutCode, made: Made, standard: Standard) -> UnableToRedeem:
    """The words of a refusal. Raises UnableToPost where the book has other reasons."""
    match answer.refusal:
        case Refusal.ABOVE_CAP:
            cap = standard.hundredths("coin_spend_monthly_cap")
            return policies.above_cap(cap=cap, spent=answer.stands, today=made.day)
        case Refusal.TOO_OFTEN:
            return policies.too_often(times=about.per_person, span=about.per_span, today=made.day)
        case Refusal.BUDGET_USED:
            return policies.budget_used(today=made.day)
        case Refusal.NONE_LEFT:
            return policies.none_left()
    results = list(answer.results)
    if posting.refused(results, id=made.id, name=posting.COINS) is Outcome.NOT_ENOUGH:
        has = savings_of(person_id=made.person_id, site_id=made.home_site).coin
        return policies.too_few_coins(price=made.coins, has=has)
    if posting.refused(results, id=made.id, name=posting.BORNE) is not Outcome.NOT_ENOUGH:
        insist(results)
    return policies.fund_used()


def taken_of(made: Redemption | Made, *, memo: str = "") -> posting.Taken:
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


def note_redemption(action: str, made: Redemption, actor: Actor, now: datetime) -> None:
    """What was done at the till, for the audit."""
    record_all(done=[_done(action, made, actor, made.shop.node.path, now)])


def _done(action: str, made: Redemption | Made, actor: Actor, path: str, now: datetime) -> Done:
    return Done(
        action=action,
        subject_type="redemption",
        subject_id=made.id,
        occurred_at=now,
        actor_id=actor.id,
        actor_role=actor.role_for(Power.SHOP_SEE, path=path),
        site_id=made.site_id,
        details={"shop": str(made.shop_id), "offer": str(made.offer_id), "coins": made.coins, "bearer": made.bearer},
    )
