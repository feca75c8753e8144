"""Versions of the Standard in the database: what is in force when and where, and that nothing published changes."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from nuanliu.domain.standards.models import StandardValue, StandardVersion
from nuanliu.domain.standards.operations import UnableToPublish, publish_for_city, publish_for_place, withdraw
from nuanliu.domain.standards.parameters import defaults
from nuanliu.domain.standards.queries import (
    NoStandard,
    published_versions,
    standard_by_id,
    standard_in_force,
)
from tests.unit.domain.standards.test_registry import YOUNGER

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 24, 2, 20, tzinfo=UTC)
DAY = timedelta(days=1)
COUNTY, SITE, OTHER = UUID(int=11), UUID(int=12), UUID(int=13)


def for_city(values, *, at=NOW, now=NOW) -> StandardVersion:
    return publish_for_city(
        title="修订", values=values, effective_from=at, reason="征求意见后修订", published_by=UUID(int=7), now=now
    )


def for_place(place, values, *, at=NOW, base=None) -> StandardVersion:
    return publish_for_place(
        scope_node=place,
        title="本站点",
        values=values,
        effective_from=at,
        reason="从严",
        published_by=UUID(int=7),
        now=NOW,
        base=base,
    )


def test_version_1_is_the_defaults_from_the_first_day_of_2025():
    first = standard_in_force(at=datetime(2024, 12, 31, 16, tzinfo=UTC))
    assert first.number_of_version == 1
    assert {key: first.value(key) for key in defaults()} == defaults()
    assert defaults().keys() - first.values.keys() == YOUNGER
    with pytest.raises(NoStandard):
        standard_in_force(at=datetime(2024, 12, 31, 15, 59, tzinfo=UTC))


def test_what_is_in_force_costs_one_query(django_assert_num_queries):
    standard_in_force(at=NOW, site=SITE)
    with django_assert_num_queries(1):
        standard_in_force(at=NOW, site=SITE, above=[COUNTY])


def test_a_new_version_governs_from_its_day_and_the_old_one_before():
    version = for_city({"credit_step_min": 15}, at=NOW + DAY)
    assert (version.number, version.values.count()) == (2, len(defaults()))
    assert standard_in_force(at=NOW + DAY - timedelta(seconds=1)).minutes("credit_step_min") == 30
    after = standard_in_force(at=NOW + DAY)
    assert (after.version_id, after.number_of_version, after.minutes("credit_step_min")) == (version.id, 2, 15)
    assert after.minutes("credit_grace_min") == 5


def test_a_version_stands_on_the_one_before_it():
    for_city({"credit_grace_min": 3})
    for_city({"credit_step_min": 15}, at=NOW + DAY)
    after = standard_in_force(at=NOW + DAY)
    assert (after.minutes("credit_grace_min"), after.minutes("credit_step_min")) == (3, 15)


def test_what_a_posting_recorded_is_found_again_whatever_came_later():
    first = standard_in_force(at=NOW)
    for_city({"credit_step_min": 15})
    assert standard_by_id(version_id=first.version_id) == first
    with pytest.raises(StandardVersion.DoesNotExist):
        standard_by_id(version_id=uuid4())


@pytest.mark.parametrize(
    ("values", "key", "code"),
    [
        ({"credit_step_min": 0}, "credit_step_min", "out_of_range"),
        ({"sale_or_cash_allowed": True}, "sale_or_cash_allowed", "fixed"),
        ({"credit_step_min": 5}, "credit_grace_min", "out_of_order"),
        ({"coins_per_yuan": 1}, "coins_per_yuan", "unknown"),
    ],
)
def test_values_that_make_no_standard_are_refused_and_nothing_is_written(values, key, code):
    with pytest.raises(UnableToPublish) as refused:
        for_city(values)
    assert (refused.value.code, refused.value.field) == ("faulty_values", key)
    assert [(fault.key, fault.code) for fault in refused.value.faults] == [(key, code)]
    assert StandardVersion.objects.count() == 1


def test_no_version_starts_in_the_past():
    with pytest.raises(UnableToPublish) as refused:
        for_city({"credit_step_min": 15}, at=NOW - timedelta(seconds=1))
    assert refused.value.code == "starts_in_the_past"


def test_a_place_may_be_stricter_for_itself_alone():
    version = for_place(SITE, {"credit_grace_min": 3})
    assert version.values.count() == 1
    own = standard_in_force(at=NOW, site=SITE)
    assert (own.version_id, own.scope_node, own.minutes("credit_grace_min")) == (version.id, SITE, 3)
    assert own.minutes("credit_step_min") == 30
    for elsewhere in (OTHER, None):
        assert standard_in_force(at=NOW, site=elsewhere).minutes("credit_grace_min") == 5


@pytest.mark.parametrize("values", [{"credit_grace_min": 7}, {"credit_grace_min": 5}, {"coin_per_hour": 2}])
def test_a_place_may_not_be_laxer_equal_or_different(values):
    with pytest.raises(UnableToPublish) as refused:
        for_place(SITE, values)
    assert [fault.code for fault in refused.value.faults] == ["not_stricter"]


def test_a_place_must_say_something():
    with pytest.raises(UnableToPublish) as refused:
        for_place(SITE, {})
    assert refused.value.code == "nothing_stricter"


def test_the_nearest_place_governs_and_stands_on_the_one_above():
    county = for_place(COUNTY, {"credit_grace_min": 3, "daily_auto_cap_min": 420})
    for_place(SITE, {"credit_grace_min": 1}, base=county)
    site = standard_in_force(at=NOW, site=SITE, above=[COUNTY])
    assert (site.minutes("credit_grace_min"), site.minutes("daily_auto_cap_min")) == (1, 420)
    other = standard_in_force(at=NOW, site=OTHER, above=[COUNTY])
    assert (other.minutes("credit_grace_min"), other.scope_node) == (3, COUNTY)


def test_a_place_keeps_what_is_still_stricter_when_the_city_changes():
    county = for_place(COUNTY, {"credit_grace_min": 3, "daily_auto_cap_min": 420})
    for_place(SITE, {"credit_grace_min": 1}, base=county)
    for_city({"credit_step_min": 15, "daily_auto_cap_min": 360}, at=NOW + DAY)
    before = standard_in_force(at=NOW, site=SITE, above=[COUNTY])
    after = standard_in_force(at=NOW + DAY, site=SITE, above=[COUNTY])
    keys = ("credit_step_min", "credit_grace_min", "daily_auto_cap_min")
    assert [before.minutes(key) for key in keys] == [30, 1, 420]
    assert [after.minutes(key) for key in keys] == [15, 1, 360]


def test_a_places_version_that_starts_later_stands_on_the_new_city_too():
    for_place(SITE, {"credit_grace_min": 3}, at=NOW + 3 * DAY)
    for_city({"credit_step_min": 15}, at=NOW + DAY)
    between, later = (standard_in_force(at=NOW + days * DAY, site=SITE) for days in (2, 4))
    assert (between.minutes("credit_step_min"), between.minutes("credit_grace_min")) == (15, 5)
    assert (later.minutes("credit_step_min"), later.minutes("credit_grace_min")) == (15, 3)


def test_a_withdrawn_version_governed_until_then():
    version = for_city({"credit_step_min": 15})
    withdraw(version=version, now=NOW + DAY)
    assert standard_in_force(at=NOW).minutes("credit_step_min") == 15
    assert standard_in_force(at=NOW + DAY).minutes("credit_step_min") == 30
    withdraw(version=version, now=NOW + 2 * DAY)
    version.refresh_from_db()
    assert version.withdrawn_at == NOW + DAY


def test_withdrawing_the_citys_version_brings_back_what_places_had_before_it():
    county = for_place(COUNTY, {"credit_grace_min": 3})
    for_place(SITE, {"credit_grace_min": 1}, base=county)
    version = for_city({"credit_step_min": 15}, at=NOW + DAY)
    withdraw(version=version, now=NOW + 2 * DAY)
    during, after = (standard_in_force(at=at, site=SITE, above=[COUNTY]) for at in (NOW + DAY, NOW + 2 * DAY))
    assert (during.minutes("credit_step_min"), during.minutes("credit_grace_min")) == (15, 1)
    assert (after.minutes("credit_step_min"), after.minutes("credit_grace_min")) == (30, 1)


def test_the_first_version_cannot_be_withdrawn():
    with pytest.raises(UnableToPublish) as refused:
        withdraw(version=StandardVersion.objects.get(number=1), now=NOW)
    assert refused.value.code == "first_version"


def test_versions_are_listed_newest_first():
    for_city({"credit_step_min": 15})
    assert [version.number for version in published_versions()] == [2, 1]


def test_a_published_value_cannot_be_changed_or_removed():
    values = StandardValue.objects.filter(key="credit_step_min")
    for change in (lambda: values.update(value=1), values.delete, StandardVersion.objects.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert values.get().value == 30


def test_a_key_stands_once_in_a_version():
    version = StandardVersion.objects.get(number=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        StandardValue.objects.create(version=version, key="credit_step_min", value=1)


@pytest.mark.parametrize(
    "fields",
    [
        {"number": 1, "title": "重复"},
        {"number": 0, "title": "零"},
        {"number": 2, "title": ""},
        {"number": 2, "title": "有地方没有底本", "scope_node": SITE},
        {"number": 2, "title": "撤回在前", "withdrawn_at": NOW - DAY},
    ],
)
def test_the_database_refuses_a_version_that_makes_no_sense(fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        StandardVersion.objects.create(effective_from=NOW, published_at=NOW, **fields)
