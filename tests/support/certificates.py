"""Awards, seals and batches for tests."""

import io
from datetime import date
from uuid import UUID

from PIL import Image, ImageDraw

from nuanliu.domain.certificates.facts import Award
from nuanliu.domain.certificates.models import Batch, Certificate
from nuanliu.domain.network.models import Node
from nuanliu.domain.network.types import Actor
from nuanliu.domain.people.models import Person
from nuanliu.platform.ids import new_id
from nuanliu.usecases.issue_certificates import issue_certificates
from nuanliu.usecases.make_certificates import continue_batch
from tests.support.town import Town

CHECK = "https://nuanliu.example.cn/check"
YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def seal_picture(*, ground: str = "white") -> bytes:
    """A red ring with a star's worth of ink in it, as a scanner sees it."""
    image = Image.new("RGB", (300, 260), ground)
    draw = ImageDraw.Draw(image)
    draw.ellipse((30, 10, 270, 250), outline="#c8202a", width=8)
    draw.rectangle((120, 100, 180, 160), fill="#c8202a")
    out = io.BytesIO()
    image.save(out, format="PNG")
    return out.getvalue()


def award(person: Person | None = None, *, unit: Node | None = None, title: str = "优秀志愿者") -> Award:
    """An award of the year."""
    first, last = YEAR
    return Award(
        key=new_id(),
        title=title,
        words="全年服务 128 小时，风雨无阻。",
        person_id=person.pk if person else None,
        unit_id=unit.pk if unit else None,
        minutes=7680,
        services=96,
        first_day=first,
        last_day=last,
    )


def begun(
    town: Town, actor: Actor, awards: list[Award], *, with_seal: bool = False, token: UUID | None = None
) -> Batch:
    """A batch that has been asked for, for the site."""
    return issue_certificates(
        actor=actor,
        issuer_id=town.site.pk,
        name="年度表彰",
        awards=awards,
        with_seal=with_seal,
        check_address=CHECK,
        token=token or new_id(),
        now=town.now,
    )


def honoured(town: Town, actor: Actor, *people: Person, with_seal: bool = False) -> list[Certificate]:
    """Certificates of honour for these people, made to the end."""
    batch = begun(town, actor, [award(one) for one in people], with_seal=with_seal)
    while continue_batch(batch_id=batch.pk, now=town.now):
        pass
    return list(Certificate.objects.filter(batch=batch).order_by("number"))
