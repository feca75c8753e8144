"""Exports go on where they stopped; what went to the national system has a receipt a row and goes out once."""

from datetime import timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook

from nuanliu.domain.audit.models import Event
from nuanliu.domain.insights.models import Export, ExportPart, NationalLine
from nuanliu.domain.insights.types import ExportState
from nuanliu.domain.network.types import Actor, Role
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.ids import new_id
from nuanliu.usecases import export_national
from nuanliu.usecases.certify_visit import certify_visit
from nuanliu.usecases.export_national import (
    HEADS,
    UnableToReceipt,
    UnableToSend,
    ask_national,
    make_national,
    note_receipt,
    refused_lines,
    refused_rows,
)
from nuanliu.usecases.exporting import go_on, take_part, throw_away_exports
from tests.support.town import Town

pytestmark = pytest.mark.django_db(transaction=True)


def served(town: Town, count: int) -> None:
    elder, helper, certifier = town.elder(), town.volunteer("程志远"), town.certifier()
    for day in range(count):
        visit = town.confirmed(elder, helper, starts_at=town.now + timedelta(days=day + 1))
        certify_visit(actor=certifier, visit_id=visit.id, now=visit.ended_at)


def asked(town: Town, actor: Actor) -> Export:
    later = town.now + timedelta(days=30)
    return ask_national(actor=actor, last_day=later.date(), reason="上报", token=new_id(), now=later)


def rows_of(actor: Actor, export: Export, number: int) -> list[tuple[object, ...]]:
    assert export.expires_at is not None
    before = export.expires_at - timedelta(minutes=1)
    found = take_part(actor=actor, export_id=export.pk, number=number, now=before)
    sheet = load_workbook(BytesIO(found)).active
    assert sheet is not None
    return list(sheet.iter_rows(values_only=True))


class DiedError(Exception):
    """The worker's end."""


def test_an_export_goes_on_after_a_death_and_each_service_goes_out_once(monkeypatch) -> None:
    town = Town.found()
    monkeypatch.setattr(export_national, "PART_ROWS", 2)
    served(town, 5)
    actor = town.staff(Role.BUREAU_STANDARDS, "周处长", node=town.city)
    real, calls = export_national._rows_of, []

    def dies_at_the_second(export, size):
        calls.append(size)
        if len(calls) == 2:
            raise DiedError
        return real(export, size)

    monkeypatch.setattr(export_national, "_rows_of", dies_at_the_second)
    later = town.now + timedelta(days=30)
    with pytest.raises(DiedError):
        make_later(town, actor, later)
    export = Export.objects.get()
    assert (export.state, export.rows_done, export.parts.count()) == (ExportState.WAITING, 2, 1)
    monkeypatch.setattr(export_national, "_rows_of", real)
    make_national.func(str(export.pk))
    export.refresh_from_db()
    assert (export.state, export.rows_done, export.rows_all) == (ExportState.DONE, 5, 5)
    lines = [line for number in (1, 2, 3) for line in rows_of(actor, export, number)[1:]]
    assert [line[0] for line in lines] == [1, 2, 3, 4, 5]
    assert {line[1] for line in lines} == {"程志远"}
    assert {line[14] for line in lines} == {"1.00"}
    assert len({line[-1] for line in lines}) == 5 == NationalLine.objects.count()
    assert rows_of(actor, export, 1)[0] == HEADS
    with pytest.raises(UnableToSend) as nothing:
        asked(town, actor)
    assert nothing.value.code == "nothing"


def make_later(town: Town, actor: Actor, later) -> Export:
    """Ask, and let the worker begin."""
    export = ask_national(actor=actor, last_day=later.date(), reason="上报", token=new_id(), now=later)
    if export.state == ExportState.WAITING:
        make_national.func(str(export.pk))
    return export


def test_what_was_refused_goes_out_again_and_only_that(monkeypatch) -> None:
    town = Town.found()
    served(town, 3)
    actor = town.staff(Role.BUREAU_STANDARDS, "周处长", node=town.city)
    later = town.now + timedelta(days=31)
    first = make_later(town, actor, town.now + timedelta(days=30))
    for wrong, code in (("x 不对", "no_row"), ("9 不对", "strange_row")):
        with pytest.raises(UnableToReceipt) as refusal:
            note_receipt(actor=actor, export_id=first.pk, number=1, refused=wrong, now=later)
        assert refusal.value.code == code
    part = note_receipt(actor=actor, export_id=first.pk, number=1, refused="2 证件号不对\n\n", now=later)
    assert refused_lines(part=part) == [(2, "证件号不对")]
    again = make_later(town, actor, town.now + timedelta(days=30))
    assert (again.pk != first.pk, Export.objects.get(pk=again.pk).rows_done) == (True, 1)
    with pytest.raises(UnableToReceipt) as refusal:
        note_receipt(actor=actor, export_id=first.pk, number=1, refused="", now=later)
    assert refusal.value.code == "sent_again"
    other = town.staff(Role.BUREAU_STANDARDS, "吴处长", node=town.city)
    with pytest.raises(NotVisible):
        note_receipt(actor=other, export_id=again.pk, number=1, refused="", now=later)
    with pytest.raises(NotVisible):
        asked(town, town.certifier())
    assert refused_rows("1,重复\n3") == {1: "重复", 3: ""}


def test_a_file_can_be_taken_for_some_days_and_its_taking_is_written_down() -> None:
    town = Town.found()
    served(town, 1)
    actor = town.staff(Role.BUREAU_STANDARDS, "周处长", node=town.city)
    export = make_later(town, actor, town.now + timedelta(days=30))
    export.refresh_from_db()
    assert export.expires_at is not None
    assert take_part(actor=actor, export_id=export.pk, number=1, now=export.expires_at - timedelta(minutes=1))
    with pytest.raises(NotVisible):
        take_part(actor=actor, export_id=export.pk, number=1, now=export.expires_at)
    assert Event.objects.filter(action="export.taken").count() == 1
    assert throw_away_exports(export.expires_at) == 1
    assert ExportPart.objects.get().content_sealed is None
    assert NationalLine.objects.count() == 1
    assert (
        go_on(
            export_id=export.pk,
            heads=HEADS,
            source=lambda *_: pytest.fail("nothing is made any more"),
            now=lambda: town.now,
            size=1,
        )
        == 0
    )
