"""A relative asks, the old person answers, and may take it back; what was done says for whom."""

import pytest

from nuanliu.domain.audit.models import Event
from nuanliu.domain.network.types import Role
from nuanliu.domain.notices.models import Notice
from nuanliu.domain.notices.wording import words_of
from nuanliu.domain.people.joining.models import ProxyAsking
from nuanliu.domain.people.models import Proxy, Relation
from nuanliu.domain.people.queries import are_kin, has_proxy
from nuanliu.domain.people.types import Kinship, ProxyPower
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.ids import new_id
from nuanliu.usecases.act_for_parent import (
    Answer,
    Meant,
    UnableToActFor,
    answer_asking,
    ask_to_act,
    name_elder,
    take_back_proxy,
    withdraw_asking,
)
from tests.support.town import Town

pytestmark = pytest.mark.django_db
PHONE = "13800000001"
ASK_AND_SEE = (ProxyPower.ASK, ProxyPower.SEE)


@pytest.fixture
def town(db) -> Town:
    return Town.found()


def asked(town, relative, *, name="张桂兰", phone=PHONE, powers=ASK_AND_SEE, token=None):
    return ask_to_act(
        actor=town.actor(relative), meant=Meant(name=name, phone=phone, site_id=town.site.pk),
        kinship=Kinship.CHILD, powers=powers, token=token or new_id(), now=town.now,
    )  # fmt: skip


def told(person):
    return [words_of(notice)[0] for notice in Notice.objects.filter(person=person).order_by("created_at", "id")]


def test_she_agrees_to_some_of_it_and_is_kin_from_then_on(town):
    elder, relative, token = town.elder(phone=PHONE), town.person("王小燕"), new_id()
    asking = asked(town, relative, token=token)
    assert asked(town, relative, token=token).pk == asking.pk
    assert told(elder) == ["家里人想替您办"]
    assert not has_proxy(relative=relative.pk, elder=elder.pk, power=ProxyPower.SEE)
    answer = Answer(powers=(ProxyPower.SEE,), how="card")
    for _again in range(2):
        answer_asking(actor=town.actor(elder), asking_id=asking.pk, answer=answer, now=town.now)
    proxy = Proxy.objects.get()
    assert (proxy.powers, proxy.how, proxy.withdrawn_at) == (["see"], "card", None)
    assert Relation.objects.get(person=elder, relative=relative).kinship == "child"
    assert are_kin(person=relative.pk, others=[elder.pk])
    assert told(relative) == ["老人同意了"]
    agreed = Event.objects.get(action="proxy.agreed")
    assert (agreed.actor_id, agreed.subject_id, agreed.details["relative"]) == (elder.pk, elder.pk, str(relative.pk))


def test_no_is_said_kindly_and_gives_nothing(town):
    elder, relative = town.elder(phone=PHONE), town.person("王小燕")
    asking = asked(town, relative)
    answer_asking(actor=town.actor(elder), asking_id=asking.pk, answer=Answer(powers=(), how="self"), now=town.now)
    assert (ProxyAsking.objects.get().state, Proxy.objects.count()) == ("refused", 0)
    assert told(relative) == ["老人想自己来"]


def test_a_clerk_rings_her_and_writes_what_she_said(town):
    elder, relative, clerk = town.elder(phone=PHONE), town.person("王小燕"), town.clerk()
    asking = asked(town, relative)
    with pytest.raises(UnableToActFor) as refused:
        answer_asking(
            actor=clerk, asking_id=asking.pk, answer=Answer(powers=ASK_AND_SEE, how="call", note=" "), now=town.now
        )
    assert refused.value.field == "note"
    said = Answer(powers=ASK_AND_SEE, how="call", note="她说好，让小燕办")
    answer_asking(actor=clerk, asking_id=asking.pk, answer=said, now=town.now)
    agreed = Event.objects.get(action="proxy.agreed")
    assert (agreed.actor_id, agreed.on_behalf_of, agreed.actor_role, agreed.reason) == (
        clerk.id, elder.pk, "hotline", "她说好，让小燕办",
    )  # fmt: skip


def test_a_clerk_cannot_say_it_was_her_own_card_nor_answer_for_kin(town):
    town.elder(phone=PHONE)
    relative, clerk = town.person("王小燕"), town.clerk()
    asking = asked(town, relative)
    with pytest.raises(UnableToActFor) as refused:
        answer_asking(
            actor=clerk, asking_id=asking.pk, answer=Answer(powers=ASK_AND_SEE, how="card", note="x"), now=town.now
        )
    assert refused.value.code == "how"
    clerk_person = relative.__class__.objects.get(pk=clerk.id)
    town.kin(relative, clerk_person)
    with pytest.raises(UnableToActFor) as kin:
        answer_asking(
            actor=clerk, asking_id=asking.pk, answer=Answer(powers=ASK_AND_SEE, how="call", note="x"), now=town.now
        )
    assert kin.value.code == "own_or_kin"


def test_whoever_asks_learns_nothing_of_who_is_known(town):
    town.elder(phone=PHONE)
    relative = town.person("王小燕")
    known, unknown = asked(town, relative), asked(town, relative, name="没有这人")
    assert (known.state, unknown.state) == ("waiting", "waiting")
    assert (known.elder_id is None, unknown.elder_id is None) == (False, True)
    asked(town, relative, name="又一个")
    with pytest.raises(UnableToActFor) as refused:
        asked(town, relative, name="再一个")
    assert refused.value.code == "too_many"


def test_the_desk_finds_out_who_is_meant(town):
    elder, relative, clerk = town.elder("张桂兰"), town.person("王小燕"), town.clerk()
    asking = asked(town, relative, phone="")
    answer = Answer(powers=ASK_AND_SEE, how="desk", note="当面说好")
    with pytest.raises(UnableToActFor) as early:
        answer_asking(actor=clerk, asking_id=asking.pk, answer=answer, now=town.now)
    assert early.value.code == "no_elder"
    name_elder(actor=clerk, asking_id=asking.pk, elder_id=elder.pk, now=town.now)
    answer_asking(actor=clerk, asking_id=asking.pk, answer=answer, now=town.now)
    assert Proxy.objects.get().elder_id == elder.pk


def test_another_desk_another_old_person_and_the_relative_answer_nothing(town):
    town.elder(phone=PHONE)
    relative = town.person("王小燕")
    asking = asked(town, relative)
    others = [town.staff(Role.HOTLINE, node=town.other_site), town.actor(town.elder("别人")), town.actor(relative)]
    for actor in others:
        with pytest.raises(NotVisible):
            answer_asking(
                actor=actor, asking_id=asking.pk, answer=Answer(powers=ASK_AND_SEE, how="call", note="x"), now=town.now
            )
    assert Proxy.objects.count() == 0


def test_she_takes_it_back_at_once_and_the_relative_is_told_kindly(town):
    elder, relative = town.elder(phone=PHONE), town.person("王小燕")
    asking = asked(town, relative)
    said = Answer(powers=ASK_AND_SEE, how="self")
    answer_asking(actor=town.actor(elder), asking_id=asking.pk, answer=said, now=town.now)
    proxy = Proxy.objects.get()
    for _again in range(2):
        take_back_proxy(actor=town.actor(elder), proxy_id=proxy.pk, now=town.now)
    assert not has_proxy(relative=relative.pk, elder=elder.pk, power=ProxyPower.ASK)
    assert told(relative) == ["老人同意了", "老人想自己办了"]
    assert Event.objects.filter(action="proxy.withdrawn").count() == 1
    with pytest.raises(NotVisible):
        take_back_proxy(actor=town.actor(town.person("路人")), proxy_id=proxy.pk, now=town.now)


def test_the_relative_takes_the_asking_back(town):
    elder, relative = town.elder(phone=PHONE), town.person("王小燕")
    asking = asked(town, relative)
    with pytest.raises(NotVisible):
        withdraw_asking(actor=town.actor(elder), asking_id=asking.pk, now=town.now)
    withdraw_asking(actor=town.actor(relative), asking_id=asking.pk, now=town.now)
    answer_asking(
        actor=town.actor(elder), asking_id=asking.pk, answer=Answer(powers=ASK_AND_SEE, how="self"), now=town.now
    )
    assert (ProxyAsking.objects.get().state, Proxy.objects.count()) == ("withdrawn", 0)
