"""A time slip and a statement on paper: the same bytes every time, and anybody checks them without signing in."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from nuanliu.domain.ledger.types import Unit
from nuanliu.domain.passbook.booklets.codes import written
from nuanliu.domain.passbook.booklets.models import IssuedPaper
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.ui import statements
from nuanliu.portals.ui.issued import SLIP, STATEMENT, slip_data, slip_pdf, statement_data, statement_pdf
from nuanliu.usecases import issue_paper
from nuanliu.usecases.certify_visit import certify_visit, void_visit
from nuanliu.usecases.issue_paper import UnableToIssue, issue_slip, issue_statement, slip_for, statement_for
from nuanliu.usecases.read_statement import statement_of_person
from tests.support.office import at_the_hour_of, browser_of, words_of
from tests.support.pages import fresh_token
from tests.support.papers import pictures
from tests.support.qr_reading import read_qr
from tests.support.town import Town

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2020, 1, 1), date(2099, 12, 31)
ALL = f"first_day={FIRST}&last_day={LAST}"


@pytest.fixture
def town(db) -> Town:
    return Town.found()


def certified(town, helper, *, choice="time", days=2):
    visit = town.confirmed(town.elder(), helper, choice=choice, starts_at=town.now + timedelta(days=days))
    return certify_visit(actor=town.certifier(), visit_id=visit.id, now=visit.ended_at)


def test_a_slip_from_the_button_to_the_camera_and_until_it_is_voided(town, client) -> None:
    helper = town.volunteer("陈本芬")
    visit = certified(town, helper, choice="coin")
    with at_the_hour_of(town):
        phone = browser_of(town.actor(helper))
        assert "时间存单：看、打印" in words_of(phone.get(reverse("volunteer:visit", args=[visit.id])))
        assert phone.get(reverse("volunteer:slip", args=[visit.id])).status_code == 404
        went = phone.post(reverse("volunteer:slip-issue", args=[visit.id]), fresh_token())
        assert went.headers["Location"] == reverse("volunteer:slip", args=[visit.id])
        first = phone.get(went.headers["Location"])
        assert (first.status_code, first.content[:5]) == (200, b"%PDF-")
        desk = browser_of(town.clerk())
        desk.post(reverse("desk:time-slip-issue", args=[visit.id]), fresh_token())
        assert desk.get(reverse("desk:time-slip", args=[visit.id])).content == first.content
        paper = IssuedPaper.objects.get()
        address = f"http://testserver{reverse('public:check')}?code={written(paper.code)}"
        assert slip_pdf(paper=paper, address=address) == first.content
        assert read_qr(pictures(SLIP, slip_data(paper=paper, address=address))[0]) == address
        said = words_of(client.get(address))
        assert "有效，和账本一样" in said
        assert "时间存单 · 000001 号" in said
        assert "陈*" in said
        assert "+1.00 币" in said
        assert "陪伴" not in said
    void_visit(actor=town.certifier(), visit_id=visit.id, reason="没有去", now=visit.ended_at)
    with at_the_hour_of(town):
        assert "这一笔后来更正了" in words_of(client.get(address))


def test_no_slip_before_it_is_in_the_book_and_none_for_others(town) -> None:
    helper, other = town.volunteer("陈本芬"), town.volunteer("别人")
    waiting = town.confirmed(town.elder(), helper)
    with pytest.raises(UnableToIssue, match="not_credited"):
        issue_slip(actor=town.actor(helper), visit_id=waiting.id, now=town.now)
    for stranger in (town.actor(other), town.certifier()):
        with pytest.raises(NotVisible):
            issue_slip(actor=stranger, visit_id=waiting.id, now=town.now)
    with at_the_hour_of(town):
        phone = browser_of(town.actor(helper))
        refused = phone.post(reverse("volunteer:slip-issue", args=[waiting.id]), fresh_token())
        assert "认定了、记进存折了，才有存单。" in words_of(refused)


def test_a_statement_stays_as_it_was_issued(town, client) -> None:
    helper = town.volunteer("陈本芬")
    town.give(helper, 60)
    town.give(helper, 30)
    actor = town.actor(helper)

    def issued():
        found = statement_of_person(person=helper, unit=Unit.TIME, first=FIRST, last=LAST)
        return issue_statement(actor=actor, person=helper, statement=found, unit=Unit.TIME, now=town.now)

    with at_the_hour_of(town):
        paper = issued()
        address = "https://x.example.cn/check?code=1"
        before = statement_pdf(paper=paper, address=address)
        town.give(helper, 90)
        with translation.override("en"):
            assert statement_pdf(paper=paper, address=address) == before
        assert issued().id != paper.id
        data = statement_data(paper=paper, address=address)
        assert [row[3] for row in data["rows"]] == ["+1 小时", "+30 分"]
        assert [one[1] for one in data["sums"]] == ["0 分", "1 小时 30 分", "0 分", "1 小时 30 分"]
        assert read_qr(pictures(STATEMENT, data)[0]) == address
        said = words_of(client.get(reverse("public:check"), {"code": written(paper.code)}))
        assert "对账单 · 000001 号" in said
        assert "1 小时 30 分" in said
        assert "陈本芬" not in said
        with pytest.raises(NotVisible):
            statement_for(actor=town.actor(town.volunteer("别人")), person_id=helper.pk, paper_id=paper.id)


def test_a_long_one_is_paged_on_paper_and_too_long_a_one_is_refused_in_words(town, monkeypatch) -> None:
    helper = town.volunteer("陈本芬")
    for _ in range(5):
        town.give(helper, 60)
    monkeypatch.setattr(statements, "ON_PAPER", 2)
    monkeypatch.setattr(issue_paper, "MOST_LINES", 4)
    with at_the_hour_of(town):
        phone = browser_of(town.actor(helper))
        address = reverse("volunteer:statement", args=["time"])
        pages, query = [], f"?whole=1&{ALL}"
        while query:
            page = phone.get(f"{address}{query}")
            pages.append(words_of(page))
            query = "" if page.context["is_last"] else page.context["later"]
        assert ["第 1 到 2 笔，共 5 笔" in pages[0], "第 5 到 5 笔，共 5 笔" in pages[2], len(pages)] == [True, True, 3]
        refused = phone.post(f"{reverse('volunteer:statement-issue', args=['time'])}?{ALL}", fresh_token())
        assert "这段日子有 5 笔，一份最多 4 笔。请分成几段打。" in words_of(refused)


def test_the_desk_prints_her_statement_too(town) -> None:
    helper = town.volunteer("陈\U0003134a")
    town.give(helper, 60)
    with at_the_hour_of(town):
        desk = browser_of(town.clerk())
        assert "这几个字打不出来：\U0003134a" in words_of(desk.get(reverse("desk:statement", args=[helper.pk, "time"])))
        went = desk.post(f"{reverse('desk:statement-issue', args=[helper.pk, 'time'])}?{ALL}", fresh_token())
        assert desk.get(went.headers["Location"]).content[:5] == b"%PDF-"
        phone = browser_of(town.actor(helper))
        again = phone.post(f"{reverse('volunteer:statement-issue', args=['time'])}?{ALL}", fresh_token())
        assert phone.get(again.headers["Location"]).content == desk.get(went.headers["Location"]).content
        with pytest.raises(NotVisible):
            slip_for(actor=town.clerk(), visit_id=helper.pk)


@pytest.mark.parametrize("code", ["7K3M9-QPTXW", "0000000000"])
def test_codes_are_not_guessed_faster_than_typed(town, client, code) -> None:
    with at_the_hour_of(town):
        answers = [client.get(reverse("public:check"), {"code": code}).status_code for _ in range(21)]
    assert answers == [200] * 20 + [429]
