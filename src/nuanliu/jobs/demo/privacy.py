"""What the people of the demo city agreed to: most of them most things, on the sheet they signed when they joined."""

from datetime import datetime

from nuanliu.domain.network.models import Login
from nuanliu.domain.network.types import SYSTEM
from nuanliu.domain.people.consents.operations import give_consents
from nuanliu.domain.people.consents.queries import purposes_for
from nuanliu.domain.people.models import Correction, Person
from nuanliu.domain.people.queries import actor_for
from nuanliu.domain.people.types import ConsentHow, ConsentPurpose, Correctable
from nuanliu.platform.db import durable
from nuanliu.platform.ids import new_id
from nuanliu.platform.retry import repeated
from nuanliu.usecases.correct_data import ask_for_correction
from nuanliu.usecases.demo_people import demo_people
from nuanliu.usecases.reveal import reveal_contact

SOME_SAY_NO = {
    ConsentPurpose.HEALTH: 9,
    ConsentPurpose.LOCATION: 7,
    ConsentPurpose.AT_DOOR: 1,
    ConsentPurpose.HONOUR_NAME: 4,
    ConsentPurpose.SHARE_SHOP: 3,
}
"""Every how many of them one did not agree."""


@repeated
def sign_sheets(*, now: datetime) -> int:
    """Write the sheets of everybody down; gives how many people signed. Again changes nothing."""
    with durable():
        everybody = Person.objects.filter(consents=None).select_related("home_site").order_by("registered_at", "pk")
        people = list(everybody)
        for number, person in enumerate(people):
            agreed = [purpose for purpose in purposes_for(person=person) if _says_yes(purpose, number)]
            give_consents(person=person, purposes=agreed, how=ConsentHow.PAPER, actor=SYSTEM, at=now)
        return len(people)


def show_what_happens(*, now: datetime) -> None:
    """A clerk has looked at the old person of the bar, and she has said that something is wrong. Once."""
    people = {one.key: Login.objects.get(pk=one.login_id) for one in demo_people()}
    if not {"elder", "hotline"} <= people.keys() or Correction.objects.exists():
        return
    clerk, elder = (actor_for(login=people[key], now=now) for key in ("hotline", "elder"))
    person = Person.objects.get(pk=people["elder"].pk)
    reveal_contact(actor=clerk, person_id=person.pk, reason="送药前核对楼号", now=now)
    ask_for_correction(
        actor=elder,
        person_id=person.pk,
        what=Correctable.OTHER,
        wanted="我听力好些了，不用大声",
        now=now,
        token=new_id(),
    )


def _says_yes(purpose: ConsentPurpose, number: int) -> bool:
    every = SOME_SAY_NO.get(purpose, 0)
    return not every or number % every != every - 1
