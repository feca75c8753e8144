"""Where one volunteer stands today, by the same rules as at the freeze."""

from uuid import UUID

from nuanliu.domain.honours.freezing import rules_of
from nuanliu.domain.honours.gathering import gather, volunteer_facts
from nuanliu.domain.honours.models import Category
from nuanliu.domain.honours.policies import Verdict, figures_of, judge
from nuanliu.domain.honours.types import SubjectKind
from nuanliu.domain.standards.queries import standard_by_id


def standing_of(*, person_id: UUID, category: Category) -> list[Verdict]:
    """Every criterion about one volunteer, with her year so far."""
    one = category.commendation
    found = gather(
        commendation_id=one.pk,
        year=one.year,
        last_day=one.freeze_day,
        standard=standard_by_id(version_id=one.standard_version),
        only=person_id,
    )
    facts = volunteer_facts(found=found, person_id=person_id)
    return judge(rules=rules_of(category=category), figures=figures_of(kind=SubjectKind.VOLUNTEER, facts=facts))
