"""A report finds its way: sent without a name, once; taken by one officer, answered once, read with its code alone."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from nuanliu.domain.audit.models import Event
from nuanliu.domain.integrity.models import Report
from nuanliu.domain.integrity.reports import Told, UnableToAnswerReport, code_of_report, told_in
from nuanliu.domain.integrity.types import ReportEnd, ReportKind
from nuanliu.domain.network.types import Role
from nuanliu.domain.signing.types import REPORTS_FROM_ONE
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.ids import new_id
from nuanliu.usecases.report_fraud import Reported, UnableToReport, answer_report, send_report, take_report
from nuanliu.usecases.retention import sweep_all
from tests.support.pages import fresh_token, main_words
from tests.support.town import Town

pytestmark = pytest.mark.django_db
MONEY = Reported(kind=ReportKind.MONEY, told=Told(words="他要二十元", phone="13800001234"))


@pytest.fixture
def town() -> Town:
    return Town.found()


def sent(town: Town, *, address: str = "10.0.0.1", token=None) -> Report:
    return send_report(reported=MONEY, address=address, token=token or new_id(), now=town.now)


def looked_up(code: str) -> Any:
    """The answer page of one browser that typed this code."""
    return Client().post("/report/answer", {"code": code}, follow=True)


def officers(town: Town):
    return (
        town.staff(Role.BUREAU_AUDIT, "审计甲", node=town.city),
        town.staff(Role.BUREAU_STANDARDS, "标准乙", node=town.city),
    )


def test_it_is_taken_answered_and_read_with_its_code(town) -> None:
    audit, standards = officers(town)
    report = sent(town)
    with pytest.raises(UnableToAnswerReport, match="先接下来"):
        answer_report(actor=audit, report_id=report.pk, end=ReportEnd.TRUE, words="已处理", now=town.now)
    take_report(actor=standards, report_id=report.pk, now=town.now)
    take_report(actor=audit, report_id=report.pk, now=town.now)
    with pytest.raises(UnableToAnswerReport, match="先接下来"):
        answer_report(actor=standards, report_id=report.pk, end=ReportEnd.TRUE, words="已处理", now=town.now)
    for _twice in range(2):
        answer_report(actor=audit, report_id=report.pk, end=ReportEnd.TRUE, words="查实，已停止服务。", now=town.now)
    with pytest.raises(UnableToAnswerReport, match="已经答复"):
        answer_report(actor=audit, report_id=report.pk, end=ReportEnd.NOT_SO, words="不是", now=town.now)
    with pytest.raises(UnableToAnswerReport, match="已经答复"):
        take_report(actor=standards, report_id=report.pk, now=town.now)
    events = Event.objects.filter(subject_id=report.pk).order_by("recorded_at", "id")
    assert [one.action for one in events] == ["report.sent", "report.taken", "report.taken", "report.answered"]
    assert events[0].actor_id is None
    code = code_of_report(report_id=report.pk).lower()
    said = main_words(looked_up(f" {code[:5]} - {code[5:]} "))
    assert ("查实，已停止服务。" in said, "属实，已经处理" in said, "二十元" in said) == (True, True, False)


def test_who_may_not_answer_sees_none(town) -> None:
    report = sent(town)
    for actor in (town.coordinator(), town.staff(Role.BUREAU_SECURITY, "安全丙", node=town.city)):
        with pytest.raises(NotVisible):
            take_report(actor=actor, report_id=report.pk, now=town.now)
    report.refresh_from_db()
    assert report.taken_by is None


def test_sent_twice_it_is_one_and_too_many_are_refused(town) -> None:
    token = new_id()
    assert sent(town, token=token).pk == sent(town, token=token).pk
    for _more in range(REPORTS_FROM_ONE - 1):
        sent(town)
    with pytest.raises(UnableToReport, match="太多次"):
        sent(town)
    assert Report.objects.count() == REPORTS_FROM_ONE
    sent(town, address="10.0.0.2")


def test_the_words_lie_sealed_and_are_gone_when_their_time_is_over(town) -> None:
    report = sent(town)
    assert "二十元".encode() not in bytes(report.said_sealed or b"")
    assert told_in(report) == MONEY.told
    sweep_all(now=town.now + timedelta(days=364))
    report.refresh_from_db()
    assert told_in(report) == MONEY.told
    sweep_all(now=town.now + timedelta(days=366))
    report.refresh_from_db()
    assert told_in(report) is None


def test_the_page_gives_a_code_and_asks_for_no_name(town) -> None:
    browser = Client()
    form = {**fresh_token(), "kind": "pretender", "words": "说是社区的", "site": "unknown"}
    refused = browser.post("/report", form | {"words": " "})
    assert refused.status_code == 200
    assert "name=" in refused.content.decode()
    assert browser.post("/report", form).headers["Location"] == "/report/sent"
    page = browser.get("/report/sent").content.decode()
    found = re.search(r'report-code" lang="en">([0-9A-Z]{5}-[0-9A-Z]{5})<', page)
    assert found
    report = Report.objects.get()
    assert found.group(1).replace("-", "") == code_of_report(report_id=report.pk)
    assert "等人接" in main_words(looked_up(found.group(1)))
    assert "没有这个举报码" in main_words(looked_up("7K3M9QPTXW"))
    assert Client().get("/report/sent").headers["Location"] == "/report"


def test_codes_are_looked_up_no_faster_than_people_type(town) -> None:
    answers = [looked_up("7K3M9QPTXW").status_code for _one in range(11)]
    assert answers == [200] * 10 + [429]
