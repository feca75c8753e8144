"""What is past its time goes at night, what is not stays, and the bureau sees both."""

from datetime import timedelta

import pytest

from nuanliu.domain.audit.chain import seal_events, verify_chain
from nuanliu.domain.audit.models import Event
from nuanliu.domain.audit.queries import story_of
from nuanliu.domain.network.types import Role
from nuanliu.domain.notices.models import Delivery, Notice
from nuanliu.domain.signing.models import OneTimeCode, Tries
from nuanliu.domain.standards.parameters import REGISTRY
from nuanliu.platform import clock
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.ids import new_id
from nuanliu.usecases.retention import KEPT, RULES, sweep_all, what_is_kept
from nuanliu.usecases.reveal import reveal_contact
from tests.support.town import Town

pytestmark = pytest.mark.django_db(transaction=True)
DAY = timedelta(days=1)


@pytest.fixture
def town() -> Town:
    town = Town.found()
    elder = town.elder()
    town.need(elder)
    reveal_contact(actor=town.clerk(), person_id=elder.pk, reason="核对住址", now=town.now)
    seal_events(now=town.now)
    return town


def test_a_year_later_notices_and_reasons_are_gone_and_a_day_before_they_are_not(town):
    told = Notice.objects.count()
    assert told > 0
    assert sweep_all(now=town.now + 365 * DAY) == 0
    assert Notice.objects.count() == told
    recorded = clock.now()
    sweep_all(now=recorded + 366 * DAY)
    assert (Notice.objects.count(), Delivery.objects.count()) == (0, 0)
    assert not Event.objects.filter(action="person.revealed").exclude(reason="").exists()
    assert Event.objects.filter(action="person.revealed").exists(), "who looked stays known"
    seal_events(now=recorded + 366 * DAY)
    report = verify_chain()
    assert (report.wrong, report.taken_out >= 1) == ([], True)
    assert sweep_all(now=recorded + 366 * DAY) == 0


def test_codes_and_tries_go_after_their_days_a_rest_after_its_own(town):
    now = town.now
    common = {"phone_index": bytes(16), "phone_sealed": b"x", "purpose": "contact", "channel": "sms", "sent_at": now}
    OneTimeCode.objects.create(expires_at=now, **common)
    Tries.objects.create(id=new_id(), counted_since=now, failures=2)
    resting = Tries.objects.create(id=new_id(), counted_since=now, failures=2, rests_until=now + 2 * DAY)
    sweep_all(now=now + 30 * DAY)
    assert (OneTimeCode.objects.count(), Tries.objects.count()) == (1, 2)
    sweep_all(now=now + 31 * DAY)
    assert (OneTimeCode.objects.count(), list(Tries.objects.all())) == (0, [resting])
    sweep_all(now=now + 32 * DAY)
    assert not Tries.objects.exists()


def test_every_rule_reads_its_days_from_the_standard():
    assert {rule.key for rule in RULES if rule.key} <= REGISTRY.keys()


def test_the_bureau_sees_what_was_swept_and_others_do_not(town):
    bureau = town.staff(Role.BUREAU_SECURITY, "卫安全", node=town.city)
    assert {line.swept_at for line in what_is_kept(actor=bureau, now=town.now)} == {None}
    later = clock.now() + 400 * DAY
    sweep_all(now=later)
    lines = {line.rule.code: line for line in what_is_kept(actor=bureau, now=later)}
    assert (lines["reasons"].days, lines["reasons"].removed, lines["reasons"].swept_at) == (365, 1, later)
    assert [one.action for one in story_of(subjects=[KEPT])] == ["retention.swept"]
    with pytest.raises(NotVisible):
        what_is_kept(actor=town.clerk(), now=later)
