"""The benchmarks' own city, in statements past every model, still fits the tables as they are."""

import pytest
from django.db import connection

from bench.bureau_filling import filled
from nuanliu.domain.care.models import Visit
from nuanliu.domain.ledger.models import Entry
from nuanliu.domain.network.regions import load_regions
from tests.support.town import MONDAY

pytestmark = pytest.mark.django_db


def test_the_bureaus_city_can_be_filled(on_postgres) -> None:
    if not on_postgres:
        return  # The benchmark is one of PostgreSQL.
    load_regions(at=MONDAY, actor_id=None)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with a check still waiting is not altered
        cursor.execute("SET LOCAL session_replication_role = replica")
    assert len(list(filled(connection.connection, people=2_000, sites=92, visits=400))) == 10
    assert (Visit.objects.count(), Entry.objects.count()) == (360, 1_600)
