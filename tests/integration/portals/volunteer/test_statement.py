"""The statement on the telephone: any days, sums, pages, paper, a workbook."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from nuanliu.domain.ledger.seals.codes import code_of
from nuanliu.domain.ledger.types import AccountKind, Unit
from nuanliu.domain.passbook.accounts import Holder, savings, system
from nuanliu.domain.people.models import Person
from nuanliu.platform.clock import at
from nuanliu.usecases.certify_visit import certify_visit
from tests.integration.portals.volunteer.phone import Phone, queries_of
from tests.support.journal import days_from, write_lines
from tests.support.town import Town

ALL = {"first_day": "2020-01-01", "last_day": "2099-12-31"}


def lines(town: Town, person: Person, count: int, first: date = date(2026, 1, 1)) -> None:
    """So many lines of an hour, a day apart."""
    account = savings(holder=Holder(person.pk, person.home_site_id), unit=Unit.TIME)
    source = system(site=account.site, kind=AccountKind.ISSUANCE, unit=Unit.TIME, spread_by=person.pk)
    write_lines(account, source.id, [(60, moment) for moment in days_from(first, count)])


def numbers(page) -> list[int]:
    return [row["number"] for row in page.context["rows"]]


def test_presets_and_typed_days(town: Town) -> None:
    helper = town.volunteer()
    lines(town, helper, 40, date(2026, 9, 25))  # until 3 November
    phone = Phone(helper, at(date(2026, 11, 2), 9))

    def sums(**query: str) -> tuple[int, int, int, int]:
        found = phone.get("volunteer:statement", "time", **query).context["statement"]
        return found.opening.posted, found.came_in, found.went_out, found.closing.posted

    assert sums() == (37 * 60, 2 * 60, 0, 39 * 60)
    assert sums(period="last-month") == (6 * 60, 31 * 60, 0, 37 * 60)
    assert sums(period="this-year") == (0, 39 * 60, 0, 39 * 60)
    assert sums(first_day="2026-09-28", last_day="2026-09-30") == (3 * 60, 3 * 60, 0, 6 * 60)
    assert sums(first_day="2026年9月28日", last_day="２０２６-09-30") == (3 * 60, 3 * 60, 0, 6 * 60)
    assert sums(last_day="2026-09-30") == (0, 6 * 60, 0, 6 * 60)
    assert sums(period="nonsense") == sums()


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ({"first_day": "2026-09-30", "last_day": "2026-09-01"}, "后一天不能早过前一天。"),
        ({"first_day": "2150-12-31"}, "请写 2000 年到 2100 年里的日子。"),
        ({"first_day": "9999-12-31"}, "日期不对。请写成 2026-11-24 这样。"),
        ({"last_day": "昨天"}, "日期不对。请写成 2026-11-24 这样。"),
    ],
)
def test_days_that_cannot_be_are_answered_kindly(town: Town, query: dict[str, str], says: str) -> None:
    assert says in Phone(town.volunteer(), town.now).words("volunteer:statement", "time", **query)


def test_pages_follow_each_other_and_paper_has_all(town: Town) -> None:
    helper = town.volunteer()
    lines(town, helper, 60)
    phone = Phone(helper, town.now)
    first = phone.get("volunteer:statement", "time", **ALL)
    assert numbers(first) == list(range(1, 26))
    assert (first.context["is_first"], first.context["is_last"]) == (True, False)
    second = phone.client.get(f"{first.request['PATH_INFO']}{first.context['later']}")
    assert numbers(second) == list(range(26, 51))
    back = phone.client.get(f"{first.request['PATH_INFO']}{second.context['earlier']}")
    assert numbers(back) == list(range(1, 26))
    third = phone.client.get(f"{first.request['PATH_INFO']}{second.context['later']}")
    assert (numbers(third), third.context["is_last"]) == (list(range(51, 61)), True)
    whole = phone.get("volunteer:statement", "time", **ALL, whole="1")
    assert numbers(whole) == list(range(1, 61))
    assert "期末结余" in whole.content.decode()


def test_a_line_names_the_visit_the_certifier_the_standard_and_its_code(town: Town) -> None:
    helper = town.volunteer()
    visit = town.confirmed(town.elder(), helper, minutes=55)
    certify_visit(actor=town.certifier("钱认定"), visit_id=visit.id, now=visit.ended_at)
    page = Phone(helper, town.now).get("volunteer:statement", "time", **ALL)
    [row] = page.context["rows"]
    [line] = [line for line in page.context["rows"] if line["number"] == 1]
    assert (row["what"], row["certifier"], row["amount"], line["standard"].number_of_version) == (
        "陪伴聊天",
        "钱认定",
        60,
        1,
    )
    text = page.content.decode()
    assert row["code"] in text
    assert "/me/passbook/time/1" in text
    assert "/standard?version=1" in text


def test_30_lines_cost_what_3000_cost(town: Town) -> None:
    few, many = town.volunteer("甲"), town.volunteer("乙")
    lines(town, few, 30, date(2026, 9, 1))
    lines(town, many, 3000, date(2018, 9, 1))
    october = {"first_day": "2026-09-02", "last_day": "2026-09-29"}

    def cost(person: Person) -> tuple[int, int]:
        phone = Phone(person, town.now)
        phone.get("volunteer:statement", "time", **october)
        return queries_of(lambda: phone.get("volunteer:statement", "time", **october)), len(
            phone.get("volunteer:statement", "time", **october).context["rows"]
        )

    assert cost(few) == cost(many) == (cost(few)[0], 25)


def test_the_workbook_has_every_line_and_adds_up(town: Town) -> None:
    helper = town.volunteer("李志愿")
    lines(town, helper, 60)
    response = Phone(helper, town.now).get("volunteer:statement-file", "time", **ALL)
    assert response["Content-Disposition"].startswith('attachment; filename="statement-')
    rows = list(load_workbook(BytesIO(response.content)).active.iter_rows(values_only=True))
    assert rows[0][:2] == ("户名", "李志愿")
    body = [row for row in rows if isinstance(row[0], int)]
    assert [row[0] for row in body] == list(range(1, 61))
    assert (sum(row[4] for row in body), rows[-1][4], rows[-1][6]) == (3600, 3600, 3600)
    assert len(body[0][10]) == len(code_of(transfer=helper.pk))


def test_coins_are_numbers_with_two_places(town: Town) -> None:
    helper = town.volunteer()
    visit = town.confirmed(town.elder(), helper, minutes=55, choice="coin")
    certify_visit(actor=town.certifier(), visit_id=visit.id, now=visit.ended_at)
    response = Phone(helper, town.now).get("volunteer:statement-file", "coin", **ALL)
    rows = list(load_workbook(BytesIO(response.content)).active.iter_rows(values_only=True))
    assert (rows[-1][4], rows[2][4]) == (1, "存入（币）")


def test_nobody_else_reads_it(town: Town) -> None:
    helper = town.volunteer()
    assert Phone(helper, town.now).get("volunteer:statement", "time").status_code == 200
    assert Phone(helper, town.now).get("volunteer:statement", "gold").status_code == 404
    assert Phone(town.elder(), town.now).get("volunteer:statement", "time").status_code == 404
    assert Phone(None, town.now).get("volunteer:statement", "time").status_code == 303
