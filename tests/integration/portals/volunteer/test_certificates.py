"""My certificates: a service record of days that I choose, at once; the desk's for me; the same bytes every time."""

from datetime import timedelta

import pytest
from django.urls import reverse

from nuanliu.domain.certificates.models import Certificate
from nuanliu.domain.network.types import Role
from nuanliu.domain.people.joining.models import TrainingRecord
from nuanliu.usecases.certify_visit import certify_visit
from tests.support.certificates import honoured
from tests.support.office import browser_of, later, words_of
from tests.support.pages import fresh_token
from tests.support.town import Town

DAYS = {"first_day": "2026-11-01", "last_day": "2026-11-08"}


def served(town: Town, helper, *, days: int = 2) -> None:
    visit = town.confirmed(town.elder(), helper, starts_at=town.now + timedelta(days=days))
    certify_visit(actor=town.certifier(), visit_id=visit.id, now=visit.ended_at)


def test_from_the_button_to_the_paper_for_her_and_at_the_desk(town: Town) -> None:
    helper = town.volunteer("陈本芬")
    served(town, helper)
    phone, desk = browser_of(town.actor(helper)), browser_of(town.clerk())
    page = reverse("volunteer:certificates")
    with later(phone, town, days=8):
        assert "还没有出过" in words_of(phone.get(page))
        went = phone.post(reverse("volunteer:service-record"), {**fresh_token(), **DAYS})
        first = phone.get(went.headers["Location"])
        assert (first.status_code, first.content[:5]) == (200, b"%PDF-")
        again = phone.post(reverse("volunteer:service-record"), {**fresh_token(), **DAYS})
        assert phone.get(again.headers["Location"]).content == first.content
        paper = Certificate.objects.get()
        assert (paper.minutes, paper.number, paper.issued_by) == (60, 1, helper.pk)
        proof = phone.get(reverse("volunteer:certificate-proof", args=[paper.pk])).json()
        assert proof["certificate"]["holder"] == "陈本芬"
        said = words_of(phone.get(page))
        assert paper.serial in said
        assert "有电子签名" in said
    with later(desk, town, days=8):
        went = desk.post(reverse("desk:service-record", args=[helper.pk]), {**fresh_token(), **DAYS})
        assert desk.get(went.headers["Location"]).content == first.content
        assert paper.serial in words_of(desk.get(reverse("desk:certificates", args=[helper.pk])))
    served(town, helper, days=3)
    with later(phone, town, days=8):
        phone.post(reverse("volunteer:service-record"), {**fresh_token(), **DAYS})
        assert sorted(Certificate.objects.values_list("number", "minutes")) == [(1, 60), (2, 120)]


@pytest.mark.parametrize(
    ("days", "says"),
    [
        ({"first_day": "2026-11-02", "last_day": "2026-11-01"}, "最后一天不能早于第一天。"),
        ({"first_day": "2026-11-01", "last_day": "2027-11-01"}, "最后一天不能晚于今天。"),
        ({"first_day": "2026-10-01", "last_day": "2026-10-02"}, "这些天里没有认定过的服务。"),
        ({"first_day": "", "last_day": ""}, "请填写：从哪天"),
    ],
)
def test_days_that_will_not_do(town: Town, days: dict[str, str], says: str) -> None:
    phone = browser_of(town.actor(town.volunteer("陈本芬")))
    with later(phone, town, days=1):
        refused = phone.post(reverse("volunteer:service-record"), {**fresh_token(), **days})
        assert says in words_of(refused)
        assert Certificate.objects.count() == 0


def test_a_training_record_and_an_honour_are_hers_and_nobody_else_s(town: Town) -> None:
    helper, other = town.volunteer("陈本芬"), town.volunteer("别人")
    (honour,) = honoured(town, town.coordinator(), helper)
    phone, stranger = browser_of(town.actor(helper)), browser_of(town.actor(other))
    desk, far = browser_of(town.clerk()), browser_of(town.staff(Role.HOTLINE, "别站", node=town.other_site))
    with later(phone, town, hours=1):
        refused = phone.post(reverse("volunteer:training-record"), fresh_token())
        assert "还没有通过的培训。" in words_of(refused)
        TrainingRecord.objects.create(
            person=helper, course="safety", version="1", how="online", minutes=30, score=9, questions=10,
            is_passed=True, taken_on=town.now.date(), recorded_at=town.now,
        )  # fmt: skip
        went = phone.post(reverse("volunteer:training-record"), fresh_token())
        assert phone.get(went.headers["Location"]).content[:5] == b"%PDF-"
        assert "优秀志愿者" in words_of(phone.get(reverse("volunteer:certificates")))
    paper = Certificate.objects.get(kind="training")
    assert paper.rows == [["2026-11-02", "基础与安全培训", "1", "30 分", "答对 9/10"]]
    with later(stranger, town, hours=1):
        for page in ("volunteer:certificate", "volunteer:certificate-proof"):
            assert stranger.get(reverse(page, args=[honour.pk])).status_code == 404
    with later(desk, town, hours=1):
        assert desk.get(reverse("desk:certificate", args=[helper.pk, honour.pk])).content[:5] == b"%PDF-"
        assert desk.get(reverse("desk:certificate", args=[other.pk, honour.pk])).status_code == 404
    with later(far, town, hours=1):
        assert far.get(reverse("desk:certificates", args=[helper.pk])).status_code == 404
