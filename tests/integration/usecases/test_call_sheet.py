"""Who has no telephone is on the desk's sheet, as long as the call still helps."""

from datetime import timedelta

from nuanliu.domain.network.types import Role
from nuanliu.domain.notices.operations import mark_called
from nuanliu.domain.notices.queries import call_sheet
from nuanliu.domain.notices.types import NoticeKind
from nuanliu.platform.ids import new_id
from tests.support.town import Town


def kinds(town: Town, *, after: timedelta = timedelta()) -> list[str]:
    clerk = town.staff(Role.HOTLINE, "看单的")
    return [line.delivery.notice.kind for line in call_sheet(actor=clerk, now=town.now + after)]


def test_a_call_about_what_comes_lapses_when_it_has_come(town: Town) -> None:
    town.need(town.elder())
    assert kinds(town) == [NoticeKind.NEED_RECEIVED]
    assert kinds(town, after=timedelta(days=2, minutes=1)) == []


def test_a_call_about_what_was_stays_until_it_is_made(town: Town) -> None:
    visit = town.served(town.elder(), town.volunteer())
    later = timedelta(days=5)
    assert kinds(town, after=later) == [NoticeKind.VISIT_ENDED]
    clerk = town.clerk()
    line = call_sheet(actor=clerk, now=town.now + later)[0]
    assert visit.need_id == line.delivery.notice.subject_id
    mark_called(actor=clerk, delivery_id=line.delivery.pk, outcome="来了", token=new_id(), now=town.now + later)
    assert kinds(town, after=later) == []


def test_who_has_a_telephone_and_who_lives_elsewhere_is_not_on_it(town: Town) -> None:
    town.need(town.elder(phone="13900000001"))
    town.need(town.elder("外站老人", site=town.other_site), clerk=town.staff(Role.HOTLINE, node=town.other_site))
    assert kinds(town) == []
