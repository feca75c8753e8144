"""Finding whom and what the rows of a grid mean, all rows with one question of each kind."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from nuanliu.domain.care.models import Service
from nuanliu.domain.care.slips.models import Slip
from nuanliu.domain.care.slips.numbers import UnreadableNumber, read_number
from nuanliu.domain.care.slips.operations import REFUSALS
from nuanliu.domain.care.slips.types import SlipState
from nuanliu.domain.network.models import Node
from nuanliu.domain.network.types import Actor
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.queries import people_within
from nuanliu.platform.clock import at, local_date
from nuanliu.platform.text import clean
from nuanliu.usecases.paper_slips.reading import read_clock, read_day
from nuanliu.usecases.paper_slips.types import Typed
from nuanliu.usecases.paper_slips.verdicts import Meant, Verdict

_WHO = re.compile(r"(?P<letters>[a-z]{2,20})(?P<which>\d{0,2})", re.ASCII)
MOST_NAMED, LONGEST_NAME = 9, 40


@dataclass(slots=True)
class Ground:
    """What the rows are held against."""

    site: Node
    now: datetime
    slips: dict[int, Slip] = field(default_factory=dict)
    helpers: dict[str, list[Person]] = field(default_factory=dict)
    elders: dict[str, list[Person]] = field(default_factory=dict)
    services: dict[str, Service] = field(default_factory=dict)

    @classmethod
    def survey(
        cls, *, actor: Actor, site: Node, rows: Sequence[Typed], now: datetime, slips: dict[int, Slip] | None = None
    ) -> "Ground":
        """Ask for everything that the rows name; `slips` if they were locked before."""
        if slips is None:
            numbers = numbers_in(site=site, rows=rows)
            found = Slip.objects.filter(site_id=site.pk, number__in=numbers).select_related("range__holder")
            slips = {slip.number: slip for slip in found}
        reach = people_within(actor=actor).filter(died_on=None).order_by("pk")
        helpers = reach.filter(volunteer__isnull=False)
        elders = reach.filter(elder__isnull=False, home_site=site)
        return cls(
            site=site,
            now=now,
            slips=slips,
            helpers=_named(helpers, [row.helper for row in rows]),
            elders=_named(elders, [row.elder for row in rows]),
            services={service.code: service for service in Service.objects.all()},
        )


def numbers_in(*, site: Node, rows: Sequence[Typed]) -> list[int]:
    """The slip numbers that can be read in the rows."""
    found = []
    for row in rows:
        try:
            found.append(read_number(site=site.pk, text=row.slip))
        except UnreadableNumber:
            continue
    return found


def _plain(text: str) -> str:
    return clean(text).lower().replace(" ", "")[:LONGEST_NAME]


def _named(people: "object", typed: Sequence[str]) -> dict[str, list[Person]]:
    """By what was typed, who it may be: initials or spelling, a whole name, a volunteer's number."""
    wanted = {_plain(text) for text in typed} - {""}
    asked = Q(pk__in=[])
    for one in wanted:
        asked |= _asked(one)
    found: dict[str, list[Person]] = defaultdict(list)
    for person in people.filter(asked) if wanted else ():  # type: ignore[attr-defined]
        for one in wanted:
            if _fits(person, one):
                found[one].append(person)
    return found


def _asked(text: str) -> Q:
    who = _WHO.fullmatch(text)
    if who is None:
        return Q(name=text) | Q(name__iexact=text) | Q(volunteer__number__iexact=text)
    letters = who["letters"]
    return Q(pinyin__startswith=letters) | Q(pinyin__contains=f" {letters}") | Q(volunteer__number__iexact=text)


def _fits(person: Person, text: str) -> bool:
    number = getattr(person, "volunteer", None) and person.volunteer.number.lower()
    if text in {person.name.lower(), number}:
        return True
    who = _WHO.fullmatch(text)
    return who is not None and who["letters"] in person.pinyin.split()


def resolve(*, row: Typed, number: int, ground: Ground) -> Verdict:
    """What the row means, or what in it is not understood."""
    verdict = Verdict(number, is_empty=row.is_empty)
    if row.is_empty:
        return verdict
    slip = _slip(row, ground, verdict)
    helper = _person(row.helper, ground.helpers, verdict, "helper", _("没有这位志愿者。可写拼音首字母、姓名或编号。"))
    elder = _person(row.elder, ground.elders, verdict, "elder", _("本站没有这位老人。可写拼音首字母或姓名。"))
    service = _service(row.service, ground, verdict)
    times = _times(row, ground, verdict)
    if slip and helper and elder and service and times:
        verdict.meant = Meant(slip, helper, elder, service, *times)
    return verdict


def _slip(row: Typed, ground: Ground, verdict: Verdict) -> Slip | None:
    try:
        number = read_number(site=ground.site.pk, text=row.slip)
    except UnreadableNumber as refusal:
        verdict.refuse(refusal.words, "slip")
        return None
    slip = ground.slips.get(number)
    if slip is None:
        verdict.refuse(_("本站没有发过这个号。"), "slip")
    return slip


def refuse_unless_issued(*, verdict: Verdict) -> None:
    """An error where the slip cannot be typed in, because of where it stands."""
    if verdict.meant is not None and verdict.meant.slip.state != SlipState.ISSUED:
        verdict.refuse(REFUSALS[SlipState(verdict.meant.slip.state)], "slip")


def _person(typed: str, known: dict[str, list[Person]], verdict: Verdict, column: str, nobody: str) -> Person | None:
    text = _plain(typed)
    found = known.get(text, [])
    who = _WHO.fullmatch(text)
    if len(found) > 1 and who is not None and who["which"]:
        place = int(who["which"])
        found = found[place - 1 : place] if place else []
    if len(found) == 1:
        return found[0]
    verdict.refuse(_which(text, found) if found else nobody, column)
    return None


def _which(text: str, found: Sequence[Person]) -> str:
    """Who it may be: the first who came here is 1, and stays it whoever comes after."""
    named = "，".join(f"{text}{place} {_said(person)}" for place, person in enumerate(found[:MOST_NAMED], start=1))
    return _("有 %(count)d 位，请在后面加数字：%(named)s。") % {"count": len(found), "named": named}


def _said(person: Person) -> str:
    volunteer = getattr(person, "volunteer", None)
    more = volunteer.number if volunteer is not None else person.street
    return f"{person.name}（{more}）" if more else person.name


def _service(typed: str, ground: Ground, verdict: Verdict) -> Service | None:
    text = _plain(typed).upper()
    code = f"S{text}" if text.isdigit() else text
    found = ground.services.get(code)
    if found is None:
        named = [one for one in ground.services.values() if text and one.name.upper().startswith(text)]
        found = named[0] if len(named) == 1 else None
    if found is None:
        verdict.refuse(_("没有这项服务。请写编号，比如 101。"), "service")
    return found


def _times(row: Typed, ground: Ground, verdict: Verdict) -> tuple[datetime, datetime] | None:
    today = local_date(ground.now)
    day, start, end = read_day(text=row.day, today=today), read_clock(row.start), read_clock(row.end)
    if day is None:
        verdict.refuse(_("日期不对。请写 24 或 1124 这样。"), "day")
    if start is None:
        verdict.refuse(_("开始的时间不对。请写 9 或 930 这样。"), "start")
    if end is None:
        verdict.refuse(_("结束的时间不对。请写 9 或 930 这样。"), "end")
    if day is None or start is None or end is None:
        return None
    first, last = at(day, start.hour, start.minute), at(day, end.hour, end.minute)
    if last <= first:
        verdict.refuse(_("结束要比开始晚。"), "end")
        return None
    return first, last


def parties(verdicts: Sequence[Verdict]) -> set[UUID]:
    """Everybody whom the understood rows are about."""
    return {person.pk for one in verdicts if one.meant for person in (one.meant.helper, one.meant.elder)}
