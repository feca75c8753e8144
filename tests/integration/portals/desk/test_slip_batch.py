"""The batch desk: a grid of slips, two people, every number once, and one way back for all of it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.care.slips.batch_models import SlipBatch, SlipPicture, SlipRow
from nuanliu.domain.care.slips.models import Slip
from nuanliu.domain.ledger.check import check_books
from nuanliu.domain.ledger.types import Unit
from nuanliu.domain.network.models import Login
from nuanliu.domain.people.types import Kinship
from nuanliu.platform.ids import new_id
from nuanliu.usecases.paper_slips.entering import UnableToEnterSlips, enter_slips
from nuanliu.usecases.paper_slips.judging import judge
from nuanliu.usecases.paper_slips.returning import return_batch
from nuanliu.usecases.paper_slips.reversing import UnableToReverseBatch, reverse_batch
from nuanliu.usecases.paper_slips.signing import UnableToSignBatch, sign_batch
from nuanliu.usecases.paper_slips.types import Level, Typed
from nuanliu.usecases.use_time import donate
from tests.support.office import browser_of, words_of
from tests.support.pages import fresh_token
from tests.support.pictures import photo
from tests.support.slips import entered, number_of, pad_of, row, sent, veteran
from tests.support.town import add_service


def said_of(verdicts) -> list[str]:
    return [str(finding.words) for verdict in verdicts for finding in verdict.findings]


def judged(town, rows, actor=None):
    return judge(actor=actor or town.clerk("核对"), site_id=town.site.pk, rows=rows, now=town.now)


def states(slips) -> list[str]:
    return [Slip.objects.get(site_id=one.site_id, id=one.id).state for one in slips]


def test_from_the_grid_to_the_passbook_and_back(town) -> None:
    clerk, certifier = town.clerk(), town.certifier()
    elder, helper = town.elder("张桂兰", minutes=600), veteran(town, "陈本芬", choice="time")
    slips = pad_of(town, 3)
    desk, grid = browser_of(clerk), reverse("desk:slip-grid", args=[town.site.pk])
    rows = [
        replace(row(town, slips[0], helper, elder), helper="cbf", elder="zgl"),
        row(town, slips[1], helper, elder, service="", day="", start="1400", end="1530"),
    ]
    page = words_of(desk.post(grid, {**fresh_token(), **sent(rows), "act": "check"}))
    assert "陈本芬 → 张桂兰，陪伴聊天，11-01 09:00–10:00，记 60 分" in page
    assert "2 张，一共记 150 分钟。" in page
    assert not SlipBatch.objects.exists(), "looking writes nothing"
    token = fresh_token()
    went = desk.post(grid, {**token, **sent(rows), "act": "enter"})
    assert desk.post(grid, {**token, **sent(rows), "act": "enter"}).headers["Location"] == went.headers["Location"]
    batch, page = SlipBatch.objects.get(), went.headers["Location"]
    assert states(slips) == ["entered", "entered", "issued"]
    assert "这一批是您录的，要请同事签字" in words_of(desk.get(page))
    second = browser_of(certifier)
    assert "还没有单子的照片" in words_of(second.get(page))
    assert "还没有单子的照片" in words_of(second.post(page, {**fresh_token(), "act": "sign"}))
    desk.post(page, {**fresh_token(), "act": "photo", "photo": _file()})
    picture = reverse("desk:slip-photo", args=[SlipPicture.objects.get().id])
    assert second.get(picture).content.startswith(b"\xff\xd8"), "drawn anew, and to be seen by who signs"
    assert town.savings(helper).time == 0
    assert second.post(page, {**fresh_token(), "act": "sign"}).status_code == 303
    assert (town.savings(helper).time, town.savings(helper).honour, town.savings(elder).time) == (150, 150, 450)
    visits = list(Visit.objects.order_by("started_at"))
    assert [(v.grade, v.counted_minutes, v.state, v.certified_by, v.first_review_by) for v in visits] == [
        ("attested", minutes, "credited", certifier.id, clerk.id) for minutes in (60, 90)
    ]
    assert [need.state for need in Need.objects.all()] == ["credited", "credited"]
    assert states(slips) == ["used", "used", "issued"]
    second.post(page, {**fresh_token(), "act": "sign"})
    assert town.savings(helper).time == 150, "signed twice, credited once"
    assert "请填写：原因" in words_of(second.post(page, {**fresh_token(), "act": "reverse"}))
    second.post(page, {**fresh_token(), "act": "reverse", "reason": "抄错了日期"})
    assert (town.savings(helper).time, town.savings(helper).honour, town.savings(elder).time) == (0, 0, 600)
    assert states(slips) == ["issued", "issued", "issued"]
    again = desk.get(grid, {"again": str(batch.id)})
    assert number_of(slips[0]) in again.content.decode()
    mended = desk.post(grid, {**fresh_token(), **sent(rows), "act": "enter"})
    assert mended.status_code == 303
    assert check_books().findings == []


def _file():
    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415 (only here)

    return SimpleUploadedFile("单子.jpg", photo(width=40, height=30))


def test_every_row_gets_its_sentence(town) -> None:
    add_service("S207", name="助浴", skill="bathing")
    elder, other = town.elder("张桂兰"), town.elder("周国良")
    helper, twin = veteran(town, "李志远"), veteran(town, "刘子怡")
    veteran(town, "林之仪")
    first, second, third = pad_of(town, 3)
    good = row(town, first, helper, elder)
    far = f"{town.now - timedelta(days=16):%Y-%m-%d}"
    wanted = {
        "单号是数字，末尾一位是校验码": replace(good, slip="abc"),
        "本站没有发过这个号": replace(good, slip=number_of(Slip(site_id=town.site.pk, number=99))),
        "没有这位志愿者": replace(good, helper="xyz"),
        "有 3 位，请在后面加数字：lzy1 李志远": replace(good, helper="lzy"),
        "本站没有这位老人": replace(good, elder="李志远"),
        "没有这项服务": replace(good, service="999"),
        "日期不对": replace(good, day="32"),
        "开始的时间不对": replace(good, start="25"),
        "结束要比开始晚": replace(good, start="10", end="9"),
        "只能补录 15 天以内的": replace(good, day=far),
        "这个时间还没有到": replace(good, day="2026-11-02", start="9", end="11"),
        "一次最多 12 小时": replace(good, start="1", end="14"),
        "要有相应的培训或资格": replace(good, service="207"),
        "那一天，这本单子还没有发出去": replace(good, day="2026-10-20"),
    }
    for words, typed in wanted.items():
        (verdict,) = judged(town, [typed])
        assert verdict.level is Level.ERROR
        assert words in " ".join(said_of([verdict]))
    (verdict,) = judged(town, [replace(good, helper="lzy2")])
    assert verdict.meant is not None
    assert verdict.meant.helper.pk == twin.pk, "the one who came second is 2, whoever comes after"
    pair = judged(town, [good, row(town, second, helper, other, start="930", end="11")])
    assert said_of(pair) == ["这位志愿者那段时间已有一次服务。"]
    twice = judged(town, [good, replace(good, start="13", end="14")])
    assert said_of(twice) == ["这个单号在表里写了两次。"] * 2
    town.served(elder, helper)
    busy = Visit.objects.get()
    assert busy.started_at is not None
    assert [one.level for one in judged(town, [good, Typed(), row(town, third, twin, elder)])] == [
        Level.OK, Level.EMPTY, Level.OK,
    ]  # fmt: skip


def test_nobody_types_signs_or_reverses_for_herself_or_her_kin(town) -> None:
    clerk, certifier, elder = town.clerk(), town.certifier(), town.elder("张桂兰")
    helper, slips = veteran(town, "陈本芬"), pad_of(town, 2)
    mother = Login.objects.get(pk=certifier.id).person
    town.kin(mother, helper, Kinship.PARENT)
    rows = [row(town, slips[0], helper, elder)]
    assert "自己或家人的单子" in said_of(judged(town, rows, certifier))[0]
    with pytest.raises(UnableToEnterSlips, match="rows"):
        enter_slips(actor=certifier, site_id=town.site.pk, rows=rows, token=new_id(), now=town.now)
    batch = entered(town, rows, actor=clerk)
    for who, code in ((certifier, "rows"), (clerk, "entered_it"), (town.clerk("吴"), "no_power")):
        with pytest.raises(UnableToSignBatch, match=code):
            sign_batch(actor=who, batch_id=batch.id, now=town.now)
    own = entered(town, [row(town, slips[1], helper, elder, start="13", end="14")], actor=town.certifier("一"))
    with pytest.raises(UnableToSignBatch, match="entered_it"):
        sign_batch(actor=town.actor(Login.objects.get(pk=own.entered_by).person), batch_id=own.id, now=town.now)
    sign_batch(actor=town.certifier("周认定"), batch_id=batch.id, now=town.now)
    assert town.savings(helper).honour == 60


def test_kin_count_nothing_and_the_slip_is_used(town) -> None:
    elder, helper = town.elder("张桂兰", minutes=120), veteran(town, "张小兰", choice="time")
    town.kin(elder, helper)
    town.kin(helper, elder, Kinship.PARENT)
    slips = pad_of(town, 1)
    rows = [row(town, slips[0], helper, elder)]
    (verdict,) = judged(town, rows)
    assert (verdict.level, verdict.minutes, said_of([verdict])) == (Level.WARNING, 0, ["两个人是亲属，不记时间。"])
    sign_batch(actor=town.certifier(), batch_id=entered(town, rows).id, now=town.now)
    assert (town.savings(helper).time, town.savings(elder).time_free, states(slips)) == (0, 120, ["used"])


def test_a_returned_batch_frees_its_numbers(town) -> None:
    elder, helper, slips = town.elder("张桂兰"), veteran(town, "陈本芬"), pad_of(town, 1)
    rows, clerk = [row(town, slips[0], helper, elder)], town.clerk()
    batch = entered(town, rows, actor=clerk)
    assert "正在等复核" in said_of(judged(town, rows))[0]
    assert return_batch(actor=clerk, batch_id=batch.id, reason="时间抄错", now=town.now).state == "returned"
    assert states(slips) == ["issued"]
    with pytest.raises(UnableToSignBatch, match="not_waiting"):
        sign_batch(actor=town.certifier(), batch_id=batch.id, now=town.now)
    assert entered(town, rows).state == "waiting"
    standing = SlipRow.objects.filter(is_standing=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        SlipRow.objects.filter(batch_id=batch.id).update(is_standing=True)
    assert standing.count() == 1, "a number stands once, and the database says so"
    with pytest.raises(IntegrityError), transaction.atomic():
        SlipBatch.objects.filter(id=batch.id).update(signed_by=batch.entered_by)


def test_what_was_spent_stands_against_the_whole_reversal(town) -> None:
    elder, slips = town.elder("张桂兰"), pad_of(town, 2)
    thrifty, spender = veteran(town, "陈本芬", choice="time"), veteran(town, "李大手", choice="time")
    rows = [row(town, slips[0], thrifty, elder), row(town, slips[1], spender, elder)]
    batch, certifier = entered(town, rows), town.certifier()
    sign_batch(actor=certifier, batch_id=batch.id, now=town.now)
    donate(actor=town.actor(spender), unit=Unit.TIME, amount=60, token=new_id(), now=town.now)
    with pytest.raises(UnableToReverseBatch, match="spent") as refusal:
        reverse_batch(actor=certifier, batch_id=batch.id, reason="抄错", now=town.now)
    assert "第 2 行李大手" in str(refusal.value.words)
    assert (town.savings(thrifty).time, states(slips)) == (60, ["used", "used"]), "nothing of it was reversed"


def test_a_refusal_keeps_everything_and_leads_to_the_cell(town) -> None:
    elder, helper, slips = town.elder("张桂兰"), veteran(town, "陈本芬"), pad_of(town, 2)
    desk, grid = browser_of(town.clerk()), reverse("desk:slip-grid", args=[town.site.pk])
    rows = [
        row(town, slips[0], helper, elder),
        row(town, slips[1], helper, elder, elder="没有的人", start="14", end="15"),
    ]
    for act in ("check", "enter"):
        page = desk.post(grid, {**fresh_token(), **sent(rows), "act": act}).content.decode()
        assert 'href="#elder-2"' in page
        assert all(value in page for value in ("没有的人", number_of(slips[0]), number_of(slips[1])))
    assert states(slips) == ["issued", "issued"]
    assert "一张单子也没有写" in words_of(desk.post(grid, {**fresh_token(), **sent([Typed()]), "act": "check"}))
    asked = reverse("desk:slip-row", args=[town.site.pk])
    assert "没有这位老人" in words_of(desk.post(asked, {**sent(rows), "row": "2"}))
    assert "陈本芬" in words_of(desk.post(asked, {**sent(rows), "row": "1"}))
    assert words_of(desk.post(asked, {**sent(rows), "row": "x"})) == ""


def test_thirty_rows_ask_no_more_than_three(town, django_assert_max_num_queries) -> None:
    elders = [town.elder(f"老人{chr(0x4E00 + i)}") for i in range(3)]
    helpers, slips = [veteran(town, f"志愿{chr(0x4E00 + i)}") for i in range(3)], pad_of(town, 6)
    rows = [
        row(town, slip, helpers[i % 3], elders[i % 3], start=str(8 + i), end=str(9 + i)) for i, slip in enumerate(slips)
    ]
    clerk, asked = town.clerk(), []
    for some in (rows[:1], rows):
        with django_assert_max_num_queries(40) as seen:
            assert {one.level for one in judge(actor=clerk, site_id=town.site.pk, rows=some, now=town.now)} <= {
                Level.OK,
                Level.WARNING,
            }
        asked.append(len(seen))
    assert asked[0] == asked[1]
