"""Paper: pads of slips, batches that two sign, spoilt and lost ones, pages of old passbooks."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.care.slips.batch_models import SlipBatch
from nuanliu.domain.care.slips.models import Slip
from nuanliu.domain.care.slips.numbers import written
from nuanliu.domain.care.slips.queries import slips_of
from nuanliu.domain.network.models import Node
from nuanliu.platform.clock import at, local_date
from nuanliu.platform.ids import new_id
from nuanliu.usecases.keep_slips import find_slip, issue_slips, lose_slip, void_slip
from nuanliu.usecases.keep_strays import note_stray
from nuanliu.usecases.old_books import PageLine, enter_page, take_page
from nuanliu.usecases.paper_slips.entering import UnableToEnterSlips, enter_slips
from nuanliu.usecases.paper_slips.picturing import add_picture
from nuanliu.usecases.paper_slips.returning import return_batch
from nuanliu.usecases.paper_slips.reversing import reverse_batch
from nuanliu.usecases.paper_slips.signing import sign_batch
from nuanliu.usecases.paper_slips.types import Level, Typed
from tests.campaigns.month.plain import NeedLine, VisitLine
from tests.support.pictures import photo

if TYPE_CHECKING:
    from uuid import UUID

    from tests.campaigns.month.play import Month

SPARE = 6


class Papers:
    """The pads of each site, and what became of every slip as the model knows it."""

    def __init__(self, month: "Month") -> None:
        self.month = month
        self.free: dict[UUID, list[Slip]] = {}
        self.state: dict[UUID, str] = {}

    def lay_out(self, first: date, days: int) -> None:
        """Each site is issued a pad on the first day, and has a batch every so many days."""
        size, month = self.month.cast.size, self.month
        batches = range(size.batch_every - 1, days, size.batch_every)
        for site in month.cast.sites:
            month.later(at(first, 8), lambda now, one=site: self.issue(one, size.slips * len(batches) + SPARE, now))
            for order, number in enumerate(batches):
                day = first + timedelta(days=number)
                month.later(at(day, 10), lambda now, one=site, n=order: self.type_in(one, size.slips, now, n))
            month.later(at(first + timedelta(days=3), 8, 30), lambda now, one=site: self.spoil(one, now))
        for number in range(size.old_pages):
            day = first + timedelta(days=1 + number * (days - 2) // size.old_pages)
            month.later(at(day, 14, number % 60), lambda now, n=number: self.old_page(n, now))

    def issue(self, site: Node, count: int, now: datetime) -> None:
        """As many pads as are needed."""
        clerk, self.free[site.pk] = self.month.cast.at(site.pk, "clerk"), []
        while count > 0:
            pad = issue_slips(
                actor=clerk, site_id=site.pk, holder_id=site.pk, count=min(count, 100), token=new_id(), now=now
            )
            self.free[site.pk] += slips_of(found=pad)
            count -= 100
        self.state |= {slip.id: "issued" for slip in self.free[site.pk]}

    def spoil(self, site: Node, now: datetime) -> None:
        """One is spoilt, one lost, one lost and found; and somebody brings one that was never issued."""
        clerk, [spoilt, lost, found] = (
            self.month.cast.at(site.pk, "clerk"),
            [self.free[site.pk].pop() for _ in range(3)],
        )
        tried = self.month.tried
        tried("slip void", lambda: void_slip(actor=clerk, slip_id=spoilt.id, reason="撕了", now=now))
        tried("slip lost", lambda: lose_slip(actor=clerk, slip_id=lost.id, reason="找不到", now=now))
        tried("slip lost", lambda: lose_slip(actor=clerk, slip_id=found.id, reason="找不到", now=now))
        tried("slip found", lambda: find_slip(actor=clerk, slip_id=found.id, now=now))
        tried(
            "stray slip",
            lambda: note_stray(actor=clerk, site_id=site.pk, text="99999", note="邻居交来", token=new_id(), now=now),
        )
        self.free[site.pk].append(found)
        self.state |= {spoilt.id: "void", lost.id: "missing"}

    def type_in(self, site: Node, count: int, now: datetime, order: int) -> None:
        """A clerk types a grid; what is red she leaves out; a certifier signs it the next day, or sends it back."""
        clerk = self.month.cast.at(site.pk, "clerk")
        slips = [self.free[site.pk].pop(0) for _each in range(count)]
        rows = [self.row(site, slip, now) for slip in slips]
        for _again in range(4):
            try:
                batch = enter_slips(actor=clerk, site_id=site.pk, rows=rows, token=new_id(), now=now)
            except UnableToEnterSlips as refusal:
                self.month.done[f"batch: {refusal.code}"] += 1
                bad = {one.number for one in refusal.verdicts if one.level is Level.ERROR}
                rows = [row for number, row in enumerate(rows, start=1) if number not in bad]
                if not rows:
                    return
                continue
            break
        else:
            return
        add_picture(actor=clerk, batch_id=batch.id, data=photo(width=40, height=30), token=new_id(), now=now)
        self.month.done["batch entered"] += 1
        used = list(batch.rows.values_list("slip_id", flat=True))
        self.state |= dict.fromkeys(used, "entered")
        self.free[site.pk] += [slip for slip in slips if slip.id not in set(used)]
        self.month.later(now + timedelta(days=1), lambda moment: self.sign(site, batch, moment, order))

    def row(self, site: Node, slip: Slip, now: datetime) -> Typed:
        """An hour or two within the last days, as it stands on the paper."""
        month = self.month
        here = [one for one in month.cast.elders if one.home_site_id == site.pk]
        helper, day = (
            month.random.choice(month.cast.volunteers),
            local_date(now) - timedelta(days=month.random.randint(1, 3)),
        )
        start = month.random.choice((7, 8, 11, 12, 18, 19))
        end = f"{start + 1}:{month.random.choice(('00', '10', '26', '30'))}"
        return Typed(
            slip=written(site=site.pk, number=slip.number), helper=helper.volunteer.number,
            elder=month.random.choice(here).name, service="101", day=f"{day:%Y-%m-%d}", start=str(start), end=end,
        )  # fmt: skip

    def sign(self, site: Node, batch: SlipBatch, now: datetime, order: int) -> None:
        """Sent back every fourth time; else signed, and every third of those is reversed two days later."""
        signer = self.month.cast.at(site.pk, "certifier")
        made = None
        if order % 4 != 2:
            made = self.month.tried("batch signed", lambda: sign_batch(actor=signer, batch_id=batch.id, now=now))
        if made is None:
            back = self.month.tried(
                "batch returned", lambda: return_batch(actor=signer, batch_id=batch.id, reason="对不上", now=now)
            )
            self.give_slips_back(batch if back is not None else None)
            return
        for row in batch.rows.order_by("position"):
            visit = Visit.objects.get(site_id=site.pk, id=row.visit_id or new_id())
            self.note_row(visit, now)
            self.state[row.slip_id] = "used"
        if order % 4 == 1:
            self.month.later(now + timedelta(days=2), lambda moment: self.reverse(site, batch, moment))

    def note_row(self, visit: Visit, now: datetime) -> None:
        """A slip that counts is a need and a visit like any other."""
        need, plain = Need.objects.get(site_id=visit.site_id, id=visit.need_id), self.month.plain
        line = NeedLine(
            need.id, need.site_id, need.elder_id, need.starts_at, need.planned_minutes, 1, need.submitted_at, now,
            own=need.payer == "own_time",
        )  # fmt: skip
        plain.ask(line)
        plain.publish(line)
        made = VisitLine(visit.id, line, visit.volunteer_id, choice=visit.choice)
        made.started, made.ended, made.confirmed = visit.started_at, visit.ended_at, now
        plain.take(made)
        plain.put(made, "confirmed")
        self.month.note_certified(made, now)

    def reverse(self, site: Node, batch: SlipBatch, now: datetime) -> None:
        """The whole batch goes back, or none of it."""
        actor, plain = self.month.cast.at(site.pk, "second certifier"), self.month.plain
        made = self.month.tried(
            "batch reversed", lambda: reverse_batch(actor=actor, batch_id=batch.id, reason="抄错了", now=now)
        )
        if made is not None:
            for visit_id in batch.rows.values_list("visit_id", flat=True):
                visit = plain.visits[visit_id]
                visit.counted = 0
                plain.put(visit, "voided")
            self.give_slips_back(batch)

    def give_slips_back(self, batch: SlipBatch | None) -> None:
        """Their numbers can be typed again."""
        if batch is not None:
            self.state |= dict.fromkeys(batch.rows.values_list("slip_id", flat=True), "issued")

    def old_page(self, number: int, now: datetime) -> None:
        """A page of an old book: photographed and typed by one, looked at by another."""
        cast, month = self.month.cast, self.month
        person = cast.volunteers[number % len(cast.volunteers)]
        lines = [
            PageLine(date(2026, 3, 1) + timedelta(days=7 * line), "S101", 60 * month.random.randint(1, 3), "王奶奶")
            for line in range(3)
        ]
        clerk, other = (cast.at(person.home_site_id, role) for role in ("clerk", "certifier"))
        page = month.tried(
            "old page",
            lambda: enter_page(
                actor=clerk, person_id=person.pk, page=str(number + 1), lines=lines,
                photo=photo(width=40 + number, height=30), token=new_id(), now=now,
            ),
        )  # fmt: skip
        if page is not None and month.tried(
            "old page taken", lambda: take_page(actor=other, page_id=page.id, now=now + timedelta(hours=1))
        ):
            for unit in ("time", "honour"):
                month.plain.beside[person.pk, unit] += sum(line.minutes for line in lines)
