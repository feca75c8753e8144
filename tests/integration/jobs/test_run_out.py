"""Coins that run out: told of at 60, 30 and 7 days, taken out on their day, once, and only what nobody used."""

from datetime import date, timedelta

import pytest

from nuanliu.domain.audit.models import Event
from nuanliu.domain.ledger.check import check_books
from nuanliu.domain.ledger.operations import open_account, post
from nuanliu.domain.ledger.queries import balance_of, lots_of
from nuanliu.domain.ledger.types import NEVER, AccountKind, Kind, Phase, Request, Unit
from nuanliu.domain.notices.models import Notice
from nuanliu.domain.notices.types import NoticeKind
from nuanliu.domain.notices.wording import words_of
from nuanliu.domain.passbook.accounts import Holder, savings
from nuanliu.platform.clock import at
from nuanliu.platform.ids import new_id
from nuanliu.usecases.certify_visit import certify_visit
from nuanliu.usecases.run_out import expire_lots, warn_of_expiry
from tests.support.town import Town

EXPIRES = date(2028, 12, 1)


@pytest.fixture
def town(db) -> Town:
    return Town.found()


def coins(town: Town, person, amount: int, until: date | None):
    """Give coins with a date; the account."""
    account = savings(holder=Holder(person.pk, town.site.pk), unit=Unit.COIN)
    mint = open_account(
        site=town.site.pk, unit=Unit.COIN, kind=AccountKind.ISSUANCE, owner=town.site.pk, opened_at=town.now
    )
    facts = {"site": town.site.pk, "kind": Kind.OPENING, "occurred_at": town.now}
    assert post(Request(id=new_id(), debit=mint, credit=account.id, amount=amount, lot=until, **facts)).stands
    return account


def reserve(town: Town, account, amount: int) -> None:
    shop = open_account(
        site=town.site.pk, unit=Unit.COIN, kind=AccountKind.REDEMPTION, owner=town.site.pk, opened_at=town.now
    )
    facts = {"site": town.site.pk, "kind": Kind.REDEMPTION, "occurred_at": town.now, "phase": Phase.HOLD}
    assert post(Request(id=new_id(), debit=account.id, credit=shop, amount=amount, **facts)).stands


def told(kind: NoticeKind) -> list[str]:
    return [words_of(notice)[1] for notice in Notice.objects.filter(kind=kind).order_by("created_at")]


def test_each_step_is_told_once_even_if_a_day_was_missed(town):
    coins(town, town.volunteer("李志愿"), 1250, EXPIRES)
    coins(town, town.volunteer("王志愿"), 500, None)

    def on(days_before: int) -> int:
        return warn_of_expiry(now=at(EXPIRES - timedelta(days=days_before), 8))

    assert [on(days) for days in (61, 60, 59, 40, 29, 8, 7, 6, 1, 0)] == [0, 1, 0, 0, 1, 0, 1, 0, 0, 0]
    said = told(NoticeKind.RUNS_OUT)
    assert len(said) == 3
    assert "11月30日" in said[0]
    assert "12.5" in said[0]


def test_what_is_spent_is_not_told_of_and_what_is_reserved_neither(town):
    account = coins(town, town.volunteer(), 300, EXPIRES)
    reserve(town, account, 300)
    assert warn_of_expiry(now=at(EXPIRES - timedelta(days=30), 8)) == 0


def test_what_ran_out_is_taken_out_once_and_the_rest_stays(town):
    helper = town.volunteer()
    account = coins(town, helper, 300, EXPIRES)
    coins(town, helper, 200, None)
    coins(town, helper, 100, date(2029, 1, 1))
    reserve(town, account, 50)

    assert expire_lots(now=at(EXPIRES - timedelta(days=1), 23, 59)) == 0
    assert expire_lots(now=at(EXPIRES, 0, 20)) == 1
    assert expire_lots(now=at(EXPIRES, 0, 30)) == 0
    now = balance_of(account=account)
    assert (now.posted, now.held) == (350, 50)
    assert lots_of(account=account) == [(EXPIRES, 50), (date(2029, 1, 1), 100), (NEVER, 200)]
    assert len(told(NoticeKind.RAN_OUT)) == Event.objects.filter(action="lot.expired").count() == 1
    assert check_books().is_right


def test_certified_coins_carry_the_date_of_the_standard(town):
    confirmed = town.confirmed(town.elder(), town.volunteer(), choice="coin")
    assert confirmed.ended_at is not None
    visit = certify_visit(actor=town.certifier(), visit_id=confirmed.id, now=confirmed.ended_at)
    account = savings(holder=Holder(visit.volunteer_id, town.site.pk), unit=Unit.COIN)
    assert lots_of(account=account) == [(date(2028, 12, 1), 100)]
