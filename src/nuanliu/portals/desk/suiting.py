"""Who suits a need, in words for the clerk: why her, or why not."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nuanliu.domain.care.invitations.queries import waiting_at
from nuanliu.domain.care.models import Need
from nuanliu.domain.network.types import Actor
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.queries import people_within
from nuanliu.platform import words
from nuanliu.portals.ui.hindrances import hindrance_words
from nuanliu.portals.ui.skills import language_words
from nuanliu.usecases.matching.ranking import about, ranked_helpers
from nuanliu.usecases.matching.types import Hindrance, Suited

SHOWN = 6
_LONG_NOT_ASKED = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Suiting:
    """One helper beside the need. `against` is empty if she may go."""

    person: Person
    reasons: list[str]
    against: list[str]
    is_ticked: bool = False
    """Whether the page proposes to ask her: as many as are wanted, of an urgent need all."""


def suited_helpers(*, actor: Actor, need: Need, now: datetime) -> list[Suiting]:
    """The best few of those whom the clerk may look up, the best first."""
    people = people_within(actor=actor).exclude(pk=need.elder_id)
    found = ranked_helpers(need=need, people=people, now=now, limit=SHOWN)
    asked = waiting_at(need=need)
    proposed = len(found) if need.is_urgent else max(0, need.helpers_wanted - len(asked))
    return [replace(_said(one, now), is_ticked=place < proposed) for place, one in enumerate(found)]


def suiting_of(*, helper: Person, need: Need, now: datetime) -> Suiting:
    """The one whom the clerk named."""
    return _said(about(need=need, helpers=[helper], now=now)[0], now)


def _said(one: Suited, now: datetime) -> Suiting:
    return Suiting(one.person, list(_reasons(one, now)), [hindrance_words(code) for code in _against(one)])


def _against(one: Suited) -> Iterator[Hindrance | str]:
    for code in one.hindrances:
        yield code if isinstance(code, Hindrance) else str(code)
    if one.is_free is False:
        yield _("她写的空闲时间里没有那时。")


def _reasons(one: Suited, now: datetime) -> Iterator[str]:
    """Shortest first, and only what tells helpers apart."""
    if one.is_regular:
        yield _("老人点名的")
    if one.seen:
        yield ngettext("来过 %(n)d 次", "来过 %(n)d 次", one.seen) % {"n": one.seen}
    if one.walk is not None:
        yield ngettext("走 %(n)d 分钟", "走 %(n)d 分钟", one.walk) % {"n": one.walk}
    elif one.kilometres:
        yield _("约 %(km)d 公里") % {"km": one.kilometres}
    if one.speech:
        yield _("会说%(languages)s") % {"languages": language_words(list(one.speech))}
    if one.is_free:
        yield _("写了那时有空")
    if one.asked_at is None:
        yield _("新来的，还没接过")
    elif one.asked_at < now - _LONG_NOT_ASKED:
        yield _("一个月没请过了")
    if one.week_minutes:
        yield _("那周已排 %(minutes)s") % {"minutes": words.minutes(one.week_minutes)}
