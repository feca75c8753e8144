"""The month's statement of every shop and of the alliance is made."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from nuanliu.domain.alliance.models import Redemption, Shop, Statement
from nuanliu.domain.alliance.policies import first_of_month
from nuanliu.domain.alliance.queries import agreement_of, budget_of
from nuanliu.domain.alliance.sums import facts_of, facts_of_all
from nuanliu.domain.audit.operations import record
from nuanliu.domain.network.types import SYSTEM, Actor
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform import clock
from nuanliu.platform.db import durable
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated

QUARTER = 3
OF_ALL = UUID("a1a1a1a1-0000-7000-8000-000000000001")
"""What the ids of the alliance's own statements follow from."""


def period_before(*, today: date, period: str) -> tuple[date, date]:
    """First and last day of the month, or quarter, that is over."""
    last = first_of_month(today) - timedelta(days=1)
    if period == "quarterly":
        while last.month % QUARTER:
            last = first_of_month(last) - timedelta(days=1)
        return date(last.year, last.month - QUARTER + 1, 1), last
    return first_of_month(last), last


def make_statements(*, now: datetime) -> int:
    """Make what is missing for the period that is over: one a shop that took coins, and the alliance's. How many."""
    standard = standard_in_force(at=now)
    first, last = period_before(today=clock.local_date(now), period=standard.text("settlement_period"))
    if Statement.objects.filter(shop=None, month=first).exists():
        return 0
    until = now + standard.span("statement_dispute_days")
    took = Redemption.objects.filter(day__gte=first, day__lte=last).values("shop_id")
    made, facts = 0, []
    for shop in Shop.objects.filter(pk__in=took).select_related("node", "site").order_by("pk"):
        budget = budget_of(agreement=agreement_of(shop=shop.pk), standard=standard)
        found = facts_of(shop=shop, first=first, last=last, budget=budget)
        facts.append(found)
        made += _make(shop=shop, first=first, last=last, facts=found, until=until, now=now)
    if facts:
        made += _make(shop=None, first=first, last=last, facts=facts_of_all(of_shops=facts), until=until, now=now)
    return made


@repeated
def _make(*, shop: Shop | None, first: date, last: date, facts: dict[str, Any], until: datetime, now: datetime) -> int:
    with durable():
        statement, is_new = Statement.objects.get_or_create(
            pk=derived_id(shop.pk if shop else OF_ALL, "statement", first.isoformat()),
            defaults={
                "shop": shop,
                "month": first,
                "until": last,
                "facts": facts,
                "made_at": now,
                "dispute_until": until,
            },
        )
        if is_new:
            note_statement("statement.made", statement, SYSTEM, now)
        return int(is_new)


def note_statement(action: str, statement: Statement, actor: Actor, now: datetime, **details: object) -> None:
    """What became of a statement, for the audit."""
    record(
        action=action,
        subject_type="shop_statement",
        subject_id=statement.pk,
        occurred_at=now,
        actor_id=actor.id,
        site_id=statement.shop.site_id if statement.shop else None,
        reason=statement.answer if action.endswith("answered") else statement.dispute,
        details={"month": statement.month.isoformat(), "coins": statement.facts["coins"], **details},
    )
