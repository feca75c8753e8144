"""Pads of numbered slips: printed, voided, lost and found; what is missing, double or foreign is listed."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from nuanliu.domain.care.slips.models import Slip, SlipRange, StraySlip
from nuanliu.domain.care.slips.numbers import written
from nuanliu.domain.care.slips.operations import UnableToStepSlip, step_slip
from nuanliu.domain.care.slips.queries import slips_of
from nuanliu.domain.network.operations import create_node
from nuanliu.domain.network.types import BranchKind, NodeKind
from nuanliu.platform.ids import new_id
from nuanliu.usecases.keep_slips import UnableToKeepSlips, issue_slips, lose_slip, void_slip
from nuanliu.usecases.keep_strays import note_stray
from tests.support.office import browser_of, words_of
from tests.support.pages import fresh_token
from tests.support.pdf_reading import text_of


def issued(town, count=5, actor=None) -> list[Slip]:
    pad = issue_slips(
        actor=actor or town.clerk(), site_id=town.site.pk, holder_id=town.site.pk, count=count, token=new_id(),
        now=town.now,
    )  # fmt: skip
    return slips_of(found=pad)


def again(slip: Slip) -> Slip:
    return Slip.objects.get(site_id=slip.site_id, id=slip.id)


def test_a_pad_is_numbered_printed_and_goes_on_where_the_last_one_stopped(town) -> None:
    branch = create_node(
        kind=NodeKind.BRANCH, branch_kind=BranchKind.RETIRED, code=f"B-{new_id().hex[:6]}", name="离退休支部",
        parent=town.site, at=town.now, actor_id=None,
    )  # fmt: skip
    desk, new = browser_of(town.clerk()), reverse("desk:slips-new", args=[town.site.pk])
    typed = {**fresh_token(), "holder": str(branch.pk), "count": "3"}
    went = desk.post(new, typed)
    assert desk.post(new, typed).headers["Location"] == went.headers["Location"], "sent twice, issued once"
    assert desk.post(new, {**fresh_token(), "holder": str(town.site.pk), "count": "2"}).status_code == 303
    assert list(SlipRange.objects.order_by("first").values_list("first", "last", "holder__name")) == [
        (1, 3, "离退休支部"), (4, 5, "文化路社区"),
    ]  # fmt: skip
    page = words_of(desk.get(went.headers["Location"]))
    numbers = [written(site=town.site.pk, number=number) for number in (1, 2, 3)]
    assert all(number in page for number in numbers)
    paper = text_of(desk.get(reverse("desk:slips-pad-paper", args=[SlipRange.objects.get(first=1).id])).content)
    assert [paper.count(number) for number in numbers] == [3, 3, 3], "each number on all three parts"
    assert all(name in paper for name in ("老人联", "志愿者联", "社区联", "离退休支部"))
    assert "最大是 100" in words_of(desk.post(new, {**fresh_token(), "holder": str(branch.pk), "count": "101"}))
    stranger = {**fresh_token(), "holder": str(town.other_site.pk), "count": "1"}
    assert "请从列出的里面选一个" in words_of(desk.post(new, stranger))


def test_the_database_keeps_a_number_once_and_a_use_with_its_visit(town) -> None:
    slip = issued(town, 1)[0]
    twin = Slip(site_id=slip.site_id, range_id=slip.range_id, number=slip.number, state="issued", stated_at=town.now)
    rows = Slip.objects.filter(site_id=slip.site_id, id=slip.id)
    for wrong in (
        lambda: twin.save(force_insert=True),
        lambda: rows.update(state="used"),
        lambda: rows.update(visit_id=new_id()),
        lambda: rows.update(state="void"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong()
    assert again(slip).state == "issued"


def test_spoilt_lost_and_found(town) -> None:
    spoilt, lost, _last = issued(town, 3)
    desk = browser_of(town.clerk())
    page = reverse("desk:slips-one", args=[spoilt.id])
    assert "请填写：原因" in words_of(desk.post(page, {**fresh_token(), "act": "void"}))
    desk.post(page, {**fresh_token(), "act": "void", "reason": "写坏了"})
    desk.post(page, {**fresh_token(), "act": "void", "reason": "又写坏了"})
    assert (again(spoilt).state, again(spoilt).reason) == ("void", "写坏了")
    assert "已经作废了" in words_of(desk.post(page, {**fresh_token(), "act": "lose", "reason": "找不到"}))
    page = reverse("desk:slips-one", args=[lost.id])
    desk.post(page, {**fresh_token(), "act": "lose", "reason": "李姐找遍了"})
    assert again(lost).state == "missing"
    desk.post(page, {**fresh_token(), "act": "find"})
    assert (again(lost).state, again(lost).reason) == ("issued", "")
    assert "请按页面上的一个按钮" in words_of(desk.post(page, {**fresh_token(), "act": "x"}))
    with pytest.raises(UnableToStepSlip, match="void"):
        step_slip(slip=again(spoilt), to="issued", at=town.now, actor=None)  # type: ignore[arg-type]


def test_missing_double_and_foreign_numbers_are_a_report(town) -> None:
    clerk = town.clerk()
    one, two, three, four = issued(town, 4, clerk)
    desk, home = browser_of(clerk), reverse("desk:slips")
    assert "没有缺号" in words_of(desk.get(home))
    void_slip(actor=clerk, slip_id=three.id, reason="写坏了", now=town.now)
    lose_slip(actor=clerk, slip_id=two.id, reason="丢了", now=town.now)
    page = words_of(desk.get(home))
    numbers = {slip: written(site=town.site.pk, number=slip.number) for slip in (one, two, three, four)}
    assert f"{numbers[one]} 文化路社区 跳过了" in page
    assert f"{numbers[two]} 文化路社区 找不到了" in page
    assert numbers[four] not in page, "nothing later has come in"
    stray = reverse("desk:slips-stray", args=[town.site.pk])
    foreign = written(site=town.site.pk, number=900)
    for number, note in ((numbers[three], "又来一张"), (foreign, "外县的"), ("乱写", "看不清")):
        assert desk.post(stray, {**fresh_token(), "number": number, "note": note}).status_code == 303
    assert set(StraySlip.objects.values_list("kind", "text")) == {
        ("double", numbers[three]), ("foreign", foreign), ("foreign", "乱写"),
    }  # fmt: skip
    assert "还没有用过，可以录" in words_of(desk.post(stray, {**fresh_token(), "number": numbers[four], "note": "x"}))
    settle = reverse("desk:slips-settle", args=[StraySlip.objects.get(kind="double").id])
    desk.post(settle, {**fresh_token(), "outcome": "志愿者抄错了"})
    assert "志愿者抄错了" in words_of(desk.get(settle))
    assert "处理好了" in words_of(desk.get(home))


def test_a_slip_is_found_by_its_number(town) -> None:
    slip = issued(town, 2)[1]
    desk, home = browser_of(town.clerk()), reverse("desk:slips")
    printed = written(site=town.site.pk, number=2)
    assert desk.get(home, {"number": printed.lower().replace("-", "")}).headers["Location"] == reverse(
        "desk:slips-one", args=[slip.id]
    )
    assert "本站没有发过这个号" in words_of(desk.get(home, {"number": written(site=town.site.pk, number=77)}))
    assert "单号的最后一位对不上" in words_of(desk.get(home, {"number": f"2{'A' if printed[-1] != 'A' else 'B'}"}))


def test_others_see_and_do_nothing(town) -> None:
    slip = issued(town, 1)[0]
    other = browser_of(town.staff("hotline", node=town.other_site))  # type: ignore[arg-type]
    assert other.get(reverse("desk:slips-one", args=[slip.id])).status_code == 404
    assert other.get(reverse("desk:slips-pad", args=[slip.range_id])).status_code == 404
    assert browser_of(town.actor(town.volunteer())).get(reverse("desk:slips")).status_code == 404
    with pytest.raises(UnableToKeepSlips, match="no_note"):
        note_stray(actor=town.clerk("周"), site_id=town.site.pk, text="1", note=" ", token=new_id(), now=town.now)
