from datetime import timedelta
from fractions import Fraction

import pytest

from tests.unit.domain.standards.made import DEFAULT, standard


def test_each_kind_is_read_in_its_own_type():
    assert DEFAULT.value("credit_step_min") == DEFAULT.minutes("credit_step_min") == 30
    assert DEFAULT.hours("elder_confirm_hours") == 72
    assert DEFAULT.days("credit_choice_days") == 7
    assert DEFAULT.days("site_decides_working_days") == 5
    assert DEFAULT.months("coin_expiry_months") == 24
    assert DEFAULT.hundredths("coin_cap") == 60_000
    assert DEFAULT.integer("coin_per_hour") == 1
    assert DEFAULT.boolean("two_person_first_visit") is True
    assert DEFAULT.text("minor_mode") == "group_only"
    assert DEFAULT.codes("credit_targets") == ("time", "coin")
    assert DEFAULT.number("weight_night") == Fraction(6, 5)
    assert DEFAULT.steps("star_hours") == (100, 300, 600, 1000, 1500)


def test_a_length_of_time_becomes_a_span():
    assert DEFAULT.span("credit_step_min") == timedelta(minutes=30)
    assert DEFAULT.span("elder_confirm_hours") == timedelta(hours=72)
    assert DEFAULT.span("gps_retention_days") == timedelta(days=30)


def test_nought_is_no_limit_where_the_registry_says_so():
    assert DEFAULT.limit("volunteer_max_age") is None
    assert standard(volunteer_max_age=75).limit("volunteer_max_age") == 75


@pytest.mark.parametrize(
    "ask",
    [
        lambda: DEFAULT.value("no_such_key"),
        lambda: DEFAULT.minutes("no_such_key"),
        lambda: DEFAULT.boolean("no_such_key"),
        lambda: DEFAULT.limit("no_such_key"),
    ],
)
def test_an_unknown_key_is_noticed_at_once(ask):
    with pytest.raises(KeyError):
        ask()


@pytest.mark.parametrize(
    "ask",
    [
        lambda: DEFAULT.minutes("elder_confirm_hours"),
        lambda: DEFAULT.hours("credit_step_min"),
        lambda: DEFAULT.boolean("credit_step_min"),
        lambda: DEFAULT.integer("weights_enabled"),
        lambda: DEFAULT.number("coin_per_hour"),
        lambda: DEFAULT.text("credit_targets"),
        lambda: DEFAULT.span("coin_expiry_months"),
        lambda: DEFAULT.span("site_decides_working_days"),
        lambda: DEFAULT.limit("credit_step_min"),
        lambda: DEFAULT.limit("overdraft_min"),
    ],
)
def test_asking_in_the_wrong_unit_is_noticed_at_once(ask):
    with pytest.raises(TypeError):
        ask()


def test_a_key_younger_than_the_version_has_its_default():
    old = standard()
    trimmed = type(old)(
        version_id=old.version_id,
        number_of_version=1,
        title=old.title,
        effective_from=old.effective_from,
        values={},
    )
    assert trimmed.minutes("credit_step_min") == 30


def test_a_standard_cannot_be_changed():
    with pytest.raises(TypeError):
        DEFAULT.values["credit_step_min"] = 1
