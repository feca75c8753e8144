"""A short form of `make crash`, beside a control that acknowledges what is not on the disk and is caught at it."""

import pytest
from django.db import connection

from tests.campaigns.crash.campaign import kill_often

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(600)]
KILLS = 3


def this_database() -> str:
    return "sqlite" if connection.vendor == "sqlite" else "postgres"


def test_nothing_acknowledged_is_lost_and_nothing_is_there_twice() -> None:
    counted, wrong = kill_often(name=this_database(), kills=KILLS, seed=7)
    assert wrong == []
    assert counted["kills"] == KILLS
    assert counted["acknowledged"] >= KILLS * 12


def test_control_what_was_not_forced_to_the_disk_is_seen_to_be_lost() -> None:
    _counted, wrong = kill_often(name=this_database(), kills=1, seed=7, is_forced=False)
    assert any("lost" in words for words in wrong)
