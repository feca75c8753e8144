"""A piece off the shelf for coins: signed for or with her own four digits, and undone the same day."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.alliance import counters, policies, posting
from nuanliu.domain.alliance.models import Good, Handover
from nuanliu.domain.alliance.policies import UnableToRedeem
from nuanliu.domain.alliance.shelf import stock
from nuanliu.domain.alliance.shelf.types import MoveKind, Proved
from nuanliu.domain.ledger.types import Outcome
from nuanliu.domain.network.operations import next_number
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.passbook.accounts import Holder
from nuanliu.domain.passbook.operations import insist
from nuanliu.domain.passbook.queries import savings_of
from nuanliu.domain.people.models import Person, PinCard
from nuanliu.domain.people.queries import access_person, is_own_or_kin
from nuanliu.domain.signing.operations import sign_in_with_card
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.domain.standards.types import Standard
from nuanliu.platform import clock
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated
from nuanliu.usecases.keep_shelf import access_good, note
from nuanliu.usecases.rest_account import insist_present

SERIES = "handover"


def prove_pin(*, actor: Actor, person_id: UUID, pin: str, address: str, now: datetime) -> None:
    """Her four digits, counted as at signing in. Raises UnableToSignIn, UnableToRedeem (no_card), NotVisible."""
    person = access_person(actor=actor, person_id=person_id)
    card = PinCard.objects.filter(person=person, voided_at=None).first()
    if card is None:
        raise UnableToRedeem("no_card", _("她没有登录卡。请在领取单上签字。"), field="proved")
    sign_in_with_card(number=card.number, pin=pin, address=address, now=now)


@repeated
def hand_over(*, actor: Actor, person_id: UUID, good_id: UUID, proved: Proved, token: UUID, now: datetime) -> Handover:
    """One piece for its coins: the month's cap, the stock and the book, in this order, under their locks.

    The same token finds the first. Raises UnableToRedeem, UnableToPost, NotVisible; nothing is written then.
    """
    with durable():
        good, person = access_good(actor=actor, good_id=good_id), access_person(actor=actor, person_id=person_id)
        wanted = derived_id(token, "handover", str(person.pk))
        known = Handover.objects.filter(site_id=good.site_id, id=wanted).first()
        if known is not None:
            return known
        if actor.id is None or is_own_or_kin(actor=actor, people={person.pk}):
            raise UnableToRedeem("own", _("自己或家人的，请另一位同事来办。"))
        if good.ended_at is not None:
            raise UnableToRedeem("ended", _("这样东西已经下架了。"))
        standard = standard_in_force(at=now, site=good.site_id)
        _count(person, good, standard, now)
        moved = derived_id(wanted, "out")
        if not stock.change(good=good, pieces=-1, kind=MoveKind.HANDED, at=now, by=actor.id, id=moved):
            raise UnableToRedeem("none_left", _("这样东西发完了。"), field="good")
        made = Handover.objects.create(
            site_id=good.site_id,
            id=wanted,
            good_id=good.id,
            person=person,
            home_site=person.home_site_id,
            number=next_number(site=good.site_id, series=SERIES),
            title=f"{good.name} {good.measure}".strip(),
            coins=good.price,
            proved=proved.value,
            day=clock.local_date(now),
            made_at=now,
            made_by=actor.id,
            standard_version=standard.version_id,
        )
        _pay(made)
        note("shelf.handed_over", good, actor, now, coins=made.coins, left=good.left, person=str(person.pk))
        return made


def _count(person: Person, good: Good, standard: Standard, now: datetime) -> None:
    """The same month's cap as in shops, and the same beginning. Raises UnableToRedeem."""
    insist_present(person_id=person.pk)
    today, home, coins = clock.local_date(now), person.home_site_id, good.price
    month, cap = policies.first_of_month(today), standard.hundredths("coin_spend_monthly_cap")
    needed = standard.minutes("first_redemption_min")
    served = savings_of(person_id=person.pk, site_id=home).honour
    if served < needed:
        raise policies.not_begun(needed=needed, served=served)
    counters.begin_person(site=home, person=person.pk, month=month)
    if not counters.take_person(site=home, person=person.pk, month=month, coins=coins, cap=cap):
        spent = counters.spent_by(site=home, person=person.pk, month=month)
        raise policies.above_cap(cap=cap, spent=spent, today=today)


def _taken(made: Handover) -> posting.Taken:
    """The hand-over as the book knows it: into the site's own account of what was redeemed."""
    return posting.Taken(
        id=made.id,
        shop=made.site_id,
        site=made.site_id,
        person=Holder(made.person_id, made.home_site),
        coins=made.coins,
        fund=None,
        occurred_at=made.made_at,
        actor=made.made_by,
        standard_version=made.standard_version,
        memo=made.title,
    )


def _pay(made: Handover) -> None:
    posting.open_shop(site=made.site_id, shop=made.site_id, at=made.made_at)
    results = posting.post(_taken(made))
    if posting.refused(results, id=made.id, name=posting.COINS) is Outcome.NOT_ENOUGH:
        has = savings_of(person_id=made.person_id, site_id=made.home_site).coin
        raise policies.too_few_coins(price=made.coins, has=has)
    insist(results)


def access_handover(*, actor: Actor, person_id: UUID, handover_id: UUID) -> Handover:
    """A hand-over to somebody, at a site whose shelf the actor keeps. Raises NotVisible."""
    person = access_person(actor=actor, person_id=person_id)
    made = Handover.objects.select_related("site", "person").filter(person=person, id=handover_id).first()
    if made is None or not actor.may(Power.SHELF_KEEP, path=made.site.path):
        raise NotVisible
    return made


@repeated
def undo_handover(*, actor: Actor, person_id: UUID, handover_id: UUID, now: datetime) -> Handover:
    """The piece is back on the shelf and the coins in her book, the same day; again changes nothing.

    Raises UnableToRedeem (too_late), UnableToPost, NotVisible.
    """
    with durable():
        seen = access_handover(actor=actor, person_id=person_id, handover_id=handover_id)
        rows = Handover.objects.select_for_update(no_key=True)
        made = rows.get(site_id=seen.site_id, id=seen.id)
        if made.undone_at is not None:
            return made
        if clock.local_date(now) != made.day:
            raise UnableToRedeem("too_late", _("撤销只能在当天。"))
        month = policies.first_of_month(made.day)
        counters.give_back_person(home=made.home_site, person=made.person_id, month=month, coins=made.coins)
        good = Good.objects.select_related("site").get(site_id=made.site_id, id=made.good_id)
        back = derived_id(made.id, "back")
        stock.change(good=good, pieces=1, kind=MoveKind.BACK, at=now, by=actor.id, id=back)
        insist(posting.undo(_taken(made), at=now, actor=actor.id))
        made.undone_at, made.undone_by = now, actor.id
        made.save(update_fields=["undone_at", "undone_by"])
        note("shelf.taken_back", good, actor, now, coins=made.coins, left=good.left, person=str(made.person_id))
        return made
