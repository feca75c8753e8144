import csv
from datetime import timedelta
from io import BytesIO, StringIO

from django.test import Client
from openpyxl import load_workbook

from nuanliu.domain.care.models import Need
from nuanliu.domain.care.series.models import FallbackTask
from nuanliu.domain.network.types import Role
from nuanliu.platform.ids import new_id
from nuanliu.usecases.answer_fallback import nobody_goes
from nuanliu.usecases.fall_back import mark_unserved, reopen_need
from nuanliu.usecases.place_need import place_need
from nuanliu.usecases.raise_fallbacks import raise_tasks
from nuanliu.usecases.review_need import review_need
from tests.support.office import browser_of, later, queries_of, searched, words_of
from tests.support.town import Town


def asked(town: Town, name: str = "张桂兰") -> None:
    """A need that waits for review."""
    elder = town.elder(name)
    place_need(
        actor=town.actor(elder),
        elder_id=elder.pk,
        service_code="S101",
        starts_at=town.now + timedelta(days=3),
        minutes=60,
        token=new_id(),
        now=town.now,
    )


def clerk(town: Town) -> Client:
    return browser_of(town.clerk())


def test_each_stack_says_how_much_there_is(town: Town) -> None:
    asked(town)
    town.need(town.elder("王秀英"))
    town.taken(town.elder("李淑珍"), town.volunteer("李志愿"))
    town.served(town.elder("陈玉梅"), town.volunteer("王小明"))
    town.confirmed(town.elder("杨德明"), town.volunteer("陈本事"))
    page = words_of(clerk(town).get("/desk/"))
    for stack in (
        "1 已经晚了 0",
        "2 等审核 1",
        "3 等人接单 1",
        "4 已有人接 1",
        "5 服务中 0",
        "6 等老人确认 1",
        "7 等认定 1",
        "8 退回等改 0",
    ):
        assert stack in page
    assert "没有拖下来的事。" in page


def test_what_is_late_comes_first_and_is_counted(town: Town) -> None:
    asked(town)
    client = clerk(town)
    with later(client, town, hours=25):
        page = words_of(client.get("/desk/"))
    assert "1 已经晚了 1 张桂兰 陪伴聊天" in page
    assert "1 个晚了" in page


def test_what_was_sent_back_waits_where_the_desk_sees_it_and_is_late_when_its_day_is_past(town: Town) -> None:
    asked(town)
    need = Need.objects.get()
    review_need(actor=town.coordinator(), need_id=need.id, approve=False, reason="请换一天", now=town.now)
    client = clerk(town)
    page = words_of(client.get("/desk/"))
    assert "8 退回等改 1" in page
    assert "1 已经晚了 0" in page
    with later(client, town, days=4):
        assert "1 已经晚了 1 张桂兰" in words_of(client.get("/desk/"))


def test_what_nobody_took_is_late_until_somebody_says_why(town: Town) -> None:
    need = town.need(town.elder())
    raise_tasks(now=need.starts_at - timedelta(hours=3))
    mark_unserved(now=need.starts_at + timedelta(hours=1))
    client, leader = clerk(town), town.coordinator()
    with later(client, town, days=3):
        assert "1 已经晚了 1 张桂兰" in words_of(client.get("/desk/"))
        task = FallbackTask.objects.get()
        nobody_goes(actor=leader, task_id=task.id, reason="都没有空", now=town.now + timedelta(days=3))
        assert "1 已经晚了 0" in words_of(client.get("/desk/"))
    later_on = town.now + timedelta(days=5)
    reopen_need(actor=leader, need_id=need.id, starts_at=later_on, now=town.now + timedelta(days=3))
    mark_unserved(now=later_on + timedelta(hours=1))
    raise_tasks(now=later_on + timedelta(hours=1))
    with later(client, town, days=6):
        assert "1 已经晚了 1 张桂兰" in words_of(client.get("/desk/"))


def test_an_empty_board_is_calm(town: Town) -> None:
    page = words_of(clerk(town).get("/desk/"))
    assert page.count("没有。") == 7
    for code in ("late", "review", "waiting", "matched", "serving", "confirm", "certify", "returned"):
        assert "这一栏是空的" in words_of(clerk(town).get(f"/desk/columns/{code}/"))


def test_another_sites_work_is_not_on_the_board(town: Town) -> None:
    there = town.staff(Role.COORDINATOR, "周站长", node=town.other_site)
    town.need(town.elder("李大用", site=town.other_site), clerk=there)
    assert "李大用" not in words_of(clerk(town).get("/desk/"))
    assert "李大用" in words_of(browser_of(there).get("/desk/"))


def test_the_board_is_for_the_office(town: Town) -> None:
    assert browser_of(town.certifier()).get("/desk/").status_code == 200
    assert browser_of(town.actor(town.volunteer())).get("/desk/").status_code == 404
    assert browser_of(town.actor(town.elder())).get("/desk/").status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_work(town: Town) -> None:
    client = clerk(town)

    def more(names: str) -> None:
        for name in names:
            town.need(town.elder(f"张{name}"))
            town.taken(town.elder(f"王{name}"), town.volunteer(f"李{name}"))
            town.confirmed(town.elder(f"陈{name}"), town.volunteer(f"杨{name}"))

    more("一")
    paths = ("/desk/", "/desk/columns/waiting/", "/desk/columns/matched/", "/desk/columns/certify/", "/desk/day/")
    one = {path: queries_of(client, path) for path in paths}
    more("二三")
    assert {path: queries_of(client, path) for path in paths} == one


def test_a_column_is_searched_sorted_and_paged(town: Town) -> None:
    client = clerk(town)
    for number, name in enumerate(["张一", "王二", "李三"]):
        town.need(town.elder(name), starts_at=town.now + timedelta(days=4 - number))
    page = words_of(client.get("/desk/columns/waiting/"))
    assert page.index("李三") < page.index("王二") < page.index("张一")
    turned = words_of(client.get("/desk/columns/waiting/?sort=-when"))
    assert turned.index("张一") < turned.index("李三")
    assert "王二" not in words_of(searched(client, "/desk/columns/waiting/", q="李三"))
    assert "王二" in words_of(searched(client, "/desk/columns/waiting/", q="we"))
    assert "王二" in words_of(searched(client, "/desk/columns/waiting/", q="2"))
    assert "没有找到" in words_of(searched(client, "/desk/columns/waiting/", q="无此人"))
    for nonsense in ("sort=nonsense", "page=abc", "page=99999", "s=%00", "s=" + "9" * 5000, "sort=-"):
        assert client.get(f"/desk/columns/waiting/?{nonsense}").status_code == 200
    assert searched(client, "/desk/columns/waiting/", q="9" * 5000).status_code == 200
    assert searched(client, "/desk/columns/waiting/", q="\x00").status_code == 200
    assert client.get("/desk/columns/nonsense/").status_code == 404


def test_thirty_rows_fill_a_page(town: Town) -> None:
    client = clerk(town)
    elder = town.elder("张桂兰")
    actor = town.clerk("孙接线")
    for number in range(31):
        town.need(elder, clerk=actor, starts_at=town.now + timedelta(days=2 + number))
    assert "第 1 页" in words_of(client.get("/desk/columns/waiting/"))
    assert client.get("/desk/columns/waiting/?page=2").content.decode().count('<th scope="row">') == 1


def test_a_list_is_taken_away_as_a_file_in_which_no_formula_runs(town: Town) -> None:
    town.need(town.elder("=HYPERLINK(1)"))
    client = clerk(town)
    answer = client.get("/desk/columns/waiting/export.csv")
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0] == ["编号", "日期", "时间", "老人", "服务", "志愿者", "状态"]
    assert rows[1] == ["1", "2026-11-04", "09:00–10:00", "'=HYPERLINK(1)", "陪伴聊天", "", "等人接"]
    assert "attachment" in answer.headers["Content-Disposition"]
    book = load_workbook(BytesIO(client.get("/desk/columns/waiting/export.xlsx").content))
    cell = book.active["D2"]
    assert (cell.value, cell.data_type) == ("'=HYPERLINK(1)", "s")
    assert client.get("/desk/columns/waiting/export.exe").status_code == 404


def test_the_days_list(town: Town) -> None:
    client = clerk(town)
    town.taken(town.elder("李淑珍"), town.volunteer("李志愿"))
    page = words_of(client.get("/desk/day/?day=2026-11-04"))
    assert "上午 9 点到 10 点 李淑珍 陪伴聊天 李志愿" in page
    assert "这一天没有安排" in words_of(client.get("/desk/day/"))
    for nonsense in ("9999-12-31", "0001-01-01", "x", ""):
        assert client.get(f"/desk/day/?day={nonsense}").status_code == 200
