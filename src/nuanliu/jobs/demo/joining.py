"""Somebody on the way in at every door: an application at each level, a family's asking, a person entered twice."""

import io
from datetime import date, timedelta
from uuid import uuid4

from PIL import Image, ImageDraw

from nuanliu.domain.network.types import ANONYMOUS, Actor, Role
from nuanliu.domain.people.joining.answers import Abilities, Times
from nuanliu.domain.people.joining.course import QUESTIONS
from nuanliu.domain.people.joining.types import CallWhen, Decision, WishFor
from nuanliu.domain.people.joining.wishes import Said
from nuanliu.domain.people.models import Elder
from nuanliu.domain.people.operations import Facts, register_person
from nuanliu.domain.people.queries import contact_of
from nuanliu.domain.people.types import ConsentPurpose, Kinship, ProxyPower, ToldBy
from nuanliu.jobs.demo.cast import Cast
from nuanliu.usecases import join_volunteer as joining
from nuanliu.usecases.act_for_parent import Meant, ask_to_act
from nuanliu.usecases.join_on_paper import PaperApplication, join_on_paper
from nuanliu.usecases.join_proofs import add_proof
from nuanliu.usecases.join_review import Verdict, review_application
from nuanliu.usecases.register_elder import AtHome, register_elder
from nuanliu.usecases.wish_to_register import Wanted, ask_to_be_registered

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def identity_of(*, born: date, order: int) -> str:
    """A number of the unassigned address code 520299 that passes its check digit."""
    first = f"520299{born:%Y%m%d}{order:03d}"
    return first + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(first, WEIGHTS, strict=True)) % 11]


def sheet_of_paper(*, lines: int = 14) -> bytes:
    """A photograph of a page with writing on it, as a JPEG."""
    page = Image.new("RGB", (900, 1270), "#f4efe4")
    pen = ImageDraw.Draw(page)
    for number in range(lines):
        top = 150 + number * 70
        pen.line((90, top, 810, top), fill="#b9b09c", width=3)
        pen.line((100, top - 22, 300 + 37 * number % 400, top - 22), fill="#2b3a67", width=9)
    out = io.BytesIO()
    page.save(out, format="JPEG", quality=70)
    return out.getvalue()


def knock_at_the_doors(cast: Cast) -> None:
    """All of it, each act through the use case, some hours before now."""
    _waits_for_the_site(cast)
    _waits_for_the_city(cast)
    _asks_to_act(cast)
    _entered_twice(cast)
    _asks_to_be_registered(cast)


def _waits_for_the_site(cast: Cast) -> None:
    """She filled it in on her phone yesterday, with a photograph of her licence."""
    at = cast.now - timedelta(hours=20)
    site = cast.sites["ZS01"].site
    begun = joining.begin_joining(name="罗小雨", phone="13985800001", site_id=site.pk, token=uuid4(), now=at)
    if begun is None:
        return
    her = Actor(id=begun.person_id, name="罗小雨", home_site=site.pk)
    joining.say_identity(actor=her, identity=identity_of(born=date(1993, 4, 18), order=24), now=at)
    joining.promise(actor=her, has_no_record=True, is_healthy=False, now=at)
    right = {question.code: question.right for question in QUESTIONS}
    joining.take_course(actor=her, given=right, now=at, token=uuid4())
    told = Abilities(
        skills=("medical",),
        languages=("putonghua", "local"),
        rather_not=("night",),
        own_words="我在医院上班，会量血压。",
    )
    joining.say_abilities(actor=her, abilities=told)
    add_proof(
        actor=her, skill="medical", valid_until=None, is_validity_known=True, photo=sheet_of_paper(lines=6), now=at
    )
    joining.say_times(actor=her, times=Times(spans=((6, 480, 720), (7, 480, 720)), reach_metres=3000))
    joining.say_consents(actor=her, purposes=[ConsentPurpose.SERVICE, ConsentPurpose.SHARE_INSURER], now=at)
    joining.hand_in(actor=her, now=at)


def _waits_for_the_city(cast: Cast) -> None:
    """He signed on paper at the desk; the site has approved him, and what staff wrote goes to the city."""
    at, clerk = cast.now - timedelta(hours=44), cast.staff("LZ01", Role.COORDINATOR)
    paper = PaperApplication(
        name="孟庆山",
        identity=identity_of(born=date(1961, 9, 2), order=31),
        site_id=cast.sites["LZ01"].site.pk,
        photo=sheet_of_paper(),
        phone="13985800002",
        abilities=Abilities(languages=("local",), rather_not=("stairs",)),
        times=Times(spans=((2, 840, 1080), (4, 840, 1080)), reach_metres=1000),
        purposes=(ConsentPurpose.SERVICE, ConsentPurpose.SHARE_INSURER),
        has_no_record=True,
        class_minutes=30,
    )
    application = join_on_paper(actor=clerk, paper=paper, token=uuid4(), now=at)
    review_application(
        actor=clerk, application_id=application.pk, verdict=Verdict(Decision.APPROVE), now=at + timedelta(hours=3)
    )


def _asks_to_act(cast: Cast) -> None:
    """A grandchild far away would like to see when somebody comes; the visitor's old person may say yes or no."""
    at, site = cast.now - timedelta(hours=5), cast.sites["ZS01"].site
    facts = Facts(name="张晓梅", home_site=site, phone="13985800003", birth_date=date(2001, 6, 1))
    relative = register_person(facts=facts, username="demo.grandchild", at=at)
    elder = cast.elder("ZS01", "张桂兰")
    ask_to_act(
        actor=Actor(id=relative.pk, name=relative.name, home_site=site.pk),
        meant=Meant(name="张桂兰", phone=contact_of(person=elder.person).phone, site_id=site.pk),
        kinship=Kinship.GRANDCHILD,
        powers=(ProxyPower.SEE, ProxyPower.ASK),
        token=uuid4(),
        now=at,
    )


def _entered_twice(cast: Cast) -> None:
    """She rang from a neighbour's and was entered once more, because nobody asked whether she was known."""
    at, site = cast.now - timedelta(days=3), cast.sites["ZS01"].site
    known = next(elder for elder in cast.sites["ZS01"].elders if _has_own_number(elder))
    register_elder(
        actor=cast.staff("ZS01", Role.HOTLINE),
        site_id=site.pk,
        name=known.person.name,
        phone=contact_of(person=known.person).phone,
        at_home=AtHome(told_by=ToldBy.TELEPHONE, unknown=("identity", "address", "floor")),
        token=uuid4(),
        now=at,
    )


def _asks_to_be_registered(cast: Cast) -> None:
    """A daughter in another city would like her mother to be registered; nobody has rung yet."""
    ask_to_be_registered(
        actor=ANONYMOUS,
        wanted=Wanted(
            for_whom=WishFor.FAMILY,
            said=Said(name="姚秀芬", phone="13985800004", word="妈妈一个人住，想有人陪她看病。"),
            call_when=CallWhen.MORNING,
            site_id=cast.sites["ZS01"].site.pk,
        ),
        address="demo",
        token=uuid4(),
        now=cast.now - timedelta(hours=3),
    )


def _has_own_number(elder: Elder) -> bool:
    person = elder.person
    has_number = elder.has_phone and bool(contact_of(person=person).phone)
    return has_number and person.identity_index is not None and person.name != "张桂兰"
