"""A short form of the crowd, and the same without locks: then readers, books and checker all see that it is wrong."""

import pytest

from tests.campaigns.crowd.campaign import gather
from tests.support import weak_ledger

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(600)]


def test_a_crowd_leaves_the_book_as_if_everybody_had_come_alone() -> None:
    judged = gather(seconds=3, least=300)
    assert (judged.wrong, judged.findings, dict(judged.anomalies)) == ([], [], {})
    assert judged.transactions >= 300
    assert judged.readings > 0


def test_control_without_locks_it_is_seen_to_be_wrong() -> None:
    weak_ledger.lock_no_rows()
    weak_ledger.forget_entry_guards()
    judged = gather(seconds=3, least=300, is_control=True)
    assert judged.wrong
    assert judged.findings
    assert judged.anomalies["fork"]
    assert judged.anomalies["G-single"] + judged.anomalies["G0"] + judged.anomalies["G1c"]
