"""A batch of certificates: numbered without a gap, signed, sealed by the keeper only, one an award."""

import io
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from PIL import Image

from nuanliu.domain.audit.models import Event
from nuanliu.domain.certificates.models import Batch, BatchPart, Certificate
from nuanliu.domain.certificates.operations import UnableToCertify
from nuanliu.domain.certificates.seals import UnableToReadSeal, redrawn
from nuanliu.domain.certificates.signing import is_genuine
from nuanliu.domain.network.types import Role
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.ids import new_id
from nuanliu.usecases import make_certificates
from nuanliu.usecases.certify_visit import certify_visit
from nuanliu.usecases.issue_certificates import cancel_batch, issue_records
from nuanliu.usecases.keep_seals import end_seal, place_seals, put_seal
from nuanliu.usecases.make_certificates import continue_batch, continue_lost
from tests.support.certificates import CHECK, YEAR, award, begun, honoured, seal_picture
from tests.support.town import Town

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return Town.found()


def to_the_end(batch: Batch, town: Town) -> Batch:
    while continue_batch(batch_id=batch.pk, now=town.now):
        pass
    return Batch.objects.get(pk=batch.pk)


def test_a_batch_is_numbered_in_its_order_and_signed_and_one_award_is_one_certificate(town, monkeypatch) -> None:
    monkeypatch.setattr(make_certificates, "AT_ONCE", 2)
    monkeypatch.setattr(make_certificates, "A_PART", 2)
    lead, people = town.coordinator(), [town.volunteer(name) for name in ("陈本芬", "曾德慧", "李三")]
    gone = town.volunteer("走了")
    awards = [*(award(one) for one in people), award(gone), award(unit=town.other_site, title="金牌服务站")]
    gone.closed_at = town.now
    gone.save(update_fields=["closed_at"])
    token = new_id()
    batch = begun(town, lead, awards, token=token)
    assert begun(town, lead, awards, token=token).pk == batch.pk
    done = to_the_end(batch, town)
    assert (done.state, done.issued, done.drawn, done.left_out, done.ended_at) == ("done", 5, 5, 1, town.now)
    papers = list(Certificate.objects.order_by("number"))
    assert [(one.number, one.holder) for one in papers] == [
        (1, "陈本芬"),
        (2, "曾德慧"),
        (3, "李三"),
        (4, "大用医养中心"),
    ]
    assert papers[0].serial == f"{town.site.code}-RY-2026-000001"
    assert all(is_genuine(one) for one in papers)
    papers[0].minutes += 1
    assert not is_genuine(papers[0])
    assert [(one.number, one.first, one.count) for one in BatchPart.objects.order_by("number")] == [
        (1, 1, 2),
        (2, 3, 1),
        (3, 5, 1),
    ]
    again = to_the_end(begun(town, lead, awards), town)
    assert (again.left_out, Certificate.objects.count()) == (5, 4)
    with pytest.raises(NotVisible):
        begun(town, town.clerk(), awards)
    with pytest.raises(DatabaseError), transaction.atomic():
        Certificate.objects.update(minutes=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        Certificate.objects.filter(pk=papers[0].pk).delete()


def test_only_the_keeper_of_the_unit_s_own_seal_places_it_and_every_placing_is_written_down(town) -> None:
    keeper, lead, helper = town.staff(Role.SEAL_KEEPER, "管章"), town.coordinator(), town.volunteer("陈本芬")
    above = town.staff(Role.SEAL_KEEPER, "县里管章", node=town.site.parent)
    with pytest.raises(UnableToCertify, match="not_keeper"):
        begun(town, lead, [award(helper)], with_seal=True)
    for stranger in (above, lead, town.clerk()):
        with pytest.raises(NotVisible):
            put_seal(actor=stranger, node_id=town.site.pk, image=seal_picture(), token=new_id(), now=town.now)
    (paper,) = honoured(town, lead, helper)
    with pytest.raises(UnableToCertify, match="no_seal"):
        place_seals(actor=keeper, node_id=town.site.pk, certificates=[paper.pk], now=town.now)
    seal = put_seal(actor=keeper, node_id=town.site.pk, image=seal_picture(), token=new_id(), now=town.now)
    with pytest.raises(NotVisible):
        place_seals(actor=above, node_id=town.site.pk, certificates=[paper.pk], now=town.now)
    later = town.now + timedelta(hours=1)
    assert place_seals(actor=keeper, node_id=town.site.pk, certificates=[paper.pk], now=later) == 1
    assert place_seals(actor=keeper, node_id=town.site.pk, certificates=[paper.pk], now=later) == 0
    paper.refresh_from_db()
    assert (paper.seal_id, paper.sealed_at, paper.sealed_by) == (seal.pk, later, keeper.id)
    assert is_genuine(paper)
    placed = Event.objects.get(action="seal.placed")
    assert (placed.subject_id, placed.actor_id, placed.details["seal"]) == (paper.pk, keeper.id, str(seal.pk))
    end_seal(actor=keeper, node_id=town.site.pk, now=later)
    with pytest.raises(UnableToCertify, match="no_seal"):
        place_seals(actor=keeper, node_id=town.site.pk, certificates=[paper.pk], now=later)


def test_stopped_it_makes_no_more_and_lost_it_goes_on(town, monkeypatch) -> None:
    monkeypatch.setattr(make_certificates, "AT_ONCE", 1)
    lead, people = town.coordinator(), [town.volunteer(name) for name in ("陈本芬", "曾德慧")]
    batch = begun(town, lead, [award(one) for one in people])
    assert continue_batch(batch_id=batch.pk, now=town.now)
    assert continue_lost(now=town.now) == 0
    assert continue_lost(now=town.now + timedelta(minutes=3)) == 1
    with pytest.raises(NotVisible):
        cancel_batch(actor=town.clerk(), batch_id=batch.pk, now=town.now)
    assert cancel_batch(actor=lead, batch_id=batch.pk, now=town.now).state == "cancelled"
    assert not continue_batch(batch_id=batch.pk, now=town.now)
    assert cancel_batch(actor=lead, batch_id=batch.pk, now=town.now).state == "cancelled"
    assert Certificate.objects.count() == 1
    assert continue_lost(now=town.now + timedelta(days=1)) == 0


def test_a_record_for_everybody_with_enough_hours(town) -> None:
    lead, helper = town.coordinator(), town.volunteer("陈本芬")
    town.volunteer("没来过")
    visit = town.confirmed(town.elder(), helper)
    certify_visit(actor=town.certifier(), visit_id=visit.id, now=visit.ended_at)
    first, last = YEAR

    def records(least: int) -> Batch:
        return issue_records(
            actor=lead,
            issuer_id=town.site.pk,
            name="2026 年服务记录",
            first=first,
            last=last,
            least_minutes=least,
            with_seal=False,
            check_address=CHECK,
            token=new_id(),
            now=town.now,
        )

    with pytest.raises(UnableToCertify, match="nobody"):
        records(61)
    to_the_end(records(60), town)
    paper = Certificate.objects.get()
    assert (paper.kind, paper.holder, paper.minutes, paper.services) == ("service", "陈本芬", 60, 1)
    assert paper.rows == [["2026-11-04", "陪伴聊天", "文化路社区", "1 小时", "文化路社区", "钱认定"]]
    assert (paper.words, paper.responsible, paper.issuer_name) == ("陪伴聊天", "钱认定", "文化路社区")


def test_a_seal_is_cut_out_and_what_is_none_is_refused() -> None:
    drawn = redrawn(data=seal_picture())
    image = Image.open(io.BytesIO(drawn))
    assert (image.format, image.mode, image.size) == ("PNG", "RGBA", (480, 480))
    assert image.getpixel((2, 2))[3] == 0
    assert image.getpixel((240, 240))[3] == 255
    assert drawn == redrawn(data=seal_picture())
    blank = io.BytesIO()
    Image.new("RGB", (50, 50), "white").save(blank, format="PNG")
    for data, code in ((b"", "empty"), (b"GIF89a", "no_picture"), (blank.getvalue(), "no_seal")):
        with pytest.raises(UnableToReadSeal, match=code):
            redrawn(data=data)
