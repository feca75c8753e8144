"""Two entries of one human being: what they had comes together, the book stays right, both histories stay."""

from datetime import date, timedelta

import pytest

from nuanliu.domain.audit.models import Event
from nuanliu.domain.ledger.check import check_books
from nuanliu.domain.ledger.models import Entry, Transfer
from nuanliu.domain.ledger.operations import post
from nuanliu.domain.ledger.types import AccountKind, Kind, Outcome, Request, Unit
from nuanliu.domain.network.types import Role
from nuanliu.domain.passbook import accounts
from nuanliu.domain.passbook.accounts import Holder
from nuanliu.domain.passbook.queries import coins_by_last_day, passbook_lines, savings_of
from nuanliu.domain.people.joining.duplicates import pairs_within
from nuanliu.domain.people.joining.models import Merge
from nuanliu.domain.people.models import Elder, Person, PinCard, Proxy, Relation, Volunteer
from nuanliu.domain.people.operations import make_elder, put_pin_card
from nuanliu.domain.people.queries import actor_for, contact_of, emergency_of
from nuanliu.domain.people.sealing import identity_index, write_sealed
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.ids import new_id
from nuanliu.usecases.merge_people import UnableToMerge, decide_merge, propose_merge
from tests.support.identities import identity_of
from tests.support.town import Town

pytestmark = pytest.mark.django_db
PHONE, BORN = "13800000001", date(1946, 3, 1)


@pytest.fixture
def town(db) -> Town:
    return Town.found()


def pair(town, *, site=None):
    """An old entry and a second one, made by mistake, each with time of its own."""
    kept, gone = town.elder("张桂兰", minutes=90, phone=PHONE), town.elder("张桂兰", minutes=60, phone=PHONE, site=site)
    return kept, gone


def proposed(town, kept, gone, *, by=None):
    return propose_merge(
        actor=by or town.clerk(), kept_id=kept.pk, gone_id=gone.pk, reason="同名同号", token=new_id(), now=town.now
    )


def merged(town, kept, gone, *, by=None):
    merge = proposed(town, kept, gone, by=by)
    decider = town.staff(Role.BUREAU_STANDARDS, "褚标准", node=town.city)
    return decide_merge(actor=decider, merge_id=merge.pk, is_same=True, reason="", now=town.now)


def give_coins(town, person, amount, until):
    account = accounts.savings(holder=Holder(person.pk, person.home_site_id), unit=Unit.COIN)
    source = accounts.system(site=account.site, kind=AccountKind.CONVERSION, unit=Unit.COIN, spread_by=person.pk)
    request = Request(
        id=new_id(), site=account.site, kind=Kind.SERVICE, debit=source.id, credit=account.id, amount=amount,
        occurred_at=town.now, lot=until,
    )  # fmt: skip
    assert post(request).outcome is Outcome.POSTED


def lines(person):
    holder = Holder(person.pk, person.home_site_id)
    return [(line.amount, line.kind) for line in passbook_lines(holder=holder, unit=Unit.TIME)]


def test_time_and_honour_go_over_and_both_histories_stay(town):
    kept, gone = pair(town)
    before = set(Transfer.objects.values_list("id", flat=True))
    merge = merged(town, kept, gone)
    assert (merge.state, merge.moved) == ("done", {"time": 60, "honour": 60})
    now, old = town.savings(kept), town.savings(gone)
    assert (now.time, now.honour, old.time, old.honour) == (150, 150, 0, 0)
    assert lines(kept) == [(60, Kind.CLEARING), (90, Kind.OPENING)]
    assert lines(gone) == [(-60, Kind.CLEARING), (60, Kind.OPENING)]
    assert before < set(Transfer.objects.values_list("id", flat=True))
    assert check_books().findings == []


def test_across_two_sites_coins_keep_their_days_and_the_clearing_accounts_agree(town):
    kept, gone = pair(town, site=town.other_site)
    days = [town.now.date() + timedelta(days=30), town.now.date() + timedelta(days=60), None]
    for amount, until in zip((100, 200, 300), days, strict=True):
        give_coins(town, gone, amount, until)
    merge = merged(town, kept, gone, by=town.staff(Role.HOTLINE, node=town.other_site))
    assert merge.moved == {"time": 60, "coin": 600, "honour": 60}
    holder = Holder(kept.pk, kept.home_site_id)
    assert coins_by_last_day(holder=holder) == [(days[0] - timedelta(days=1), 100), (days[1] - timedelta(days=1), 200)]
    assert savings_of(person_id=kept.pk, site_id=kept.home_site_id).coin == 600
    from nuanliu.usecases.reconcile import check_everything  # noqa: PLC0415

    assert check_everything(now=town.now) == 0
    assert check_books().findings == []


def test_nothing_more_is_posted_to_the_closed_book(town):
    kept, gone = pair(town)
    merged(town, kept, gone)
    account = accounts.savings(holder=Holder(gone.pk, gone.home_site_id), unit=Unit.TIME)
    source = accounts.system(site=account.site, kind=AccountKind.ISSUANCE, unit=Unit.TIME, spread_by=gone.pk)
    late = Request(
        id=new_id(), site=account.site, kind=Kind.SERVICE, debit=source.id, credit=account.id, amount=30,
        occurred_at=town.now,
    )  # fmt: skip
    assert post(late).outcome in {Outcome.CLOSED, Outcome.ABOVE_CEILING}


def test_what_only_the_second_entry_knew_is_kept(town):
    kept, gone = town.person("张桂兰", born=BORN, phone=PHONE), town.elder("张桂兰", phone=PHONE)
    write_sealed(gone, identity=identity_of(born=BORN), phone=PHONE, address="梅花路 1 号")
    gone.save()
    make_elder(person=gone, circumstances=["over_80"], at=town.now, helper_note="耳背", emergency="王芳 139")
    daughter = town.person("王芳")
    town.kin(gone, daughter)
    town.proxy(gone, daughter, ["see"])
    put_pin_card(person=gone, number="610001", pin="2580", actor_id=None, now=town.now)
    merged(town, kept, gone)
    found = Person.objects.get(pk=kept.pk)
    assert bytes(found.identity_index) == identity_index(identity_of(born=BORN))
    assert contact_of(person=found).address == "文化路 3 号"
    elder = Elder.objects.select_related("person").get(pk=kept.pk)
    assert (elder.circumstances, emergency_of(elder=elder)) == (["over_80"], "王芳 139")
    assert Relation.objects.get(person=kept, relative=daughter).kinship == "child"
    assert Proxy.objects.get(withdrawn_at=None).elder_id == kept.pk
    old = Person.objects.select_related("login").get(pk=gone.pk)
    assert (old.merged_into_id, old.closed_at, old.identity_index, old.login.is_active) == (
        kept.pk, town.now, None, False,
    )  # fmt: skip
    assert actor_for(login=old.login, now=town.now).id is None
    assert PinCard.objects.filter(voided_at=None).count() == 0


def test_a_volunteers_number_goes_with_her(town):
    kept, gone = town.person("李志愿", phone="13900000000"), town.volunteer("李志愿", skills=["barber"])
    number = gone.volunteer.number
    merged(town, kept, gone)
    mine, old = Volunteer.objects.get(person=kept), Volunteer.objects.get(person=gone)
    assert (mine.number, mine.state, mine.skills, mine.trained_on) == (
        number, "active", ["barber"], gone.volunteer.trained_on,
    )  # fmt: skip
    assert (old.state, old.number == number) == ("left", False)


def test_two_people_do_it_and_once(town):
    kept, gone = pair(town)
    chief = town.staff(Role.COORDINATOR)
    merge = proposed(town, kept, gone, by=chief)
    with pytest.raises(UnableToMerge) as refused:
        decide_merge(actor=chief, merge_id=merge.pk, is_same=True, reason="", now=town.now)
    assert refused.value.code == "same_person"
    other = town.staff(Role.COORDINATOR, "孙站长")
    entries = None
    for _again in range(2):
        decide_merge(actor=other, merge_id=merge.pk, is_same=True, reason="", now=town.now)
        entries = entries or Entry.objects.count()
    assert Entry.objects.count() == entries
    actions = Event.objects.filter(action__startswith="merge.", subject_id=gone.pk).order_by("recorded_at", "id")
    assert [(one.action, one.actor_id) for one in actions] == [("merge.proposed", chief.id), ("merge.done", other.id)]
    with pytest.raises(UnableToMerge) as closed:
        proposed(town, kept, gone)
    assert closed.value.code == "closed"


def test_what_is_not_over_is_finished_first(town):
    kept, gone = pair(town)
    town.need(gone)
    merge = proposed(town, kept, gone)
    with pytest.raises(UnableToMerge) as refused:
        decide_merge(actor=town.staff(Role.COORDINATOR), merge_id=merge.pk, is_same=True, reason="", now=town.now)
    assert refused.value.code == "unfinished"
    assert (Merge.objects.get().state, town.savings(kept).time) == ("proposed", 90)


def test_two_who_only_look_alike_stay_two_and_are_not_shown_again(town):
    kept, gone = pair(town)
    clerk = town.clerk()
    assert [(one.kept.pk, one.gone.pk, one.merge) for one in pairs_within(actor=clerk)] == [(kept.pk, gone.pk, None)]
    merge = proposed(town, kept, gone, by=clerk)
    assert pairs_within(actor=clerk)[0].merge == merge
    chief = town.staff(Role.COORDINATOR)
    with pytest.raises(UnableToMerge) as refused:
        decide_merge(actor=chief, merge_id=merge.pk, is_same=False, reason=" ", now=town.now)
    assert refused.value.field == "reason"
    decide_merge(actor=chief, merge_id=merge.pk, is_same=False, reason="同名的邻居", now=town.now)
    assert pairs_within(actor=clerk) == []
    assert Person.objects.filter(closed_at=None, name="张桂兰").count() == 2


def test_birthdays_that_differ_are_two_people(town):
    town.person("张桂兰", born=date(1946, 3, 1), phone=PHONE)
    town.person("张桂兰", born=date(1970, 3, 1), phone=PHONE)
    assert pairs_within(actor=town.clerk()) == []


def test_another_site_neither_proposes_nor_decides(town):
    kept, gone = pair(town)
    other = town.staff(Role.COORDINATOR, node=town.other_site)
    assert pairs_within(actor=other) == []
    with pytest.raises(NotVisible):
        proposed(town, kept, gone, by=other)
    merge = proposed(town, kept, gone)
    for actor in (other, town.clerk("孙接线"), town.certifier()):
        with pytest.raises(NotVisible):
            decide_merge(actor=actor, merge_id=merge.pk, is_same=True, reason="", now=town.now)


def test_somebody_with_a_post_is_not_merged_away(town):
    kept = town.person("赵接线", phone=PHONE)
    gone = Person.objects.get(pk=town.clerk().id)
    merge = proposed(town, kept, gone)
    with pytest.raises(UnableToMerge) as refused:
        decide_merge(actor=town.staff(Role.COORDINATOR), merge_id=merge.pk, is_same=True, reason="", now=town.now)
    assert refused.value.code == "appointed"
