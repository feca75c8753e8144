"""The demo's slips of paper: a pad, one number skipped, one spoilt, and a batch that waits for its second signature."""

import io
from datetime import timedelta

from PIL import Image, ImageDraw

from nuanliu.domain.care.slips.models import Slip
from nuanliu.domain.care.slips.numbers import written
from nuanliu.domain.care.slips.queries import slips_of
from nuanliu.domain.network.types import Actor, Role
from nuanliu.jobs.demo.cast import Cast, SiteCast
from nuanliu.platform.clock import local_date
from nuanliu.platform.ids import new_id
from nuanliu.usecases.keep_slips import issue_slips, void_slip
from nuanliu.usecases.paper_slips.entering import enter_slips
from nuanliu.usecases.paper_slips.judging import judge
from nuanliu.usecases.paper_slips.picturing import add_picture
from nuanliu.usecases.paper_slips.types import Level, Typed

SITE = "ZS01"
PAD, IN_THE_BATCH, TRIED = 30, 4, 40


def put_slips_on_the_desk(cast: Cast) -> None:
    """At the site at whose desk a visitor sits."""
    site = cast.sites.get(SITE)
    if site is None:
        return
    clerk = site.staff.get(Role.HOTLINE) or site.staff.get(Role.COORDINATOR)
    if clerk is not None and site.elders and site.volunteers:
        _pad(cast, site, cast.actor(clerk))


def _pad(cast: Cast, site: SiteCast, clerk: Actor) -> None:
    issued = cast.now - timedelta(days=12)
    place = site.site.pk
    pad = issue_slips(actor=clerk, site_id=place, holder_id=place, count=PAD, token=new_id(), now=issued)
    spoilt, _skipped, *good = slips_of(found=pad)
    void_slip(actor=clerk, slip_id=spoilt.id, reason="写坏了", now=issued + timedelta(days=1))
    rows = _rows(cast, site, clerk, good)
    if not rows:
        return
    at = cast.now - timedelta(hours=1)
    batch = enter_slips(actor=clerk, site_id=place, rows=rows, token=new_id(), now=at)
    add_picture(actor=clerk, batch_id=batch.id, data=_photograph(len(rows)), token=new_id(), now=at)


def _rows(cast: Cast, site: SiteCast, clerk: Actor, slips: list[Slip]) -> list[Typed]:
    """Early morning hours of the last days, in which nobody of the play was out."""
    rows: list[Typed] = []
    for number in range(TRIED):
        if len(rows) == IN_THE_BATCH:
            break
        slip, day = slips[len(rows)], local_date(cast.now) - timedelta(days=1 + number % 5)
        typed = Typed(
            slip=written(site=slip.site_id, number=slip.number),
            helper=site.volunteers[number % len(site.volunteers)].number,
            elder=site.elders[number % len(site.elders)].person.name,
            service="101",
            day=f"{day:%Y-%m-%d}",
            start="6:30",
            end="7:30",
        )
        (*_before, verdict) = judge(actor=clerk, site_id=site.site.pk, rows=[*rows, typed], now=cast.now)
        if verdict.level in {Level.OK, Level.WARNING}:
            rows.append(typed)
    return rows


def _photograph(slips: int) -> bytes:
    """Slips laid out on a table, too small to be read."""
    width = 900
    picture = Image.new("RGB", (width, 120 + 180 * slips), "#8a6f4d")
    draw = ImageDraw.Draw(picture)
    draw = ImageDraw.Draw(picture)
    for number in range(slips):
        top = 60 + 180 * number
        draw.rectangle((60, top, width - 60, top + 150), fill="#fffaf3", outline="#00574b", width=3)
        for line in range(4):
            draw.line((90, top + 35 + 28 * line, width - 90, top + 35 + 28 * line), fill="#767676", width=2)
    picture.save(out := io.BytesIO(), format="JPEG")
    return out.getvalue()
