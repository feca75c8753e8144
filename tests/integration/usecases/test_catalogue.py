"""The catalogue: a draft and its day; what a need keeps; what a site leaves out; the receipt that is wanted."""

import importlib.util
from datetime import date, timedelta
from pathlib import Path
from types import ModuleType

import pytest
from django.db import transaction

from nuanliu.domain.audit.models import Event
from nuanliu.domain.care.menu.models import LeftOut, ServiceVersion, ServiceWithdrawal
from nuanliu.domain.care.menu.queries import (
    changes_between,
    history_of,
    services_offered,
    terms_of,
    values_of,
    versions_of,
)
from nuanliu.domain.care.models import Need, Service, Visit
from nuanliu.domain.care.types import NeedState, VisitState
from nuanliu.domain.ledger.check import check_books
from nuanliu.domain.network.types import Role
from nuanliu.platform.clock import at, day_bounds, local_date
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.ids import new_id
from nuanliu.usecases.accept_need import accept_need
from nuanliu.usecases.certify_visit import UnableToCertify, certify_visit
from nuanliu.usecases.certifying.queue import queue
from nuanliu.usecases.confirm_visit import confirm_visit
from nuanliu.usecases.keep_catalogue import (
    UnableToKeepCatalogue,
    begin_change,
    begin_service,
    bring_in_services,
    drop_draft,
    publish_draft,
    save_draft,
    withdraw_version,
)
from nuanliu.usecases.keep_menu import UnableToKeepMenu, leave_out, take_in
from nuanliu.usecases.placing import UnableToPlaceNeed
from nuanliu.usecases.rosters.kinds.catalogue import EVIDENCE, RISKS, SKILLS
from nuanliu.usecases.start_visit import end_visit, start_visit
from nuanliu.usecases.watching.photos import add_photo
from tests.support.pictures import photo
from tests.support.town import Town, add_service

DAY = timedelta(days=1)


def officer(town: Town):
    return town.staff(Role.BUREAU_STANDARDS, "宋标准", node=town.city)


def changed(service: Service, **wanted: object) -> dict[str, object]:
    return values_of(terms=service) | wanted


def why(act) -> str:
    with pytest.raises(UnableToKeepCatalogue) as refused:
        act()
    return refused.value.code


def test_a_change_holds_from_its_day_and_an_earlier_need_keeps_what_it_was_placed_under(town: Town) -> None:
    by, service, now, today = officer(town), town.services[0], town.now, local_date(town.now)
    before = town.need(town.elder())
    draft = begin_change(actor=by, service_id=service.pk, token=new_id(), now=now)
    assert begin_change(actor=by, service_id=service.pk, token=new_id(), now=now).pk == draft.pk
    save_draft(actor=by, draft_id=draft.pk, values=changed(service, never="不借钱", max_minutes=90), now=now)
    version = publish_draft(actor=by, draft_id=draft.pk, reason="太长了累", day=today + 3 * DAY, now=now)
    again = publish_draft(actor=by, draft_id=draft.pk, reason="太长了累", day=today + 3 * DAY, now=now)
    assert (again.pk, version.number, version.in_force_from) == (version.pk, 2, at(today + 3 * DAY, 0))
    assert bring_in_services(now=now + DAY) == 0
    assert Service.objects.get(pk=service.pk).max_minutes == 120
    midnight = day_bounds(today + 3 * DAY)[0]
    assert (bring_in_services(now=midnight), bring_in_services(now=midnight)) == (1, 0)
    town.now = midnight + timedelta(hours=9)
    after = town.need(town.elder("李秀英"))
    assert [(terms_of(need=need).never, terms_of(need=need).max_minutes) for need in (before, after)] == [
        ("", 120),
        ("不借钱", 90),
    ]
    differs = changes_between(before=versions_of(service=service)[1], after=values_of(terms=version))
    assert [(one.field, one.before, one.after) for one in differs] == [
        ("max_minutes", 120, 90),
        ("never", "", "不借钱"),
    ]
    assert set(Event.objects.filter(subject_type="service").values_list("action", flat=True)) == {
        "service.draft_begun",
        "service.draft_changed",
        "service.published",
        "service.in_force",
    }


def test_what_cannot_be_published_is_answered(town: Town) -> None:
    by, service, now, today = officer(town), town.services[0], town.now, local_date(town.now)
    draft = begin_change(actor=by, service_id=service.pk, token=new_id(), now=now)

    def publish(*, reason: str = "改", day: date = today):
        return publish_draft(actor=by, draft_id=draft.pk, reason=reason, day=day, now=now)

    assert why(publish) == "nothing_changed"
    assert why(lambda: save_draft(actor=by, draft_id=draft.pk, values=changed(service, max_minutes=30), now=now)) == (
        "most_less"
    )
    save_draft(actor=by, draft_id=draft.pk, values=changed(service, bring="水"), now=now)
    assert [why(lambda: publish(reason="  ")), why(lambda: publish(day=today - DAY))] == ["no_reason", "past_day"]
    for stranger in (town.coordinator(), town.actor(town.volunteer())):
        with pytest.raises(NotVisible):
            publish_draft(actor=stranger, draft_id=draft.pk, reason="改", day=today, now=now)
    publish()
    assert Service.objects.get(pk=service.pk).bring == "水"
    other = begin_change(actor=by, service_id=service.pk, token=new_id(), now=now)
    save_draft(actor=by, draft_id=other.pk, values=changed(service, bring="茶"), now=now)
    draft = other
    assert why(publish) == "not_after_last"
    drop_draft(actor=by, draft_id=other.pk, now=now)
    assert why(publish) == "not_open"


def test_a_new_service_stands_at_the_end_and_is_offered_from_its_day(town: Town) -> None:
    by, now, today = officer(town), town.now, local_date(town.now)
    values = changed(town.services[0], name="读信", plain_words="帮我读封信")
    draft = begin_service(actor=by, code="S210", values=values, token=new_id(), now=now)
    assert why(lambda: begin_service(actor=by, code="S210", values=values, token=new_id(), now=now)) == "code_taken"
    publish_draft(actor=by, draft_id=draft.pk, reason="老人要", day=today + DAY, now=now)
    assert [one.code for one in services_offered()] == ["S101"]
    bring_in_services(now=now + DAY)
    assert [(one.code, one.position) for one in services_offered()] == [("S101", 1), ("S210", 2)]


def test_a_site_leaves_a_service_out_and_takes_it_in_again(town: Town) -> None:
    lead, clerk, service = town.coordinator(), town.clerk(), town.services[0]
    here, there = town.elder(), town.elder("王凤", site=town.other_site)
    about = {"actor": lead, "site_id": town.site.pk, "service_id": service.pk, "now": town.now}
    with pytest.raises(UnableToKeepMenu):
        leave_out(**about, reason=" ")
    with pytest.raises(NotVisible):
        leave_out(**{**about, "actor": clerk}, reason="没有人")
    stays = town.need(here)
    leave_out(**about, reason="没有人")
    leave_out(**about, reason="没有人")
    assert LeftOut.objects.count() == 1
    assert [len(services_offered(site_id=site.pk)) for site in (town.site, town.other_site)] == [0, 1]
    with pytest.raises(UnableToPlaceNeed) as refused:
        town.need(here)
    assert (refused.value.code, refused.value.field) == ("left_out", "service")
    assert town.need(there, clerk=town.staff(Role.HOTLINE, "吴接线", node=town.other_site)).state == NeedState.OPEN
    assert accept_need(actor=town.actor(town.volunteer()), need_id=stays.id, now=town.now).state == VisitState.TAKEN
    take_in(**about, reason="有人了")
    take_in(**about, reason="有人了")
    assert town.need(here).state == NeedState.OPEN
    row = LeftOut.objects.get()
    assert (row.reason, row.back_reason, row.back_at) == ("没有人", "有人了", town.now)


def test_where_the_receipt_is_wanted_it_is_seen_or_somebody_says_where(town: Town) -> None:
    add_service("S202", name="代缴", position=2, evidence="receipt_photo")
    certifier = town.certifier()
    without = town.confirmed(town.elder(), town.volunteer(), service_code="S202")
    pictured = town.confirmed(town.elder("李秀英"), town.volunteer("陈本芬"), service_code="S202")
    add_photo(
        actor=town.actor(pictured.volunteer), visit_id=pictured.id, data=photo(), token=new_id(), now=pictured.ended_at
    )
    signs = {one.visit.id: [sign.sign.value for sign in one.signs] for one in queue(actor=certifier, now=town.now)}
    assert signs == {without.id: ["first", "receipt"], pictured.id: ["first"]}
    with pytest.raises(UnableToCertify) as refused:
        certify_visit(actor=certifier, visit_id=without.id, now=without.ended_at)
    assert (refused.value.code, refused.value.field) == ("no_receipt", "note")
    seen = certify_visit(actor=certifier, visit_id=without.id, note="站里看过原件", now=without.ended_at)
    done = certify_visit(actor=certifier, visit_id=pictured.id, now=pictured.ended_at)
    assert [seen.state, done.state] == [VisitState.CREDITED, VisitState.CREDITED]


def _menu_of_the_demo() -> ModuleType:
    path = Path(__file__).parents[3] / "demo" / "maker" / "catalogue.py"
    spec = importlib.util.spec_from_file_location("demo_catalogue", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_service_of_the_demo_goes_from_asking_to_the_passbook(town: Town) -> None:
    rows = _menu_of_the_demo().SERVICES
    clerk, certifier = town.clerk(), town.certifier()
    skills = list(SKILLS.words)
    helpers = [town.volunteer(name, skills=skills) for name in ("李一", "李二")]
    outcomes = {}
    for place, row in enumerate(rows, start=1):
        code, name, name_en, group, _five, usual, most, risk, skill, evidence, count, *_rest = row
        add_service(
            code,
            name=name,
            name_en=name_en,
            group=group,
            default_minutes=usual,
            max_minutes=most,
            risk=RISKS.find(risk),
            skill=SKILLS.find(skill) if skill else "",
            evidence=EVIDENCE.find(evidence) if evidence else "",
            helpers=count,
            position=place,
        )
        need = town.need(
            town.elder(f"老人{place}"),
            clerk=clerk,
            service_code=code,
            minutes=usual,
            starts_at=town.now + (place + 1) * DAY,
        )
        for helper in helpers[: need.helpers_wanted]:
            accept_need(actor=town.actor(helper), need_id=need.id, now=town.now)
        visits = list(Visit.objects.filter(need_id=need.id).order_by("slot"))
        for visit in visits:
            start_visit(actor=town.actor(visit.volunteer), visit_id=visit.id, code=need.code, now=need.starts_at)
        for visit in visits:
            over = {"visit_id": visit.id, "now": need.ends_at}
            end_visit(actor=town.actor(visit.volunteer), code=need.code, choice="time", **over)
            confirm_visit(actor=town.actor(need.elder), came=True, face="happy", **over)
            certify_visit(actor=certifier, note="站里看过票据", **over)
        outcomes[code] = (Need.objects.get(id=need.id).state, sum(v.counted_minutes or 0 for v in need.visits.all()))
    assert outcomes == {row[0]: (NeedState.CREDITED, row[5] * row[10]) for row in rows}
    assert [town.savings(helper).time_free for helper in helpers] == [
        sum(row[5] for row in rows),
        sum(row[5] for row in rows if row[10] == 2),
    ]
    assert check_books().findings == []


def test_versions_are_never_changed(town: Town) -> None:
    begin_change(actor=officer(town), service_id=town.services[0].pk, token=new_id(), now=town.now)
    with pytest.raises(Exception, match="append-only"):
        ServiceVersion.objects.update(reason="别的")


def test_a_version_is_never_removed(town: Town) -> None:
    begin_change(actor=officer(town), service_id=town.services[0].pk, token=new_id(), now=town.now)
    with pytest.raises(Exception, match="append-only"):
        ServiceVersion.objects.all()._raw_delete("default")


def published(by, service: Service, town: Town, *, after: timedelta, **wanted: object) -> ServiceVersion:
    draft = begin_change(actor=by, service_id=service.pk, token=new_id(), now=town.now)
    save_draft(actor=by, draft_id=draft.pk, values={**draft.values, **wanted}, now=town.now)
    return publish_draft(actor=by, draft_id=draft.pk, reason="改", day=local_date(town.now) + after, now=town.now)


def test_a_mistake_is_taken_back_before_it_begins_and_the_same_day_is_free_again(town: Town) -> None:
    by, service, now = officer(town), town.services[0], town.now
    wrong = published(by, service, town, after=3 * DAY, max_minutes=60)
    about = {"version_id": wrong.pk, "now": now}
    assert why(lambda: withdraw_version(actor=by, reason=" ", **about)) == "no_reason"
    for stranger in (town.coordinator(), town.actor(town.volunteer())):
        with pytest.raises(NotVisible):
            withdraw_version(actor=stranger, reason="写错了", **about)
    withdraw_version(actor=by, reason="写错了", **about)
    withdraw_version(actor=by, reason="再按", **about)
    assert list(ServiceWithdrawal.objects.values_list("reason", "withdrawn_by", "withdrawn_at")) == [
        ("写错了", by.id, now)
    ]
    assert list(Event.objects.filter(action="service.withdrawn").values_list("reason", "details")) == [
        ("写错了", {"code": "S101", "version": 2})
    ]
    assert [one.number for one in versions_of(service=service)] == [1]
    right = published(by, service, town, after=3 * DAY, max_minutes=90)
    assert [(one.number, one.in_force_from) for one in history_of(service=service)][:2] == [
        (3, right.in_force_from),
        (2, right.in_force_from),
    ]
    town.now = right.in_force_from + timedelta(hours=9)
    assert bring_in_services(now=town.now) == 1
    assert Service.objects.get(pk=service.pk).max_minutes == 90
    assert terms_of(need=town.need(town.elder())).max_minutes == 90


def test_what_has_begun_is_not_taken_back_by_anybody(town: Town) -> None:
    by, service = officer(town), town.services[0]
    version = published(by, service, town, after=DAY, bring="水")
    begins = version.in_force_from
    assert why(lambda: withdraw_version(actor=by, version_id=version.pk, reason="晚了", now=begins)) == "has_begun"
    bring_in_services(now=begins)
    early = begins - timedelta(seconds=1)
    assert why(lambda: withdraw_version(actor=by, version_id=version.pk, reason="晚了", now=early)) == "has_begun"
    facts = {"version": version, "reason": "晚了", "withdrawn_by": by.id}
    for moment in (begins, early):
        with pytest.raises(Exception, match="has begun"), transaction.atomic():
            ServiceWithdrawal.objects.create(**facts, withdrawn_at=moment)
    assert ServiceWithdrawal.objects.count() == 0


def test_a_new_service_that_is_taken_back_is_never_offered_and_can_be_mended(town: Town) -> None:
    by, now, today = officer(town), town.now, local_date(town.now)
    values = changed(town.services[0], name="读信", plain_words="帮我读封信")
    draft = begin_service(actor=by, code="S210", values=values, token=new_id(), now=now)
    version = publish_draft(actor=by, draft_id=draft.pk, reason="老人要", day=today + DAY, now=now)
    withdraw_version(actor=by, version_id=version.pk, reason="名字不对", now=now)
    assert bring_in_services(now=now + 2 * DAY) == 0
    assert [one.code for one in services_offered()] == ["S101"]
    again = published(by, version.service, town, after=DAY, name="读信写信")
    bring_in_services(now=again.in_force_from)
    assert [(one.code, one.name) for one in services_offered()] == [("S101", "陪伴聊天"), ("S210", "读信写信")]
