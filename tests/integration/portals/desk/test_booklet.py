"""The booklet at the desk, pressed as a clerk does: open, print, spoilt, taken back, lost, compared."""

from django.urls import reverse

from nuanliu.domain.passbook.booklets.codes import written
from nuanliu.domain.passbook.booklets.models import Booklet, PrintedLine, Printing
from nuanliu.domain.people.models import Person
from tests.support.office import at_the_hour_of, browser_of, later, words_of
from tests.support.pages import fresh_token


def page(person, name="booklet", *more):
    return reverse(f"desk:{name}", args=[person.pk, *more])


def opened(town, minutes=(60, 120)):
    """A volunteer with two lines of time and a booklet, and the clerk's browser."""
    helper = town.volunteer("陈本芬")
    for one in minutes:
        town.give(helper, one)
    desk = browser_of(town.clerk())
    went = desk.post(page(helper), {**fresh_token(), "act": "start"})
    assert (went.status_code, went.headers["Location"]) == (303, page(helper))
    return helper, desk


def printed(desk, person):
    went = desk.post(page(person), {**fresh_token(), "act": "print"})
    assert went.status_code == 303
    printing = Printing.objects.order_by("-first")[0]
    assert went.headers["Location"] == page(person, "booklet-printing", printing.id)
    return printing


def test_from_no_booklet_to_paper_and_back(town) -> None:
    with at_the_hour_of(town):
        helper, desk = opened(town)
        shown = words_of(desk.get(page(helper)))
        assert "有 4 行还没打" in shown
        assert "放一张新纸，这是第 1 页" in shown
        printing = printed(desk, helper)
        paper = desk.get(page(helper, "booklet-printing-pdf", printing.id))
        assert (paper.headers["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")
        assert desk.get(page(helper, "booklet-page", 1)).content == paper.content
        assert desk.get(page(helper, "booklet-page", 2)).status_code == 404
        assert desk.get(page(helper, "booklet-cover")).content == desk.get(page(helper, "booklet-cover")).content
        assert "没有新的行，存折和账本一样。" in words_of(desk.get(page(helper)))
        again = desk.post(page(helper), {**fresh_token(), "act": "print"})
        assert "没有新的行要打。" in words_of(again)
        town.give(helper, 30)
        assert "放进第 1 页那张纸，从第 5 行接着打。" in words_of(desk.get(page(helper)))
        back = desk.post(page(helper, "booklet-take-back", printing.id), fresh_token())
        assert back.headers["Location"] == page(helper)
        assert "有 6 行还没打" in words_of(desk.get(page(helper)))


def test_a_name_that_cannot_be_printed_is_said_before_printing(town) -> None:
    with at_the_hour_of(town):
        helper, desk = opened(town)
        assert "打不出来" not in words_of(desk.get(page(helper)))
        Person.objects.filter(pk=helper.pk).update(name="陈\U0003134a")
        assert "这几个字打不出来：\U0003134a" in words_of(desk.get(page(helper)))


def test_a_lost_one_is_void_for_everybody_from_then_on(town, client) -> None:
    with at_the_hour_of(town):
        helper, desk = opened(town)
        printed(desk, helper)
        code = written(PrintedLine.objects.order_by("position")[0].code)
        check = f"{reverse('public:check')}?code={code.lower().replace('-', ' ')}"
        said = words_of(client.get(check))
        assert "有效，和账本一样" in said
        assert "陈*" in said
        assert "文化路社区" in said
        assert "陈本芬" not in said
        assert "陪伴" not in said
        number = Booklet.objects.get().number
    with later(desk, town, days=1):
        empty = desk.post(page(helper, "booklet-replace"), fresh_token())
        assert "请填写：怎么回事" in words_of(empty)
        went = desk.post(page(helper, "booklet-replace"), {**fresh_token(), "reason": "lost", "note": "买菜时丢了"})
        assert went.status_code == 303
        said = words_of(client.get(check))
        assert "作废：这本存折不用了" in said
        assert "2026年11月3日" in said
        assert f"{number:06d}" in words_of(desk.get(page(helper)))
        assert "没有新的行" in words_of(desk.get(page(helper)))


def test_compared_by_codes_and_by_balance(town) -> None:
    with at_the_hour_of(town):
        helper, desk = opened(town)
        printed(desk, helper)
        code = written(PrintedLine.objects.order_by("position")[0].code)
        asked = {"codes": f"{code}\n00000-00000", "page": "1", "unit": "time", "balance": "3小时"}
        said = words_of(desk.get(page(helper, "booklet-compare"), asked))
        assert "对得上" in said
        assert "账上没有这个码" in said
        said = words_of(desk.get(page(helper, "booklet-compare"), {**asked, "balance": "４小时 30 分"}))
        assert "对不上" in said
        assert "4 小时 30 分" in said
        for wrong, sentence in (
            ({"codes": ""}, "请写查账码，或者页数和结余。"),
            ({"codes": "", "page": "1"}, "页数和结余要一起写。"),
            ({"codes": "", "page": "1", "balance": "很多"}, "结余看不明白"),
        ):
            assert sentence in words_of(desk.get(page(helper, "booklet-compare"), wrong))


def test_a_certifier_prints_no_booklets(town) -> None:
    with at_the_hour_of(town):
        helper, _desk = opened(town)
        other = browser_of(town.certifier())
        assert other.get(page(helper)).status_code == 404
        assert "打存折" not in words_of(other.get(reverse("desk:person", args=[helper.pk])))
