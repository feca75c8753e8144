"""A workbook becomes people, nodes and passbook lines: all of it or nothing, and never twice."""

from datetime import date
from io import BytesIO
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nuanliu.domain.audit.models import Event
from nuanliu.domain.care.models import Service
from nuanliu.domain.ledger.check import check_books
from nuanliu.domain.ledger.types import Unit
from nuanliu.domain.network.models import Appointment, Node
from nuanliu.domain.network.types import SYSTEM, NodeKind, Role
from nuanliu.domain.passbook.accounts import Holder
from nuanliu.domain.passbook.queries import passbook_lines, savings_of
from nuanliu.domain.people.models import Elder, Person, Proxy, Relation, RosterUpload, Volunteer
from nuanliu.domain.people.queries import actor_for, contact_of, emergency_of, helper_note_of
from nuanliu.domain.people.sealing import identity_index, identity_of
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.ids import new_id
from nuanliu.usecases.import_roster import (
    UnableToCommitRoster,
    access_upload,
    commit_roster,
    discard_roster,
    upload_roster,
    uploads_of,
    verdicts_of,
)
from nuanliu.usecases.rosters.types import Level, RosterKind
from tests.support.town import Town
from tests.unit.usecases.rosters.workbooks import identity, workbook

pytestmark = pytest.mark.django_db

ELDERS = (
    "姓名",
    "性别",
    "身份证号",
    "联系电话",
    "所属站点",
    "住址",
    "独居",
    "紧急联系人",
    "紧急联系人电话",
    "备注",
    "纬度",
    "经度",
)
VOLUNTEERS = ("编号", "姓名", "身份证号", "电话", "站点", "特长", "空闲时间", "培训日期", "承诺书日期", "保险到期日")
OLD, OTHER, HELPER = identity("19400302", 2), identity("19380101", 5), identity("19800505", 22)


@pytest.fixture
def town() -> Town:
    return Town.found()


@pytest.fixture
def coordinator(town):
    return town.staff(Role.COORDINATOR, "周负责")


def elder(town: Town, **changes: object) -> tuple[object, ...]:
    row = (
        "张桂兰",
        "女",
        OLD,
        "16908580001",
        town.site.code,
        "文化路3号2栋",
        "√",
        "周晓燕",
        "16908580002",
        "轻敲门",
        26.21,
        105.47,
    )
    return tuple({**dict(zip(ELDERS, row, strict=True)), **changes}.values())


def volunteer(town: Town, **changes: object) -> tuple[object, ...]:
    row = (
        "V-1",
        "杨秀琼",
        HELPER,
        "16908580003",
        town.site.code,
        "医护",
        "周一上午",
        "2026-1-2",
        "2026-1-2",
        "2027-1-1",
    )
    return tuple({**dict(zip(VOLUNTEERS, row, strict=True)), **changes}.values())


def upload(actor, kind: RosterKind, rows, *, now, token: UUID | None = None) -> RosterUpload:
    return upload_roster(
        actor=actor, file=workbook(rows), file_name="名册.xlsx", kind=kind, token=token or new_id(), now=now
    )


def load(actor, kind: RosterKind, rows, *, now) -> RosterUpload:
    made = upload(actor, kind, rows, now=now)
    wrong = [(one.where, one.words) for one in verdicts_of(upload=made, levels=(Level.ERROR,))]
    assert wrong == []
    return commit_roster(actor=actor, upload_id=made.pk, now=now)


def codes(made: RosterUpload, level: Level) -> list[tuple[int, str, str]]:
    return [(one.row, one.column, one.code) for one in verdicts_of(upload=made, levels=(level,))]


def test_a_dry_run_writes_nobody_and_keeps_no_identity_number_in_clear(town, coordinator):
    before = Person.objects.count()
    made = upload(coordinator, RosterKind.ELDERS, [ELDERS, elder(town)], now=town.now)
    assert codes(made, Level.NEW) == [(2, "", "row_new")]
    assert (made.row_count, made.error_count, made.committed_at) == (1, 0, None)
    assert Person.objects.count() == before
    assert OLD.encode() not in bytes(made.rows_sealed)
    assert OLD not in str(made.verdicts)


def test_a_committed_old_person_has_all_that_the_row_said(town, coordinator):
    load(coordinator, RosterKind.ELDERS, [ELDERS, elder(town)], now=town.now)
    person = Person.objects.get(identity_index=identity_index(OLD))
    assert (person.name, person.sex, person.birth_date) == ("张桂兰", "2", date(1940, 3, 2))
    assert contact_of(person=person).phone == "16908580001"
    assert contact_of(person=person).address == "文化路3号2栋"
    assert identity_of(person) == OLD
    assert person.elder.circumstances == ["lives_alone", "over_80"]
    assert person.elder.is_special
    assert helper_note_of(elder=person.elder) == "轻敲门"
    assert emergency_of(elder=person.elder) == "周晓燕 16908580002"
    assert savings_of(person_id=person.pk, site_id=town.site.pk).time == 0
    assert list(Event.objects.filter(subject_id=person.pk).values_list("action", flat=True)) == ["person.registered"]


def test_the_same_file_again_changes_nothing(town, coordinator):
    rows = [ELDERS, elder(town), elder(town, 姓名="李国强", 性别="男", 身份证号=OTHER, 联系电话="")]
    first = load(coordinator, RosterKind.ELDERS, rows, now=town.now)
    assert first.outcome == {"new": 2}
    stored = list(Person.objects.order_by("pk").values())
    second = upload(coordinator, RosterKind.ELDERS, rows, now=town.now)
    assert codes(second, Level.UNCHANGED) == [(2, "", "row_unchanged"), (3, "", "row_unchanged")]
    assert commit_roster(actor=coordinator, upload_id=second.pk, now=town.now).outcome == {"unchanged": 2}
    assert list(Person.objects.order_by("pk").values()) == stored


def test_a_changed_row_names_its_fields_and_blanks_take_nothing_away(town, coordinator):
    load(coordinator, RosterKind.ELDERS, [ELDERS, elder(town)], now=town.now)
    rows = [ELDERS, elder(town, 联系电话="16908580009", 备注="", 住址="")]
    made = upload(coordinator, RosterKind.ELDERS, rows, now=town.now)
    assert [one.words for one in verdicts_of(upload=made, levels=(Level.CHANGED,))] == ["有改动：联系电话。"]
    commit_roster(actor=coordinator, upload_id=made.pk, now=town.now)
    person = Person.objects.get(identity_index=identity_index(OLD))
    assert contact_of(person=person).phone == "16908580009"
    assert contact_of(person=person).address == "文化路3号2栋"
    assert helper_note_of(elder=person.elder) == "轻敲门"


def test_one_bad_row_keeps_all_of_them_out(town, coordinator):
    before = Person.objects.count()
    made = upload(coordinator, RosterKind.ELDERS, [ELDERS, elder(town), elder(town, 身份证号="123")], now=town.now)
    assert codes(made, Level.ERROR) == [(3, "C", "identity_length")]
    with pytest.raises(UnableToCommitRoster) as refused:
        commit_roster(actor=coordinator, upload_id=made.pk, now=town.now)
    assert refused.value.code == "has_errors"
    assert Person.objects.count() == before


def test_what_changed_since_the_dry_run_stops_the_commit_and_undoes_the_rows_before(town, coordinator):
    rows = [ELDERS, elder(town, 姓名="李国强", 性别="男", 身份证号=OTHER), elder(town)]
    made = upload(coordinator, RosterKind.ELDERS, rows, now=town.now)
    load(coordinator, RosterKind.ELDERS, [ELDERS, elder(town, 姓名="王秀英")], now=town.now)
    with pytest.raises(UnableToCommitRoster) as refused:
        commit_roster(actor=coordinator, upload_id=made.pk, now=town.now)
    assert (refused.value.code, refused.value.details) == ("house_changed", {"row": 3})
    assert not Person.objects.filter(name="李国强").exists()


def test_sending_twice_gives_the_first_dry_run_and_committing_twice_the_first_outcome(town, coordinator):
    token = new_id()
    first = upload(coordinator, RosterKind.ELDERS, [ELDERS, elder(town)], now=town.now, token=token)
    second = upload(coordinator, RosterKind.ELDERS, [ELDERS], now=town.now, token=token)
    assert first.pk == second.pk
    outcomes = [commit_roster(actor=coordinator, upload_id=first.pk, now=town.now).outcome for _ in range(2)]
    assert outcomes == [{"new": 1}, {"new": 1}]
    assert Person.objects.filter(name="张桂兰").count() == 1
    assert bytes(RosterUpload.objects.get(pk=first.pk).rows_sealed) == b""


def test_what_was_thrown_away_cannot_be_committed(town, coordinator):
    made = upload(coordinator, RosterKind.ELDERS, [ELDERS, elder(town)], now=town.now)
    discard_roster(actor=coordinator, upload_id=made.pk, now=town.now)
    with pytest.raises(UnableToCommitRoster) as refused:
        commit_roster(actor=coordinator, upload_id=made.pk, now=town.now)
    assert refused.value.code == "thrown_away"


def test_a_file_that_is_no_workbook_is_a_dry_run_with_one_verdict(town, coordinator):
    made = upload_roster(
        actor=coordinator,
        file=BytesIO(b"a,b\n1,2\n"),
        file_name="x.csv",
        kind=RosterKind.ELDERS,
        token=new_id(),
        now=town.now,
    )
    assert codes(made, Level.ERROR) == [(0, "", "file_csv")]
    assert made.error_count == 1


# -- who may ---------------------------------------------------------------------------------------------------------


def test_a_clerk_without_the_power_sees_nothing_and_another_sites_coordinator_is_refused_the_row(town, coordinator):
    with pytest.raises(NotVisible):
        upload(town.clerk(), RosterKind.ELDERS, [ELDERS, elder(town)], now=town.now)
    stranger = town.staff(Role.COORDINATOR, "吴负责", node=town.other_site)
    made = upload(stranger, RosterKind.ELDERS, [ELDERS, elder(town)], now=town.now)
    assert codes(made, Level.ERROR) == [(2, "E", "outside_reach")]
    with pytest.raises(NotVisible):
        commit_roster(actor=coordinator, upload_id=made.pk, now=town.now)
    assert access_upload(actor=stranger, upload_id=made.pk).pk == made.pk
    assert list(uploads_of(actor=coordinator)) == []


def test_who_may_enter_people_may_not_thereby_appoint(town, coordinator):
    rows = [("姓名", "身份证号", "单位", "岗位"), ("陆远航", HELPER, town.site.code, "认定员")]
    with pytest.raises(NotVisible):
        upload(coordinator, RosterKind.STAFF, rows, now=town.now)
    security = town.staff(Role.BUREAU_SECURITY, "龙立新", node=town.city)
    load(security, RosterKind.STAFF, rows, now=town.now)
    held = Appointment.objects.get(holder__person__name="陆远航")
    assert (held.node, held.role) == (town.site, Role.CERTIFIER)
    assert upload(security, RosterKind.STAFF, rows, now=town.now).verdicts["counts"] == {"unchanged": 1}


# -- one person, one record ------------------------------------------------------------------------------------------


def test_a_volunteer_who_is_also_helped_is_one_person(town, coordinator):
    load(coordinator, RosterKind.VOLUNTEERS, [VOLUNTEERS, volunteer(town, 身份证号=OLD, 姓名="张桂兰")], now=town.now)
    load(coordinator, RosterKind.ELDERS, [ELDERS, elder(town)], now=town.now)
    person = Person.objects.get(name="张桂兰")
    assert (person.volunteer.number, person.elder.has_phone) == ("V-1", True)


def test_another_name_under_a_known_identity_number_is_refused_without_telling_the_name(town, coordinator):
    load(coordinator, RosterKind.ELDERS, [ELDERS, elder(town)], now=town.now)
    made = upload(coordinator, RosterKind.ELDERS, [ELDERS, elder(town, 姓名="王秀英")], now=town.now)
    assert codes(made, Level.ERROR) == [(2, "A", "person_name_differs")]
    assert "张桂兰" not in str(made.verdicts)


def test_a_roster_moves_nobody_to_another_site(town, coordinator):
    load(coordinator, RosterKind.ELDERS, [ELDERS, elder(town)], now=town.now)
    stranger = town.staff(Role.COORDINATOR, "吴负责", node=town.other_site)
    made = upload(stranger, RosterKind.ELDERS, [ELDERS, elder(town, 所属站点=town.other_site.code)], now=town.now)
    assert codes(made, Level.ERROR) == [(2, "E", "person_elsewhere")]


def test_someone_without_identity_number_is_known_by_name_and_telephone_and_gets_it_later(town, coordinator):
    load(coordinator, RosterKind.ELDERS, [ELDERS, elder(town, 身份证号="不知道")], now=town.now)
    assert load(coordinator, RosterKind.ELDERS, [ELDERS, elder(town)], now=town.now).outcome == {"changed": 1}
    assert identity_of(Person.objects.get(name="张桂兰")) == OLD


# -- the other kinds -------------------------------------------------------------------------------------------------


def test_volunteers_are_active_when_trained_and_declared_and_get_a_number(town, coordinator):
    rows = [VOLUNTEERS, volunteer(town, 编号=""), volunteer(town, 编号="", 姓名="李建国", 身份证号=OTHER, 培训日期="")]
    load(coordinator, RosterKind.VOLUNTEERS, rows, now=town.now)
    found = {one.person.name: one for one in Volunteer.objects.select_related("person")}
    assert (found["杨秀琼"].state, found["李建国"].state) == ("active", "applying")
    assert found["杨秀琼"].number == f"{town.site.code[:11]}-0001"
    assert found["杨秀琼"].skills == ["medical"]
    assert list(found["杨秀琼"].free_times.values_list("weekday", "from_minute", "to_minute")) == [(1, 480, 720)]


def test_an_older_file_does_not_take_a_renewed_insurance_back(town, coordinator):
    load(coordinator, RosterKind.VOLUNTEERS, [VOLUNTEERS, volunteer(town)], now=town.now)
    Volunteer.objects.update(insured_until=date(2028, 1, 1))
    made = upload(coordinator, RosterKind.VOLUNTEERS, [VOLUNTEERS, volunteer(town)], now=town.now)
    assert made.verdicts["counts"] == {"unchanged": 1}


def test_a_number_of_somebody_else_is_refused(town, coordinator):
    load(coordinator, RosterKind.VOLUNTEERS, [VOLUNTEERS, volunteer(town)], now=town.now)
    rows = [VOLUNTEERS, volunteer(town, 姓名="李建国", 身份证号=OTHER)]
    assert codes(upload(coordinator, RosterKind.VOLUNTEERS, rows, now=town.now), Level.ERROR) == [
        (2, "A", "number_taken")
    ]


KIN = (
    "老人姓名",
    "老人身份证号",
    "家属姓名",
    "家属身份证号",
    "家属电话",
    "与老人关系",
    "可代提需求",
    "可看安排",
    "老人怎样同意的",
    "同意日期",
)


def test_a_relative_gets_exactly_the_powers_agreed_to(town, coordinator):
    load(coordinator, RosterKind.ELDERS, [ELDERS, elder(town)], now=town.now)
    rows = [KIN, ("张桂兰", OLD, "周晓燕", HELPER, "16908580002", "女儿", "√", "", "当面签字", "2026-4-1")]
    assert load(coordinator, RosterKind.RELATIVES, rows, now=town.now).outcome == {"new": 1}
    proxy = Proxy.objects.get()
    assert (proxy.relative.name, proxy.powers, proxy.how) == ("周晓燕", ["ask"], "当面签字")
    assert sorted(Relation.objects.values_list("person__name", "kinship")) == [
        ("周晓燕", "parent"),
        ("张桂兰", "child"),
    ]
    assert actor_for(login=proxy.relative.login, now=town.now).is_family
    assert upload(coordinator, RosterKind.RELATIVES, rows, now=town.now).verdicts["counts"] == {"unchanged": 1}
    unknown = [KIN, ("李国强", OTHER, "周晓燕", HELPER, "", "女儿", "", "", "", "")]
    assert codes(upload(coordinator, RosterKind.RELATIVES, unknown, now=town.now), Level.ERROR) == [
        (2, "A", "person_unknown")
    ]


LINES = ("志愿者编号", "姓名", "服务日期", "服务项目", "时长", "服务对象", "存折页照片号", "经办人", "复核人")


def test_paper_lines_stand_in_the_book_once_whatever_file_they_come_in(town, coordinator):
    load(coordinator, RosterKind.VOLUNTEERS, [VOLUNTEERS, volunteer(town)], now=town.now)
    line = ("V-1", "杨秀琼", "2026-8-1", "S101", "1小时30分", "张桂兰", "ZP1", "甲", "乙")
    load(coordinator, RosterKind.PASSBOOK, [LINES, line], now=town.now)
    again = [LINES, ("V-1", "杨秀琼", "2026-8-2", "陪伴聊天", 60, "李国强", "ZP1", "甲", ""), line]
    assert load(coordinator, RosterKind.PASSBOOK, again, now=town.now).outcome == {"new": 1, "unchanged": 1}
    person = Person.objects.get(name="杨秀琼")
    saved = savings_of(person_id=person.pk, site_id=town.site.pk)
    assert (saved.time, saved.honour, saved.coin) == (150, 150, 0)
    lines = passbook_lines(holder=Holder(person.pk, town.site.pk), unit=Unit.TIME)
    assert [one.memo for one in lines] == [
        "陪伴聊天，李*，存折页 ZP1（仅一人登记）",
        "陪伴聊天，张*，存折页 ZP1（甲*／乙*）",
    ]
    assert check_books().is_right


def test_nobody_brings_in_their_own_paper_lines(town, coordinator):
    own = Person.objects.get(pk=coordinator.id)
    Volunteer.objects.create(person=own, number="V-9", joined_on=town.now.date(), state="active")
    rows = [LINES, ("V-9", own.name, "2026-8-1", "S101", 60, "张桂兰", "ZP1", "甲", "乙")]
    assert codes(upload(coordinator, RosterKind.PASSBOOK, rows, now=town.now), Level.ERROR) == [(2, "A", "own_lines")]


def test_the_tree_grows_but_nothing_in_it_moves(town):
    heads = ("单位编号", "单位名称", "单位类别", "上级单位", "联系电话")
    county = Node.objects.get(kind=NodeKind.COUNTY)
    rows = [heads, ("S-77", "新社区", "社区", "T-7", ""), ("T-7", "新镇", "镇", county.code, "")]
    assert load(SYSTEM, RosterKind.ORGANISATIONS, rows, now=town.now).outcome == {"new": 2}
    site = Node.objects.get(code="S-77")
    assert site.path == f"{county.path}T-7/S-77/"
    changed = [heads, ("S-77", "新社区", "社区", "新镇", "0858-8220000")]
    assert load(SYSTEM, RosterKind.ORGANISATIONS, changed, now=town.now).outcome == {"changed": 1}
    moved = [heads, ("S-77", "新社区", "社区", county.code, "")]
    assert codes(upload(SYSTEM, RosterKind.ORGANISATIONS, moved, now=town.now), Level.ERROR) == [(2, "D", "node_moves")]
    second = [heads, ("C-2", "又一市", "市", "", "")]
    assert codes(upload(SYSTEM, RosterKind.ORGANISATIONS, second, now=town.now), Level.ERROR) == [
        (2, "C", "second_city")
    ]
    assert check_books().is_right


def test_branches_shops_and_services(town):
    heads = ("支部编号", "支部名称", "支部类别", "所在单位", "主题党日")
    load(
        SYSTEM, RosterKind.BRANCHES, [heads, ("B1", "某支部", "离退休党支部", town.site.code, "每月5日")], now=town.now
    )
    branch = Node.objects.get(code="B1")
    assert (branch.branch_kind, branch.details) == ("retired", {"activity_day": "每月5日"})
    heads = ("商家编号", "商家名称", "所在单位", "礼遇内容", "负责人", "负责人身份证号", "负责人电话")
    shop = [heads, ("J1", "某店", town.site.code, "九折", "马春林", OTHER, "16908580007")]
    load(SYSTEM, RosterKind.SHOPS, shop, now=town.now)
    assert Appointment.objects.get(role=Role.SHOP_OWNER).node.code == "J1"
    assert upload(SYSTEM, RosterKind.SHOPS, shop, now=town.now).verdicts["counts"] == {"unchanged": 1}
    heads = ("项目编号", "项目名称", "英文名称", "类别", "一般分钟", "最多分钟", "风险", "老人看得懂的说法")
    rows = [
        heads,
        ("S900", "新服务", "New", "情感慰藉", 30, 60, "低", "新的"),
        ("S101", "陪聊", "Talk", "情感慰藉", 60, 90, "低", "说话"),
    ]
    assert load(SYSTEM, RosterKind.CATALOGUE, rows, now=town.now).outcome == {"new": 1, "changed": 1}
    assert Service.objects.get(code="S101").max_minutes == 90


def test_the_number_of_queries_does_not_grow_with_the_rows(town, coordinator):
    def queries(count: int) -> int:
        rows = [ELDERS, *(elder(town, 身份证号=identity("19400302", 2 * n), 联系电话="") for n in range(1, count + 1))]
        with CaptureQueriesContext(connection) as seen:
            upload(coordinator, RosterKind.ELDERS, rows, now=town.now)
        return len(seen)

    assert queries(100) == queries(3)


def test_an_old_person_without_any_telephone_is_on_the_call_sheet_side(town, coordinator):
    load(coordinator, RosterKind.ELDERS, [ELDERS, elder(town, 联系电话="无")], now=town.now)
    assert not Elder.objects.get().has_phone
