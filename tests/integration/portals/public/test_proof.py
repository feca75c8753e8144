"""账实相符 and 查我的这一笔: from a printed code to a green answer, and to a proof that holds without us."""

import json
import subprocess
import sys
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nuanliu.domain.ledger.seals.anchoring import anchor_city
from nuanliu.domain.ledger.seals.codes import code_of, written
from nuanliu.domain.ledger.seals.queries import newest_heads
from nuanliu.domain.ledger.seals.sealing import seal_all
from nuanliu.domain.ledger.types import Unit
from nuanliu.domain.passbook.accounts import Holder
from nuanliu.domain.passbook.operations import reverse_visit
from nuanliu.domain.passbook.queries import passbook_lines
from nuanliu.domain.people.models import Person
from nuanliu.usecases.certify_visit import certify_visit
from nuanliu.usecases.reconcile import check_everything
from tests.support.office import at_the_hour_of
from tests.support.pages import main_words
from tests.support.town import Town


@pytest.fixture
def client(town: Town) -> Client:
    return Client()


def sealed(town: Town, *, anchored: bool = True) -> None:
    seal_all(now=town.now)
    if anchored:
        anchor_city(now=town.now)


def code(person: Person, unit: Unit = Unit.TIME) -> str:
    """The code beside the newest line of somebody's passbook."""
    [line] = passbook_lines(holder=Holder(person.pk, person.home_site_id), unit=unit, count=1)
    return code_of(transfer=line.transfer)


def asked(client: Client, text: str) -> str:
    return main_words(client.get(reverse("public:check"), {"code": text}))


def served(town: Town, name: str = "李志愿") -> Person:
    helper = town.volunteer(name)
    visit = town.confirmed(town.elder("张桂兰"), helper)
    certify_visit(actor=town.certifier(), visit_id=visit.id, now=visit.ended_at)
    return helper


def test_a_printed_code_leads_to_a_green_answer_without_a_name(town: Town, client: Client) -> None:
    helper = served(town)
    sealed(town)
    text = asked(client, code(helper))
    for said in (
        "这一笔在封存的账本里",
        "第 1 张封条",
        code(helper),
        "1 小时",
        "志愿服务",
        "文化路社区",
        "没有，一直有效",
    ):
        assert said in text
    for name in ("李志愿", "张桂兰", helper.volunteer.number, "钱认定"):
        assert name not in text


@pytest.mark.parametrize("change", [str.lower, lambda c: c.replace("-", " "), lambda c: f" {c.replace('-', '')}\t"])
def test_what_is_typed_may_be_untidy(town: Town, client: Client, change) -> None:
    helper = served(town)
    sealed(town)
    assert "这一笔在封存的账本里" in asked(client, change(code(helper)))


def test_a_line_just_written_and_one_sealed_today_are_said_so(town: Town, client: Client) -> None:
    helper = served(town)
    assert "账本里有这一笔，还没封上" in asked(client, code(helper))
    sealed(town, anchored=False)
    assert "今晚公布的封条会带上它" in asked(client, code(helper))


def test_an_unknown_code_and_one_that_is_none(town: Town, client: Client) -> None:
    served(town)
    sealed(town)
    unknown = asked(client, written(1))
    assert "查不到这个号码" in unknown
    assert "打热线" in unknown
    for nonsense in ("", "123", "7K3M-9QPT-2XW", "张桂兰", "UUUU-UUUU-UUUU"):
        page = client.get(reverse("public:check"), {"code": nonsense})
        assert page.status_code == 200
        assert "error-summary" in page.content.decode(), nonsense
    assert "error-summary" not in client.get(reverse("public:check")).content.decode()


def test_a_corrected_line_says_so_and_so_does_its_correction(town: Town, client: Client) -> None:
    helper = town.volunteer()
    visit = town.confirmed(town.elder(), helper)
    certify_visit(actor=town.certifier(), visit_id=visit.id, now=visit.ended_at)
    first = code(helper)
    reverse_visit(
        visit=visit.id,
        posted_as=visit.id,
        sites={town.site.pk},
        at=town.now + timedelta(days=4),
        actor=None,
        memo="没去",
    )
    sealed(town)
    assert "更正过：2026年11月6日" in asked(client, first)
    assert "这一笔本身就是更正" in asked(client, code(helper))


def test_a_proof_holds_without_us(town: Town, client: Client, tmp_path) -> None:
    helper = served(town)
    sealed(town)
    proof = client.get(reverse("public:check-proof", args=[code(helper)]))
    program = client.get(reverse("public:proof-verifier"))
    (tmp_path / "proof.json").write_bytes(proof.content)
    (tmp_path / "verify_proof.py").write_bytes(program.content)
    run = [sys.executable, "-I", "verify_proof.py", "proof.json"]
    assert subprocess.run(run, cwd=tmp_path, check=False, capture_output=True).returncode == 0
    changed = json.loads(proof.content)
    changed["line"]["amount"] += 1
    (tmp_path / "proof.json").write_text(json.dumps(changed))
    assert subprocess.run(run, cwd=tmp_path, check=False, capture_output=True).returncode == 1


def test_there_is_no_proof_of_what_is_not_sealed(town: Town, client: Client) -> None:
    helper = served(town)
    address = reverse("public:check-proof", args=[code(helper)])
    assert client.get(address).status_code == 404
    sealed(town)
    assert client.get(address).status_code == 200
    assert client.get(reverse("public:check-proof", args=[written(1)])).status_code == 404
    assert client.get(reverse("public:check-proof", args=["nonsense"])).status_code == 404


def test_the_page_says_what_the_last_check_found_and_checks_nothing_itself(town: Town, client: Client) -> None:
    town.give(town.volunteer(), 90)
    assert "账本还没有查过第一遍" in main_words(client.get(reverse("public:proof")))
    check_everything(now=town.now)
    text = main_words(client.get(reverse("public:proof")))
    assert "4 笔记录，加起来正好是 0" in text
    assert "上午 9 点逐行查过，一分不差。" in text
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_balance SET posted = posted + 1 WHERE posted = 90")
    assert main_words(client.get(reverse("public:proof"))) == text
    check_everything(now=town.now)
    wrong = main_words(client.get(reverse("public:proof")))
    assert "有对不上的地方" in wrong
    assert "加起来正好是" not in wrong


def test_heads_of_every_site_and_of_past_days(town: Town, client: Client) -> None:
    served(town)
    town.give(town.volunteer("王小明", site=town.other_site), 30)
    for day in range(3):
        with time_machine.travel(town.now + timedelta(days=day), tick=False):
            town.give(town.volunteer(f"志愿者{day}"), 30)
            seal_all(now=town.now + timedelta(days=day))
            anchor_city(now=town.now + timedelta(days=day))
    page = client.get(reverse("public:proof"))
    assert [site["name"] for site in page.context["sites"]] == sorted([town.site.name, town.other_site.name])
    assert [one.number for one, _groups in page.context["past"]] == [3, 2, 1]
    assert [one.number for one, _groups in client.get("/proof?before=3").context["past"]] == [2, 1]
    anchor = newest_heads().anchor
    assert anchor is not None
    assert "".join(page.context["groups"]) == anchor.digest.upper()
    sheet = main_words(client.get(reverse("public:proof-day", args=[2])))
    assert "2026年11月3日" in sheet
    assert "http://testserver/proof/2" in sheet
    assert client.get(reverse("public:proof-day", args=[4])).status_code == 404
    assert client.get(f"/proof/{'9' * 30}").status_code == 404


def test_machines_can_follow_the_heads(town: Town, client: Client) -> None:
    assert client.get(reverse("public:proof-heads")).json()["anchors"] == []
    served(town)
    sealed(town)
    town.give(town.volunteer("王小明"), 30)
    sealed(town)
    said = client.get(reverse("public:proof-heads")).json()
    assert [line["anchor"]["number"] for line in said["anchors"]] == [2, 1]
    assert said["anchors"][0]["anchor"]["previous"] == said["anchors"][1]["digest"]
    assert said["next"] is None
    older = client.get(reverse("public:proof-heads"), {"before": "2"}).json()
    assert [line["anchor"]["number"] for line in older["anchors"]] == [1]


def test_more_lines_cost_no_more_queries(town: Town, client: Client) -> None:
    few, many = served(town), town.volunteer("王小明")
    for _line in range(20):
        town.give(many, 30)
    for person in (few, many):  # what has a digit could be a card's number and is looked up as one, too
        while not any(char.isdigit() for char in code(person)):
            town.give(person, 30)
    sealed(town)

    def cost(name: str, **query: str) -> int:
        with at_the_hour_of(town), CaptureQueriesContext(connection) as sent:  # one minute, and one count of look-ups
            client.get(reverse(name), query)
        return len(sent)

    one_day = cost("public:proof")
    for _day in range(5):
        anchor_city(now=town.now)
    assert cost("public:proof") == one_day
    cost("public:check", code=code(many))  # the first look-up of a minute opens its count
    assert cost("public:check", code=code(many)) == cost("public:check", code=code(few))
