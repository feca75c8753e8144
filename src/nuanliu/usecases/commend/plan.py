"""The bureau plans a year's commendation: days, categories, criteria; then nominations open."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.honours.models import Category, Commendation, Criterion
from nuanliu.domain.honours.planning import plans
from nuanliu.domain.honours.types import CampaignState
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.domain.standards.types import Standard
from nuanliu.platform.clock import local_date
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated
from nuanliu.usecases.commend.locking import (
    UnableToCommend,
    city_path,
    insist_on,
    lock_commendation,
    note,
)


@repeated
def plan_commendation(
    *, actor: Actor, year: int, title: str, freeze_day: date, review_day: date, token: UUID, now: datetime
) -> Commendation:
    """Plan a year's commendation with what the Standard proposes. The same token finds the first one.

    Raises UnableToCommend (year, freeze_day, review_day, known), NotVisible.
    """
    with durable():
        if actor.id is None or not actor.may(Power.COMMEND, path=city_path()):
            raise NotVisible
        identity = derived_id(token, "commendation")
        known = Commendation.objects.filter(pk=identity).first()
        if known is not None:
            return known
        _check_days(year, freeze_day, review_day, local_date(now))
        if Commendation.objects.filter(year=year).exclude(state=CampaignState.CANCELLED).exists():
            raise UnableToCommend("known", _("这一年的表彰已经有了。"), field="year")
        standard = standard_in_force(at=now)
        made = Commendation.objects.create(
            pk=identity,
            year=year,
            title=title.strip(),
            freeze_day=freeze_day,
            review_day=review_day,
            notice_days=standard.days("award_objection_days"),
            quorum_percent=standard.integer("award_quorum_percent"),
            committee_min=standard.integer("award_committee_size"),
            standard_version=standard.version_id,
            made_by=actor.id,
            made_at=now,
        )
        lay_out(commendation=made, standard=standard)
        note("commendation.planned", made, actor, now)
        return made


def lay_out(*, commendation: Commendation, standard: Standard) -> list[Category]:
    """The categories and criteria that the Standard proposes. Inside the caller's transaction."""
    made = []
    for position, plan in enumerate(plans(standard=standard)):
        category = Category.objects.create(
            commendation=commendation,
            kind=plan.kind.value,
            name=plan.name,
            name_en=plan.name_en,
            places=plan.places,
            position=position,
        )
        Criterion.objects.bulk_create(
            Criterion(
                category=category,
                measure=rule.measure.value,
                needed=rule.needed,
                is_most=rule.is_most,
                choice=rule.choice,
            )
            for rule in plan.rules
        )
        made.append(category)
    return made


def _check_days(year: int, freeze_day: date, review_day: date, today: date) -> None:
    if not 0 <= today.year - year <= 1:
        raise UnableToCommend("year", _("只能定今年或去年的表彰。"), field="year")
    if freeze_day.year != year:
        raise UnableToCommend("freeze_day", _("截止日要在这一年里。"), field="freeze_day")
    if review_day < freeze_day:
        raise UnableToCommend("review_day", _("评审要在截止以后。"), field="review_day")


@repeated
def change_category(
    *, actor: Actor, category_id: UUID, places: int, needed: Mapping[UUID, int], now: datetime
) -> Category:
    """How many get the award, and what each criterion asks; only before nominations open.

    Raises UnableToCommend, NotVisible.
    """
    with durable():
        category = Category.objects.filter(pk=category_id).first()
        if category is None:
            raise NotVisible
        commendation = lock_commendation(actor=actor, commendation_id=category.commendation_id, power=Power.COMMEND)
        insist_on(commendation, CampaignState.DRAFT)
        if places < 1:
            raise UnableToCommend("places", _("至少表彰一名。"), field="places")
        category.places = places
        category.save(update_fields=["places"])
        for criterion in category.criteria.all():
            if criterion.pk in needed and needed[criterion.pk] != criterion.needed:
                Criterion.objects.filter(pk=criterion.pk).update(needed=needed[criterion.pk])
        note("commendation.changed", commendation, actor, now, kind=category.kind, pieces=places)
        return category
