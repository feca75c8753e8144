"""查真伪: one page for every number and code, and nothing on it beyond what is listed."""

import json
import subprocess
import sys
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nuanliu.domain.certificates import drawing
from nuanliu.domain.certificates.drawing import address_of, papers_data
from nuanliu.domain.certificates.models import Certificate
from nuanliu.domain.certificates.signing import proof_of
from nuanliu.domain.ledger.seals.proofs import compact
from nuanliu.domain.ledger.seals.standalone import verify_proof
from nuanliu.domain.passbook.booklets.codes import written
from nuanliu.domain.people.types import VolunteerState
from nuanliu.platform.ids import new_id
from nuanliu.usecases.certify_visit import certify_visit
from nuanliu.usecases.issue_record import issue_service_record
from nuanliu.usecases.revoke_certificate import UnableToRevoke, ask_to_revoke, decide_revocation
from tests.support.certificates import CHECK, YEAR, honoured
from tests.support.office import at_the_hour_of, words_of
from tests.support.pages import main_words
from tests.support.papers import pictures
from tests.support.qr_reading import read_qr
from tests.support.town import Town


def asked(client: Client, text: str) -> str:
    return main_words(client.get(reverse("public:check"), {"code": text}))


def test_a_certificate_by_its_code_by_its_number_and_until_it_is_revoked(town: Town, client: Client) -> None:
    lead, other, helper = town.coordinator(), town.coordinator("周站长"), town.volunteer("陈本芬")
    (paper,) = honoured(town, lead, helper)
    with at_the_hour_of(town):
        said = asked(client, written(paper.code).lower())
        for word in ("真的，有效", "陈*", "128 小时", "文化路社区", "2026年11月2日", paper.serial, "我们从不收钱"):
            assert word in said
        for canary in ("陈本芬", "优秀志愿者", "风雨无阻", helper.volunteer.number, "孙站长", str(paper.pk)):
            assert canary not in said
        by_number = asked(client, paper.serial.replace("-", " "))
        assert "真的，有效" in by_number
        for canary in ("陈", "128 小时", written(paper.code)):
            assert canary not in by_number
        with pytest.raises(UnableToRevoke, match="no_reason"):
            ask_to_revoke(actor=lead, certificate_id=paper.pk, reason=" ", token=new_id(), now=town.now)
        ask_to_revoke(actor=lead, certificate_id=paper.pk, reason="时长有误", token=new_id(), now=town.now)
        with pytest.raises(UnableToRevoke, match="same_person"):
            decide_revocation(actor=lead, certificate_id=paper.pk, is_to_go=True, refusal="", now=town.now)
        assert "真的，有效" in asked(client, written(paper.code))
        decide_revocation(actor=other, certificate_id=paper.pk, is_to_go=True, refusal="", now=town.now)
        for code in (written(paper.code), paper.serial):
            said = asked(client, code)
            assert "已撤销，不再有效" in said
            assert "2026年11月2日 星期一撤销：时长有误" in said


def test_a_changed_row_has_no_good_signature(town: Town, client: Client) -> None:
    (paper,) = honoured(town, town.coordinator(), town.volunteer("陈本芬"))
    Certificate.objects.filter(pk=paper.pk).update(holder="陈小三")
    with at_the_hour_of(town):
        assert "签名不对，不要信它" in asked(client, written(paper.code))
        Certificate.objects.filter(pk=paper.pk).update(holder="", words="")
        said = asked(client, written(paper.code))
    assert "真的，有效" in said
    assert "陈" not in said


def test_whether_there_is_one_or_not_the_same_questions_are_asked(town: Town, client: Client) -> None:
    (paper,) = honoured(town, town.coordinator(), town.volunteer("陈本芬"))
    serial = paper.serial

    def cost(text: str) -> list[str]:
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse("public:check"), {"code": text})
        return [one["sql"].split(" WHERE ")[0] for one in seen.captured_queries if "certificates_" in one["sql"]]

    with at_the_hour_of(town):
        cost("123")  # the first look-up of a minute opens its count
        assert len(cost(written(paper.code))) == 1
        assert cost(written(paper.code)) == cost(written(paper.code + 1))
        assert cost(serial) == cost(serial[:-1] + "9")


@pytest.mark.parametrize(
    ("state", "says"),
    [(VolunteerState.ACTIVE, "是我们的志愿者"), (VolunteerState.PAUSED, "现在不是在岗的志愿者")],
)
def test_a_volunteer_s_card(town: Town, client: Client, state: VolunteerState, says: str) -> None:
    helper = town.volunteer("陈本芬", state=state)
    with at_the_hour_of(town):
        said = asked(client, helper.volunteer.number.lower())
        assert says in said
        assert "陈*" in said
        assert "陈本芬" not in said
        assert "error-summary" in client.get(reverse("public:check"), {"code": "V999999"}).content.decode()


def test_the_page_says_where_to_report_and_where_codes_stand(town: Town, client: Client) -> None:
    said = words_of(client.get(reverse("public:check")))
    for word in ("查真伪", "我们从不收钱", "怎么举报骗子", "志愿者编号", "查验码"):
        assert word in said


def test_the_square_codes_lead_here_and_hold_without_us(town: Town, client: Client, tmp_path) -> None:
    helper = town.volunteer("陈本芬")
    visit = town.confirmed(town.elder(), helper)
    certify_visit(actor=town.certifier(), visit_id=visit.id, now=visit.ended_at)
    paper = issue_service_record(
        actor=town.actor(helper), person_id=helper.pk, first=YEAR[0], last=YEAR[1], now=town.now + timedelta(days=90)
    )
    data = papers_data(papers=[paper], check_address=CHECK)
    page = pictures(drawing.TEMPLATES[drawing.CertificateKind(paper.kind)], data, per_inch=300)[0]
    upper = page.crop((page.width // 2, 0, page.width, page.height // 2))
    assert read_qr(upper) == address_of(paper=paper, check_address=CHECK)
    assert data["sheets"][0]["offline"].startswith("<svg")
    text = compact(proof_of(paper))
    (tmp_path / "proof.txt").write_text(text)
    (tmp_path / "changed.json").write_text(json.dumps(proof_of(paper)).replace('"minutes": 60', '"minutes": 600'))
    script = verify_proof.__file__

    def verdict(name: str) -> subprocess.CompletedProcess[str]:
        run = [sys.executable, "-I", script, str(tmp_path / name)]
        return subprocess.run(run, capture_output=True, text=True, check=False)

    right = verdict("proof.txt")
    assert right.returncode == 0, right.stdout
    assert "陈本芬 · 陪伴聊天 · 文化路社区" in right.stdout
    assert verdict("changed.json").returncode == 1
