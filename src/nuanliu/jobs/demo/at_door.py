"""The volunteer of the bar agreed to her telephone's place at the door; one visit is proved by it."""

from datetime import timedelta

from nuanliu.domain.care.watching.places import Spot, door_of_need
from nuanliu.domain.people.consents.texts import current_words
from nuanliu.domain.people.models import Volunteer
from nuanliu.domain.people.types import ConsentHow, ConsentPurpose
from nuanliu.jobs.demo.cast import Cast
from nuanliu.jobs.demo.promises import SITE, on, taken
from nuanliu.platform.geo import Place
from nuanliu.usecases.consents import give_consent
from nuanliu.usecases.demo_people import VOLUNTEER_NUMBER
from nuanliu.usecases.start_visit import end_visit, start_visit

HARD_OF_HEARING = "张桂兰"
MINUTE = timedelta(minutes=1)
A_FEW_STEPS = 0.0004
"""Degrees north: the gate is some forty metres from where the house is on the map."""


def prove_at_the_door(cast: Cast) -> None:
    """The old person is hard of hearing and does not find her four digits; the certifier sees how it was proved."""
    helper = Volunteer.objects.select_related("person__login").get(number=VOLUNTEER_NUMBER)
    actor = cast.actor(helper.person.login)
    give_consent(
        actor=actor,
        person_id=helper.pk,
        purpose=ConsentPurpose.AT_DOOR,
        fingerprint=current_words(purpose=ConsentPurpose.AT_DOOR).fingerprint,
        how=ConsentHow.SELF,
        now=on(cast, -4, 20),
    )
    visit = taken(cast, helper, on(cast, -2, 17), elder=cast.elder(SITE, HARD_OF_HEARING))
    door = door_of_need(need=visit.need) if visit is not None else None
    if visit is None or door is None or visit.need.helpers_wanted > 1:
        return
    need, gate = visit.need, Place(door.latitude + A_FEW_STEPS, door.longitude)
    start_visit(actor=actor, visit_id=visit.id, now=need.starts_at + 2 * MINUTE, spot=Spot(gate, 25))
    visit = end_visit(actor=actor, visit_id=visit.id, now=need.ends_at + 3 * MINUTE, choice="time", spot=Spot(door, 15))
    visit.need = need
    cast.confirm(SITE, need, visit, at=need.ends_at + 40 * MINUTE, face="happy")
