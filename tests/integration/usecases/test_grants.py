"""Granted minutes: once a month, used first, run out, never given away; what is left goes to the pool."""

from datetime import date, timedelta

import pytest

from nuanliu.domain.care.types import Payer
from nuanliu.domain.ledger.check import check_books
from nuanliu.domain.ledger.queries import total_posted
from nuanliu.domain.ledger.types import AccountKind, Unit
from nuanliu.domain.notices.models import Notice
from nuanliu.domain.notices.wording import words_of
from nuanliu.domain.passbook.accounts import Holder
from nuanliu.domain.passbook.models import Grant
from nuanliu.domain.passbook.queries import grant_left, pool_of, savings_of
from nuanliu.domain.people.models import Elder
from nuanliu.platform.clock import at
from nuanliu.platform.ids import new_id
from nuanliu.usecases.cancel import cancel_need
from nuanliu.usecases.certify_visit import certify_visit, void_visit
from nuanliu.usecases.grant_time import grant_monthly
from nuanliu.usecases.place_need import UnableToPlaceNeed, plan_need
from nuanliu.usecases.run_out import expire_lots, warn_of_expiry
from nuanliu.usecases.use_time import donate
from tests.support.town import Town

NIGHT = at(date(2026, 11, 2), 0, 50)


def special(town: Town, name: str = "张桂兰", since: date | None = None):
    person = town.elder(name)
    Elder.objects.filter(pk=person.pk).update(is_special=True, special_since=since)
    return person


def granted(person) -> tuple[int, int]:
    saved = savings_of(person_id=person.pk, site_id=person.home_site_id)
    return saved.grant, saved.grant_held


def parts(person) -> dict[date, int]:
    return dict(grant_left(holder=Holder(person.pk, person.home_site_id)).parts)


def test_once_a_month_and_only_to_those_who_are_entitled_by_then(town: Town) -> None:
    elder, later = special(town), special(town, "李秀英", since=date(2026, 12, 5))
    plain = town.elder("王明")
    assert [grant_monthly(now=NIGHT), grant_monthly(now=NIGHT)] == [1, 0]
    assert [granted(one) for one in (elder, later, plain)] == [(120, 0), (0, 0), (0, 0)]
    assert parts(elder) == {date(2027, 1, 30): 120}
    december = at(date(2026, 12, 1), 0, 50)
    assert [grant_monthly(now=december), grant_monthly(now=at(date(2026, 12, 5), 0, 50))] == [1, 1]
    assert [granted(one) for one in (elder, later, plain)] == [(240, 0), (120, 0), (0, 0)]
    assert parts(elder) == {date(2027, 1, 30): 120, date(2027, 2, 28): 120}
    told = Notice.objects.filter(kind="granted", person=elder)
    assert [words_of(one) for one in told] == [
        ("每月给您 2 小时", "请人帮忙时先用它。这个月的用到 1月30日 星期六为止。想用，打 0858-6000000。")
    ]
    assert check_books().is_right


def test_the_pool_gives_what_it_has_and_the_site_the_rest(town: Town) -> None:
    giver = town.volunteer()
    town.give(giver, 200)
    donate(actor=town.actor(giver), unit=Unit.TIME, amount=150, token=new_id(), now=town.now)
    people = [special(town, name) for name in ("赵一", "钱二", "孙三")]
    issued = total_posted(unit=Unit.TIME, kind=AccountKind.ISSUANCE)
    assert grant_monthly(now=town.now) == 3
    assert sorted(Grant.objects.values_list("from_pool", flat=True)) == [0, 30, 120]
    assert [granted(one) for one in people] == [(120, 0)] * 3
    assert (pool_of(site=town.site.pk, unit=Unit.TIME), issued - 210) == (
        0,
        total_posted(unit=Unit.TIME, kind=AccountKind.ISSUANCE),
    )
    assert check_books().is_right


def test_the_standard_of_the_day_decides_amount_source_and_end(town: Town) -> None:
    elder = special(town)
    assert grant_monthly(now=town.now) == 1
    town.rules(at(date(2026, 12, 10), 0), grant_monthly_min=90, grant_expiry_days=30, grant_source="issuance")
    late = special(town, "李秀英", since=date(2026, 12, 15))
    assert grant_monthly(now=at(date(2026, 12, 1), 0, 50)) == 1
    assert grant_monthly(now=at(date(2026, 12, 15), 0, 50)) == 1
    assert parts(late) == {date(2027, 1, 13): 90}
    assert parts(elder) == {date(2027, 1, 30): 120, date(2027, 2, 28): 120}


def test_it_pays_first_the_oldest_first_and_comes_back_when_it_is_called_off(town: Town) -> None:
    elder, helper = special(town), town.volunteer()
    town.give(elder, 600)
    grant_monthly(now=town.now)
    grant_monthly(now=at(date(2026, 12, 1), 0, 50))
    town.now = at(date(2026, 12, 2), 9)
    clerk = town.clerk()
    called_off = town.need(elder, clerk=clerk, minutes=60)
    assert (called_off.payer, granted(elder), town.savings(elder).time_free) == (Payer.GRANT, (240, 60), 600)
    cancel_need(actor=clerk, need_id=called_off.id, reason="老人要出门", now=town.now)
    assert granted(elder) == (240, 0)
    visit = town.confirmed(elder, helper, minutes=90, clerk=clerk)
    certifier = town.certifier()
    certify_visit(actor=certifier, visit_id=visit.id, now=town.now + timedelta(days=3))
    assert (parts(elder), town.savings(helper).time) == ({date(2027, 1, 30): 60, date(2027, 2, 28): 120}, 90)
    void_visit(actor=certifier, visit_id=visit.id, reason="记错了人", now=town.now + timedelta(days=4))
    assert (parts(elder), granted(elder)) == ({date(2027, 1, 30): 120, date(2027, 2, 28): 120}, (240, 0))
    assert check_books().is_right


@pytest.mark.parametrize("choice", ["time", "coin"])
@pytest.mark.parametrize("far", [False, True])
def test_a_helper_is_paid_from_it_in_either_unit_at_either_site(town: Town, choice: str, *, far: bool) -> None:
    elder, helper = special(town), town.volunteer(site=town.other_site if far else None)
    grant_monthly(now=town.now)
    visit = town.confirmed(elder, helper, minutes=60, choice=choice)
    certify_visit(actor=town.certifier(), visit_id=visit.id, now=town.now + timedelta(days=3))
    saved = town.savings(helper)
    assert ((saved.time, saved.coin), granted(elder)) == ((60, 0) if choice == "time" else (0, 100), (60, 0))
    assert check_books().is_right


def test_a_clerk_cannot_promise_more_than_is_left(town: Town) -> None:
    elder = special(town)
    grant_monthly(now=town.now)
    clerk = town.clerk()
    ask = {"actor": clerk, "elder_id": elder.pk, "service_code": "S101", "now": town.now, "payer": Payer.GRANT}
    starts = town.now + timedelta(days=2)
    assert plan_need(starts_at=starts, minutes=120, **ask).payer is Payer.GRANT
    town.need(elder, clerk=clerk, minutes=30)
    with pytest.raises(UnableToPlaceNeed) as refused:
        plan_need(starts_at=starts, minutes=120, **ask)
    assert (refused.value.code, refused.value.field) == ("not_enough", "payer")
    assert plan_need(starts_at=starts, minutes=120, **ask | {"payer": None}).payer is Payer.WELFARE


def test_what_is_not_used_is_told_of_and_goes_to_the_pool(town: Town) -> None:
    elder = special(town)
    grant_monthly(now=town.now)
    town.need(elder, minutes=60, starts_at=at(date(2027, 2, 5), 9))
    assert warn_of_expiry(now=at(date(2027, 1, 24), 9)) == 1
    [(title, body)] = [words_of(one) for one in Notice.objects.filter(kind="runs_out")]
    assert (title, body) == ("1 小时快到期了", "用到 1月30日 星期六为止，还有 1 小时。想用掉，打 0858-6000000。")
    assert expire_lots(now=at(date(2027, 1, 30), 0, 20)) == 0
    assert [expire_lots(now=at(date(2027, 1, 31), 0, 20)) for _again in range(2)] == [1, 0]
    assert (granted(elder), pool_of(site=town.site.pk, unit=Unit.TIME)) == ((60, 60), 60)
    assert total_posted(unit=Unit.TIME, kind=AccountKind.EXPIRY) == 0
    assert check_books().is_right


def test_the_pool_pays_for_who_has_none_by_who_may_decide(town: Town) -> None:
    giver, elder = town.volunteer(), town.elder()
    town.give(giver, 600)
    donate(actor=town.actor(giver), unit=Unit.TIME, amount=90, token=new_id(), now=town.now)
    coordinator, clerk = town.coordinator(), town.clerk()
    asked = {"minutes": 60, "payer": Payer.POOL}
    with pytest.raises(UnableToPlaceNeed) as refused:
        town.need(elder, clerk=clerk, **asked)
    assert refused.value.code == "no_power"
    need = town.need(elder, clerk=coordinator, **asked)
    assert (need.payer, pool_of(site=town.site.pk, unit=Unit.TIME)) == (Payer.POOL, 30)
    with pytest.raises(UnableToPlaceNeed) as short:
        town.need(elder, clerk=coordinator, **asked)
    assert short.value.code == "pool_short"
    town.give(elder, 60)
    with pytest.raises(UnableToPlaceNeed) as own:
        town.need(elder, clerk=coordinator, **asked | {"minutes": 30})
    assert own.value.code == "has_own"
