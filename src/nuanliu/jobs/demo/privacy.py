"""What the people of the demo city agreed to: most of them most things, on the sheet they signed when they joined."""

from datetime import datetime

from nuanliu.domain.network.types import SYSTEM
from nuanliu.domain.people.consents.operations import give_consents
from nuanliu.domain.people.consents.queries import purposes_for
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.types import ConsentHow, ConsentPurpose
from nuanliu.platform.db import durable
from nuanliu.platform.retry import repeated

SOME_SAY_NO = {
    ConsentPurpose.HEALTH: 9,
    ConsentPurpose.LOCATION: 7,
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


def _says_yes(purpose: ConsentPurpose, number: int) -> bool:
    every = SOME_SAY_NO.get(purpose, 0)
    return not every or number % every != every - 1
