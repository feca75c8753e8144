"""Slips of paper for tests: a pad issued a week ago, and rows as a clerk types them."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from nuanliu.domain.care.slips.batch_models import SlipBatch
from nuanliu.domain.care.slips.models import Slip
from nuanliu.domain.care.slips.numbers import written
from nuanliu.domain.care.slips.queries import slips_of
from nuanliu.domain.network.types import Actor
from nuanliu.domain.people.models import Person
from nuanliu.platform.clock import local
from nuanliu.platform.ids import new_id
from nuanliu.usecases.keep_slips import issue_slips
from nuanliu.usecases.paper_slips.entering import enter_slips
from nuanliu.usecases.paper_slips.picturing import add_picture
from nuanliu.usecases.paper_slips.types import COLUMNS, Typed
from tests.support.pictures import photo
from tests.support.town import Town


def pad_of(town: Town, count: int = 5, *, actor: Actor | None = None) -> list[Slip]:
    """A pad that was issued a week ago."""
    week_ago = town.now - timedelta(days=7)
    pad = issue_slips(
        actor=actor or town.clerk("发单"), site_id=town.site.pk, holder_id=town.site.pk, count=count, token=new_id(),
        now=week_ago,
    )  # fmt: skip
    return slips_of(found=pad)


def veteran(town: Town, name: str = "陈本芬", **facts: Any) -> Person:
    """A volunteer who joined a month ago."""
    person = town.volunteer(name, **facts)
    person.volunteer.joined_on = town.now.date() - timedelta(days=30)
    person.volunteer.save(update_fields=["joined_on"])
    return person


def number_of(slip: Slip) -> str:
    """As it is printed."""
    return written(site=slip.site_id, number=slip.number)


def row(town: Town, slip: Slip, helper: Person, whom: Person, **said: str) -> Typed:
    """One hour yesterday morning, unless said otherwise."""
    day = f"{local(town.now - timedelta(days=1)):%Y-%m-%d}"
    facts = {"slip": number_of(slip), "helper": helper.volunteer.number, "elder": whom.name, "service": "101"}
    return Typed(**{**facts, "day": day, "start": "9", "end": "10", **said})


def sent(rows: Sequence[Typed]) -> dict[str, Any]:
    """The rows as a browser sends them."""
    return {column: [getattr(one, column) for one in rows] for column in COLUMNS}


def entered(town: Town, rows: Sequence[Typed], *, actor: Actor | None = None, pictured: bool = True) -> SlipBatch:
    """A batch that waits, with its photograph."""
    who = actor or town.clerk("录入员")
    batch = enter_slips(actor=who, site_id=town.site.pk, rows=rows, token=new_id(), now=town.now)
    if pictured:
        data = photo(width=40, height=30)
        add_picture(actor=who, batch_id=batch.id, data=data, token=new_id(), now=town.now)
    return batch
