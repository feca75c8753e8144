"""The pool: what anybody may read of it, who decides, and that both agree with the book."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from nuanliu.domain.ledger.check import check_books
from nuanliu.domain.ledger.types import Unit
from nuanliu.domain.network.types import Role
from nuanliu.domain.passbook.models import Funding, PoolUse
from nuanliu.domain.passbook.pools import Source, Use, pool_account
from nuanliu.domain.passbook.types import FundSource, FundTarget, PoolUseKind
from nuanliu.domain.people.models import Elder
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.ids import new_id
from nuanliu.usecases.certify_visit import certify_visit
from nuanliu.usecases.fund_site import fund_site
from nuanliu.usecases.grant_time import grant_monthly
from nuanliu.usecases.use_pool import UnableToUsePool, ask_pool, decide_pool
from nuanliu.usecases.use_time import donate, take_back
from tests.support.office import at_the_hour_of, browser_of
from tests.support.pages import main_words
from tests.support.town import Town

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(db) -> Iterator[Town]:
    town = Town.found()
    with at_the_hour_of(town):
        yield town


def filled(town: Town, hours: int = 20) -> None:
    """Time in the pool of the site, from the government."""
    fund_site(
        actor=town.staff(Role.BUREAU_STANDARDS, "褚标准", node=town.city),
        site_id=town.site.pk,
        target=FundTarget.POOL,
        unit=Unit.TIME,
        source=FundSource.GOVERNMENT,
        giver="六盘水市民政局",
        amount=hours * 60,
        token=new_id(),
        now=town.now,
    )


def asked(town: Town, actor, elder, minutes: int = 120, token=None) -> PoolUse:
    return ask_pool(
        actor=actor,
        person_id=elder.pk,
        kind=PoolUseKind.HELP,
        minutes=minutes,
        reason="刚出院",
        token=token or new_id(),
        now=town.now,
    )


def test_the_public_account_is_the_book_by_source_and_use_without_names(town: Town) -> None:
    filled(town)
    giver, elder, helper = town.volunteer("杨志远"), town.elder("张桂兰"), town.volunteer("李志愿")
    town.give(giver, 300)
    for amount in (90, 60):
        dealing = donate(actor=town.actor(giver), unit=Unit.TIME, amount=amount, token=new_id(), now=town.now)
    take_back(actor=town.actor(giver), dealing_id=dealing.id, now=town.now)
    Elder.objects.filter(pk=town.elder("王明").pk).update(is_special=True)
    grant_monthly(now=town.now)
    coordinator = town.coordinator()
    asked(town, coordinator, elder, minutes=30)
    visit = town.confirmed(elder, helper, clerk=coordinator, payer="pool")
    certify_visit(actor=town.certifier(), visit_id=visit.id, now=town.now)
    account = pool_account(site=town.site.pk, unit=Unit.TIME)
    [month] = account.months
    assert month.came == {Source.GOVERNMENT: 1200, Source.DONATIONS: 90}
    assert month.went == {Use.GRANTS: 120, Use.HELP: 30, Use.VISITS: 60}
    assert account.posted == month.came_in - month.went_out == 1080
    page = Client().get(reverse("public:pool", args=[town.site.code]))
    said = main_words(page)
    assert "大家捐的 1 小时 30 分" in said
    assert "帮有急难的老人 30 分" in said
    assert "六盘水市民政局" in said
    assert not any(name in said for name in ("张桂兰", "杨志远", "李志愿", "王明"))
    assert "18 小时" in main_words(Client().get(reverse("public:pools")))
    assert check_books().is_right


def test_a_little_is_one_persons_and_more_is_two_peoples(town: Town) -> None:
    filled(town)
    elder, first, second = town.elder(), town.coordinator("孙站长"), town.coordinator("钱副站")
    token = new_id()
    assert [asked(town, first, elder, token=token).state for _again in range(2)] == ["done", "done"]
    more = asked(town, first, elder, minutes=481)
    assert (more.state, town.savings(elder).grant) == ("asked", 120)
    decide = {"use_id": more.id, "is_agreed": True, "reason": "", "now": town.now}
    with pytest.raises(UnableToUsePool) as own:
        decide_pool(actor=first, **decide)
    assert own.value.code == "same_person"
    assert [decide_pool(actor=second, **decide).state for _again in range(2)] == ["done", "done"]
    assert (town.savings(elder).grant, pool_account(site=town.site.pk, unit=Unit.TIME).posted) == (601, 599)
    with pytest.raises(UnableToUsePool) as short:
        decide_pool(actor=second, **decide | {"use_id": asked(town, first, elder, minutes=600).id})
    assert short.value.code == "pool_short"
    with pytest.raises(NotVisible):
        asked(town, town.clerk(), elder)
    assert check_books().is_right


def test_the_desk_gives_and_the_colleague_says_no_with_a_reason(town: Town) -> None:
    filled(town)
    elder = town.elder()
    browser = browser_of(town.coordinator("孙站长"))
    form = {"minutes": "９００", "reason": "刚出院", "token": str(new_id())}
    short = browser.post(reverse("desk:pool-give", args=[elder.pk]), form | {"reason": ""})
    assert (short.status_code, PoolUse.objects.count()) == (200, 0)
    done = browser.post(reverse("desk:pool-give", args=[elder.pk]), form)
    use = PoolUse.objects.get()
    assert (done.status_code, use.minutes, use.state) == (303, 900, "asked")
    assert "等第二个人定" in main_words(browser.get(reverse("desk:pool")))
    other = browser_of(town.coordinator("钱副站"))
    page = reverse("desk:pool-use", args=[use.id])
    no = {"act": "refuse", "reason": "", "token": str(new_id())}
    assert "请写明为什么不同意" in main_words(other.post(page, no))
    other.post(page, no | {"reason": "家里有人照看"})
    use.refresh_from_db()
    assert (use.state, use.refusal, town.savings(elder).grant) == ("refused", "家里有人照看", 0)


def test_the_bureau_fills_pools_and_bonus_funds(town: Town) -> None:
    browser = browser_of(town.staff(Role.BUREAU_STANDARDS, "褚标准", node=town.city))
    form = {
        "site": str(town.site.pk),
        "into": "bonus",
        "amount": "50",
        "source": "sponsor",
        "giver": "百盛百货",
        "token": str(new_id()),
    }
    assert [browser.post(reverse("bureau:funds"), form).status_code for _again in range(2)] == [303, 303]
    [funding] = Funding.objects.all()
    assert (funding.target, funding.unit, funding.amount) == ("bonus", "coin", 5000)
    assert "百盛百货" in main_words(browser.get(reverse("bureau:funds")))
    assert check_books().is_right
