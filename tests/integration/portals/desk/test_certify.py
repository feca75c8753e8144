from datetime import timedelta

from django.test import Client

from nuanliu.domain.care.models import Visit
from nuanliu.domain.care.types import VisitState
from nuanliu.domain.network.types import Role
from nuanliu.domain.people.models import Person
from nuanliu.platform.ids import new_id
from nuanliu.usecases.confirm_visit import confirm_visit
from nuanliu.usecases.start_visit import end_visit, start_visit
from tests.support.office import browser_of, queries_of, words_of
from tests.support.town import Town


def certify(client: Client, visit: Visit, **answers: object):
    return client.post(f"/desk/visits/{visit.id}/certify/", {"token": new_id(), "note": "", **answers})


def now_of(visit: Visit) -> Visit:
    return Visit.objects.get(id=visit.id)


def test_the_evidence_stands_beside_the_arithmetic(town: Town) -> None:
    visit = town.confirmed(town.elder("张桂兰"), town.volunteer("李志愿"), minutes=55)
    page = words_of(browser_of(town.certifier()).get(f"/desk/visits/{visit.id}/certify/"))
    for shown in (
        "对上了老人的暗号",
        "两头都对上暗号",
        "满意",
        "实际服务的时间。 55 分",
        "算 1 小时",
        "志愿者要的：存时间",
    ):
        assert shown in page


def test_one_key_certifies_and_goes_to_the_next(town: Town) -> None:
    helper = town.volunteer("李志愿")
    first = town.confirmed(town.elder("张桂兰"), helper)
    second = town.confirmed(town.elder("王秀英"), town.volunteer("王小明"), starts_at=town.now + timedelta(days=3))
    client = browser_of(town.certifier())
    assert 'autofocus accesskey="y"' in client.get(f"/desk/visits/{first.id}/certify/").content.decode()
    answer = certify(client, first)
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/desk/visits/{second.id}/certify/"
    assert now_of(first).state == VisitState.CREDITED
    assert town.savings(helper).time == 60
    following = client.get(answer.headers["Location"])
    assert "认定好了：李志愿，算 1 小时。" in words_of(following)
    last = certify(client, second)
    assert last.headers["Location"] == "/desk/certifying/"


def test_certified_twice_it_credits_once(town: Town) -> None:
    helper = town.volunteer()
    visit = town.confirmed(town.elder(), helper)
    one, other = browser_of(town.certifier("钱认定")), browser_of(town.certifier("冯认定"))
    for client in (one, one, other):
        assert certify(client, visit).status_code == 303
    assert town.savings(helper).time == 60
    page = words_of(one.get(f"/desk/visits/{visit.id}/certify/"))
    assert "算 1 小时" in page
    assert "认定，看下一个" not in page


def test_why_not_for_ones_own_and_for_kin(town: Town) -> None:
    certifier = town.certifier()
    me = Person.objects.get(pk=certifier.id)
    elder = town.elder()
    town.kin(elder, me)
    visit = town.confirmed(elder, town.volunteer())
    client = browser_of(certifier)
    page = words_of(client.get(f"/desk/visits/{visit.id}/certify/"))
    assert "您不能认定这一次：" in page
    assert "家人的服务要请同事认定。" in page
    answer = certify(client, visit)
    assert answer.status_code == 200
    assert "家人的服务要请同事认定。" in words_of(answer)
    assert now_of(visit).state == VisitState.CONFIRMED
    assert certify(browser_of(town.certifier("冯认定")), visit).status_code == 303


def test_what_staff_entered_needs_two_others(town: Town) -> None:
    elder, helper = town.elder(), town.volunteer(choice="time")
    visit = town.taken(elder, helper)
    start = visit.need.starts_at
    clerk, later = town.staff(Role.COORDINATOR, "吴登记"), start + timedelta(hours=3)
    start_visit(actor=clerk, visit_id=visit.id, now=later, started_at=start, reason="没带手机")
    end_visit(actor=clerk, visit_id=visit.id, now=later, ended_at=start + timedelta(hours=1), reason="没带手机")
    confirm_visit(actor=town.actor(elder), visit_id=visit.id, came=True, now=later)
    page = words_of(browser_of(clerk).get(f"/desk/visits/{visit.id}/certify/"))
    assert "这次是您代为登记的，要请同事认定。" in page
    one, other = browser_of(town.certifier("钱认定")), browser_of(town.certifier("冯认定"))
    page = words_of(one.get(f"/desk/visits/{visit.id}/certify/"))
    assert "由工作人员补录或代录。" in page
    assert "要两个人认定：您先复核，再请一位同事。" in page
    certify(one, visit)
    assert now_of(visit).state == VisitState.CONFIRMED
    assert "还要请另一位同事认定" in words_of(one.get(f"/desk/visits/{visit.id}/certify/"))
    assert "已有一位同事复核过，现在由您认定。" in words_of(other.get(f"/desk/visits/{visit.id}/certify/"))
    certify(other, visit)
    assert now_of(visit).state == VisitState.CREDITED
    assert town.savings(helper).time == 60


def test_not_counted_with_a_reason(town: Town) -> None:
    elder, helper = town.elder(minutes=60), town.volunteer()
    visit = town.confirmed(elder, helper)
    client = browser_of(town.certifier())
    path = f"/desk/visits/{visit.id}/void/"
    assert "请填写：不计入的原因" in words_of(client.post(path, {"token": new_id(), "reason": ""}))
    assert client.post(path, {"token": new_id(), "reason": "没有服务"}).status_code == 303
    assert now_of(visit).state == VisitState.VOIDED
    assert (town.savings(helper).honour, town.savings(elder).time_free) == (0, 60)


def test_a_clerk_sees_but_does_not_decide(town: Town) -> None:
    visit = town.confirmed(town.elder(), town.volunteer())
    client = browser_of(town.clerk())
    assert "认定要由本站点的认定员来做。" in words_of(client.get(f"/desk/visits/{visit.id}/certify/"))
    assert certify(client, visit).status_code == 404
    assert now_of(visit).state == VisitState.CONFIRMED


def test_the_number_of_queries_does_not_grow_with_the_queue(town: Town) -> None:
    client = browser_of(town.certifier())
    visit = town.confirmed(town.elder("张桂兰"), town.volunteer("李志愿"))
    path = f"/desk/visits/{visit.id}/certify/"
    one = queries_of(client, path)
    for name in ("王", "陈"):
        town.confirmed(town.elder(name), town.volunteer(name))
    assert queries_of(client, path) == one
