"""The chain over the audit finds whatever was changed, removed or slipped in; and leaves the writers alone."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import Error, connection, transaction

from nuanliu.domain.audit.chain import newest_block, seal_events, verify_chain, without_leaf
from nuanliu.domain.audit.models import Block, Event, Leaf
from nuanliu.domain.audit.operations import record, take_words_out
from nuanliu.platform.ids import new_id
from nuanliu.usecases.check_audit import FOUND_WRONG, RIGHT, check_audit
from tests.support.tampering import guards_down
from tests.support.town import MONDAY

pytestmark = pytest.mark.django_db(transaction=True)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def outside(settings, tmp_path):
    settings.AUDIT_HEADS_FILE = tmp_path / "audit-heads.jsonl"
    return settings.AUDIT_HEADS_FILE


def event(number: int, reason: str = "") -> Event:
    made = record(
        action="person.revealed",
        subject_type="person",
        subject_id=new_id(),
        occurred_at=MONDAY + timedelta(minutes=number),
        actor_id=new_id(),
        reason=reason,
        details={"号": number, "b": [1, None, "二"]},
    )
    return Event.objects.get(pk=made)


@pytest.fixture
def events() -> list[Event]:
    made = [event(number, f"理由 {number}") for number in range(5)]
    seal_events(now=made[-1].recorded_at)
    made += [event(number) for number in range(5, 8)]
    seal_events(now=made[-1].recorded_at)
    return made


def codes() -> list[str]:
    return sorted({wrong.code for wrong in verify_chain().wrong})


def test_what_was_done_is_sealed_once_in_signed_blocks(events):
    report = verify_chain()
    assert (report.events, report.blocks, report.taken_out, report.wrong) == (8, 2, 0, [])
    assert seal_events(now=events[-1].recorded_at) == 0
    assert seal_events(now=events[-1].recorded_at, look_through=True) == 0


def test_the_database_refuses_to_change_what_was_done(events):
    row = Event.objects.filter(pk=events[0].pk)
    for change in ({"action": "x"}, {"details": {}}, {"reason": "另一个理由"}, {"actor_id": new_id()}):
        with pytest.raises(Error), transaction.atomic():
            row.update(**change)
    for model in (Event, Leaf, Block):
        with pytest.raises(Error), transaction.atomic():
            model.objects.all().delete()
    with pytest.raises(Error), transaction.atomic():
        Leaf.objects.update(digest=bytes(32))
    with pytest.raises(Error), transaction.atomic():
        Block.objects.update(count=1)


CHANGES = {
    "an actor": ("event_changed", lambda e: Event.objects.filter(pk=e.pk).update(actor_id=new_id())),
    "a moment": ("event_changed", lambda e: Event.objects.filter(pk=e.pk).update(occurred_at=MONDAY)),
    "a detail": ("event_changed", lambda e: Event.objects.filter(pk=e.pk).update(details={"号": 99})),
    "a reason": ("reason_changed", lambda e: Event.objects.filter(pk=e.pk).update(reason="别的")),
    "a reason gone, its salt kept": ("reason_changed", lambda e: Event.objects.filter(pk=e.pk).update(reason="")),
    "an event gone": ("event_removed", lambda e: Event.objects.filter(pk=e.pk).delete()),
    "a leaf gone": ("leaves_changed", lambda e: Leaf.objects.filter(event_id=e.pk).delete()),
    "a leaf changed": ("leaves_changed", lambda e: Leaf.objects.filter(event_id=e.pk).update(digest=bytes(32))),
    "a root": ("block_changed", lambda _e: Block.objects.filter(number=1).update(root=bytes(32))),
    "a signature": ("not_signed", lambda _e: Block.objects.filter(number=2).update(signature=bytes(64))),
    "a block gone": ("block_missing", lambda _e: Block.objects.filter(number=1).delete()),
}


@pytest.mark.parametrize(("code", "change"), CHANGES.values(), ids=CHANGES)
def test_what_was_changed_behind_the_guards_is_found(events, code, change):
    with guards_down():
        change(events[1])
    assert code in codes()


def test_control_taking_nothing_away_finds_nothing(events):
    with guards_down():
        Event.objects.filter(pk=events[1].pk).update(reason=events[1].reason)
    assert codes() == []


def test_a_chain_made_anew_does_not_have_the_head_that_was_carried_outside(events, outside):
    now = events[-1].recorded_at
    assert check_audit(now=now) == 0
    with guards_down():
        Leaf.objects.all().delete()
        Block.objects.all().delete()
        Event.objects.filter(pk=events[1].pk).update(actor_id=None)
    seal_events(now=now, look_through=True)
    assert codes() == [], "everything fits, because everything was forged"
    assert check_audit(now=now) > 0
    told = Event.objects.filter(action__in=[RIGHT, FOUND_WRONG]).order_by("id").values_list("action", flat=True)
    assert list(told) == [RIGHT, FOUND_WRONG]


def test_the_head_is_carried_once(events, outside):
    check_audit(now=events[-1].recorded_at)
    first = outside.read_text()
    heads = [json.loads(line) for line in first.splitlines()]
    assert len(heads) == 1
    assert newest_block() == (heads[0]["number"], heads[0]["digest"])


def test_a_late_commit_and_an_old_one_are_sealed_too(events):
    old = event(9)
    with guards_down():
        Event.objects.filter(pk=old.pk).update(recorded_at=old.recorded_at - 3 * DAY)
    assert seal_events(now=old.recorded_at) == 0
    assert codes() == ["never_sealed"]
    assert seal_events(now=old.recorded_at, look_through=True) == 1
    assert codes() == []


def test_words_can_be_taken_out_and_the_chain_still_holds(events):
    fresh = event(20, "还没封的理由")
    with transaction.atomic():
        assert take_words_out(events=[events[1].pk, fresh.pk]) == 1
    assert Event.objects.get(pk=events[1].pk).reason == ""
    assert Event.objects.get(pk=fresh.pk).reason == "还没封的理由"
    report = verify_chain()
    assert (report.taken_out, report.wrong) == (1, [])


def test_the_command_says_right_or_what_is_wrong(events):
    said = StringIO()
    call_command("verify_audit", stdout=said)
    assert "对 right" in said.getvalue()
    with guards_down():
        Event.objects.filter(pk=events[1].pk).update(action="person.changed")
    with pytest.raises(CommandError) as wrong:
        call_command("verify_audit", stdout=StringIO())
    assert str(events[1].pk) in str(wrong.value)


def test_sealing_does_not_wait_for_a_writer_nor_a_writer_for_it(events, on_postgres):
    """A transaction that has written an event and not ended holds nobody up; its event is sealed afterwards."""
    if not on_postgres:
        return
    other = connection.copy()
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute(
                "INSERT INTO audit_event SELECT %s, occurred_at, now(), actor_id, actor_role, on_behalf_of, action, "
                "subject_type, subject_id, site_id, reason, details FROM audit_event LIMIT 1",
                [new_id()],
            )
            event(30)
            assert seal_events(now=MONDAY) == 1
            other.commit()
        assert seal_events(now=MONDAY) + seal_events(now=MONDAY, look_through=True) == 1
        assert not without_leaf().exists()
    finally:
        other.close()
