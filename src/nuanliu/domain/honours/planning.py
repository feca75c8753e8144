"""The categories and criteria of a new commendation, as the Standard in force proposes them."""

from dataclasses import dataclass

from django.utils import translation

from nuanliu.domain.honours.policies import Rule
from nuanliu.domain.honours.types import Measure, SubjectKind
from nuanliu.domain.standards.parameters import parameter
from nuanliu.domain.standards.types import Standard

_M = Measure


@dataclass(frozen=True, slots=True)
class Plan:
    """One category with its rules."""

    kind: SubjectKind
    name: str
    name_en: str
    places: int
    rules: tuple[Rule, ...]


def plans(*, standard: Standard) -> list[Plan]:
    """A category for each kind that the Standard commends, in its order."""
    named = parameter("award_categories").choices
    found = []
    for code in standard.codes("award_categories"):
        kind = SubjectKind(code)
        with translation.override("zh-hans"):
            name = str(named[code])
        with translation.override("en"):
            name_en = str(named[code])
        found.append(Plan(kind, name, name_en, standard.integer("award_places"), _rules(kind, standard)))
    return found


def _rules(kind: SubjectKind, standard: Standard) -> tuple[Rule, ...]:
    made = {
        SubjectKind.VOLUNTEER: _of_volunteers,
        SubjectKind.BRANCH: _of_branches,
        SubjectKind.SHOP: _of_shops,
        SubjectKind.SITE: _of_sites,
        SubjectKind.FAMILY: _of_families,
    }[kind]
    return tuple(made(standard))


def _of_volunteers(standard: Standard) -> list[Rule]:
    either = [
        Rule(_M.MINUTES, standard.hours("award_min_hours") * 60, is_most=False, choice=1),
        Rule(_M.RATING, int(standard.number("award_min_rating") * 100), is_most=False, choice=2),
        Rule(_M.ELDERS, standard.integer("award_min_elders"), is_most=False, choice=3),
        Rule(_M.SERVICES, standard.integer("award_min_services"), is_most=False, choice=3),
        Rule(_M.SCORE, standard.integer("award_min_score"), is_most=False, choice=4),
    ]
    if standard.boolean("award_no_complaint"):
        either.append(Rule(_M.COMPLAINTS, 0, is_most=True, choice=5))
    return either


def _of_branches(standard: Standard) -> list[Rule]:
    return [
        Rule(_M.SERVICES, standard.integer("award_branch_min_services"), is_most=False, choice=1),
        Rule(_M.MEMBERS, standard.integer("award_branch_min_members"), is_most=False, choice=2),
        Rule(_M.COMPLAINTS, 0, is_most=True, choice=3),
    ]


def _of_shops(standard: Standard) -> list[Rule]:
    return [
        Rule(_M.REDEMPTIONS, standard.integer("award_shop_min_redemptions"), is_most=False, choice=1),
        Rule(_M.MONTHS, standard.months("award_shop_min_months"), is_most=False, choice=2),
    ]


def _of_sites(standard: Standard) -> list[Rule]:
    return [
        Rule(_M.SERVICES, standard.integer("award_site_min_services"), is_most=False, choice=1),
        Rule(_M.LATE, standard.integer("award_site_max_late"), is_most=True, choice=2),
    ]


def _of_families(standard: Standard) -> list[Rule]:
    return [
        Rule(_M.MEMBERS, standard.integer("award_family_min_members"), is_most=False, choice=1),
        Rule(_M.MINUTES, standard.hours("award_family_min_hours") * 60, is_most=False, choice=2),
        Rule(_M.COMPLAINTS, 0, is_most=True, choice=3),
    ]
