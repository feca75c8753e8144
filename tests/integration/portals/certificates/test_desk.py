"""Issuing, sealing, revoking and batches on the screen."""

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from nuanliu.domain.certificates.models import Batch, Certificate
from nuanliu.domain.network.types import Role
from nuanliu.usecases import make_certificates
from nuanliu.usecases.certify_visit import certify_visit
from nuanliu.usecases.make_certificates import continue_batch
from nuanliu.usecases.retention import RULES
from tests.support.certificates import honoured, seal_picture
from tests.support.office import browser_of, later, words_of
from tests.support.pages import fresh_token, queries_of
from tests.support.town import Town


def served(town: Town, *names: str) -> None:
    for name in names:
        visit = town.confirmed(town.elder(), town.volunteer(name))
        certify_visit(actor=town.certifier(), visit_id=visit.id, now=visit.ended_at)


def test_a_batch_from_the_form_to_the_download_until_it_runs_out(town: Town, monkeypatch) -> None:
    monkeypatch.setattr(make_certificates, "A_PART", 1)
    served(town, "陈本芬", "曾德慧")
    desk = browser_of(town.coordinator())
    said = {"issuer": town.site.pk, "name": "本年服务记录", "first_day": "2026-01-01", "last_day": "2026-12-31"}
    with later(desk, town, days=8):
        refused = desk.post(reverse("certificates:batch-new"), {**fresh_token(), **said, "hours": "900"})
        assert "这些天里没有够条件的人。" in words_of(refused)
        went = desk.post(reverse("certificates:batch-new"), {**fresh_token(), **said, "hours": "1"}).headers["Location"]
        batch = Batch.objects.get()
        waiting = desk.get(went)
        assert "排队等着做" in words_of(waiting)
        assert waiting.headers["Refresh"] == "5"
        file = reverse("certificates:batch-file", args=[batch.pk])
        assert desk.get(file).status_code == 404
        while continue_batch(batch_id=batch.pk, now=town.now):
            pass
        done = desk.get(went)
        assert "2 份：编号签名 2 份，排版 2 份。" in words_of(done)
        assert "Refresh" not in done.headers
        folder = zipfile.ZipFile(io.BytesIO(b"".join(desk.get(file).streaming_content)))
        assert folder.namelist() == ["001-00001-00001.pdf", "002-00002-00002.pdf"]
        assert folder.read(folder.namelist()[0])[:5] == b"%PDF-"
        assert "本年服务记录" in words_of(desk.get(reverse("certificates:batches")))
        next(rule for rule in RULES if rule.code == "batches").sweep(town.now.replace(year=2028))
        assert desk.get(file).status_code == 404
        assert "下载的文件过期删了" in words_of(desk.get(went))
    assert Certificate.objects.count() == 2


def test_the_keeper_puts_the_seal_in_and_places_it_and_what_is_ticked_is_hers(town: Town) -> None:
    lead, keeper = town.coordinator(), browser_of(town.staff(Role.SEAL_KEEPER, "管章"))
    first, second = honoured(town, lead, town.volunteer("陈本芬"), town.volunteer("曾德慧"))
    page, place = (reverse(f"certificates:{name}", args=[town.site.pk]) for name in ("seal", "seal-place"))
    with later(keeper, town, hours=1):
        assert "还没有印章" in words_of(keeper.get(page))
        for bad, says in ((b"no picture", "这不是图片"), (b"", "这个文件是空的")):
            sent = {**fresh_token(), "image": SimpleUploadedFile("seal.png", bad)}
            assert says in words_of(keeper.post(page, sent)) or "空" in words_of(keeper.post(page, sent))
        picture = SimpleUploadedFile("seal.png", seal_picture())
        assert keeper.post(page, {**fresh_token(), "image": picture}).status_code == 303
        assert "请先勾选要盖章的。" in words_of(keeper.post(place, fresh_token()))
        assert keeper.post(place, {**fresh_token(), "papers": [first.pk]}).status_code == 303
        shown = words_of(keeper.get(page))
        assert "曾德慧" in shown
        assert "陈本芬" not in shown
        assert keeper.get(reverse("certificates:seal-picture", args=[town.site.pk])).content[:4] == b"\x89PNG"
        assert keeper.post(reverse("certificates:seal-end", args=[town.site.pk]), fresh_token()).status_code == 303
        assert "先放一枚印章，才能盖。" in words_of(keeper.get(page))
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.seal is not None, second.seal) == (True, None)


def test_two_people_revoke_and_the_list_finds_it(town: Town) -> None:
    lead, other = town.coordinator(), town.coordinator("周站长")
    (paper,) = honoured(town, lead, town.volunteer("陈本芬"))
    one, home = reverse("certificates:one", args=[paper.pk]), reverse("certificates:home")
    mine, hers = browser_of(lead), browser_of(other)
    with later(mine, town, hours=1):
        sent = {**fresh_token(), "reason": "时长有误"}
        assert mine.post(reverse("certificates:revoke", args=[paper.pk]), sent).status_code == 303
        assert "您提的，要请另一位同事看。" in words_of(mine.get(one))
        decide = reverse("certificates:decide", args=[paper.pk])
        assert "要请同事看" in words_of(mine.post(decide, {**fresh_token(), "act": "revoke"}))
    with later(hers, town, hours=2):
        assert "请写明为什么不撤销。" in words_of(hers.post(decide, {**fresh_token(), "act": "keep"}))
        assert paper.serial in words_of(hers.get(f"{home}?state=asked"))
        assert hers.post(decide, {**fresh_token(), "act": "revoke"}).status_code == 303
        assert "周站长同意" in words_of(hers.get(one))
        assert paper.serial in words_of(hers.get(f"{home}?state=revoked&q={paper.serial[-4:]}"))
        assert "没有找到" in words_of(hers.get(f"{home}?state=unsealed"))


def test_a_longer_list_costs_no_more_questions(town: Town) -> None:
    lead = town.coordinator()
    desk = browser_of(lead)
    honoured(town, lead, town.volunteer("陈本芬"))
    with later(desk, town, hours=1):
        few = queries_of(desk, reverse("certificates:home"))
        honoured(town, lead, town.volunteer("曾德慧"), town.volunteer("李三"))
        assert queries_of(desk, reverse("certificates:home")) == few
