"""One certification for a whole roll: what counts of each helper's minutes, and what it brings her.

Everything is one transaction: the Standard counts, honour and the chosen unit are posted for all in one call of the
ledger, and everybody is told. A line can be corrected before, and made void afterwards by itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.audit.operations import record_all
from nuanliu.domain.gatherings.models import Gathering, Signup
from nuanliu.domain.gatherings.noting import done, note
from nuanliu.domain.gatherings.operations import UnableToGather, change, lists_of, lock_gathering, step
from nuanliu.domain.gatherings.rules import may_certify
from nuanliu.domain.gatherings.types import Credit, GatheringState, Role, SignupState
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.queries import kin_of
from nuanliu.domain.standards.policies import Counted, count_minutes
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.domain.standards.types import Standard
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.retry import repeated
from nuanliu.usecases.counting import contexts_of_roll
from nuanliu.usecases.gather.crediting import credit_roll


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the certifier sees: the Standard's arithmetic for each helper who came, and whether she may decide."""

    gathering: Gathering
    standard: Standard
    lines: tuple[tuple[Signup, Counted], ...]
    needs_second: bool
    refusal: UnableToGather | None

    @property
    def minutes(self) -> int:
        """All that counts."""
        return sum(counted.minutes * line.heads for line, counted in self.lines)


def assess_roll(*, actor: Actor, gathering: Gathering, now: datetime) -> Assessment:
    """Count the roll as it stands, without deciding; a handful of queries however long it is."""
    standard = standard_in_force(at=gathering.starts_at, site=gathering.site_id)
    everybody = [line for line in lists_of(gathering=gathering) if line.state == SignupState.IN]
    helpers = [line for line in everybody if line.came and line.role != Role.GUEST]
    contexts = contexts_of_roll(gathering=gathering, lines=helpers, now=now)
    lines = tuple(
        (
            line,
            count_minutes(
                measured=line.minutes or 0,
                planned=gathering.planned_minutes,
                standard=standard,
                context=contexts[line.id],
            ),
        )
        for line in helpers
    )
    return Assessment(
        gathering=gathering,
        standard=standard,
        lines=lines,
        needs_second=any(counted.needs_second_person for _line, counted in lines),
        refusal=_refusal(actor, gathering, everybody),
    )


def _refusal(actor: Actor, gathering: Gathering, everybody: list[Signup]) -> UnableToGather | None:
    """Why this person may not decide on this roll now."""
    if not may_certify(actor=actor, gathering=gathering) or actor.id is None:
        return UnableToGather("no_power", _("认定要由本站点的认定员来做。"))
    people = {line.person_id for line in everybody if line.person_id}
    helpers = {line.person_id for line in everybody if line.came and line.role != Role.GUEST}
    reasons = {
        "on_the_roll": (actor.id in people, _("您自己在名单上，要请同事认定。")),
        "kept_it": (actor.id in {gathering.rolled_by, gathering.leader_id}, _("名是您点的，要请同事认定。")),
        "kin": (bool(kin_of(person=actor.id) & helpers), _("名单上有您的家人，要请同事认定。")),
        "not_so_far": (gathering.state != GatheringState.ROLLED, _("点名册还没有交。")),
        "second_person": (gathering.first_review_by == actor.id, _("您已复核过，还要请另一位同事认定。")),
    }
    return next((UnableToGather(code, words) for code, (is_so, words) in reasons.items() if is_so), None)


@repeated
def certify_gathering(
    *,
    actor: Actor,
    gathering_id: UUID,
    corrected: Mapping[int, int] | None = None,
    reason: str = "",
    now: datetime,
) -> Gathering:
    """Certify the roll; `corrected` are other minutes for some lines, by number, with the `reason` for them.

    Where the Standard wants two people, the first call writes down the first review and the second, by somebody else,
    decides. Certifying again changes nothing. Raises UnableToGather, UnableToPost, NotVisible.
    """
    with durable():
        gathering = lock_gathering(gathering_id=gathering_id)
        if not may_certify(actor=actor, gathering=gathering):
            raise NotVisible
        if gathering.state == GatheringState.CERTIFIED:
            return gathering
        _lock_helpers(gathering)
        role = actor.role_for(Power.VISIT_CERTIFY, path=gathering.site.path)
        assessment = assess_roll(actor=actor, gathering=gathering, now=now)
        if gathering.first_review_by is not None and gathering.first_review_by == actor.id:
            return gathering
        if assessment.refusal is not None:
            raise assessment.refusal
        if _correct(assessment, corrected or {}, reason, actor, role, now):
            assessment = assess_roll(actor=actor, gathering=gathering, now=now)
        if assessment.needs_second and gathering.first_review_by is None:
            change(gathering=gathering, first_review_by=actor.id)
            note(action="gathering.first_reviewed", gathering=gathering, actor=actor, at=now, role=role)
            return gathering
        _certify(assessment, actor, role, now)
        return gathering


def _lock_helpers(gathering: Gathering) -> None:
    """Two acts that count the same helper's minutes go one after the other."""
    rows = Signup.objects.filter(site_id=gathering.site_id, gathering_id=gathering.id, came=True)
    people = Person.objects.filter(pk__in=list(rows.exclude(role=Role.GUEST).values_list("person_id", flat=True)))
    list(people.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))


def _correct(  # noqa: PLR0917 (who corrects what)
    assessment: Assessment, corrected: Mapping[int, int], reason: str, actor: Actor, role: str, now: datetime
) -> int:
    """Write other minutes where they differ from the roll; how many lines."""
    by_number = {line.number: line for line, _counted in assessment.lines}
    changed = [
        (by_number[number], minutes)
        for number, minutes in corrected.items()
        if number in by_number and minutes != by_number[number].minutes
    ]
    if changed and not reason.strip():
        raise UnableToGather("no_reason", _("改了时间，请写明原因。"), field="reason")
    told = []
    for line, minutes in changed:
        facts = {"measured": minutes, "before": line.minutes}
        told.append(
            done(
                action="signup.corrected",
                gathering=assessment.gathering,
                signup=line,
                actor=actor,
                at=now,
                role=role,
                reason=reason,
                **facts,
            )
        )
        line.minutes, line.note = minutes, reason.strip()[:200]
    Signup.objects.bulk_update([line for line, _minutes in changed], ["minutes", "note"], batch_size=100)
    record_all(done=told)
    return len(changed)


def _certify(assessment: Assessment, actor: Actor, role: str, now: datetime) -> None:
    gathering = assessment.gathering
    for line, counted in assessment.lines:
        line.counted_minutes = counted.minutes
        line.arithmetic = [[part.code, part.after] for part in counted.steps]
        is_settled = bool(line.choice) or line.person_id is None
        line.credit = Credit.NONE if not counted.minutes else Credit.CREDITED if is_settled else Credit.CERTIFIED
        line.credited_at = now if line.credit == Credit.CREDITED else None
    written = [line for line, _counted in assessment.lines]
    Signup.objects.bulk_update(written, ["counted_minutes", "arithmetic", "credit", "credited_at"], batch_size=100)
    step(
        gathering=gathering,
        to=GatheringState.CERTIFIED,
        certified_at=now,
        certified_by=actor.id,
        standard_version=assessment.standard.version_id,
    )
    credit_roll(gathering=gathering, lines=written, standard=assessment.standard, actor=actor, now=now)
    certified = done(
        action="gathering.certified",
        gathering=gathering,
        actor=actor,
        at=now,
        role=role,
        counted=assessment.minutes,
        helpers=len(written),
    )
    credited = [
        done(action="signup.credited", gathering=gathering, signup=line, actor=actor, at=now, choice=line.choice)
        for line in written
        if line.credit == Credit.CREDITED
    ]
    record_all(done=[certified, *credited])
