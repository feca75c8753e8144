"""Old paper passbooks come in page by page: photographed, typed by one person, looked at by another, once."""

import base64
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.audit.operations import record
from nuanliu.domain.care.models import Service
from nuanliu.domain.care.slips.access import SLIP_DESK
from nuanliu.domain.ledger.types import Unit
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.passbook.accounts import Holder
from nuanliu.domain.passbook.oldbooks.models import OldPage
from nuanliu.domain.passbook.oldbooks.types import PageState
from nuanliu.domain.passbook.operations import open_with_paper_line
from nuanliu.domain.passbook.queries import paper_lines_known
from nuanliu.domain.people import sealing
from nuanliu.domain.people.joining.pictures import redrawn
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.queries import is_own_or_kin
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.clock import at, local_date
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated
from nuanliu.usecases.rosters.kinds.passbook import PassbookRow
from nuanliu.usecases.rosters.loading.passbook import line_id, memo_of

MOST_LINES, NOON = 20, 12
LINES, PICTURE = "old_page_lines", "old_page"
"""What the sealed columns are bound to."""


class UnableToBringPage(Unable):
    """The page cannot come in so."""


@dataclass(frozen=True, slots=True)
class PageLine:
    """One written line."""

    day: date
    service: str
    minutes: int
    whom: str


def person_with_old_book(*, actor: Actor, person_id: UUID) -> Person:
    """A volunteer whose old book the actor may type in. Raises NotVisible."""
    rows = Person.objects.select_related("home_site", "volunteer").filter(closed_at=None, volunteer__isnull=False)
    person = rows.filter(pk=person_id).first()
    if person is None or not actor.may(SLIP_DESK, path=person.home_site.path):
        raise NotVisible
    return person


def access_page(*, actor: Actor, page_id: UUID) -> OldPage:
    """A page at one of the actor's sites. Raises NotVisible."""
    page = OldPage.objects.select_related("site", "person__volunteer").filter(id=page_id).first()
    if page is None or not actor.may(SLIP_DESK, path=page.site.path):
        raise NotVisible
    return page


def pages_of(*, person: Person) -> list[OldPage]:
    """Her pages, newest first, without the photographs."""
    rows = OldPage.objects.filter(site_id=person.home_site_id, person=person).defer("picture_sealed", "lines_sealed")
    return list(rows.order_by("-entered_at", "-id"))


def page_picture(*, actor: Actor, page_id: UUID) -> bytes:
    """The photograph. Raises NotVisible."""
    page = access_page(actor=actor, page_id=page_id)
    text = sealing.open_for(page.person, PICTURE, page.picture_sealed)
    if not text:
        raise NotVisible
    return base64.b64decode(text)


@repeated
def enter_page(
    *,
    actor: Actor,
    person_id: UUID,
    page: str,
    lines: Sequence[PageLine],
    photo: bytes,
    token: UUID,
    now: datetime,
) -> OldPage:
    """One page as it was read. The same token finds the same page.

    Raises UnableToBringPage (own_or_kin, no_lines, page_known, photo_known, line_known, ...), UnableToReadPicture,
    NotVisible.
    """
    drawn, digest, wanted = redrawn(data=photo), hashlib.sha256(photo).hexdigest(), derived_id(token, "old-page")
    with durable():
        person = person_with_old_book(actor=actor, person_id=person_id)
        Person.objects.select_for_update(no_key=True, of=("self",)).get(pk=person.pk)
        known = OldPage.objects.filter(site_id=person.home_site_id, id=wanted).first()
        if known is not None or actor.id is None:
            return known or _nobody()
        _insist_on_other(actor, person)
        _insist_on_new(person, page, lines, digest, now)
        made = OldPage.objects.create(
            site=person.home_site,
            id=wanted,
            person=person,
            page=page,
            state=PageState.WAITING,
            lines_sealed=sealing.seal_for(person, LINES, _as_text(lines)),
            count=len(lines),
            minutes=sum(line.minutes for line in lines),
            picture_sealed=sealing.seal_for(person, PICTURE, base64.b64encode(drawn.data).decode()),
            digest=digest,
            width=drawn.width,
            height=drawn.height,
            entered_at=now,
            entered_by=actor.id,
        )
        _note("old_page.entered", made, actor, now, lines=len(lines))
        return made


def _nobody() -> OldPage:
    raise NotVisible


def _insist_on_other(actor: Actor, person: Person) -> None:
    if is_own_or_kin(actor=actor, people={person.pk}):
        raise UnableToBringPage("own_or_kin", _("自己或家人的存折，请另一位同事办。"))


def _insist_on_new(person: Person, page: str, lines: Sequence[PageLine], digest: str, now: datetime) -> None:
    if not lines:
        raise UnableToBringPage("no_lines", _("这一页还一行也没有写。"))
    standing = OldPage.objects.filter(site_id=person.home_site_id).exclude(state=PageState.RETURNED)
    if standing.filter(person=person, page=page).exists():
        raise UnableToBringPage("page_known", _("这一页已经录过了。"), field="page")
    if standing.filter(digest=digest).exists():
        raise UnableToBringPage("photo_known", _("这张照片已经用过了。"), field="photo")
    if any(line.day > local_date(now) for line in lines):
        raise UnableToBringPage("future", _("有一行的日期还没有到。"))
    ids = [_line_id(person, page, line) for line in lines]
    if len(set(ids)) < len(ids):
        raise UnableToBringPage("line_twice", _("有两行一模一样。若确是两次，请在对象里分清。"))
    written = {(line.day, line.minutes) for line in lines}
    others = standing.filter(person=person).select_related("person")
    said = {(line.day, line.minutes) for other in others for line in lines_of(page=other)}
    if paper_lines_known(site=person.home_site_id, ids=ids) or written & said:
        raise UnableToBringPage("line_known", _("有一行已经录过：同一天、同样的时间。"))


def _line_id(person: Person, page: str, line: PageLine) -> UUID:
    return line_id(person, _row(person, page, line))


def _row(person: Person, page: str, line: PageLine, *, by: str = "", checked_by: str = "") -> PassbookRow:
    return PassbookRow(
        volunteer=person.volunteer.number,
        name=person.name,
        served_on=line.day,
        service=line.service,
        minutes=line.minutes,
        whom=line.whom,
        page=page,
        entered_by=by,
        checked_by=checked_by,
    )


def lines_of(*, page: OldPage) -> list[PageLine]:
    """The lines of a page."""
    told = json.loads(sealing.open_for(page.person, LINES, page.lines_sealed) or "[]")
    return [PageLine(date.fromisoformat(day), service, minutes, whom) for day, service, minutes, whom in told]


def _as_text(lines: Sequence[PageLine]) -> str:
    return json.dumps([[line.day.isoformat(), line.service, line.minutes, line.whom] for line in lines])


@repeated
def take_page(*, actor: Actor, page_id: UUID, now: datetime) -> OldPage:
    """The second person found the lines on the photograph: they are opening lines of the book, each once.

    Taking a taken page changes nothing. Raises UnableToBringPage, UnableToPost, NotVisible.
    """
    with durable():
        page = _locked(actor, page_id)
        if page.state == PageState.IN_BOOK:
            return page
        _insist_on_waiting(page)
        if actor.id == page.entered_by:
            raise UnableToBringPage("entered_it", _("这一页是您录的，要请同事看。"))
        _insist_on_other(actor, page.person)
        names = dict(Service.objects.values_list("code", "name"))
        by = Person.objects.filter(pk=page.entered_by).values_list("name", flat=True).first() or ""
        for line in lines_of(page=page):
            row = _row(page.person, page.page, line, by=by, checked_by=actor.name)
            open_with_paper_line(
                id=line_id(page.person, row),
                holder=Holder(page.person_id, page.person.home_site_id),
                unit=Unit.TIME,
                amount=line.minutes,
                occurred_at=at(line.day, NOON),
                actor=actor.id,
                standard_version=standard_in_force(at=now).version_id,
                memo=memo_of(row, names),
            )
        _write(page, PageState.IN_BOOK, actor, now)
        _note("old_page.taken", page, actor, now, lines=page.count)
        return page


@repeated
def return_page(*, actor: Actor, page_id: UUID, reason: str, now: datetime) -> OldPage:
    """The second person found something else on the photograph. Raises UnableToBringPage, NotVisible."""
    with durable():
        page = _locked(actor, page_id)
        if page.state == PageState.RETURNED:
            return page
        _insist_on_waiting(page)
        if not reason.strip():
            raise UnableToBringPage("no_reason", _("请写一句原因。"), field="reason")
        _write(page, PageState.RETURNED, actor, now, reason.strip()[:200])
        _note("old_page.returned", page, actor, now, reason=page.reason)
        return page


def _locked(actor: Actor, page_id: UUID) -> OldPage:
    seen = access_page(actor=actor, page_id=page_id)
    if not actor.may(Power.VISIT_CERTIFY, path=seen.site.path):
        raise UnableToBringPage("no_power", _("要由本站点的认定员来看。"))
    rows = OldPage.objects.select_for_update(no_key=True, of=("self",)).select_related("site", "person__volunteer")
    return rows.get(site_id=seen.site_id, id=seen.id)


def _insist_on_waiting(page: OldPage) -> None:
    if page.state != PageState.WAITING:
        raise UnableToBringPage("not_waiting", _("这一页已经办过了。请刷新页面再看。"))


def _write(page: OldPage, to: PageState, actor: Actor, now: datetime, reason: str = "") -> None:
    page.state, page.reviewed_at, page.reviewed_by, page.reason = to.value, now, actor.id, reason
    page.save(update_fields=["state", "reviewed_at", "reviewed_by", "reason"])


def _note(action: str, page: OldPage, actor: Actor, now: datetime, *, reason: str = "", **details: object) -> None:
    record(
        action=action,
        subject_type="person",
        subject_id=page.person_id,
        occurred_at=now,
        actor_id=actor.id,
        actor_role=actor.role_for(SLIP_DESK, path=page.site.path),
        on_behalf_of=page.person_id,
        site_id=page.site_id,
        reason=reason,
        details={"page": page.page, **details},
    )
