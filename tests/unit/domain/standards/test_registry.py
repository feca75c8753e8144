"""The registry against the rulebook: nothing of section 4 is missing, nothing stands in it without words and range."""

import re
from importlib import import_module

import pytest

from nuanliu.domain.standards.checks import faults_in
from nuanliu.domain.standards.parameters import REGISTRY, AtSite, Kind, Section, Unit, defaults, parameter
from nuanliu.domain.standards.saying import sentence_in_words, value_in_words

KEYS = {
    Section.ELIGIBILITY: """
        volunteer_min_age minor_min_age minor_mode volunteer_max_age health_declaration_age
        health_declaration_days senior_age senior_single_max_min senior_daily_max_min beneficiary_min_age
        special_beneficiary_types training_required training_min training_topics training_pass_percent
        registration_review_levels registration_sample_percent accounts_per_person declaration_required
    """,
    Section.COUNTING: """
        coin_per_hour credit_targets credit_choice_days credit_choice_default credit_step_min credit_rounding
        credit_grace_min credit_min_min overrun_max_min travel_time_counts training_time_counts
        single_order_max_min daily_auto_cap_min daily_review_cap_min pair_monthly_cap_min relative_service_credit
        weights_enabled weight_lowest weight_highest weight_night weight_holiday weight_bathing night_from_hour
        night_to_hour bonus_star3_percent bonus_star4_percent bonus_star5_percent bonus_campaign_max_percent
        bonus_yearly_cap bonus_from_funded_pool_only time_cap_min coin_cap cap_notice_percent overflow_to
        overflow_needs_consent
        overflow_counts_honour time_expiry_months coin_expiry_months coin_expiry_notice_days coin_expired_to
        honour_never_falls time_to_coin_monthly_max_min time_to_coin_rate coin_to_time_allowed overdraft_min
        overdraft_urgent_min overdraft_unused_days overdraft_urgent_age
    """,
    Section.GIVING: """
        grant_monthly_min grant_expiry_days grant_transferable grant_source grant_expired_to
        pool_one_person_max_min pool_sources group_hours_target
        reserve_warning_months reserve_warning_age transfer_kinships transfer_receiver_min_age
        transfer_yearly_max_min transfer_answer_days transfer_undo_min household_kinships
        donation_yearly_max_min donation_undo_min sale_or_cash_allowed
        death_kin_told death_transfer_days death_transfer_times death_transfer_kinships death_time_else
        death_coin_to moved_away_keep_months moved_away_may_give moved_away_reactivates dormant_after_months
        dormant_keeps_all cross_site_use
    """,
    Section.INTEGRITY: """
        check_in_means check_in_code_digits check_in_code_attempts check_in_early_min check_in_late_alert_min
        check_in_last_hours staff_late_report_min
        check_out_late_alert_min check_in_gps check_in_gps_metres check_in_gps_consent elder_confirm_hours
        silent_credit_allowed site_decides_working_days site_decides_legal_working_days two_person_review
        self_certification_allowed kin_certification_allowed backfill_days backfill_photo_required
        callback_percent callback_min_count dispute_days dispute_decide_working_days dispute_second_person
        round_visits_in_a_row score_start score_max
        score_suspend_below score_monthly_recovery late_cancel_hours late_cancel_points no_show_points
        no_show_pause_count no_show_pause_days no_show_exit_count no_show_exit_appeal elder_absent_warnings
        elder_absent_debit_min complaint_order_credit_min complaint_points false_hours_void_all
        false_hours_points false_hours_no_backfill_months false_hours_new_min false_hours_notice
        false_hours_told_days
        asked_money_suspend
    """,
    Section.MATCHING: """
        request_review request_review_hours lead_time_hours urgent_lead_hours matching_modes
        ask_ahead_days visit_from_hour visit_until_hour near_days hold_after_days dispatch_learn_days
        fallback_hours_before fallback_to own_time_promise_days series_horizon_days series_longest_days
        pair_first_hours invite_answer_hours invite_before_start_min invite_most_at_once invite_most_a_week
        hold_on_publish two_person_first_visit two_person_bathing
        insurance_required insurance_risks insurance_months insurance_order_before_start first_redemption_min
        coin_spend_monthly_cap shop_monthly_quota redemption_code_min redemption_code_uses
        offline_till_hours statement_dispute_days
        redemption_undo_same_day settlement_period settlement_in_cash sponsor_fund_allowed year_end_reissue
        offer_kinds match_points_served match_points_urgent match_points_frail match_points_known
        match_points_speech match_points_sex match_points_chance match_points_new match_points_kept
        match_points_km match_load_percent match_week_max_min dispatch_waves_most dispatch_learns
        dispatch_way_min dispatch_usual_percent dispatch_usual_answers dispatch_least_percent
    """,
    Section.HONOURS: """
        star_hours starter_badge_hours medal_hours award_min_hours award_min_rating award_min_elders
        award_min_services award_no_complaint award_min_score award_categories award_objection_days
        award_name_consent certificate_fields
        award_places award_committee_size award_quorum_percent award_branch_min_services award_branch_min_members
        award_shop_min_redemptions award_shop_min_months award_site_min_services award_site_max_late
        award_family_min_members award_family_min_hours
    """,
    Section.PRIVACY: """
        log_retention_days gps_retention_days notice_retention_days upload_retention_days wish_retention_days
        sign_in_retention_days download_days
        impact_assessment_years export_days deletion_cooling_days
        deletion_keeps_nameless_book failed_login_limit failed_login_lock_min admin_two_factors admin_idle_min
        elder_idle_hours idle_warning_min masks_on address_viewers address_before_hours address_after_hours
        health_note_viewers open_data_smallest report_retention_days
        message_from_hour message_to_hour voice_from_hour voice_to_hour reminder_evening_hour callback_claim_min
        duplicate_need_hours call_note_days
    """,
}
"""Every row of the rulebook's tables 4.1 to 4.7, by the keys that carry its numbers."""

RULEBOOK = {
    "volunteer_min_age": 18,
    "minor_min_age": 14,
    "minor_mode": "group_only",
    "volunteer_max_age": 0,
    "health_declaration_age": 70,
    "senior_single_max_min": 120,
    "senior_daily_max_min": 240,
    "beneficiary_min_age": 60,
    "training_required": True,
    "training_min": 30,
    "registration_review_levels": 2,
    "accounts_per_person": 1,
    "declaration_required": True,
    "coin_per_hour": 1,
    "credit_choice_days": 7,
    "credit_choice_default": "time",
    "credit_step_min": 30,
    "credit_rounding": "floor",
    "credit_grace_min": 5,
    "credit_min_min": 30,
    "overrun_max_min": 30,
    "travel_time_counts": False,
    "training_time_counts": False,
    "single_order_max_min": 240,
    "daily_auto_cap_min": 480,
    "daily_review_cap_min": 720,
    "pair_monthly_cap_min": 1200,
    "relative_service_credit": False,
    "weights_enabled": False,
    "weight_lowest": "1.0",
    "weight_highest": "1.5",
    "weight_night": "1.2",
    "weight_holiday": "1.2",
    "weight_bathing": "1.5",
    "bonus_star3_percent": 5,
    "bonus_star4_percent": 8,
    "bonus_star5_percent": 10,
    "bonus_campaign_max_percent": 20,
    "bonus_yearly_cap": 1200,
    "time_cap_min": 90_000,
    "coin_cap": 60_000,
    "time_expiry_months": 0,
    "coin_expiry_months": 24,
    "coin_expiry_notice_days": [7, 30, 60],
    "time_to_coin_monthly_max_min": 600,
    "coin_to_time_allowed": False,
    "overdraft_min": 0,
    "overdraft_urgent_min": 120,
    "overdraft_urgent_age": 60,
    "grant_monthly_min": 120,
    "grant_expiry_days": 90,
    "grant_transferable": False,
    "reserve_warning_months": 12,
    "transfer_yearly_max_min": 6_000,
    "transfer_undo_min": 10,
    "donation_yearly_max_min": 0,
    "donation_undo_min": 10,
    "sale_or_cash_allowed": False,
    "death_transfer_days": 180,
    "death_transfer_times": 1,
    "moved_away_keep_months": 24,
    "dormant_after_months": 24,
    "cross_site_use": True,
    "check_in_code_digits": 4,
    "check_in_gps": False,
    "check_in_gps_metres": 300,
    "elder_confirm_hours": 72,
    "silent_credit_allowed": False,
    "site_decides_working_days": 5,
    "site_decides_legal_working_days": 10,
    "self_certification_allowed": False,
    "kin_certification_allowed": False,
    "backfill_days": 15,
    "callback_percent": 5,
    "callback_min_count": 10,
    "dispute_days": 15,
    "dispute_decide_working_days": 10,
    "score_start": 100,
    "score_suspend_below": 60,
    "score_monthly_recovery": 2,
    "late_cancel_hours": 4,
    "late_cancel_points": 3,
    "no_show_points": 10,
    "no_show_pause_count": 3,
    "no_show_pause_days": 30,
    "no_show_exit_count": 5,
    "elder_absent_warnings": 1,
    "elder_absent_debit_min": 30,
    "complaint_order_credit_min": 0,
    "complaint_points": 15,
    "false_hours_points": 50,
    "false_hours_no_backfill_months": 12,
    "false_hours_new_min": 6_000,
    "request_review": True,
    "request_review_hours": 24,
    "lead_time_hours": 24,
    "urgent_lead_hours": 2,
    "matching_modes": ["take", "assign", "regular"],
    "fallback_hours_before": 12,
    "hold_on_publish": True,
    "two_person_first_visit": True,
    "two_person_bathing": True,
    "first_redemption_min": 300,
    "coin_spend_monthly_cap": 2_000,
    "shop_monthly_quota": 20_000,
    "redemption_code_min": 10,
    "redemption_undo_same_day": True,
    "settlement_in_cash": False,
    "star_hours": [100, 300, 600, 1000, 1500],
    "starter_badge_hours": [10, 30, 50],
    "medal_hours": [2000, 3000, 4000],
    "award_min_hours": 20,
    "award_min_rating": "4.5",
    "award_min_elders": 5,
    "award_min_services": 10,
    "award_min_score": 80,
    "award_objection_days": 7,
    "log_retention_days": 365,
    "gps_retention_days": 30,
    "impact_assessment_years": 3,
    "export_days": 15,
    "deletion_cooling_days": 15,
    "failed_login_limit": 5,
    "failed_login_lock_min": 15,
    "admin_idle_min": 30,
    "address_before_hours": 24,
    "address_after_hours": 24,
}
"""The rulebook's own numbers, copied by hand from its tables."""

NEVER_CONFIGURABLE = {
    "accounts_per_person",
    "coin_to_time_allowed",
    "sale_or_cash_allowed",
    "settlement_in_cash",
    "silent_credit_allowed",
    "self_certification_allowed",
    "kin_certification_allowed",
    "honour_never_falls",
    "asked_money_suspend",
    "award_name_consent",
    "check_in_gps_consent",
    "masks_on",
}

MARKED_BY_LAW = {
    "volunteer_min_age",
    "senior_single_max_min",
    "beneficiary_min_age",
    "training_required",
    "credit_step_min",
    "training_time_counts",
    "sale_or_cash_allowed",
    "site_decides_working_days",
    "site_decides_legal_working_days",
    "self_certification_allowed",
    "dispute_days",
    "insurance_required",
    "certificate_fields",
    "award_name_consent",
    "log_retention_days",
    "impact_assessment_years",
    "export_days",
    "failed_login_limit",
    "admin_two_factors",
    "check_in_gps",
    "address_viewers",
}

ALL = list(REGISTRY.values())
each = pytest.mark.parametrize("known", ALL, ids=lambda known: known.key)


def test_every_key_of_the_rulebook_stands_in_its_section_and_no_other():
    found = {section: {known.key for known in ALL if known.section is section} for section in Section}
    assert found == {section: set(keys.split()) for section, keys in KEYS.items()}


@pytest.mark.parametrize(("key", "number"), RULEBOOK.items())
def test_the_defaults_are_the_rulebooks_numbers(key, number):
    assert parameter(key).default == number


def test_the_defaults_make_a_standard():
    assert faults_in(values=defaults()) == ()


YOUNGER = {
    "message_from_hour",
    "message_to_hour",
    "voice_from_hour",
    "voice_to_hour",
    "reminder_evening_hour",
    "callback_claim_min",
    "duplicate_need_hours",
    "call_note_days",
    "household_kinships",
    "transfer_answer_days",
    "cap_notice_percent",
    "overdraft_unused_days",
    "grant_source",
    "grant_expired_to",
    "pool_one_person_max_min",
    "offline_till_hours",
    "statement_dispute_days",
    "own_time_promise_days",
    "series_horizon_days",
    "series_longest_days",
    "pair_first_hours",
    "invite_answer_hours",
    "invite_before_start_min",
    "invite_most_at_once",
    "invite_most_a_week",
    "dispute_second_person",
    "round_visits_in_a_row",
    "training_pass_percent",
    "registration_sample_percent",
    "notice_retention_days",
    "upload_retention_days",
    "wish_retention_days",
    "sign_in_retention_days",
    "award_places",
    "award_committee_size",
    "award_quorum_percent",
    "award_branch_min_services",
    "award_branch_min_members",
    "award_shop_min_redemptions",
    "award_shop_min_months",
    "award_site_min_services",
    "award_site_max_late",
    "award_family_min_members",
    "award_family_min_hours",
    "open_data_smallest",
    "report_retention_days",
    "match_points_served",
    "match_points_urgent",
    "match_points_frail",
    "match_points_known",
    "match_points_speech",
    "match_points_sex",
    "match_points_chance",
    "match_points_new",
    "match_points_kept",
    "match_points_km",
    "match_load_percent",
    "match_week_max_min",
    "dispatch_waves_most",
    "dispatch_learns",
    "dispatch_way_min",
    "dispatch_usual_percent",
    "dispatch_usual_answers",
    "dispatch_least_percent",
    "dispatch_learn_days",
    "ask_ahead_days",
    "visit_from_hour",
    "visit_until_hour",
    "near_days",
    "hold_after_days",
    "check_in_last_hours",
    "staff_late_report_min",
    "false_hours_told_days",
    "download_days",
}
"""Keys that came after version 1: what it does not say, the registry's default answers."""


def test_version_1_is_the_defaults():
    migration = import_module("nuanliu.domain.standards.migrations.0002_version_1")
    assert {key: value for key, value in defaults().items() if key not in YOUNGER} == migration.VALUES


@each
def test_a_key_says_its_unit(known):
    assert re.fullmatch("[a-z][a-z0-9_]*", known.key)
    endings = {"_min": Unit.MINUTES, "_hours": Unit.HOURS, "_days": Unit.DAYS, "_months": Unit.MONTHS}
    for ending, unit in endings.items():
        if known.key.endswith(ending):
            assert known.unit in {unit, Unit.WORKING_DAYS if ending == "_days" else unit}


@each
def test_a_default_lies_in_its_range(known):
    assert faults_in(values=defaults() | {known.key: known.default}) == ()
    if known.kind in {Kind.QUANTITY, Kind.RATIO, Kind.STAIRCASE}:
        assert known.minimum is not None
        assert known.maximum is not None


@each
def test_a_parameter_has_words_and_a_sentence_that_takes_its_value(known):
    assert str(known.label)
    sentence = sentence_in_words(known=known, value=known.default)
    assert sentence.endswith("。")
    assert "{" not in sentence
    if known.kind is not Kind.SWITCH and not known.fixed:
        assert "{value}" in str(known.sentence)


@each
def test_a_switch_that_can_be_off_says_so(known):
    if known.kind is Kind.SWITCH and not (known.fixed and known.default):
        assert str(known.sentence_no).endswith("。")


@each
def test_a_quantity_that_can_be_0_says_what_that_means(known):
    if known.kind is Kind.QUANTITY and known.minimum == 0:
        assert known.zero_words


@each
def test_a_choice_offers_its_default_with_words(known):
    if known.kind is Kind.CHOICE:
        assert known.default in known.choices
    if known.kind is Kind.CHOICES:
        assert set(known.default) <= set(known.choices)
    assert all(str(words) for words in known.choices.values())
    assert value_in_words(known=known, value=known.default)


@each
def test_only_what_can_be_compared_may_be_stricter_at_a_place(known):
    assert known.narrower_at_site is (known.at_site is not AtSite.SAME)
    if known.narrower_at_site:
        assert known.kind in {Kind.QUANTITY, Kind.SWITCH}
        assert not known.fixed


def test_what_is_never_configurable_is_fixed():
    assert {known.key for known in ALL if known.fixed} >= NEVER_CONFIGURABLE


def test_what_the_law_decides_names_the_law():
    assert {key for key in MARKED_BY_LAW if not parameter(key).legal_basis} == set()


def test_nothing_quotes_a_law_without_naming_it():
    named = re.compile("条例》|民政部令第67号|老年人权益保障法》|个人信息保护法》|网络安全")
    assert [known.key for known in ALL if known.legal_basis and not named.search(str(known.legal_basis))] == []


def test_an_unknown_key_is_a_key_error():
    with pytest.raises(KeyError):
        parameter("coins_per_yuan")
