"""Old paper passbooks: photographed, typed by one person, looked at by another, in the book once."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from nuanliu.domain.ledger.check import check_books
from nuanliu.domain.passbook.oldbooks.models import OldPage
from nuanliu.usecases.old_books import UnableToBringPage, take_page
from tests.support.office import browser_of, words_of
from tests.support.pages import fresh_token
from tests.support.pictures import photo

LINES = {
    "day": ["2025-3-1", "2025-3-8"],
    "service": ["101", "101"],
    "minutes": ["60", "90"],
    "whom": ["张桂兰", "重阳节活动"],
}


def typed(*, page="1-1", width=40, **more):
    picture = SimpleUploadedFile("存折.jpg", photo(width=width, height=30))
    return {**fresh_token(), "page": page, "photo": picture, **LINES, **more}


def test_a_page_comes_in_once_and_two_people_looked_at_it(town) -> None:
    clerk, certifier, helper = town.clerk(), town.certifier(), town.volunteer("陈本芬")
    desk, book = browser_of(clerk), reverse("desk:old-book", args=[helper.pk])
    went = desk.post(book, typed())
    page = OldPage.objects.get()
    assert went.headers["Location"] == reverse("desk:old-page", args=[page.id])
    assert town.savings(helper).time == 0, "nothing before the second person"
    assert "要由本站点的认定员来看" in words_of(desk.get(went.headers["Location"]))
    second = browser_of(certifier)
    assert "重阳节活动" in words_of(second.get(went.headers["Location"]))
    assert second.get(reverse("desk:old-page-photo", args=[page.id])).content.startswith(b"\xff\xd8")
    for _twice in range(2):
        second.post(went.headers["Location"], {**fresh_token(), "act": "take"})
    assert town.savings(helper).time == 150
    assert "张桂兰".encode() not in bytes(OldPage.objects.get().lines_sealed or b"")
    for words, again in {
        "这一页已经录过了": typed(width=41),
        "这张照片已经用过了": typed(page="1-2"),
        "有一行已经录过：同一天、同样的时间": typed(page="1-3", width=42, whom=["别人", "另一个"]),
    }.items():
        assert words in words_of(desk.post(book, again))
    assert check_books().findings == []


def test_what_was_read_wrongly_goes_back_and_is_typed_again(town) -> None:
    clerk, certifier, helper = town.clerk(), town.certifier(), town.volunteer("陈本芬")
    book = reverse("desk:old-book", args=[helper.pk])
    went = browser_of(clerk).post(book, typed())
    page = reverse("desk:old-page", args=[OldPage.objects.get().id])
    assert "请填写：原因" in words_of(browser_of(certifier).post(page, {**fresh_token(), "act": "return"}))
    browser_of(certifier).post(page, {**fresh_token(), "act": "return", "reason": "第二行是 60"})
    assert OldPage.objects.get().state == "returned"
    assert browser_of(clerk).post(book, typed()).status_code == 303, "the same page and photograph, read anew"
    assert went.status_code == 303


def test_nobody_takes_her_own_typing_and_a_refusal_keeps_the_lines(town) -> None:
    certifier, helper = town.certifier(), town.volunteer("陈本芬")
    desk, book = browser_of(certifier), reverse("desk:old-book", args=[helper.pk])
    wrong = desk.post(book, typed(minutes=["60", "9999"]))
    assert "第 2 行：分钟要在 10 到 720 之间" in words_of(wrong)
    assert "重阳节活动" in wrong.content.decode()
    assert "一行也没有写" in words_of(desk.post(book, typed(day=[], service=[], minutes=[], whom=[])))
    desk.post(book, typed())
    page = OldPage.objects.get()
    with pytest.raises(UnableToBringPage, match="entered_it"):
        take_page(actor=certifier, page_id=page.id, now=town.now)
    with pytest.raises(IntegrityError), transaction.atomic():
        OldPage.objects.filter(id=page.id).update(state="in_book", reviewed_by=page.entered_by)
    own = town.actor(helper)
    assert browser_of(own).get(book).status_code == 404
