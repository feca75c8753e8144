import pytest
from django.test import Client

from nuanliu.domain.audit.queries import events_matching
from nuanliu.domain.care.models import Visit
from nuanliu.domain.care.types import VisitState
from nuanliu.domain.network.types import Role
from nuanliu.platform.ids import new_id
from tests.support.office import browser_of, later, words_of
from tests.support.town import Town


@pytest.fixture
def client(town: Town) -> Client:
    return browser_of(town.clerk("吴接线"))


def act(client: Client, visit: Visit, name: str, **answers: object):
    return client.post(f"/desk/visits/{visit.id}/{name}/", {"token": new_id(), **answers})


def now_of(visit: Visit) -> Visit:
    return Visit.objects.get(id=visit.id)


def test_start_and_end_are_written_down_for_a_helper_without_a_telephone(town: Town, client: Client) -> None:
    visit = town.taken(town.elder(), town.volunteer())
    with later(client, town, days=2, hours=5):
        page = client.get(f"/desk/visits/{visit.id}/").content.decode()
        assert 'value="09:00"' in page
        answer = act(client, visit, "start", day="2026-11-04", at="９：０５", reason="没带手机")
        assert answer.status_code == 303, words_of(answer)
        answer = act(client, visit, "end", day="2026-11-04", at="1003", reason="没带手机", choice="coin", note="聊天")
        assert answer.status_code == 303, words_of(answer)
    found = now_of(visit)
    assert (found.state, found.measured_minutes, found.choice, found.start_evidence) == (
        VisitState.SERVED,
        58,
        "coin",
        "staff",
    )
    assert found.reported_late


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"at": "9点", "reason": ""}, "请填写：为什么由您记"),
        ({"at": "25:00", "reason": "x"}, "钟点不对。请写成 9:05 这样。"),
        ({"at": "abc", "reason": "x"}, "钟点不对。请写成 9:05 这样。"),
        ({"at": "", "reason": "x"}, "请填写：几点"),
        ({"at": "9:05", "reason": "x", "day": "2026-13-40"}, "日期不对。"),
        ({"at": "23:00", "reason": "x"}, "时间还没有到，请填实际的时间。"),
        ({"at": "6:00", "reason": "x"}, "还没到约定的时间"),
    ],
)
def test_a_wrong_hour_is_a_sentence(town: Town, client: Client, answers: dict[str, str], sentence: str) -> None:
    visit = town.taken(town.elder(), town.volunteer())
    with later(client, town, days=2, hours=5):
        answer = act(client, visit, "start", **({"day": "2026-11-04"} | answers))
    assert answer.status_code == 200
    assert sentence in words_of(answer)
    assert now_of(visit).state == VisitState.TAKEN


def test_what_the_old_person_said_on_the_telephone(town: Town, client: Client) -> None:
    came, not_come = town.served(town.elder("张桂兰"), town.volunteer("李志愿")), None
    answer = act(client, came, "heard", came="yes", face="happy")
    assert answer.status_code == 303
    found = now_of(came)
    assert (found.state, found.came, found.face) == (VisitState.CONFIRMED, True, "happy")
    not_come = town.served(town.elder("王秀英"), town.volunteer("王小明"))
    assert "请选一项：老人说人来了吗" in words_of(act(client, not_come, "heard", face="sad"))
    act(client, not_come, "heard", came="no")
    assert now_of(not_come).state == VisitState.DISPUTED


def test_a_denied_visit_is_looked_into_by_a_certifier(town: Town, client: Client) -> None:
    visit = town.served(town.elder(), town.volunteer())
    act(client, visit, "heard", came="no")
    certifier = browser_of(town.certifier())
    assert "老人说没来，要查清楚" in words_of(certifier.get(f"/desk/visits/{visit.id}/"))
    assert act(client, visit, "uphold", reason="邻居看见了").status_code == 404
    assert act(certifier, visit, "uphold", reason="邻居看见了").status_code == 303
    assert now_of(visit).state == VisitState.CONFIRMED


def test_a_helper_who_cannot_come_gives_it_back(town: Town, client: Client) -> None:
    visit = town.taken(town.elder(), town.volunteer())
    assert act(client, visit, "give-back", reason="").status_code == 200
    assert act(client, visit, "give-back", reason="孩子病了").status_code == 303
    assert now_of(visit).state == VisitState.CANCELLED
    assert now_of(visit).need.state == "open"


def test_the_slip_never_shows_the_code(town: Town, client: Client) -> None:
    visit = town.taken(town.elder("张桂兰"), town.volunteer("李志愿"))
    page = words_of(client.get(f"/desk/visits/{visit.id}/slip/"))
    assert "上门服务单" in page
    assert "李志愿" in page
    assert visit.need.code not in page.replace("2026", "").replace("0858-6000000", "")
    assert "文化路 3 号" not in page
    looks = events_matching(action="person.revealed", subject_id=visit.need.elder_id)
    assert list(looks) == [], "no address, no look"
    with later(client, town, days=1, hours=2):
        assert "文化路 3 号" in words_of(client.get(f"/desk/visits/{visit.id}/slip/"))
        client.get(f"/desk/visits/{visit.id}/slip/")
    assert [look.reason for look in looks.all()] == [f"印上门单，第 {visit.need.number} 号"]


def test_another_sites_visit_is_not_there(town: Town, client: Client) -> None:
    there = town.staff(Role.COORDINATOR, "周站长", node=town.other_site)
    visit = town.taken(town.elder("李大用", site=town.other_site), town.volunteer(), clerk=there)
    for page in ("", "certify/", "slip/"):
        assert client.get(f"/desk/visits/{visit.id}/{page}").status_code == 404
        assert browser_of(there).get(f"/desk/visits/{visit.id}/{page}").status_code == 200
