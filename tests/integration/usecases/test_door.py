"""The door is shown to the helper who took the need, within the Standard's hours around it, and to nobody else."""

from datetime import datetime, timedelta

import pytest

from nuanliu.domain.care.queries import access_visit
from nuanliu.domain.care.queries.needs import address_for_helper
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.errors import NotVisible
from nuanliu.usecases.cancel import cancel_visit
from tests.support.town import Town

MINUTE = timedelta(minutes=1)


def test_the_address_opens_and_closes_with_the_standards_hours(db: None) -> None:
    town = Town.found()
    elder, helper = town.elder(), town.volunteer()
    taken = town.taken(elder, helper)
    visit = access_visit(actor=town.actor(helper), visit_id=taken.id)
    need = visit.need
    standard = standard_in_force(at=need.starts_at, site=visit.site_id)
    opens, closes = (
        need.starts_at - standard.span("address_before_hours"),
        need.ends_at + standard.span("address_after_hours"),
    )
    assert (need.starts_at - opens, closes - need.ends_at) == (timedelta(hours=24), timedelta(hours=24))

    def shown(at: datetime) -> bool:
        return address_for_helper(visit=visit, now=at) is not None

    assert [shown(at) for at in (opens - MINUTE, opens, closes, closes + MINUTE)] == [False, True, True, False]
    other = town.volunteer("别的志愿者")
    with pytest.raises(NotVisible):
        access_visit(actor=town.actor(other), visit_id=taken.id)
    cancel_visit(actor=town.actor(helper), visit_id=taken.id, reason="病了", now=town.now)
    visit.refresh_from_db()
    assert not shown(opens)
