from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from openpyxl import Workbook, load_workbook

from nuanliu.domain.audit.models import Event
from nuanliu.domain.network.types import Role
from nuanliu.domain.people.models import Elder, Person, RosterUpload
from nuanliu.domain.people.operations import Facts, register_person
from nuanliu.platform.ids import new_id
from nuanliu.usecases import import_later
from tests.support.office import browser_of, queries_of, words_of
from tests.support.town import Town

GOOD = ("赵桂香", "11010519491231002X", "13800000002", "文化路社区")
SECOND = ("孙桂香", "", "13800000009", "文化路社区")
BAD_IDENTITY = ("钱有福", "110105194912310021", "13800000003", "文化路社区")
HEADS = ("姓名", "身份证号", "联系电话", "所属站点")


@pytest.fixture
def client(town: Town) -> Client:
    return browser_of(town.staff(Role.COORDINATOR, "孙站长"))


def workbook(*rows: tuple[str, ...], heads: tuple[str, ...] = HEADS) -> bytes:
    book = Workbook()
    for row in (heads, *rows):
        book.active.append(list(row))
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def hand_in(client: Client, content: bytes, *, name: str = "老人.xlsx", kind: str = "elders", **more: object):
    file = SimpleUploadedFile(name, content)
    return client.post("/desk/rosters/", {"token": new_id(), "kind": kind, "file": file, **more})


def checked(client: Client, content: bytes, **more: object) -> str:
    """The address of the dry run."""
    response = hand_in(client, content, **more)
    assert response.status_code == 303, words_of(response)
    return response.headers["Location"]


def commit(client: Client, address: str) -> HttpResponse:
    return client.post(f"{address}commit/", {"token": new_id()})


def test_a_dry_run_changes_nothing_until_it_is_committed(town: Town, client: Client) -> None:
    address = checked(client, workbook(GOOD))
    page = words_of(client.get(address))
    assert "没有错误，可以导入" in page
    assert "第 2 行 新登记" in page
    assert not Elder.objects.exists()
    assert commit(client, address).status_code == 303
    assert Elder.objects.get().person.name == "赵桂香"
    assert "已经导入" in words_of(client.get(address))
    commit(client, address)
    assert Elder.objects.count() == 1


def test_the_same_file_a_second_time_changes_nothing(town: Town, client: Client) -> None:
    content = workbook(GOOD)
    commit(client, checked(client, content))
    again = checked(client, content)
    assert "没有变 1" in words_of(client.get(again))
    commit(client, again)
    assert Elder.objects.count() == 1


def large(client: Client, monkeypatch, content: bytes) -> str:
    """The address of a workbook that counts as large."""
    monkeypatch.setattr(import_later, "LARGE_BYTES", 100)
    monkeypatch.setattr(import_later, "LARGE_ROWS", 1)
    return checked(client, content)


def test_a_large_workbook_is_checked_and_loaded_while_the_page_says_so(town: Town, client: Client, monkeypatch) -> None:
    address = large(client, monkeypatch, workbook(GOOD, SECOND))
    upload = RosterUpload.objects.get()
    assert GOOD[1].encode() not in bytes(upload.file_sealed)
    page = client.get(address)
    assert (page.status_code, page.headers["Refresh"]) == (200, "5")
    assert "正在检查每一行" in words_of(page)
    assert "正在检查每一行" in words_of(commit(client, address))
    RosterUpload.objects.update(rows_done=4000)
    assert "已经看过 4000 行" in words_of(client.get(address))

    assert import_later.check_later.call(str(upload.pk)) == "checked"
    assert import_later.check_later.call(str(upload.pk)) == "nothing to do"
    page = client.get(address)
    assert "Refresh" not in page.headers
    assert "没有错误，可以导入" in words_of(page)
    assert RosterUpload.objects.get().file_sealed is None

    assert commit(client, address).status_code == 303
    assert commit(client, address).status_code == 303
    assert "正在导入 2 行" in words_of(client.get(address))
    assert not Elder.objects.exists()
    assert import_later.load_later.call(str(upload.pk)) == "loaded"
    assert import_later.load_later.call(str(upload.pk)) == "nothing to do"
    assert "已经导入" in words_of(client.get(address))
    assert Elder.objects.count() == 2


def test_a_large_workbook_can_be_thrown_away_while_it_is_checked(town: Town, client: Client, monkeypatch) -> None:
    address = large(client, monkeypatch, workbook(GOOD, SECOND))
    client.post(f"{address}discard/", {"token": new_id()})
    assert "已作废，没有导入" in words_of(client.get(address))
    assert import_later.check_later.call(str(RosterUpload.objects.get().pk)) == "nothing to do"


def test_why_a_large_workbook_was_not_loaded_is_said(town: Town, client: Client, monkeypatch) -> None:
    address = large(client, monkeypatch, workbook(GOOD, SECOND))
    upload_id = str(RosterUpload.objects.get().pk)
    import_later.check_later.call(upload_id)
    commit(client, address)
    same = Facts(name="另一位", home_site=town.site, identity=GOOD[1])
    register_person(facts=same, username="somebody-else", at=town.now)
    assert import_later.load_later.call(upload_id) == "house_changed"
    page = words_of(client.get(address))
    assert "检查之后有人改过登记" in page
    assert not Elder.objects.exists()


def test_a_large_file_that_is_no_workbook_is_answered_the_same(town: Town, client: Client, monkeypatch) -> None:
    address = large(client, monkeypatch, b"\x00no workbook" * 50)
    import_later.check_later.call(str(RosterUpload.objects.get().pk))
    assert "有错误，还不能导入" in words_of(client.get(address))


def test_an_error_names_row_and_column_and_stops_everything(town: Town, client: Client) -> None:
    address = checked(client, workbook(GOOD, BAD_IDENTITY))
    page = words_of(client.get(address))
    assert "第 3 行 B 列（身份证号） 要改 身份证号的校验位不对" in page
    assert "第 2 行" not in page
    assert "第 2 行" in words_of(client.get(f"{address}?show=all"))
    assert "有错误，还不能导入" in page
    refused = commit(client, address)
    assert refused.status_code == 200
    assert "还有错误没有改好，不能导入。" in words_of(refused)
    assert not Elder.objects.exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"plain text, no workbook", "不是工作簿"),
        (b"PK\x03\x04 broken", "文件坏了"),
        (workbook(("x",), heads=("天气",)), "找不到表头"),
        (workbook(), "一行数据也没有"),
    ],
)
def test_what_is_not_a_roster_is_answered_in_a_sentence(
    town: Town, client: Client, content: bytes, sentence: str
) -> None:
    page = words_of(client.get(checked(client, content)))
    assert "整个文件" in page
    assert sentence in page
    assert "有错误，还不能导入" in page


def test_no_file_and_an_empty_file_are_answered_on_the_form(town: Town, client: Client) -> None:
    nothing = client.post("/desk/rosters/", {"token": new_id(), "kind": "elders"})
    assert "请填写：选择文件" in words_of(nothing)
    assert "这个文件是空的。请重新选择文件。" in words_of(hand_in(client, b""))
    assert "请从列出的里面选一个。" in words_of(hand_in(client, workbook(GOOD), kind="nonsense"))
    assert not RosterUpload.objects.exists()


def test_handing_in_twice_with_one_token_is_one_dry_run(town: Town, client: Client) -> None:
    token = new_id()
    first = checked(client, workbook(GOOD), token=token)
    assert checked(client, workbook(GOOD), token=token) == first
    assert RosterUpload.objects.count() == 1


def test_thrown_away_it_cannot_be_committed(town: Town, client: Client) -> None:
    address = checked(client, workbook(GOOD))
    assert client.post(f"{address}discard/", {"token": new_id()}).status_code == 303
    assert "已作废，没有导入" in words_of(client.get(address))
    assert "这次检查已作废。请重新上传。" in words_of(commit(client, address))
    assert not Elder.objects.exists()


def test_an_empty_table_can_be_filled_and_handed_in(town: Town, client: Client) -> None:
    blank = load_workbook(BytesIO(client.get("/desk/rosters/blank/elders.xlsx").content))
    sheet = blank.active
    places = {str(cell.value).rstrip("*"): cell.column for cell in sheet[1]}
    assert sheet.cell(row=2, column=places["身份证号"]).number_format == "@"
    for head, value in zip(HEADS, GOOD, strict=True):
        sheet.cell(row=2, column=places[head], value=value)
    file = BytesIO()
    blank.save(file)
    assert "没有错误，可以导入" in words_of(client.get(checked(client, file.getvalue())))
    assert client.get("/desk/rosters/blank/nonsense.xlsx").status_code == 404


def test_who_may_not_appoint_hands_in_no_staff(town: Town, client: Client) -> None:
    assert "工作人员名册" not in words_of(client.get("/desk/rosters/"))
    assert client.get("/desk/rosters/blank/staff.xlsx").status_code == 404
    assert hand_in(client, workbook(GOOD), kind="staff").status_code == 200
    assert not Person.objects.filter(name="赵桂香").exists()


def test_a_dry_run_is_its_makers_own(town: Town, client: Client) -> None:
    address = checked(client, workbook(GOOD))
    other = browser_of(town.staff(Role.COORDINATOR, "周站长"))
    assert other.get(address).status_code == 404
    assert commit(other, address).status_code == 404
    assert "老人.xlsx" not in words_of(other.get("/desk/rosters/"))
    assert "老人.xlsx" in words_of(client.get("/desk/rosters/"))


def test_loading_is_for_those_who_may(town: Town) -> None:
    assert browser_of(town.clerk()).get("/desk/rosters/").status_code == 404
    assert browser_of(town.certifier()).get("/desk/rosters/").status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_history_or_the_rows(town: Town, client: Client) -> None:
    first = checked(client, workbook(GOOD))
    history, dry_run = queries_of(client, "/desk/rosters/"), queries_of(client, first)
    second = checked(client, workbook(GOOD, ("孙秀珍", "", "13800000004", "文化路社区"), BAD_IDENTITY))
    checked(client, workbook(GOOD))
    assert queries_of(client, "/desk/rosters/") == history
    assert queries_of(client, second) == dry_run


def test_a_list_goes_out_for_a_reason_and_as_a_workbook(town):
    coordinator = browser_of(town.staff(Role.COORDINATOR))
    town.elder("王老", phone="13900000001")
    assert "老人名册" in words_of(coordinator.get("/desk/rosters/export/"))
    said = {"token": str(new_id()), "kind": "elders", "reason": "入户核对"}
    assert coordinator.post("/desk/rosters/export/", said | {"reason": ""}).status_code == 200
    file = coordinator.post("/desk/rosters/export/", said)
    assert file.headers["Content-Disposition"].startswith('attachment; filename="elders-')
    assert [cell.value for cell in load_workbook(BytesIO(file.content)).active["A"]] == ["姓名", "王老"]
    assert Event.objects.get(action="roster.exported").reason == "入户核对"
