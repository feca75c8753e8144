"""One press of every button that writes, ready to be pressed: by whom, where, with what typed, at which hour."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.network.models import Login
from nuanliu.domain.network.types import Role
from nuanliu.domain.notices.models import Delivery
from nuanliu.domain.notices.types import Channel
from nuanliu.domain.people.models import Person, Proxy
from nuanliu.domain.people.operations import put_pin_card
from nuanliu.platform.ids import new_id
from nuanliu.usecases.certify_visit import certify_visit
from nuanliu.usecases.confirm_visit import confirm_visit
from nuanliu.usecases.import_roster import upload_roster
from nuanliu.usecases.inviting.ask import Invitee, invite
from nuanliu.usecases.keep_shelf import put_good, stock_in
from nuanliu.usecases.print_passbook import start_booklet
from nuanliu.usecases.rosters.types import RosterKind
from nuanliu.usecases.start_visit import start_visit
from nuanliu.usecases.use_time import convert_time
from tests.support.pages import token_in
from tests.support.signing import let_in
from tests.support.town import Town
from tests.unit.usecases.rosters.workbooks import workbook

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
ROSTER = (("姓名", "性别", "身份证号", "联系电话", "所属站点"), ("赵桂香", "女", "11010519491231002X", "13800000002"))


@dataclass
class Press:
    """`path` may be POST only. `once` is False where every press is one more by right; `audited` where an audit event
    is written; `kept` what must stand in the form that comes back."""

    who: UUID | None
    path: str
    now: datetime
    typed: dict[str, Any] = field(default_factory=dict)
    token: str = field(default_factory=lambda: str(new_id()))
    once: bool = True
    audited: bool = True
    secret: frozenset[str] = frozenset()
    roster: bytes = b""
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))

    def sign_in(self) -> "Press":
        """The person signs in, at the hour of the press."""
        if self.who is not None:
            with time_machine.travel(self.now, tick=False):
                let_in(self.client, Login.objects.get(pk=self.who))
        return self

    def press(self) -> HttpResponse:
        """Send it."""
        data = {"token": self.token, **self.typed}
        if self.roster:
            data["file"] = SimpleUploadedFile("老人.xlsx", self.roster)
        with time_machine.travel(self.now, tick=False):
            return self.client.post(self.path, data)

    def look(self, path: str = "") -> HttpResponse:
        """Open a page."""
        with time_machine.travel(self.now, tick=False):
            return self.client.get(path or self.path)


PRESSES: dict[str, Callable[[Town], Press]] = {}


def press(build: Callable[[Town], Press]) -> Callable[[Town], Press]:
    PRESSES[build.__name__] = build
    return build


def need_of(visit: Visit) -> Need:
    return Need.objects.get(site_id=visit.site_id, id=visit.need_id)


def coordinator(town: Town) -> UUID | None:
    return town.staff(Role.COORDINATOR, "孙站长").id


# -- old people and their families


def asking(town: Town, who: Person, prefix: str) -> Press:
    query = f"what=S101&day={town.now + 2 * DAY:%Y-%m-%d}&part=morning&hour=9&word=none&start={new_id()}"
    found = Press(who.pk, f"{prefix}/ask/check?{query}", town.now).sign_in()
    found.token = token_in(found.look())
    return found


@press
def elder_asks(town: Town) -> Press:
    return asking(town, town.elder(phone="13800001111"), "/elder")


@press
def family_asks(town: Town) -> Press:
    elder, son = town.elder(phone="13800001111"), town.person("王建国")
    town.proxy(elder, son, ["ask", "see", "confirm"])
    return asking(town, son, f"/family/{elder.pk}")


@press
def elder_cancels(town: Town) -> Press:
    elder = town.elder(minutes=120)
    need = town.need(elder)
    return Press(elder.pk, f"/elder/arrangements/{need.id}/cancel", town.now)


@press
def elder_says_who_came(town: Town) -> Press:
    elder = town.elder()
    visit = town.served(elder, town.volunteer())
    path = f"/elder/arrangements/{visit.need_id}/{visit.id}/came"
    return Press(elder.pk, path, need_of(visit).ends_at, {"face": "happy"})


@press
def elder_has_read(town: Town) -> Press:
    elder = town.elder(phone="13800001111")
    town.need(elder)
    return Press(elder.pk, "/elder/messages", town.now, audited=False)


@press
def elder_withdraws(town: Town) -> Press:
    elder, son = town.elder(), town.person("王建国")
    town.proxy(elder, son, ["ask"])
    return Press(elder.pk, f"/elder/helpers/{Proxy.objects.get(elder_id=elder.pk).pk}", town.now)


# -- the telephone


@press
def clerk_places(town: Town) -> Press:
    elder, clerk = town.elder(phone="13800000001"), town.clerk()
    found = Press(clerk.id, f"/hotline/elders/{elder.pk}/", town.now).sign_in()
    found.typed = {"service": "1", "when": "后天 9点", "minutes": "", "note": "门铃坏了", "payer": ""}
    found.path = found.press().headers["Location"]
    found.typed = {}
    return found


@press
def clerk_registers(town: Town) -> Press:
    typed = {"name": "王秀英", "site": str(town.site.pk), "street": "建设中路", "note": "听力不好"}
    return Press(town.clerk().id, "/hotline/register/", town.now, typed)


@press
def clerk_has_rung(town: Town) -> Press:
    need = town.need(town.elder())
    line = Delivery.objects.get(notice__subject_id=need.id, channel=Channel.CALL_SHEET)
    return Press(town.clerk().id, "/hotline/calls/made/", town.now, {"outcome": "no_answer", "lines": str(line.pk)})


@press
def clerk_looks(town: Town) -> Press:
    elder = town.elder(phone="13800000001")
    return Press(town.clerk().id, f"/hotline/elders/{elder.pk}/reveal/", town.now, {"reason": "要打电话"}, once=False)


# -- volunteers


@press
def helper_takes(town: Town) -> Press:
    need, helper = town.need(town.elder()), town.volunteer()
    return Press(helper.pk, f"/me/needs/{need.id}/take", town.now)


@press
def helper_declines(town: Town) -> Press:
    need, helper = town.need(town.elder()), town.volunteer()
    return Press(helper.pk, f"/me/needs/{need.id}/decline", town.now, audited=False)


def taken(town: Town) -> tuple[Visit, Person]:
    helper = town.volunteer()
    return town.taken(town.elder(), helper), helper


@press
def helper_starts(town: Town) -> Press:
    visit, helper = taken(town)
    need = need_of(visit)
    return Press(helper.pk, f"/me/visits/{visit.id}/start", need.starts_at, {"code": need.code})


@press
def helper_ends(town: Town) -> Press:
    visit, helper = taken(town)
    need = need_of(visit)
    start_visit(actor=town.actor(helper), visit_id=visit.id, code=need.code, now=need.starts_at)
    typed = {"code": need.code, "choice": "time", "note": "药放桌上了"}
    return Press(helper.pk, f"/me/visits/{visit.id}/end", need.ends_at, typed)


@press
def helper_gives_back(town: Town) -> Press:
    visit, helper = taken(town)
    return Press(helper.pk, f"/me/visits/{visit.id}/cancel", town.now, {"reason": "孩子发烧了"})


@press
def helper_chooses(town: Town) -> Press:
    helper = town.volunteer()
    visit = town.confirmed(town.elder(), helper, choice="")
    over = need_of(visit).ends_at
    certify_visit(actor=town.certifier(), visit_id=visit.id, now=over)
    return Press(helper.pk, f"/me/visits/{visit.id}/choose", over, {"choice": "coin"})


@press
def helper_says_when_free(town: Town) -> Press:
    helper = town.volunteer()
    return Press(helper.pk, "/me/about/free-times", town.now, {"cells": ["1-am", "3-pm"]}, audited=False)


@press
def helper_says_what_for(town: Town) -> Press:
    helper = town.volunteer()
    return Press(helper.pk, "/me/about/choice", town.now, {"choice": "coin"}, audited=False)


@press
def helper_has_read(town: Town) -> Press:
    _visit, helper = taken(town)
    confirm = town.served(town.elder("王秀英"), helper, starts_at=town.now + 4 * DAY)
    elder = need_of(confirm).elder
    confirm_visit(actor=town.actor(elder), visit_id=confirm.id, came=True, now=confirm.ended_at)
    certify_visit(actor=town.certifier(), visit_id=confirm.id, now=confirm.ended_at)
    return Press(helper.pk, "/me/inbox/read", need_of(confirm).ends_at, audited=False)


# -- the desk


@press
def desk_publishes(town: Town) -> Press:
    elder = town.elder(minutes=120)
    need = town.need(elder, clerk=town.actor(elder))
    return Press(coordinator(town), f"/desk/needs/{need.id}/approve/", town.now)


@press
def desk_sends_back(town: Town) -> Press:
    elder = town.elder()
    need = town.need(elder, clerk=town.actor(elder))
    return Press(coordinator(town), f"/desk/needs/{need.id}/return/", town.now, {"reason": "请改到下午"})


@press
def desk_assigns(town: Town) -> Press:
    need = town.need(town.elder())
    town.volunteer("李志愿")
    return Press(coordinator(town), f"/desk/needs/{need.id}/assign/", town.now, {"helper": "李志愿"})


@press
def desk_invites(town: Town) -> Press:
    need, helper = town.need(town.elder()), town.volunteer("李志愿")
    return Press(coordinator(town), f"/desk/needs/{need.id}/invite/", town.now, {"whom": f"1.{helper.pk}"})


@press
def volunteer_answers_an_invitation(town: Town) -> Press:
    need, helper = town.need(town.elder()), town.volunteer("李志愿")
    whom = [Invitee(volunteer_id=helper.pk)]
    (asked,) = invite(actor=town.coordinator(), need_id=need.id, whom=whom, now=town.now).sent
    return Press(helper.pk, f"/me/invitations/{asked.id}", town.now, {"act": "yes"})


@press
def desk_cancels(town: Town) -> Press:
    need = town.need(town.elder(minutes=120))
    return Press(coordinator(town), f"/desk/needs/{need.id}/cancel/", town.now, {"reason": "老人住院了"})


@press
def desk_starts(town: Town) -> Press:
    visit, _helper = taken(town)
    begun = need_of(visit).starts_at
    typed = {"day": f"{begun:%Y-%m-%d}", "at": "17:00", "reason": "没带手机"}
    typed["at"] = f"{begun.astimezone(town.now.tzinfo):%H:%M}"
    return Press(coordinator(town), f"/desk/visits/{visit.id}/start/", begun + HOUR, typed)


@press
def desk_heard(town: Town) -> Press:
    visit = town.served(town.elder(), town.volunteer())
    return Press(coordinator(town), f"/desk/visits/{visit.id}/heard/", need_of(visit).ends_at, {"came": "yes"})


@press
def desk_certifies(town: Town) -> Press:
    visit = town.confirmed(town.elder(minutes=120), town.volunteer())
    path = f"/desk/visits/{visit.id}/certify/"
    return Press(town.certifier().id, path, need_of(visit).ends_at, {"note": "核对过了"})


@press
def desk_voids(town: Town) -> Press:
    visit, certifier = town.confirmed(town.elder(minutes=120), town.volunteer()), town.certifier()
    over = need_of(visit).ends_at
    certify_visit(actor=certifier, visit_id=visit.id, now=over)
    return Press(certifier.id, f"/desk/visits/{visit.id}/void/", over, {"reason": "查实未到"})


@press
def desk_issues_a_card(town: Town) -> Press:
    elder = town.elder()
    return Press(coordinator(town), f"/desk/people/{elder.pk}/card/issue/", town.now, once=False)


def roster(town: Town) -> bytes:
    head, row = ROSTER
    return workbook([head, (*row, town.site.code)]).getvalue()


@press
def desk_hands_in_a_roster(town: Town) -> Press:
    return Press(coordinator(town), "/desk/rosters/", town.now, {"kind": "elders"}, roster=roster(town))


@press
def desk_loads_a_roster(town: Town) -> Press:
    actor = town.staff(Role.COORDINATOR, "孙站长")
    made = upload_roster(
        actor=actor,
        file=BytesIO(roster(town)),
        file_name="老人.xlsx",
        kind=RosterKind.ELDERS,
        token=new_id(),
        now=town.now,
    )
    return Press(actor.id, f"/desk/rosters/{made.pk}/commit/", town.now)


# -- paper and the shelf


@press
def desk_prints_a_booklet(town: Town) -> Press:
    clerk, helper = town.clerk(), town.volunteer()
    town.give(helper, 60)
    start_booklet(actor=clerk, person_id=helper.pk, token=new_id(), now=town.now)
    return Press(clerk.id, f"/desk/people/{helper.pk}/booklet/", town.now, {"act": "print"})


@press
def desk_hands_over(town: Town) -> Press:
    clerk, helper = town.clerk(), town.volunteer()
    town.give(helper, 600)
    convert_time(actor=town.actor(helper), minutes=120, token=new_id(), now=town.now)
    facts = {"name": "大米", "measure": "一袋", "price": 100, "token": new_id(), "now": town.now}
    good = put_good(actor=clerk, site_id=town.site.pk, **facts)
    stock_in(actor=clerk, good_id=good.id, pieces=2, source="捐", token=new_id(), now=town.now)
    typed = {"good": str(good.id), "proved": "paper"}
    return Press(clerk.id, f"/desk/people/{helper.pk}/shelf/", town.now, typed)


# -- the door


@press
def somebody_signs_in_wrongly(town: Town) -> Press:
    put_pin_card(person=town.elder(), number="10000001", pin="2468", actor_id=None, now=town.now)
    typed = {"number": "10000001", "pin": "1111"}
    return Press(None, "/sign-in/card", town.now, typed, once=False, audited=False, secret=frozenset({"pin"}))
