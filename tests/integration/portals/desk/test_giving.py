"""The desk sees papers, gives for who has no telephone, and writes down what the receiver said."""

from datetime import date

from nuanliu.domain.passbook.models import Gift
from nuanliu.domain.people.models import Relation
from nuanliu.domain.people.operations import put_pin_card
from nuanliu.domain.people.types import Kinship
from nuanliu.platform.ids import new_id
from tests.support.office import browser_of, words_of
from tests.support.town import Town

PIN = "2580"


def pressed(client, path, **typed):
    return client.post(path, {"token": new_id(), **typed})


def test_from_the_household_register_to_mothers_yes(town: Town) -> None:
    giver, mother = town.volunteer("李志愿", phone=""), town.elder("张桂兰", phone="13800001111")
    town.give(giver, 600)
    put_pin_card(person=giver, number="100001", pin=PIN, actor_id=None, now=town.now)
    client, other = browser_of(town.clerk("赵接线")), browser_of(town.clerk("钱接线"))
    kin, give = f"/desk/people/{giver.pk}/kin/", f"/desk/people/{giver.pk}/give/"
    assert give in client.get(f"/desk/people/{giver.pk}/").content.decode()
    assert "还没有能送的亲属。" in words_of(client.get(give))
    wrong = pressed(client, kin, name="无此人", phone="", kinship="parent", proof="household")
    assert "没有找到这个人。" in words_of(wrong)
    assert pressed(client, kin, name="张桂兰", phone="", kinship="parent", proof="household").status_code == 303
    assert "看过户口本" in words_of(client.get(kin))
    assert Relation.objects.get(person=mother).kinship == Kinship.CHILD
    facts = {"relative": str(mother.pk), "amount": "120"}
    assert "请本人输卡上的密码，或在纸上签字。" in words_of(pressed(client, give, **facts))
    assert "密码不对" in words_of(pressed(client, give, pin="0000", **facts))
    assert pressed(client, give, pin=PIN, **facts).status_code == 303
    gift = Gift.objects.get()
    here = f"/desk/gifts/{gift.id}/"
    assert (gift.made_how, town.savings(giver).time_held) == ("card", 120)
    assert "要请同事问" in words_of(client.get(here))
    assert "送的时候是您记的" in words_of(pressed(client, here, act="yes", how="call", note="好"))
    assert here in other.get("/desk/askings/").content.decode()
    assert "李志愿想送您 2 小时" in words_of(other.get(here))
    assert "请填写" in words_of(pressed(other, here, act="yes", how="call", note=""))
    assert pressed(other, here, act="yes", how="call", note="她说谢谢儿子").status_code == 303
    assert (town.savings(giver).time, town.savings(mother).time) == (480, 120)
    assert "收下了" in words_of(other.get(here))
    assert pressed(client, here, act="back").status_code == 303
    assert (town.savings(giver).time, town.savings(mother).time) == (600, 0)
    assert here not in other.get("/desk/askings/").content.decode()


def test_what_a_roster_said_is_confirmed_by_a_paper(town: Town) -> None:
    giver, wife = town.volunteer("李志愿"), town.elder("王秀英")
    town.kin(giver, wife, Kinship.OTHER)
    client, kin = browser_of(town.clerk()), f"/desk/people/{giver.pk}/kin/"
    assert "还没看过证件。" in words_of(client.get(kin))
    pressed(client, kin, relative=str(wife.pk), kinship="spouse", proof="marriage")
    row = Relation.objects.get(person=giver)
    assert (row.kinship, row.proof) == ("spouse", "marriage")
    assert "看过结婚证" in words_of(client.get(kin))


def test_a_volunteer_is_entered_as_one_who_receives(town: Town) -> None:
    old, young = town.volunteer("周老师", born=date(1960, 1, 1)), town.volunteer("小周")
    client = browser_of(town.clerk())
    assert "满 60 岁" in words_of(client.get(f"/desk/people/{young.pk}/receive/"))
    path = f"/desk/people/{old.pk}/receive/"
    assert path in client.get(f"/desk/people/{old.pk}/").content.decode()
    assert pressed(client, path, alone="yes", floor="").status_code == 303
    assert "已经登记过了" in words_of(client.get(path))
    assert path not in client.get(f"/desk/people/{old.pk}/").content.decode()


def test_the_desk_writes_down_who_shares(town: Town) -> None:
    husband, wife = town.elder("王大爷"), town.elder("张桂兰")
    clerk, other = browser_of(town.clerk("赵接线")), browser_of(town.clerk("钱接线"))
    his, hers = f"/desk/people/{husband.pk}/household/", f"/desk/people/{wife.pk}/household/"
    kin = f"/desk/people/{husband.pk}/kin/"
    assert kin in clerk.get(his).content.decode()
    pressed(clerk, kin, name="张桂兰", phone="", kinship="spouse", proof="marriage")
    assert pressed(clerk, his, act="ask", relative=str(wife.pk)).status_code == 303
    assert "要请同事问" in words_of(pressed(clerk, hers, act="yes", how="call", note="好"))
    assert "王大爷想和您共用时间" in words_of(other.get(hers))
    assert pressed(other, hers, act="yes", how="call", note="好").status_code == 303
    assert "说好了共用" in words_of(clerk.get(his))
    assert pressed(clerk, hers, act="leave").status_code == 303
    assert "现在没有和谁共用。" in words_of(clerk.get(hers))
