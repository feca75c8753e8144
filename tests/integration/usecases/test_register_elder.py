"""An old person in one visit: what is known, what is not; who decides that she is helped without own time."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from nuanliu.domain.audit.models import Event
from nuanliu.domain.network.types import Role
from nuanliu.domain.people.contacts import EmergencyContact
from nuanliu.domain.people.joining.models import SpecialStatus
from nuanliu.domain.people.models import Consent, Elder
from nuanliu.domain.people.queries import contacts_of, door_code_of, emergency_of, helper_note_of
from nuanliu.domain.people.types import ConsentPurpose, Sex
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.ids import new_id
from nuanliu.usecases.register_elder import (
    AtHome,
    ElderFacts,
    UnableToRegisterElder,
    change_elder,
    register_elder,
)
from nuanliu.usecases.special_status import (
    UnableToDecideSpecial,
    decide_special,
    end_special,
    end_what_ran_out,
    propose_special,
)
from tests.support.identities import identity_of
from tests.support.pictures import photo
from tests.support.town import Town

pytestmark = pytest.mark.django_db
DAUGHTER, NEIGHBOUR = EmergencyContact("王芳", "女儿", "13900000001"), EmergencyContact("李强", "邻居", "")
HOME = AtHome(
    languages=("local", "miao"), floor_and_stairs="五楼，没有电梯", pets="一只猫", door_code="#2580",
    contacts=(DAUGHTER, NEIGHBOUR, EmergencyContact("")), told_by="home_visit", unknown=("identity", "phone"),
    purposes=(ConsentPurpose.SERVICE, ConsentPurpose.HEALTH), photo=photo(), sex=Sex.FEMALE,
    birth_date=date(1941, 1, 1),
)  # fmt: skip


@pytest.fixture
def town(db) -> Town:
    return Town.found()


def entered(town, *, circumstances=("over_80", "lives_alone"), at_home=HOME, **more) -> Elder:
    said = {"name": "吴秀英", "note": "听力不好", **more}
    return register_elder(
        actor=town.clerk(), site_id=town.site.pk, token=new_id(), now=town.now,
        circumstances=list(circumstances), at_home=at_home, **said,
    )  # fmt: skip


def test_everything_that_is_known_is_kept_and_what_is_not_is_said(town):
    elder = Elder.objects.select_related("person").get(pk=entered(town).pk)
    assert (elder.languages, elder.floor_and_stairs, elder.pets, elder.told_by) == (
        ["local", "miao"], "五楼，没有电梯", "一只猫", "home_visit",
    )  # fmt: skip
    assert (elder.unknown, elder.has_phone, elder.is_special) == (["identity", "phone"], False, False)
    assert (elder.person.birth_date, elder.person.identity_index) == (date(1941, 1, 1), None)
    assert (door_code_of(elder=elder), helper_note_of(elder=elder)) == ("#2580", "听力不好")
    assert b"2580" not in bytes(elder.door_code_sealed)
    assert contacts_of(elder=elder) == [DAUGHTER, NEIGHBOUR]
    assert emergency_of(elder=elder) == "王芳 女儿 13900000001；李强 邻居"
    assert elder.person.papers.get().kind == "signed_page"
    assert sorted(Consent.objects.values_list("purpose", "how")) == [("health", "paper"), ("service", "paper")]


def test_what_was_not_known_is_added_later_and_an_identity_number_stays(town):
    elder, clerk = entered(town), town.clerk()
    first, second = identity_of(born=date(1941, 1, 1)), identity_of(born=date(1940, 1, 1))
    for identity in (first, second):
        facts = ElderFacts(name="吴秀英", identity=identity, phone="13800000001", at_home=AtHome(told_by="desk"))
        change_elder(actor=clerk, elder_id=elder.pk, facts=facts, now=town.now)
    again = Elder.objects.select_related("person").get(pk=elder.pk)
    assert (again.has_phone, again.unknown, again.person.sex) == (True, [], "2")
    from nuanliu.domain.people.sealing import identity_of as known  # noqa: PLC0415

    assert known(again.person) == first
    assert Event.objects.filter(action="person.changed").count() == 2


def test_an_identity_number_of_somebody_else_is_refused(town):
    number = identity_of(born=date(1941, 1, 1))
    entered(town, identity=number, name="别人")
    elder = entered(town)
    with pytest.raises(UnableToRegisterElder) as refused:
        change_elder(
            actor=town.clerk(), elder_id=elder.pk, facts=ElderFacts(name="吴秀英", identity=number), now=town.now
        )
    assert (refused.value.code, refused.value.field) == ("identity_known", "identity")


def test_another_site_sees_and_changes_nothing(town):
    elder, other = entered(town), town.staff(Role.HOTLINE, node=town.other_site)
    with pytest.raises(NotVisible):
        change_elder(actor=other, elder_id=elder.pk, facts=ElderFacts(name="x"), now=town.now)
    with pytest.raises(NotVisible):
        register_elder(actor=other, site_id=town.site.pk, name="x", token=new_id(), now=town.now)


# -- helped without time of her own --


def proposed(town, elder, actor, *, until=None, token=None):
    return propose_special(
        actor=actor, elder_id=elder.pk, basis="看过户口本", from_date=town.now.date(), until_date=until,
        token=token or new_id(), now=town.now,
    )  # fmt: skip


def test_one_proposes_another_grants_and_it_has_a_first_and_a_last_day(town):
    elder, clerk, chief = entered(town), town.clerk(), town.staff(Role.COORDINATOR)
    until, token = town.now.date() + timedelta(days=30), new_id()
    status = proposed(town, elder, clerk, until=until, token=token)
    assert proposed(town, elder, clerk, token=token).pk == status.pk
    assert (status.types, Elder.objects.get(pk=elder.pk).is_special) == (["over_80_alone"], False)
    for _again in range(2):
        decide_special(actor=chief, elder_id=elder.pk, is_granted=True, reason="", now=town.now)
    now = Elder.objects.get(pk=elder.pk)
    assert (now.is_special, now.special_since) == (True, town.now.date())
    assert end_what_ran_out(now=town.now + timedelta(days=30)) == 0
    assert end_what_ran_out(now=town.now + timedelta(days=31)) == 1
    assert end_what_ran_out(now=town.now + timedelta(days=31)) == 0
    assert Elder.objects.get(pk=elder.pk).is_special is False
    actions = Event.objects.filter(action__startswith="special.").order_by("recorded_at", "id")
    assert list(actions.values_list("action", flat=True)) == ["special.proposed", "special.granted", "special.ran_out"]


def test_whoever_proposed_does_not_decide_and_the_database_says_so_too(town):
    elder, chief = entered(town), town.staff(Role.COORDINATOR)
    status = proposed(town, elder, chief)
    with pytest.raises(UnableToDecideSpecial) as refused:
        decide_special(actor=chief, elder_id=elder.pk, is_granted=True, reason="", now=town.now)
    assert refused.value.code == "same_person"
    with pytest.raises(IntegrityError), transaction.atomic():
        SpecialStatus.objects.filter(pk=status.pk).update(decided_by=chief.id)


def test_a_clerk_proposes_and_does_not_decide(town):
    elder, clerk = entered(town), town.clerk()
    proposed(town, elder, clerk)
    with pytest.raises(NotVisible):
        decide_special(actor=town.clerk("孙接线"), elder_id=elder.pk, is_granted=True, reason="", now=town.now)


def test_a_refusal_and_an_end_have_a_reason(town):
    elder, chief = entered(town), town.staff(Role.COORDINATOR)
    proposed(town, elder, town.clerk())
    with pytest.raises(UnableToDecideSpecial) as refused:
        decide_special(actor=chief, elder_id=elder.pk, is_granted=False, reason=" ", now=town.now)
    assert refused.value.field == "reason"
    decide_special(actor=chief, elder_id=elder.pk, is_granted=False, reason="有人同住", now=town.now)
    proposed(town, elder, town.clerk("孙接线"))
    decide_special(actor=chief, elder_id=elder.pk, is_granted=True, reason="", now=town.now)
    end_special(actor=chief, elder_id=elder.pk, reason="搬去女儿家", now=town.now)
    assert sorted(SpecialStatus.objects.values_list("state", "reason")) == [
        ("ended", "搬去女儿家"),
        ("refused", "有人同住"),
    ]
    assert Elder.objects.get(pk=elder.pk).is_special is False


def test_circumstances_that_amount_to_nothing_are_not_proposed(town):
    elder = entered(town, circumstances=("lives_alone",))
    with pytest.raises(UnableToDecideSpecial) as refused:
        proposed(town, elder, town.clerk())
    assert refused.value.code == "no_type"
