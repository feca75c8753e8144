"""Families who give and share time, what was given for others, and somebody who has died: each through its use case."""

from datetime import timedelta
from uuid import uuid4

from nuanliu.domain.care.queries import visits_of
from nuanliu.domain.ledger.types import Unit
from nuanliu.domain.network.types import Role
from nuanliu.domain.passbook.queries import savings_of
from nuanliu.domain.passbook.types import CITY_POOL, DeathPaper, SaidHow
from nuanliu.domain.people.models import Elder, Person
from nuanliu.domain.people.queries import kin_of
from nuanliu.domain.people.types import KinProof, Kinship
from nuanliu.jobs.demo.cast import Cast
from nuanliu.platform.clock import local_date
from nuanliu.usecases import demo_people
from nuanliu.usecases.confirm_kin import confirm_kin
from nuanliu.usecases.give_time import answer_gift, give_time
from nuanliu.usecases.record_death import record_death
from nuanliu.usecases.share_time import ask_to_share
from nuanliu.usecases.use_time import donate

SITE = "ZS01"
HALF_HOUR = 30


def give_in_families(cast: Cast) -> None:
    """The visitor's volunteer has a mother and a brother here; the visitor's old person is given time by her son."""
    _her_mother(cast)
    _for_the_visitors_elder(cast)
    _gone(cast)


def _free(person: Person) -> int:
    return savings_of(person_id=person.pk, site_id=person.home_site_id).time_free


def _stranger(cast: Cast, helper: Person, but: str) -> Elder | None:
    """An old person of the site whom this volunteer never helped: a family's own hours are not counted."""
    helped = set(visits_of(volunteer_id=helper.pk).values_list("need__elder_id", flat=True)) | kin_of(person=helper.pk)
    elders = cast.sites[SITE].elders
    return next(
        (one for one in elders if one.person.name != but and one.pk not in helped and one.person.birth_date), None
    )


def _see_paper(cast: Cast, person: Person, relative: Person, kinship: Kinship) -> None:
    confirm_kin(
        actor=cast.staff(SITE, Role.COORDINATOR),
        person_id=person.pk,
        relative_id=relative.pk,
        kinship=kinship,
        proof=KinProof.HOUSEHOLD,
        now=cast.now - timedelta(days=2),
    )


def _her_mother(cast: Cast) -> None:
    """She gave half an hour that was accepted, and gives for her kind of old people and for the city."""
    giver = cast.helper(demo_people.VOLUNTEER_NUMBER)
    mother, actor = _stranger(cast, giver, "张桂兰"), cast.actor(giver.login)
    if mother is None:
        return
    _see_paper(cast, giver, mother.person, Kinship.PARENT)
    if _free(giver) < 4 * HALF_HOUR:
        return
    at = cast.now - timedelta(hours=4)
    gift = give_time(
        actor=actor,
        giver_id=giver.pk,
        receiver_id=mother.pk,
        minutes=HALF_HOUR,
        how=SaidHow.SELF,
        token=uuid4(),
        now=at,
    )
    answer_gift(
        actor=cast.staff(SITE, Role.HOTLINE), gift_id=gift.id, is_yes=True, how=SaidHow.CALL,
        note="她说谢谢女儿，收下。", now=at + timedelta(hours=1),
    )  # fmt: skip
    for purpose in ("over_80_alone", CITY_POOL):
        donate(actor=actor, unit=Unit.TIME, amount=HALF_HOUR, purpose=purpose, token=uuid4(), now=at)
    ask_to_share(actor=actor, person_id=giver.pk, relative_id=mother.pk, token=uuid4(), now=at)


def _for_the_visitors_elder(cast: Cast) -> None:
    """Half an hour from a son who waits for her word: the old person's first page shows it, and the desk's list."""
    elder = cast.elder(SITE, "张桂兰")
    for volunteer in cast.sites[SITE].volunteers:
        person = volunteer.person
        has_helped = visits_of(volunteer_id=person.pk).filter(need__elder_id=elder.pk).exists()
        is_the_visitor = volunteer.number == demo_people.VOLUNTEER_NUMBER
        if has_helped or is_the_visitor or _free(person) < HALF_HOUR or kin_of(person=person.pk):
            continue
        _see_paper(cast, person, elder.person, Kinship.PARENT)
        give_time(
            actor=cast.actor(person.login), giver_id=person.pk, receiver_id=elder.pk, minutes=HALF_HOUR,
            how=SaidHow.SELF, token=uuid4(), now=cast.now - timedelta(hours=2),
        )  # fmt: skip
        return


def _gone(cast: Cast) -> None:
    """At another site an old person has died; her family has not come yet."""
    site = next(code for code in sorted(cast.sites) if code != SITE and Role.HOTLINE in cast.sites[code].staff)
    elders = [one for one in cast.sites[site].elders if not one.person.needs.exists()]
    if elders:
        record_death(
            actor=cast.staff(site, Role.HOTLINE),
            person_id=elders[-1].pk,
            died_on=local_date(cast.now - timedelta(days=6)),
            paper=DeathPaper.CERTIFICATE,
            reason="人不在了",
            now=cast.now - timedelta(days=5),
        )
