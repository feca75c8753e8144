"""The demo's certificates: some of last year with the bureau's seal, one revoked, and records of this year."""

import io
import math
from datetime import date, datetime

from PIL import Image, ImageDraw, ImageFont

from nuanliu.domain.certificates.facts import Award
from nuanliu.domain.certificates.models import Certificate
from nuanliu.domain.network.models import Appointment, Node
from nuanliu.domain.network.operations import appoint
from nuanliu.domain.network.queries import city as the_city
from nuanliu.domain.network.types import Actor, Role
from nuanliu.domain.people.models import Volunteer
from nuanliu.domain.people.queries import actor_for
from nuanliu.jobs.demo.cast import Cast
from nuanliu.platform.clock import at, local_date
from nuanliu.platform.errors import Unable
from nuanliu.platform.fonts import sans
from nuanliu.platform.ids import new_id
from nuanliu.usecases.issue_certificates import issue_certificates
from nuanliu.usecases.issue_record import issue_service_record
from nuanliu.usecases.keep_seals import place_seals, put_seal
from nuanliu.usecases.make_certificates import continue_batch
from nuanliu.usecases.revoke_certificate import ask_to_revoke, decide_revocation

HONOURED = 6
CHECK = "http://127.0.0.1:8000/check"
RED = (200, 30, 38, 235)
SIDE, RING, LETTER = 480, 176, 54


def give_certificates(cast: Cast) -> None:
    """Last December's, in the bureau's name; one of a site that was revoked; then records of this year."""
    city = the_city()
    posts = Appointment.objects.filter(ended_at=None, node=city, role=Role.BUREAU_STANDARDS.value)
    post = posts.select_related("holder").order_by("starts_at", "pk").first()
    if city is None or post is None:
        return
    year = local_date(cast.now).year - 1
    day = at(date(year, 12, 20), 15)
    people = [site.volunteers[0] for site in cast.sites.values() if site.volunteers]
    people += [one for site in cast.sites.values() for one in site.volunteers[1:]]
    papers = _honours(cast.actor(post.holder), city, people[:HONOURED], day)
    appoint(holder=post.holder, node=city, role=Role.SEAL_KEEPER, at=cast.now, actor_id=None)
    keeper = actor_for(login=post.holder, now=cast.now)
    put_seal(actor=keeper, node_id=city.pk, image=seal_picture("六盘水市委老干部局"), token=new_id(), now=cast.now)
    place_seals(actor=keeper, node_id=city.pk, certificates=[one.pk for one in papers], now=cast.now)
    _one_revoked(cast, keeper, day)
    for site in cast.sites.values():
        for volunteer in site.volunteers[:2]:
            _own_record(cast, volunteer, date(year + 1, 1, 1))


def _own_record(cast: Cast, volunteer: Volunteer, first: date) -> None:
    actor, last = cast.actor(volunteer.person.login), local_date(cast.now)
    try:
        issue_service_record(actor=actor, person_id=volunteer.pk, first=first, last=last, now=cast.now)
    except Unable:
        return


def _honours(actor: Actor, issuer: Node, people: list[Volunteer], day: datetime) -> list[Certificate]:
    awards = [
        Award(
            key=new_id(),
            title="优秀志愿者",
            words=f"{day.year} 年志愿服务 {20 + 7 * order} 小时，把老人当自家人，情暖凉都。",
            person_id=one.pk,
            minutes=60 * (20 + 7 * order),
            services=10 + 3 * order,
            first_day=date(day.year, 1, 1),
            last_day=date(day.year, 12, 31),
        )
        for order, one in enumerate(people)
    ]
    batch = issue_certificates(
        actor=actor,
        issuer_id=issuer.pk,
        name=f"{day.year} 年度表彰",
        awards=awards,
        with_seal=False,
        check_address=CHECK,
        token=new_id(),
        now=day,
    )
    while continue_batch(batch_id=batch.pk, now=day):
        pass
    return list(Certificate.objects.filter(batch=batch).order_by("number"))


def _one_revoked(cast: Cast, officer: Actor, day: datetime) -> None:
    """The site's leader asks, the bureau's officer looks."""
    for code, site in cast.sites.items():
        if Role.COORDINATOR not in site.staff or not site.volunteers:
            continue
        lead = cast.staff(code, Role.COORDINATOR)
        for paper in _honours(lead, site.site, site.volunteers[-1:], day):
            reason, token = "时长登记有误，已另发。", new_id()
            try:
                ask_to_revoke(actor=lead, certificate_id=paper.pk, reason=reason, token=token, now=cast.now)
                decide_revocation(actor=officer, certificate_id=paper.pk, is_to_go=True, refusal="", now=cast.now)
            except Unable:
                continue
        return


def seal_picture(name: str) -> bytes:
    """A round seal with a star, drawn."""
    image = Image.new("RGBA", (SIDE, SIDE), (255, 255, 255, 0))
    draw, middle = ImageDraw.Draw(image), SIDE // 2
    draw.ellipse((8, 8, SIDE - 8, SIDE - 8), outline=RED, width=13)
    font = ImageFont.truetype(str(sans()), LETTER)
    for order, sign in enumerate(name):
        turn = math.radians(-210 + 240 * order / max(len(name) - 1, 1))
        letter = Image.new("RGBA", (80, 80), (255, 255, 255, 0))
        ImageDraw.Draw(letter).text((40, 40), sign, font=font, fill=RED, anchor="mm")
        letter = letter.rotate(-math.degrees(turn) - 90, resample=Image.Resampling.BICUBIC)
        x, y = middle + RING * math.cos(turn), middle + RING * math.sin(turn)
        image.alpha_composite(letter, (int(x - 40), int(y - 40)))
    star = [
        (middle + radius * math.cos(turn), middle + radius * math.sin(turn))
        for order in range(10)
        for radius, turn in [((68, 27)[order % 2], math.radians(-90 + 36 * order))]
    ]
    draw.polygon(star, fill=RED)
    out = io.BytesIO()
    image.save(out, format="PNG")
    return out.getvalue()
