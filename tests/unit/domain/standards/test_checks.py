import pytest

from nuanliu.domain.standards.checks import fault_in, faults_in, is_stricter
from nuanliu.domain.standards.parameters import defaults, parameter


def codes(**changed) -> list[tuple[str, str]]:
    return [(fault.key, fault.code) for fault in faults_in(values=defaults() | changed)]


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("credit_step_min", 15, None),
        ("credit_step_min", 0, "out_of_range"),
        ("credit_step_min", 61, "out_of_range"),
        ("credit_step_min", 30.0, "wrong_kind"),
        ("credit_step_min", "30", "wrong_kind"),
        ("credit_step_min", True, "wrong_kind"),
        ("credit_step_min", None, "wrong_kind"),
        ("weights_enabled", True, None),
        ("weights_enabled", 1, "wrong_kind"),
        ("minor_mode", "none", None),
        ("minor_mode", "alone", "out_of_range"),
        ("minor_mode", ["none"], "wrong_kind"),
        ("fallback_to", ["branch"], None),
        ("fallback_to", [], "out_of_range"),
        ("fallback_to", ["branch", "branch"], "out_of_range"),
        ("fallback_to", ["police"], "out_of_range"),
        ("fallback_to", "branch", "wrong_kind"),
        ("weight_night", "1.25", None),
        ("weight_night", "2.1", "out_of_range"),
        ("weight_night", "0.9", "out_of_range"),
        ("weight_night", "1e1", "wrong_kind"),
        ("weight_night", "1.", None),
        ("weight_night", "-1", "wrong_kind"),
        ("weight_night", 1.2, "wrong_kind"),
        ("star_hours", [50, 100], None),
        ("star_hours", [100, 50], "out_of_range"),
        ("star_hours", [100, 100], "out_of_range"),
        ("star_hours", [], "wrong_kind"),
        ("star_hours", [1.5], "wrong_kind"),
        ("sale_or_cash_allowed", True, "fixed"),
        ("self_certification_allowed", True, "fixed"),
        ("log_retention_days", 184, None),
        ("log_retention_days", 183, "out_of_range"),
        ("site_decides_legal_working_days", 15, "fixed"),
    ],
)
def test_a_value_by_itself(key, value, code):
    fault = fault_in(known=parameter(key), value=value)
    assert (fault.code if fault else None) == code
    if fault:
        assert str(parameter(key).label) in str(fault.words)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, []),
        ({"credit_step_min": 5}, [("credit_grace_min", "out_of_order")]),
        ({"credit_step_min": 6}, []),
        ({"daily_auto_cap_min": 600, "daily_review_cap_min": 500}, [("daily_auto_cap_min", "out_of_order")]),
        ({"weight_bathing": "1.8"}, [("weight_bathing", "out_of_order")]),
        ({"weight_bathing": "1.8", "weight_highest": "1.8"}, []),
        ({"no_show_exit_count": 3}, [("no_show_pause_count", "out_of_order")]),
        ({"bonus_star3_percent": 9}, [("bonus_star3_percent", "out_of_order")]),
        ({"coins_per_yuan": 1}, [("coins_per_yuan", "unknown")]),
    ],
)
def test_values_among_each_other(changed, expected):
    assert codes(**changed) == expected


@pytest.mark.parametrize(
    ("key", "value", "than", "stricter"),
    [
        ("credit_grace_min", 3, 5, True),
        ("credit_grace_min", 5, 5, False),
        ("credit_grace_min", 7, 5, False),
        ("volunteer_min_age", 20, 18, True),
        ("volunteer_min_age", 16, 18, False),
        ("request_review", True, False, True),
        ("request_review", False, True, False),
        ("coin_per_hour", 2, 1, False),
        ("minor_mode", "none", "group_only", False),
    ],
)
def test_which_way_is_stricter(key, value, than, stricter):
    assert is_stricter(known=parameter(key), value=value, than=than) is stricter
