"""`nuanliu dispatch`: a week printed from the shell, and exported without anybody in it. Nothing is written."""

import json
from datetime import date, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command

from nuanliu.domain.audit.models import Event
from nuanliu.domain.care.invitations.models import Invitation
from nuanliu.domain.care.models import Visit
from nuanliu.domain.dispatch.models import Run, RunNeed, RunVisit
from nuanliu.domain.people.models import FreeTime
from nuanliu.platform.clock import at
from tests.support.town import Town

pytestmark = pytest.mark.django_db
WEEK = date(2026, 11, 9)


def said(town: Town, *arguments: str) -> str:
    out = StringIO()
    with time_machine.travel(town.now, tick=False):
        call_command("dispatch", town.site.code, *arguments, stdout=out)
    return out.getvalue()


def written() -> list[int]:
    return [model.objects.count() for model in (Run, RunNeed, RunVisit, Visit, Invitation, Event)]


@pytest.fixture
def town() -> Town:
    town = Town.found()
    town.now = at(date(2026, 11, 3), 9)
    return town


def test_a_dry_run_prints_who_goes_to_whom_and_writes_nothing(town: Town, tmp_path) -> None:
    helper = town.volunteer("李志愿")
    FreeTime.objects.create(volunteer=helper.volunteer, weekday=2, from_minute=480, to_minute=720)
    served = town.need(town.elder("张桂兰"), starts_at=at(WEEK + timedelta(days=1), 9))
    late = town.need(town.elder("王秀英"), starts_at=at(WEEK + timedelta(days=3), 9))
    before, study = written(), tmp_path / "week.json"

    lines = said(town, "--dry-run", "--export", str(study)).splitlines()

    assert lines[1] == f"2026-11-10 09:00  {served.id}  60 min  {helper.volunteer.number}"
    assert lines[2] == f"2026-11-12 09:00  {late.id}  — no_time"
    assert lines[3].startswith("1 / 2  value ")
    assert lines[4].startswith("不可能更好了")
    assert said(town, "--dry-run").splitlines() == lines[1:]
    assert written() == before
    told = study.read_text(encoding="utf-8")
    assert len(json.loads(told)["snapshot"]["need_x"]) == 2
    assert not any(name in told for name in ("张桂兰", "李志愿", str(helper.pk), str(served.id)))


def test_what_cannot_be_done_is_said(town: Town) -> None:
    for arguments, words in (
        ((), "--dry-run"),
        (("--dry-run",), "nothing is open"),
    ):
        with pytest.raises(CommandError, match=words):
            said(town, *arguments)
    with pytest.raises(CommandError, match="no such place"):
        call_command("dispatch", "NOWHERE", "--dry-run")
