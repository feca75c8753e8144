"""What the night finds, keeps and tells: holds that outlived their need, a wrong book, a right one."""

from datetime import timedelta

import pytest
from django.db import connection

from nuanliu.domain.audit.models import Event
from nuanliu.domain.care.models import Need
from nuanliu.domain.ledger.operations import release
from nuanliu.domain.network.types import Role
from nuanliu.domain.notices.models import Delivery, Notice
from nuanliu.domain.notices.queries import inbox_of
from nuanliu.domain.passbook.operations import hold_id
from nuanliu.domain.people.models import Person
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.ids import new_id
from nuanliu.usecases.reconcile import check_everything, last_check, reconciled, stale_holds
from tests.support.town import Town


def held(town: Town) -> Need:
    """A need of an old person's own time, one hour held."""
    return town.need(town.elder(minutes=600))


def spoil() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_balance SET posted = posted + 1 WHERE posted = 600")


@pytest.mark.parametrize("state", ["open", "matched", "confirmed", "certified", "disputed"])
def test_a_hold_whose_need_still_runs_is_no_finding(town: Town, state: str) -> None:
    need = held(town)
    Need.objects.filter(id=need.id).update(state=state)
    assert list(stale_holds(now=town.now)) == []


@pytest.mark.parametrize("state", ["cancelled", "credited", "voided", "unserved", "returned"])
def test_a_hold_whose_need_is_over_is_found(town: Town, state: str) -> None:
    need = held(town)
    Need.objects.filter(id=need.id).update(state=state)
    [stale] = stale_holds(now=town.now, site=town.site.pk)
    assert (stale.need, stale.number, stale.state, stale.hold.still) == (need.id, need.number, state, 60)
    assert list(stale_holds(now=town.now, site=town.other_site.pk)) == []
    hold = hold_id(need=need.id, slot=1)
    assert release(id=new_id(), site=town.site.pk, hold=hold, at=town.now, actor=None).stands
    assert list(stale_holds(now=town.now)) == []


def test_a_hold_that_should_have_timed_out_is_found_a_day_later(town: Town) -> None:
    need = held(town)
    over = need.ends_at + timedelta(days=45)
    assert list(stale_holds(now=over + timedelta(hours=23))) == []
    [stale] = stale_holds(now=over + timedelta(hours=25))
    assert stale.is_overdue


def test_a_hold_without_a_need_is_found(town: Town) -> None:
    held(town)
    Need.objects.update(id=new_id())
    [stale] = stale_holds(now=town.now)
    assert (stale.need, stale.state) == (None, None)


def test_a_right_book_is_noted_and_nobody_is_alarmed(town: Town) -> None:
    town.staff(Role.BUREAU_AUDIT, "吴审计", node=town.city)
    held(town)
    assert last_check() is None
    assert check_everything(now=town.now) == 0
    found = last_check()
    assert found is not None
    assert (found.is_right, found.at, found.findings, found.troubles) == (True, town.now, 0, 0)
    assert (found.accounts > 0, found.entries) == (True, 4)  # 600 minutes of time and of honour, two legs each
    assert not Notice.objects.filter(kind="books_wrong").exists()


def test_a_wrong_book_alarms_the_auditors_every_night_until_it_is_right(town: Town) -> None:
    auditor = town.staff(Role.BUREAU_AUDIT, "吴审计", node=town.city)
    other = town.staff(Role.BUREAU_STANDARDS, "褚标准", node=town.city)
    Person.objects.filter(pk=auditor.id).update(phone_sealed=b"x")
    held(town)
    spoil()
    wrong = check_everything(now=town.now)
    assert wrong >= 2  # the rule of the book, the sum that is not zero
    found = last_check()
    assert found is not None
    assert (found.is_right, found.findings + found.troubles) == (False, wrong)
    assert auditor.id is not None
    assert other.id is not None
    [told] = inbox_of(person_id=auditor.id)
    assert (told.title, f"有 {wrong} 处对不上" in told.body) == ("账对不上", True)
    assert inbox_of(person_id=other.id) == []
    channels = Delivery.objects.filter(notice__person_id=auditor.id).values_list("channel", flat=True)
    assert sorted(channels) == ["inbox", "sms"]
    assert check_everything(now=town.now + timedelta(days=1)) == wrong
    assert len(inbox_of(person_id=auditor.id)) == 2
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_balance SET posted = posted - 1 WHERE posted = 601")
    assert check_everything(now=town.now + timedelta(days=2)) == 0
    assert len(inbox_of(person_id=auditor.id)) == 2
    assert list(Event.objects.filter(action__startswith="books.").order_by("id").values_list("action", flat=True)) == [
        "books.disagreed",
        "books.disagreed",
        "books.checked",
    ]


def test_only_who_checks_the_books_may_look_or_have_them_checked(town: Town) -> None:
    auditor = town.staff(Role.BUREAU_AUDIT, "吴审计", node=town.city)
    today = town.now.date()
    assert reconciled(actor=auditor, first=today, last=None, now=town.now).troubles == 0
    assert check_everything(now=town.now, actor=auditor) == 0
    for stranger in (town.clerk(), town.certifier(), town.actor(town.volunteer())):
        with pytest.raises(NotVisible):
            reconciled(actor=stranger, first=today, last=None, now=town.now)
        with pytest.raises(NotVisible):
            check_everything(now=town.now, actor=stranger)
    with pytest.raises(NotVisible):
        reconciled(actor=auditor, first=today, last=None, now=town.now, site=new_id())
