"""A booklet goes on where it stopped, prints no line twice, comes back when nothing was printed, and dies when lost."""

from datetime import timedelta

import pytest
from django.utils import translation

from nuanliu.domain.audit.models import Event
from nuanliu.domain.ledger.types import Unit
from nuanliu.domain.network.types import Role
from nuanliu.domain.passbook.booklets.codes import written
from nuanliu.domain.passbook.booklets.models import PrintedLine
from nuanliu.domain.passbook.booklets.operations import UnableToPrint
from nuanliu.domain.passbook.booklets.places import ROWS
from nuanliu.domain.passbook.booklets.queries import lines_on, lines_printed
from nuanliu.domain.passbook.booklets.types import EndReason
from nuanliu.domain.people.forgetting import forget_person
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.ids import new_id
from nuanliu.portals.ui.booklets import TEMPLATE, booklet_pdf, cover_data, cover_pdf, sheet_data
from nuanliu.usecases.booklet_sheets import sheet_of_page, sheet_of_printing
from nuanliu.usecases.certify_visit import certify_visit
from nuanliu.usecases.check_paper import PaperState, check_paper
from nuanliu.usecases.compare_booklet import Verdict, compare_balance, compare_codes
from nuanliu.usecases.my_papers import papers_kept
from nuanliu.usecases.print_passbook import print_new, replace_booklet, start_booklet, take_back_printing
from nuanliu.usecases.read_booklet import at_desk
from tests.support.papers import pictures
from tests.support.qr_reading import read_qr
from tests.support.town import Town

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def town(transactional_db) -> Town:
    return Town.found()


@pytest.fixture
def clerk(town):
    return town.clerk()


@pytest.fixture
def helper(town):
    return town.volunteer("陈本芬")


def give(town, person, times: int, minutes: int = 60) -> None:
    """Each of these is a line of TIME and one of HONOUR."""
    for _ in range(times):
        town.give(person, minutes)


def start(town, clerk, person):
    return start_booklet(actor=clerk, person_id=person.pk, token=new_id(), now=town.now)


def press(town, clerk, person, token=None):
    return print_new(actor=clerk, person_id=person.pk, token=token or new_id(), now=town.now)


def seen(booklet, printing) -> list[tuple[int, str, int]]:
    return [(line.position, line.unit, line.seq) for line in lines_printed(booklet=booklet, printing=printing)]


def test_it_goes_on_where_it_stopped_on_the_same_page(town, clerk, helper) -> None:
    give(town, helper, 3)
    booklet = start(town, clerk, helper)
    first = press(town, clerk, helper)
    assert (first.first, first.count) == (1, 6)
    give(town, helper, 2)
    second = press(town, clerk, helper)
    assert seen(booklet, second) == [(7, "time", 4), (8, "honour", 4), (9, "time", 5), (10, "honour", 5)]
    assert (second.begins.page, second.begins.row) == (1, 7)
    assert (second.ends.page, second.ends.row) == (2, 2)
    _found, sheet = sheet_of_printing(actor=clerk, person_id=helper.pk, printing_id=second.id)
    drawn = sheet_data(sheet=sheet)["sheets"]
    assert [(one["page"], one["head"], [row["row"] for row in one["rows"]]) for one in drawn] == [
        (1, False, [7, 8]),
        (2, True, [1, 2]),
    ]
    with pytest.raises(UnableToPrint, match="nothing_new"):
        press(town, clerk, helper)


def test_pressed_twice_prints_once(town, clerk, helper) -> None:
    give(town, helper, 2)
    booklet, token = start(town, clerk, helper), new_id()
    assert press(town, clerk, helper, token).id == press(town, clerk, helper, token).id
    assert start(town, clerk, helper).id == booklet.id
    assert PrintedLine.objects.count() == 4


def test_the_same_page_is_the_same_bytes_also_when_the_catalogue_has_changed(town, clerk, helper) -> None:
    visit = town.confirmed(town.elder(), helper)
    certify_visit(actor=town.certifier(), visit_id=visit.id, now=visit.ended_at)
    booklet = start(town, clerk, helper)
    printing = press(town, clerk, helper)

    def papers() -> tuple[bytes, bytes, bytes]:
        _found, sheet = sheet_of_printing(actor=clerk, person_id=helper.pk, printing_id=printing.id)
        page = sheet_of_page(actor=clerk, person_id=helper.pk, page=1)
        return (
            booklet_pdf(sheet=sheet),
            booklet_pdf(sheet=page),
            cover_pdf(booklet=booklet, address="https://x.cn/check"),
        )

    before = papers()
    town.services[0].name = "改了名字"
    town.services[0].save(update_fields=["name"])
    town.site.name = "换了牌子社区"
    town.site.save(update_fields=["name"])
    with translation.override("en"):
        assert papers()[:2] == before[:2]
    assert before[0] == before[1]
    rows = [(line.unit, line.service, line.recorded_by, line.amount) for line in lines_on(booklet=booklet, page=1)]
    assert rows == [("time", "陪伴聊天", "文化路社区", 60), ("honour", "陪伴聊天", "文化路社区", 60)]


def test_nothing_came_out_and_only_the_last_and_only_today(town, clerk, helper) -> None:
    give(town, helper, 1)
    booklet = start(town, clerk, helper)
    first = press(town, clerk, helper)
    give(town, helper, 1)
    second = press(town, clerk, helper)

    def back(printing, **later):
        when = town.now + timedelta(**later)
        return take_back_printing(actor=clerk, person_id=helper.pk, printing_id=printing.id, now=when)

    with pytest.raises(UnableToPrint, match="not_last"):
        back(first)
    with pytest.raises(UnableToPrint, match="late"):
        back(second, days=1)
    assert back(second).undone_at == town.now
    assert back(second).undone_at == town.now
    code = written(lines_printed(booklet=booklet, printing=second)[0].code)
    assert check_paper(text=code) == []
    third = press(town, clerk, helper)
    assert seen(booklet, third) == [(3, "time", 2), (4, "honour", 2)]
    assert list(
        Event.objects.filter(action__startswith="booklet.").values_list("action", flat=True).order_by("id")
    ) == [
        "booklet.issued",
        "booklet.printed",
        "booklet.printed",
        "booklet.taken_back",
        "booklet.printed",
    ]


def test_a_lost_one_is_void_and_the_next_goes_on(town, clerk, helper) -> None:
    give(town, helper, 2)
    old = start(town, clerk, helper)
    press(town, clerk, helper)
    code = written(lines_on(booklet=old, page=1)[0].code)
    assert [(one.state, one.name, one.amount, one.recorded_by) for one in check_paper(text=code)] == [
        (PaperState.VALID, "陈*", 60, "文化路社区")
    ]
    give(town, helper, 1)
    token = new_id()
    later = town.now + timedelta(days=3)
    kept = [(one["kind"], one["number"], one["ended_at"]) for one in papers_kept(person=helper)]
    assert kept == [("booklet", old.number, None)]

    def replace():
        return replace_booklet(
            actor=clerk, person_id=helper.pk, reason=EndReason.LOST, note="买菜时丢了", token=token, now=later
        )

    new = replace()
    assert replace().id == new.id
    assert (new.volume, new.number != old.number) == (2, True)
    assert [(one.state, one.since) for one in check_paper(text=code)] == [(PaperState.REPLACED, later)]
    printing = press(town, clerk, helper)
    assert seen(new, printing) == [(1, "time", 3), (2, "honour", 3)]
    _found, sheet = sheet_of_printing(actor=clerk, person_id=helper.pk, printing_id=printing.id)
    assert sheet_data(sheet=sheet)["sheets"][0]["carried"] == "接上本：时间 2 小时，荣誉时长 2 小时"
    event = Event.objects.get(action="booklet.replaced")
    assert (event.reason, event.details["old"], event.details["why"]) == ("买菜时丢了", old.number, "lost")


def test_the_papers_of_a_closed_entry_are_void_and_nameless(town, clerk, helper) -> None:
    give(town, helper, 1)
    booklet = start(town, clerk, helper)
    press(town, clerk, helper)
    code = written(lines_on(booklet=booklet, page=1)[0].code)
    forget_person(person=helper, at=town.now)
    assert [(one.state, one.since, one.name) for one in check_paper(text=code)] == [(PaperState.REPLACED, town.now, "")]


def test_a_book_brought_in_is_compared_line_by_line(town, clerk, helper) -> None:
    give(town, helper, 5)
    booklet = start(town, clerk, helper)
    press(town, clerk, helper)
    mine = lines_on(booklet=booklet, page=1)[0]
    other = town.volunteer("别人")
    give(town, other, 1)
    start(town, clerk, other)
    press(town, clerk, other)
    theirs = PrintedLine.objects.exclude(booklet_id=booklet.id)[0]
    wrong = written(mine.code)
    misread = wrong[:-1] + ("A" if wrong[-1] != "A" else "B")
    typed = [written(mine.code).lower(), written(theirs.code), misread, "00000-00000"]
    assert [one.verdict for one in compare_codes(person=helper, typed=typed)] == [
        Verdict.AGREES,
        Verdict.NOT_HERS,
        Verdict.MISREAD,
        Verdict.UNKNOWN,
    ]
    assert compare_balance(booklet=booklet, page=1, unit=Unit.TIME, typed=240).agrees
    assert not compare_balance(booklet=booklet, page=1, unit=Unit.TIME, typed=300).agrees
    assert compare_balance(booklet=booklet, page=2, unit=Unit.TIME, typed=300).agrees
    assert compare_balance(booklet=booklet, page=1, unit=Unit.COIN, typed=0).line is None


def test_who_may_and_who_may_not(town, clerk, helper) -> None:
    start(town, clerk, helper)
    for stranger in (town.certifier(), town.actor(helper), town.staff(Role.HOTLINE, node=town.other_site)):
        with pytest.raises(NotVisible):
            at_desk(actor=stranger, person_id=helper.pk)


def test_ten_pages_at_once_and_the_rest_with_the_next_press(town, clerk, helper) -> None:
    give(town, helper, 41)
    start(town, clerk, helper)
    desk = at_desk(actor=clerk, person_id=helper.pk)
    assert (desk.waiting, len(desk.drafts), desk.ends.page, desk.ends.row) == (82, 80, 10, ROWS)
    assert press(town, clerk, helper).count == 80
    assert press(town, clerk, helper).count == 2


def test_the_code_on_the_cover_leads_to_where_lines_are_checked(town, clerk, helper) -> None:
    booklet = start(town, clerk, helper)
    address = "https://nuanliu.example.cn/check"
    cover = pictures(TEMPLATE, cover_data(booklet=booklet, address=address))[0]
    assert read_qr(cover) == address
