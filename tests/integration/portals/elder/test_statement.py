"""Her statement in big letters, and the code beside each line."""

from django.urls import reverse

from nuanliu.domain.ledger.types import AccountKind, Unit
from nuanliu.domain.passbook.accounts import Holder, savings, system
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.types import ProxyPower
from tests.support.journal import write_lines
from tests.support.pages import main_words, queries_of, signed_in
from tests.support.town import Town

PAGE = "elder:statement"


def book(town: Town, person: Person, *amounts: int) -> None:
    """Lines of this very day."""
    account = savings(holder=Holder(person.pk, person.home_site_id), unit=Unit.TIME)
    source = system(site=account.site, kind=AccountKind.ISSUANCE, unit=Unit.TIME, spread_by=person.pk)
    write_lines(account, source.id, [(amount, town.now) for amount in amounts])


def test_sums_and_lines_of_this_month(town: Town) -> None:
    person = town.elder("王秀英")
    book(town, person, 660, -60)
    browser = signed_in(person)
    text = main_words(browser.get(reverse(PAGE)))
    for said in ("时间对账单", "开头有 0 分", "存进 11 小时", "用掉 1 小时", "最后有 10 小时", "查账码"):
        assert said in text
    last = main_words(browser.get(reverse(PAGE), {"period": "last-month"}))
    assert "这段时间没有变动" in last
    assert main_words(browser.get(reverse(PAGE), {"period": "nonsense"})) == text


def test_her_time_leads_to_it_and_to_the_check(browser) -> None:
    page = browser.get(reverse("elder:time")).content.decode()
    assert reverse(PAGE) in page
    assert reverse("public:check") in page


def test_a_relative_needs_the_power_to_see(town: Town, wang) -> None:
    daughter, stranger = town.person("韩小燕"), town.person("路人")
    town.proxy(wang, daughter, [ProxyPower.SEE.value])
    town.proxy(wang, stranger, [ProxyPower.ASK.value])
    address = reverse("family:statement", args=[wang.pk])
    assert signed_in(daughter).get(address).status_code == 200
    assert signed_in(stranger).get(address).status_code == 404
    assert signed_in(town.person("别人")).get(address).status_code == 404


def test_many_lines_cost_as_many_queries_as_one(town: Town) -> None:
    person = town.elder("王秀英")
    browser = signed_in(person)
    book(town, person, 30)
    one = queries_of(browser, reverse(PAGE))
    book(town, person, 30, 30, 30, 30)
    assert queries_of(browser, reverse(PAGE)) == one
