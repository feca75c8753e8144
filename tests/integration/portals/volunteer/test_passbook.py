"""The passbook on the telephone."""

from datetime import timedelta

from django.urls import reverse

from nuanliu.domain.people.models import Person
from nuanliu.usecases.certify_visit import certify_visit
from tests.integration.portals.volunteer.phone import Phone, queries_of
from tests.support.town import Town


def earned(town: Town, helper: Person, *, days: int, choice: str = "time", minutes: int = 55) -> object:
    visit = town.confirmed(
        town.elder(f"老人{days}"), helper, starts_at=town.now + timedelta(days=days), choice=choice, minutes=minutes
    )
    return certify_visit(actor=town.certifier(), visit_id=visit.id, now=visit.ended_at)


def test_a_line_has_number_day_service_amount_and_balance(town: Town) -> None:
    helper = town.volunteer()
    earned(town, helper, days=2)
    page = Phone(helper, town.now).get("volunteer:passbook")
    [line] = page.context["lines"]
    assert (line["number"], str(line["day"]), line["what"], line["amount"], line["balance"]) == (
        1,
        "2026-11-04",
        "陪伴聊天",
        60,
        60,
    )
    assert reverse("volunteer:line", args=["time", 1]) in page.content.decode()


def test_each_unit_has_its_own_lines(town: Town) -> None:
    helper = town.volunteer()
    earned(town, helper, days=2)
    earned(town, helper, days=3, choice="coin")
    phone = Phone(helper, town.now)
    amounts = {
        unit: [line["amount"] for line in phone.get("volunteer:passbook-unit", unit).context["lines"]]
        for unit in ("time", "coin", "honour")
    }
    assert amounts == {"time": [60], "coin": [100], "honour": [60, 60]}
    assert phone.get("volunteer:passbook-unit", "gold").status_code == 404


def test_older_lines_are_reached_by_line_number(town: Town) -> None:
    helper = town.volunteer()
    for _line in range(14):
        town.give(helper, 30)
    phone = Phone(helper, town.now)
    first = phone.get("volunteer:passbook")
    assert [line["number"] for line in first.context["lines"]] == list(range(14, 2, -1))
    assert first.context["older_before"] == 3
    older = phone.get("volunteer:passbook", before="3")
    assert [line["number"] for line in older.context["lines"]] == [2, 1]
    assert older.context["older_before"] is None
    nonsense = phone.get("volunteer:passbook", before="-1; DROP TABLE")
    assert [line["number"] for line in nonsense.context["lines"]] == list(range(14, 2, -1))


def test_a_line_leads_to_its_visit_and_the_rule_that_counted_it(town: Town) -> None:
    helper = town.volunteer()
    visit = earned(town, helper, days=2)
    text = Phone(helper, town.now).words("volunteer:line", "time", 1)
    assert reverse("volunteer:visit", args=[visit.id]) in text
    assert "照第 1 版" in text
    assert "55 分" in text


def test_a_paper_line_says_where_it_came_from(town: Town) -> None:
    helper = town.volunteer()
    town.give(helper, 120)
    text = Phone(helper, town.now).words("volunteer:line", "time", 1)
    assert "旧存折转入" in text
    assert "看这次服务" not in text


def test_there_is_no_line_that_was_never_written(town: Town) -> None:
    helper, other = town.volunteer("甲"), town.volunteer("乙")
    town.give(helper, 30)
    assert Phone(helper, town.now).get("volunteer:line", "time", 1).status_code == 200
    assert Phone(helper, town.now).get("volunteer:line", "time", 2).status_code == 404
    assert Phone(helper, town.now).get("volunteer:line", "time", 0).status_code == 404
    assert Phone(other, town.now).get("volunteer:line", "time", 1).status_code == 404


def test_an_empty_passbook_says_what_to_do(town: Town) -> None:
    assert "做完一次，认定了，就记上一行。" in Phone(town.volunteer(), town.now).words("volunteer:passbook")


def test_three_lines_cost_as_many_queries_as_one(town: Town) -> None:
    helper = town.volunteer()
    phone = Phone(helper, town.now)
    earned(town, helper, days=2)
    phone.get("volunteer:passbook")
    one = queries_of(lambda: phone.get("volunteer:passbook"))
    earned(town, helper, days=3)
    earned(town, helper, days=4)
    assert len(phone.get("volunteer:passbook").context["lines"]) == 3
    assert queries_of(lambda: phone.get("volunteer:passbook")) == one


def test_coins_say_until_when_they_can_be_used(town: Town) -> None:
    helper = town.volunteer()
    earned(town, helper, days=2, choice="coin")
    phone = Phone(helper, town.now)
    assert "1.00 币，用到2028年11月30日 星期四" in phone.words("volunteer:passbook-unit", "coin")
    assert "用到" not in phone.words("volunteer:passbook-unit", "time")
