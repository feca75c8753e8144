"""Every outcome of a posting, the success beside the refusal, and that a refusal has written nothing."""

import pytest
from django.db import DatabaseError, transaction

from nuanliu.domain.ledger.check import check_books
from nuanliu.domain.ledger.models import Account, Balance, Entry, Hold, Transfer
from nuanliu.domain.ledger.operations import close_account, open_account, post, post_many, release, reverse
from nuanliu.domain.ledger.queries import balance_of, balances_of, held_open, holds_past, lines_of, total_posted
from nuanliu.domain.ledger.types import STRIPES, AccountKind, AccountRef, Kind, Outcome, Phase, Unit
from nuanliu.platform.ids import new_id
from tests.integration.domain.ledger.books import AT, Book, a_book, stripe_of

pytestmark = pytest.mark.django_db


def counters(book: Book, account) -> tuple[int, int]:
    now = balance_of(account=AccountRef(book.site, account))
    return now.posted, now.held


def written() -> tuple[int, int, int]:
    return Transfer.objects.count(), Entry.objects.count(), Hold.objects.count()


def test_a_posting_moves_the_amount_and_numbers_both_lines() -> None:
    book = a_book()
    giver, taker = book.person(minutes=90), book.person()

    assert post(book.ask(giver, taker, 60)).outcome is Outcome.POSTED

    assert (counters(book, giver), counters(book, taker)) == ((30, 0), (60, 0))
    lines = lines_of(account=AccountRef(book.site, giver))
    assert [(line.seq, line.amount, line.balance) for line in lines] == [(2, -60, 30), (1, 90, 90)]
    assert check_books().is_right


def test_the_same_request_again_is_a_replay_and_moves_nothing() -> None:
    book = a_book()
    giver, taker = book.person(minutes=90), book.person()
    request = book.ask(giver, taker, 60)
    post(request)
    before = written()

    assert post(request) == post(request)
    assert post(request).outcome is Outcome.REPLAY
    assert (written(), counters(book, taker)) == (before, (60, 0))


@pytest.mark.parametrize("change", [{"amount": 61}, {"subject": new_id()}, {"kind": Kind.GIFT}])
def test_the_same_id_for_something_else_is_refused(change) -> None:
    book = a_book()
    giver, taker = book.person(minutes=90), book.person()
    first = book.ask(giver, taker, 60)
    post(first)
    facts = {"amount": 60, **change}

    again = post(book.ask(giver, taker, facts.pop("amount"), id=first.id, **facts))

    assert (again.outcome, counters(book, taker)) == (Outcome.KEY_REUSED, (60, 0))


@pytest.mark.parametrize(("has", "wants", "outcome"), [(59, 60, Outcome.NOT_ENOUGH), (60, 60, Outcome.POSTED)])
def test_nobody_gives_more_than_there_is(has, wants, outcome) -> None:
    book = a_book()
    giver, taker = book.person(minutes=has), book.person()
    assert post(book.ask(giver, taker, wants)).outcome is outcome


def test_what_is_held_cannot_be_given() -> None:
    book = a_book()
    giver, taker = book.person(minutes=90), book.person()
    book.hold(giver, 60)
    assert post(book.ask(giver, taker, 31)).outcome is Outcome.NOT_ENOUGH
    assert post(book.ask(giver, taker, 30)).outcome is Outcome.POSTED


@pytest.mark.parametrize(("amount", "outcome"), [(100, Outcome.POSTED), (101, Outcome.ABOVE_CEILING)])
def test_nobody_is_filled_above_the_ceiling(amount, outcome) -> None:
    book = a_book()
    taker = book.person(ceiling=100)
    assert post(book.ask(book.system(), taker, amount)).outcome is outcome


def test_system_accounts_have_no_floor() -> None:
    book = a_book()
    book.person(minutes=1_000_000)
    assert total_posted(kind=AccountKind.ISSUANCE, unit=Unit.TIME, site=book.site) == -1_000_000


def test_unknown_account_other_unit_unlisted_kind_closed_account() -> None:
    book = a_book()
    giver, taker = book.person(minutes=90), book.person()
    coins = Book(book.site, Unit.COIN).person()
    empty = book.person()
    assert close_account(account=AccountRef(book.site, empty), at=AT) is Outcome.POSTED
    before = written()

    assert post(book.ask(giver, new_id(), 1)).outcome is Outcome.NO_ACCOUNT
    assert post(book.ask(giver, coins, 1)).outcome is Outcome.WRONG_UNIT
    assert post(book.ask(giver, taker, 1, kind=Kind.REDEMPTION)).outcome is Outcome.KIND_NOT_ALLOWED
    assert post(book.ask(giver, empty, 1)).outcome is Outcome.CLOSED
    assert written() == before


def test_an_account_with_minutes_in_it_is_not_closed() -> None:
    book = a_book()
    account = book.person(minutes=30)
    assert close_account(account=AccountRef(book.site, account), at=AT) is Outcome.NOT_ENOUGH
    assert close_account(account=AccountRef(book.site, new_id()), at=AT) is Outcome.NO_ACCOUNT


def test_a_call_is_all_or_nothing_and_names_the_culprit() -> None:
    book = a_book()
    giver, taker = book.person(minutes=90), book.person()
    before = written()

    results = post_many([book.ask(giver, taker, 60), book.ask(giver, taker, 60), book.ask(giver, taker, 1)])

    assert [result.outcome for result in results] == [
        Outcome.SIBLING_REFUSED,
        Outcome.NOT_ENOUGH,
        Outcome.SIBLING_REFUSED,
    ]
    assert (written(), counters(book, giver)) == (before, (90, 0))


def test_later_requests_of_a_call_see_what_earlier_ones_did() -> None:
    book = a_book()
    first, second, third = book.person(minutes=60), book.person(), book.person()
    results = post_many([book.ask(first, second, 60), book.ask(second, third, 60)])
    assert all(result.stands for result in results)
    assert counters(book, third) == (60, 0)


def test_an_empty_call_is_nothing() -> None:
    assert post_many([]) == []


def test_hold_capture_part_and_release_of_the_rest() -> None:
    book = a_book()
    giver, taker = book.person(minutes=90), book.person()
    held, hold = book.hold(giver, 60)
    assert held.stands
    assert counters(book, giver) == (90, 60)

    assert book.capture(hold, giver, taker, 30).stands

    assert (counters(book, giver), counters(book, taker)) == ((60, 0), (30, 0))
    assert held_open(site=book.site, hold=hold) == 0
    assert check_books().is_right


def test_a_capture_may_leave_the_rest_reserved() -> None:
    book = a_book()
    giver, taker = book.person(minutes=90), book.person()
    _result, hold = book.hold(giver, 60)
    book.capture(hold, giver, taker, 30, release_rest=False)
    assert (counters(book, giver), held_open(site=book.site, hold=hold)) == ((60, 30), 30)
    assert book.capture(hold, giver, taker, 31).outcome is Outcome.HOLD_SPENT
    assert book.capture(hold, giver, taker, 30).outcome is Outcome.POSTED


def test_a_released_hold_frees_the_minutes_once() -> None:
    book = a_book()
    giver, taker = book.person(minutes=60), book.person()
    _result, hold = book.hold(giver, 60)
    first = new_id()

    assert release(id=first, site=book.site, hold=hold, at=AT, actor=None).outcome is Outcome.POSTED
    assert release(id=first, site=book.site, hold=hold, at=AT, actor=None).outcome is Outcome.REPLAY
    assert release(id=new_id(), site=book.site, hold=hold, at=AT, actor=None).outcome is Outcome.HOLD_SPENT
    assert release(id=new_id(), site=book.site, hold=new_id(), at=AT, actor=None).outcome is Outcome.NO_HOLD
    assert book.capture(hold, giver, taker, 1).outcome is Outcome.HOLD_SPENT
    assert counters(book, giver) == (60, 0)


def test_what_is_reserved_goes_back_even_when_its_receiver_is_closed() -> None:
    book = a_book()
    giver, taker = book.person(minutes=60), book.person()
    hold = book.ask(giver, taker, 60, phase=Phase.HOLD)
    assert post(hold).stands
    assert close_account(account=AccountRef(book.site, taker), at=AT) is Outcome.POSTED
    assert book.capture(hold.id, giver, taker, 60).outcome is Outcome.CLOSED
    assert release(id=new_id(), site=book.site, hold=hold.id, at=AT, actor=None).outcome is Outcome.POSTED
    assert counters(book, giver) == (60, 0)


def test_a_hold_of_another_account_cannot_be_captured() -> None:
    book = a_book()
    giver, other, taker = book.person(minutes=60), book.person(minutes=60), book.person()
    _result, hold = book.hold(giver, 60)
    assert book.capture(hold, other, taker, 30).outcome is Outcome.NO_HOLD


def test_holds_past_their_time_are_found_and_open_ones_are_not() -> None:
    book = a_book()
    giver = book.person(minutes=90)
    _result, old = book.hold(giver, 30, expires_at=AT)
    book.hold(giver, 30, expires_at=AT.replace(year=2030))
    book.hold(giver, 30)
    assert holds_past(moment=AT.replace(year=2027)) == [(book.site, old)]


def test_a_reversal_happens_once_and_gives_everything_back() -> None:
    book = a_book()
    giver, taker = book.person(minutes=90), book.person()
    made = book.ask(giver, taker, 60)
    post(made)

    first = reverse(id=new_id(), site=book.site, transfer=made.id, at=AT, actor=None, memo="错记")
    second = reverse(id=new_id(), site=book.site, transfer=made.id, at=AT, actor=None, memo="错记")

    assert (first.outcome, second.outcome) == (Outcome.POSTED, Outcome.ALREADY_REVERSED)
    assert (counters(book, giver), counters(book, taker)) == ((90, 0), (0, 0))
    assert lines_of(account=AccountRef(book.site, taker))[0].reverses == made.id


def test_a_reversal_of_what_was_spent_is_not_enough_and_of_a_reversal_is_nothing() -> None:
    book = a_book()
    giver, taker, third = book.person(minutes=90), book.person(), book.person()
    made = book.ask(giver, taker, 60)
    post(made)
    post(book.ask(taker, third, 30))
    assert reverse(id=new_id(), site=book.site, transfer=made.id, at=AT, actor=None, memo="").outcome is (
        Outcome.NOT_ENOUGH
    )
    back = reverse(id=new_id(), site=book.site, transfer=new_id(), at=AT, actor=None, memo="")
    assert back.outcome is Outcome.NO_TRANSFER
    post(book.ask(third, taker, 30))
    undo = reverse(id=new_id(), site=book.site, transfer=made.id, at=AT, actor=None, memo="")
    assert undo.stands
    assert reverse(id=new_id(), site=book.site, transfer=undo.id, at=AT, actor=None, memo="").outcome is (
        Outcome.NO_TRANSFER
    )


def test_opening_an_account_twice_is_one_account_and_busy_ones_are_striped() -> None:
    book = a_book()
    owner = new_id()
    ids = {
        open_account(site=book.site, unit=Unit.TIME, kind=AccountKind.SAVINGS, owner=owner, opened_at=AT)
        for _again in range(2)
    }
    assert len(ids) == 1
    book.system()
    book.system()
    assert Account.objects.filter(site_id=book.site, kind=AccountKind.ISSUANCE).count() == STRIPES
    assert len({stripe_of(book, new_id()) for _other in range(400)}) == STRIPES


def test_balances_of_many_leave_out_what_was_never_opened() -> None:
    book = a_book()
    one = book.person(minutes=5)
    found = balances_of(accounts=[AccountRef(book.site, one), AccountRef(book.site, new_id())])
    assert {key: now.available for key, now in found.items()} == {one: 5}
    assert balance_of(account=AccountRef(book.site, new_id())).available == 0


def test_statement_pages_by_number() -> None:
    book = a_book()
    giver, taker = book.person(minutes=50), book.person()
    for _minute in range(5):
        post(book.ask(giver, taker, 1))
    ref = AccountRef(book.site, taker)
    assert [line.seq for line in lines_of(account=ref, count=2)] == [5, 4]
    assert [line.seq for line in lines_of(account=ref, before=4, count=2)] == [3, 2]


@pytest.mark.parametrize("table", [Transfer, Entry])
@pytest.mark.parametrize("act", ["update", "delete"])
def test_the_database_refuses_to_change_the_journal(table, act) -> None:
    book = a_book()
    book.person(minutes=30)
    rows = table.objects.filter(site_id=book.site)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(amount=31) if act == "update" else rows._raw_delete("default")
    assert rows.count() >= 1


def test_the_database_refuses_entries_that_do_not_follow() -> None:
    book = a_book()
    account = book.person(minutes=30)
    made = Entry.objects.get(site_id=book.site, account_id=account)
    for wrong in ({"seq": 3}, {"seq": 2, "balance": 61}, {"seq": 2, "amount": 31, "balance": 61}):
        facts = {"amount": 30, "balance": 60, **wrong}
        with pytest.raises(DatabaseError), transaction.atomic():
            Entry.objects.create(
                site_id=book.site, account_id=account, transfer_id=made.transfer_id, recorded_at=AT, **facts
            )


def test_the_database_refuses_a_balance_below_its_floor() -> None:
    book = a_book()
    account = book.person(minutes=30)
    with pytest.raises(DatabaseError), transaction.atomic():
        Balance.objects.filter(site_id=book.site, account_id=account).update(posted=-1)


def test_the_database_refuses_to_rename_an_account() -> None:
    book = a_book()
    account = book.person()
    with pytest.raises(DatabaseError), transaction.atomic():
        Account.objects.filter(site_id=book.site, id=account).update(owner=new_id())
