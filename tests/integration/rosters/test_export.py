"""What goes out comes in again and changes nothing; it takes a power, a reason, and leaves a line in the audit."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from nuanliu.domain.audit.models import Event
from nuanliu.domain.network.models import Login
from nuanliu.domain.network.types import SYSTEM, Actor, Role
from nuanliu.domain.people.models import Elder
from nuanliu.domain.people.queries import actor_for
from nuanliu.jobs.demo.city import FILES
from nuanliu.platform.clock import at
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.ids import new_id
from nuanliu.portals.ui.exports import export
from nuanliu.usecases import demo_people
from nuanliu.usecases.export_roster import TAKES, UnableToExport, export_roster, kinds_to_export
from nuanliu.usecases.import_roster import commit_roster, upload_roster, verdicts_of
from nuanliu.usecases.rosters.types import Level, RosterKind
from tests.support.town import MONDAY, Town

DEMO = Path(__file__).resolve().parents[3] / "demo"
AFTERNOON = at(date(2026, 11, 24), 14, 20)


def out(actor: Actor, kind: RosterKind) -> list[list[str]]:
    return export_roster(actor=actor, kind=kind, reason="核对", token=new_id(), now=AFTERNOON).table


def as_file(table: list[list[str]]) -> BytesIO:
    return BytesIO(export(table=table, name="list", kind="xlsx").content)


def test_every_list_of_the_city_comes_back_unchanged(db: None) -> None:
    for kind, name in FILES:
        if kind is RosterKind.PASSBOOK:
            continue
        with (DEMO / name).open("rb") as file:
            made = upload_roster(actor=SYSTEM, file=file, file_name=name, kind=kind, token=new_id(), now=AFTERNOON)
        commit_roster(actor=SYSTEM, upload_id=made.pk, now=AFTERNOON)
    bureau = actor_for(login=Login.objects.get(username=demo_people.BUREAU), now=AFTERNOON)
    security = actor_for(login=Login.objects.get(username=demo_people.SECURITY), now=AFTERNOON)
    for kind in TAKES:
        actor = security if kind is RosterKind.STAFF else bureau
        table = out(actor, kind)
        again = upload_roster(
            actor=SYSTEM, file=as_file(table), file_name="x.xlsx", kind=kind, token=new_id(), now=AFTERNOON
        )
        told = [(one.where, one.words) for one in verdicts_of(upload=again, levels=(Level.ERROR, Level.CHANGED))]
        assert told[:5] == [], kind
        assert again.verdicts["counts"] == {"unchanged": len(table) - 1}, kind
    assert Event.objects.filter(action="roster.exported").count() == len(TAKES)


def test_it_takes_a_power_a_reason_and_stays_within_reach(db: None) -> None:
    town = Town.found()
    town.elder("王老", phone="13900000001")
    town.elder("李老", site=town.other_site, phone="13900000002")
    coordinator = town.staff(Role.COORDINATOR)
    table = out(coordinator, RosterKind.ELDERS)
    assert [line[0] for line in table] == ["姓名", "王老"]
    [event] = Event.objects.filter(action="roster.exported")
    assert (event.actor_id, event.actor_role, event.reason, event.details) == (
        coordinator.id, Role.COORDINATOR, "核对", {"kind": "elders", "rows": 1},
    )  # fmt: skip
    with pytest.raises(UnableToExport, match="no_reason"):
        export_roster(actor=coordinator, kind=RosterKind.ELDERS, reason=" ", token=new_id(), now=MONDAY)
    for actor in (town.clerk(), town.certifier(), town.staff(Role.BUREAU_AUDIT, "审计", node=town.city)):
        assert kinds_to_export(actor=actor) == []
        with pytest.raises(NotVisible):
            out(actor, RosterKind.ELDERS)
    with pytest.raises(NotVisible):
        out(coordinator, RosterKind.STAFF)


def test_what_looks_like_a_formula_goes_out_as_text_and_comes_back_as_it_was(db: None) -> None:
    town = Town.found()
    elder = town.elder("王老", phone="13900000001")
    Elder.objects.filter(pk=elder.pk).update(floor_and_stairs='=HYPERLINK("http://x")', circumstances=["over_80"])
    coordinator = town.staff(Role.COORDINATOR)
    file = as_file(out(coordinator, RosterKind.ELDERS))
    cells = [cell for row in load_workbook(file).active.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    file.seek(0)
    again = upload_roster(
        actor=coordinator, file=file, file_name="x.xlsx", kind=RosterKind.ELDERS, token=new_id(), now=AFTERNOON
    )
    assert [one.words for one in verdicts_of(upload=again, levels=(Level.ERROR, Level.CHANGED))] == []
    assert again.verdicts["counts"] == {"unchanged": 1}
