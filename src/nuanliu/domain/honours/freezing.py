"""The freeze: facts into rows that never change; and the same list reckoned again from nothing but these rows."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from nuanliu.domain.honours.gathering import Subject, gather, subjects_of
from nuanliu.domain.honours.models import Category, Commendation, Criterion, Frozen, Nomination
from nuanliu.domain.honours.policies import Rule, all_met, digest_of, figures_of, judge
from nuanliu.domain.honours.types import MAIN_MEASURE, Measure, SubjectKind
from nuanliu.domain.standards.types import Standard
from nuanliu.platform.ids import derived_id

AT_ONCE = 500


def rules_of(*, category: Category) -> list[Rule]:
    """The criteria of a category, those of which one is enough beside each other."""
    rows: Iterable[Criterion] = category.criteria.order_by("choice", "measure")
    return [Rule(Measure(row.measure), row.needed, row.is_most, row.choice) for row in rows]


def store(*, commendation: Commendation, standard: Standard) -> tuple[str, str]:
    """Write the evidence of every category; gives the digests of evidence and list. Inside the caller's transaction."""
    found = gather(
        commendation_id=commendation.pk,
        year=commendation.year,
        last_day=commendation.freeze_day,
        standard=standard,
    )
    for category in commendation.categories.order_by("position"):
        rules = rules_of(category=category)
        named = set(
            Nomination.objects.filter(category=category, withdrawn_at=None).values_list("subject_id", flat=True)
        )
        rows = [
            _row(category, subject, rules, named)
            for subject in subjects_of(kind=SubjectKind(category.kind), found=found)
        ]
        Frozen.objects.bulk_create(rows, batch_size=AT_ONCE)
    return reckon(commendation=commendation)


def _row(category: Category, subject: Subject, rules: list[Rule], named: Collection[UUID]) -> Frozen:
    kind = SubjectKind(category.kind)
    figures = figures_of(kind=kind, facts=subject.facts)
    people = [str(one) for one in subject.people]
    return Frozen(
        id=derived_id(category.pk, "frozen", str(subject.id)),
        category=category,
        subject_id=subject.id,
        title=subject.title,
        site_path=subject.site_path,
        unit_path=subject.unit_path,
        people=people,
        facts=subject.facts,
        figures={measure.value: figure for measure, figure in figures.items()},
        is_met=all_met(verdicts=judge(rules=rules, figures=figures)),
        main=figures[MAIN_MEASURE[kind]] or 0,
        is_nominated=not {subject.id, *subject.people}.isdisjoint(named),
    )


def reckon(*, commendation: Commendation) -> tuple[str, str]:
    """The digests of evidence and list, from the frozen rows alone: nothing live is read, so they never change."""
    evidence: list[str] = []
    listed: list[list[Any]] = []
    for category in commendation.categories.order_by("position"):
        kind, rules = SubjectKind(category.kind), rules_of(category=category)
        for row in category.frozen.order_by("pk").iterator(chunk_size=AT_ONCE):
            where = [row.site_path, row.unit_path]
            whole = [str(row.pk), str(row.subject_id), row.title, where, row.people, row.facts, row.is_nominated]
            evidence.append(digest_of(value=whole))
            figures = figures_of(kind=kind, facts=row.facts)
            met = all_met(verdicts=judge(rules=rules, figures=figures))
            listed.append([kind.value, str(row.subject_id), dict(sorted(figures.items())), met, row.is_nominated])
    return digest_of(value=evidence), digest_of(value=listed)
