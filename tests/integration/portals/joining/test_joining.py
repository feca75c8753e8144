"""A volunteer joins on her telephone, page by page, without JavaScript."""

import re
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from nuanliu.domain.people.joining.course import QUESTIONS
from nuanliu.domain.people.joining.models import Application, Paper, Qualification, TrainingRecord
from nuanliu.domain.people.models import Consent, Person
from nuanliu.domain.signing.written import code_of
from nuanliu.platform.ids import new_id
from tests.support.identities import identity_of
from tests.support.office import at_the_hour_of, words_of
from tests.support.pictures import photo
from tests.support.town import Town

pytestmark = pytest.mark.django_db
RIGHT = {question.code: question.right for question in QUESTIONS}
GROWN = identity_of(born=date(1990, 5, 5))
PHONE = "13800138000"


@pytest.fixture(autouse=True)
def _demo(settings):
    settings.DEMO = True


class Phone:
    """A telephone's browser that counts the pages it saw and the buttons that were pressed."""

    def __init__(self, town: Town) -> None:
        self.town, self.client, self.pages, self.taps = town, Client(), 0, 0
        self.at = ""

    def get(self, name: str):
        with at_the_hour_of(self.town):
            response = self.client.get(reverse(f"joining:{name}"))
        self.pages += response.status_code == 200
        return response

    def press(self, page: str, taps: int = 1, **said):
        """Send the form of a page with what was said; `taps` as many as a thumb needs."""
        self.taps += taps
        with at_the_hour_of(self.town):
            response = self.client.post(reverse(f"joining:{page}"), {"token": str(new_id()), **said})
        assert response.status_code == 303, words_of(response)
        self.at = response.headers["Location"]
        with at_the_hour_of(self.town):
            self.pages += self.client.get(self.at).status_code == 200
        return response

    def code(self) -> str:
        with at_the_hour_of(self.town):
            return code_of(code_id=UUID(self.client.session["joining-begins"]["code"]))

    def begin(self, name: str = "李晓红", phone: str = PHONE):
        self.get("start")
        self.press("start", taps=5, name=name, phone=phone, site=str(self.town.site.pk))
        return self.press("code", taps=2, code=self.code())


def joined_by(phone: Phone, *, identity: str = GROWN, **more):
    phone.begin(**more)
    phone.press("identity", taps=2, identity=identity)
    phone.press("promise", taps=2, record="on", **({"health": "on"} if "health" in more else {}))
    phone.press("course", taps=len(RIGHT) + 1, **RIGHT)
    phone.press("abilities", taps=2, languages=["putonghua", "local"])
    phone.press("times", taps=3, cells=["2-pm", "6-am"], reach="3000")
    phone.press("consents", taps=3, service="on", share_insurer="on")
    return phone.press("check")


def test_ten_pages_and_twenty_six_taps_from_the_first_page_to_handed_in():
    town = Town.found()
    phone = Phone(town)
    joined_by(phone)
    application = Application.objects.get()
    assert (application.state, application.person.name, application.channel) == ("submitted", "李晓红", "self")
    assert application.birth_date == date(1990, 5, 5)
    assert set(Consent.objects.values_list("purpose", flat=True)) == {"service", "share_insurer"}
    record = TrainingRecord.objects.get()
    assert (record.course, record.version, record.score, record.questions, record.is_passed) == (
        "safety", "2026-11", 5, 5, True,
    )  # fmt: skip
    assert (phone.pages, phone.taps) == (10, 26)
    assert not hasattr(application.person, "volunteer")


def test_it_is_left_and_taken_up_again_with_the_same_name_and_telephone():
    town = Town.found()
    phone = Phone(town)
    phone.begin()
    phone.press("identity", identity=GROWN)
    town.now += timedelta(minutes=2)
    other = Phone(town)
    other.begin()
    assert Person.objects.filter(name="李晓红").count() == 1
    assert "还有 5 项" in words_of(other.get("tasks"))


def test_somebody_elses_telephone_learns_nothing_and_takes_nothing_over():
    town = Town.found()
    known = town.elder("张桂兰", phone=PHONE)
    phone = Phone(town)
    phone.begin(name="王某某")
    assert Application.objects.get().person_id != known.pk


def test_a_wrong_code_is_refused_and_after_five_a_new_one_is_due():
    town = Town.found()
    phone = Phone(town)
    phone.press("start", name="李晓红", phone=PHONE, site=str(town.site.pk))
    right = phone.code()
    wrong = "000000" if right != "000000" else "111111"
    with at_the_hour_of(town):
        address = reverse("joining:code")
        answers = [phone.client.post(address, {"token": str(new_id()), "code": wrong}) for _ in range(5)]
        after = phone.client.post(address, {"token": str(new_id()), "code": right})
    assert ["验证码不对" in words_of(one) for one in answers] == [True] * 5
    assert "验证码不对" in words_of(after)
    assert Application.objects.count() == 0


@pytest.mark.parametrize(
    ("born", "words"), [(date(2013, 5, 5), "满 14 岁才能报名"), (date(1990, 5, 5), None), (date(2010, 5, 5), None)]
)
def test_the_ages_of_the_standard_hold(born, words):
    town = Town.found()
    phone = Phone(town)
    phone.begin()
    with at_the_hour_of(town):
        response = phone.client.post(
            reverse("joining:identity"), {"token": str(new_id()), "identity": identity_of(born=born)}
        )
    assert (response.status_code == 200) == bool(words)
    assert (words or "") in words_of(response)


def test_somebody_under_age_names_a_guardian():
    town = Town.found()
    phone = Phone(town)
    phone.begin()
    phone.press("identity", identity=identity_of(born=date(2010, 5, 5)))
    assert phone.at == reverse("joining:guardian")
    phone.press("guardian", name="李大山", phone="13900139000")
    assert "父母或监护人" in words_of(phone.get("tasks"))


def test_from_seventy_on_health_is_declared_too():
    town = Town.found()
    phone = Phone(town)
    phone.begin()
    phone.press("identity", identity=identity_of(born=date(1950, 5, 5)))
    with at_the_hour_of(town):
        refused = phone.client.post(reverse("joining:promise"), {"token": str(new_id()), "record": "on"})
    assert "身体要紧" in words_of(refused)
    phone.press("promise", record="on", health="on")
    assert Application.objects.get().health_declared_at == town.now


def test_wrong_answers_are_explained_and_each_try_is_kept():
    town = Town.found()
    phone = Phone(town)
    phone.begin()
    wrong = RIGHT | {"fall": "b", "money": "a"}
    with at_the_hour_of(town):
        response = phone.client.post(reverse("joining:course"), {"token": str(new_id()), **wrong})
    assert "叫不应就打 120" in words_of(response)
    phone.press("course", **RIGHT)
    tries = list(TrainingRecord.objects.order_by("recorded_at", "id").values_list("score", "is_passed"))
    assert sorted(tries) == [(3, False), (5, True)]


def test_a_paper_is_drawn_anew_and_sealed():
    town = Town.found()
    phone = Phone(town)
    phone.begin()
    phone.press("abilities", languages=["putonghua"], skills=["medical"])
    assert phone.at == reverse("joining:proofs")
    file = SimpleUploadedFile("a.jpg", photo(), content_type="image/jpeg")
    phone.press("proofs", skill="medical", photo=file, valid="unknown")
    paper = Paper.objects.get()
    assert (paper.width, paper.height) == (480, 640)
    assert b"JFIF" not in bytes(paper.picture_sealed)
    claimed = Qualification.objects.get()
    assert (claimed.skill, claimed.state, claimed.is_validity_known, claimed.valid_until) == (
        "medical", "claimed", False, None,
    )  # fmt: skip


def test_what_is_no_picture_is_refused_with_a_sentence():
    town = Town.found()
    phone = Phone(town)
    phone.begin()
    phone.press("abilities", languages=["putonghua"], skills=["medical"])
    with at_the_hour_of(town):
        response = phone.client.post(
            reverse("joining:proofs"),
            {
                "token": str(new_id()), "skill": "medical", "valid": "ever",
                "photo": SimpleUploadedFile("a.jpg", b"<svg onload=alert(1)>", content_type="image/jpeg"),
            },
        )  # fmt: skip
    assert "这不是照片" in words_of(response)
    assert Paper.objects.count() == 0


def test_without_the_first_consent_nothing_is_handed_in():
    town = Town.found()
    phone = Phone(town)
    phone.begin()
    with at_the_hour_of(town):
        refused = phone.client.post(reverse("joining:consents"), {"token": str(new_id()), "honour_name": "on"})
        early = phone.client.post(reverse("joining:check"), {"token": str(new_id())})
    assert "不同意这一项" in words_of(refused)
    assert re.search("还有没做完的", words_of(early))
    assert Consent.objects.count() == 0


def test_she_withdraws_as_easily():
    town = Town.found()
    phone = Phone(town)
    joined_by(phone)
    phone.press("withdraw")
    assert Application.objects.get().state == "withdrawn"
