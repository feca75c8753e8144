"""A month as it is published is what the visits say, less what would be small; and it is published once."""

import csv
import io
from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import Error, transaction
from django.db.models import Model
from django.test import Client

from nuanliu.domain.audit.models import Event
from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.opendata.models import Release
from nuanliu.platform.clock import at
from nuanliu.platform.ids import new_id
from nuanliu.usecases.certify_visit import certify_visit
from nuanliu.usecases.release_figures import release_figures
from tests.support.pages import main_words, queries_of
from tests.support.town import Town, add_service

NOVEMBER = date(2026, 11, 1)
DECEMBER = at(date(2026, 12, 1), 2)


def copy_of(row: Model, **changes: object) -> dict[str, object]:
    """The columns of a row, some of them changed."""
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields} | changes


@pytest.fixture
def town(db) -> Town:
    """Six old people helped at one site by six helpers, two at the other; one visit is not certified."""
    town = Town.found()
    chess = add_service("S102", name="下棋", name_en="Chess", group="文体活动", position=2)
    one = town.confirmed(town.elder("老人", minutes=600), town.volunteer(), starts_at=town.now + timedelta(hours=3))
    open_need = copy_of(one.need)
    certify_visit(actor=town.certifier(), visit_id=one.id, now=town.now + timedelta(days=3))
    one.refresh_from_db()
    need = Need.objects.get(id=one.need_id)
    for number in range(2, 9):
        place = town.site if number < 7 else town.other_site
        changed = {"site_id": place.pk, "id": new_id()}
        kind = need.service_id if number < 7 else chess.pk
        hers = changed | {"elder_id": town.elder(f"老人{number}").pk, "number": number, "service_id": kind}
        Need.objects.create(**copy_of(need, **hers))
        his = changed | {"volunteer_id": town.volunteer(f"志愿{number}").pk, "need_id": hers["id"]}
        Visit.objects.create(**copy_of(one, **his, counted_minutes=30 * number))
    Need.objects.create(**open_need | {"id": new_id(), "number": 99})
    return town


def rows(path: str) -> list[dict[str, str]]:
    body = Client().get(path).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(body)))


def test_a_month_is_released_once_it_is_over_and_only_once(town) -> None:
    assert release_figures(now=DECEMBER - timedelta(hours=3)) == 0
    assert [release_figures(now=DECEMBER), release_figures(now=DECEMBER)] == [1, 0]
    release = Release.objects.get()
    assert (release.month, release.smallest) == (NOVEMBER, 5)
    assert Event.objects.filter(action="opendata.released", subject_id=release.pk).count() == 1
    with pytest.raises(Error), transaction.atomic():
        Release.objects.filter(pk=release.pk).update(smallest=4)


def test_what_is_published_is_what_the_visits_say_less_the_small(town) -> None:
    release_figures(now=DECEMBER)
    counted = Visit.objects.filter(certified_at__isnull=False).select_related(None)
    (city,) = rows("/open-data/city.csv")
    assert (city["month"], city["visits"], city["minutes"], city["volunteers"], city["elders"]) == (
        "2026-11",
        str(counted.count()),
        str(sum(visit.counted_minutes or 0 for visit in counted)),
        str(len({visit.volunteer_id for visit in counted})),
        str(len({visit.need.elder_id for visit in Visit.objects.filter(certified_at__isnull=False)})),
    )
    assert city["visits"] == "8"
    assert city["needs_asked"] == "9"
    data = Client().get("/open-data/figures.json").json()
    assert [row["visits"] for row in data["city"]] == [8]
    seen = {row["code"]: (row["hidden"], row["visits"], row["elders"]) for row in rows("/open-data/areas.csv")}
    county = town.site.parent
    assert county is not None
    assert seen == {
        county.code: ("false", "8", "8"),
        town.site.code: ("true", "", ""),
        town.other_site.code: ("true", "", ""),
    }
    services = rows("/open-data/services.csv")
    assert Counter(row["hidden"] for row in services) == Counter({"true": 4})
    assert "数太小，不公布" in main_words(Client().get("/open-data"))
    whole = Client().get("/open-data/figures.json").json()
    assert {row["code"]: row["visits"] for row in whole["areas"]} == {
        county.code: 8, town.site.code: None, town.other_site.code: None,
    }  # fmt: skip
    before = Client().get("/open-data/city.csv").content
    visit = Visit.objects.filter(certified_at__isnull=False).first()
    assert visit
    Visit.objects.filter(id=visit.id).update(state="voided")
    assert release_figures(now=DECEMBER) == 0
    assert Client().get("/open-data/city.csv").content == before
    package = Client().get("/open-data/datapackage.json").json()
    for resource in package["resources"]:
        named = [field["name"] for field in resource["schema"]["fields"]]
        path = resource["path"].removeprefix("http://testserver")
        assert Client().get(path).content.decode("utf-8-sig").splitlines()[0].split(",") == named
        assert all(field["description"] for field in resource["schema"]["fields"])
        assert all(f"<code>{name}</code>" in Client().get("/open-data").content.decode() for name in named)
    assert package["licenses"][0]["name"] == "CC-BY-4.0"


def test_a_name_is_never_a_formula_and_many_months_cost_one_query(town) -> None:
    release_figures(now=DECEMBER)
    cost = queries_of(Client(), "/open-data")
    known = Release.objects.get()
    for month in range(1, 10):
        tables = known.tables | {"areas": [row | {"name": "=1+1"} for row in known.tables["areas"]]}
        Release.objects.create(month=date(2026, month, 1), smallest=5, tables=tables, released_at=DECEMBER)
    assert queries_of(Client(), "/open-data") == cost
    assert {row["name"] for row in rows("/open-data/areas.csv") if row["month"] == "2026-03"} == {"'=1+1"}
