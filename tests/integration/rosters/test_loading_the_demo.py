"""The demo city is loaded into an installation that is empty or was interrupted, and into no other."""

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from nuanliu.domain.network.models import Node
from nuanliu.domain.network.types import SYSTEM
from nuanliu.domain.people.models import Elder, Volunteer
from nuanliu.jobs.demo.city import BEGUN, BY_INSTALLER, FILES, is_unfinished, note_progress
from nuanliu.platform.clock import at
from nuanliu.platform.ids import new_id
from nuanliu.usecases import demo_people
from nuanliu.usecases.import_roster import commit_roster, upload_roster

DEMO = Path(__file__).resolve().parents[3] / "demo"
AFTERNOON = at(date(2026, 11, 24), 14, 20)


def test_a_demo_that_was_interrupted_goes_on(db):
    note_progress(BEGUN, now=AFTERNOON)
    assert is_unfinished()
    bureau_only = [(kind, name) for kind, name in FILES if kind in BY_INSTALLER]
    for kind, name in bureau_only:
        with (DEMO / name).open("rb") as file:
            made = upload_roster(actor=SYSTEM, file=file, file_name=name, kind=kind, token=new_id(), now=AFTERNOON)
        commit_roster(actor=SYSTEM, upload_id=made.pk, now=AFTERNOON)
    call_command("load_demo", "--no-history", stdout=StringIO())
    assert (Volunteer.objects.count(), Elder.objects.count()) == (216, 120)
    assert not is_unfinished()


def test_outside_a_demo_city_there_is_nobody_to_be(db):
    assert demo_people.demo_people() == []


def test_a_folder_without_the_workbooks_is_said_so(db, tmp_path):
    with pytest.raises(CommandError):
        call_command("load_demo", "--folder", str(tmp_path), stdout=StringIO())
    assert not Node.objects.exists()
