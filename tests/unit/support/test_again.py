from datetime import UTC, datetime

import pytest
import time_machine
from django.apps import apps
from django.db import transaction

from nuanliu.domain.audit.models import Event
from tests.support.again import THEN
from tests.support.town import Town

pytestmark = pytest.mark.django_db
TODAY = datetime(2026, 11, 9, 8, 30, tzinfo=UTC)


def rows() -> dict[str, int]:
    return {model._meta.label: model._base_manager.count() for model in apps.get_models()}


def test_a_town_that_is_written_again_has_the_rows_of_one_that_is_built() -> None:
    before = rows()
    with transaction.atomic():
        Town._build()
        built = rows()
        transaction.set_rollback(True)
    assert rows() == before != built
    Town.found()
    assert rows() == built


def test_what_is_written_again_is_written_now_and_the_first_time_too() -> None:
    with time_machine.travel(TODAY, tick=False):
        Town.found()
    assert set(Event.objects.values_list("recorded_at", flat=True)) == {TODAY} != {THEN}


def test_a_second_town_is_another_and_a_changed_one_does_not_come_back() -> None:
    first = Town.found()
    name, first.site.name = first.site.name, "改了名的社区"
    second = Town.found()
    assert {first.city.code, first.site.pk}.isdisjoint({second.city.code, second.site.pk})
    assert second.site.name == name


def test_the_book_of_a_town_that_is_written_again_takes_entries() -> None:
    town = Town.found()
    elder = town.elder(minutes=60)
    assert town.savings(elder).time == 60
