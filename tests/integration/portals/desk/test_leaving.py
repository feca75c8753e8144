"""The desk's pages when somebody has died, moved away or is back."""

from nuanliu.domain.people.operations import confirm_relation
from nuanliu.domain.people.types import KinProof, Kinship
from nuanliu.platform.ids import new_id
from tests.integration.portals.volunteer.phone import Phone
from tests.support.office import browser_of, words_of
from tests.support.town import Town


def pressed(client, path, **typed):
    return client.post(path, {"token": new_id(), **typed})


def test_from_the_certificate_to_the_sons_passbook(town: Town) -> None:
    lost, son = town.volunteer("王老师"), town.volunteer("王小明")
    town.give(lost, 600)
    confirm_relation(person=lost, relative=son, kinship=Kinship.CHILD, proof=KinProof.HOUSEHOLD, by=None, at=town.now)
    first, second = browser_of(town.clerk("甲")), browser_of(town.clerk("乙"))
    here = f"/desk/people/{lost.pk}/death/"
    assert here in first.get(f"/desk/people/{lost.pk}/").content.decode()
    assert "180 天内可以转给一位亲属。" in words_of(first.get(here))
    day = f"{town.now:%Y-%m-%d}"
    assert "请填写：哪天走的" in words_of(pressed(first, here, act="record", died_on="", paper="certificate"))
    assert "日期还没有到" in words_of(pressed(first, here, act="record", died_on="2027-01-01", paper="certificate"))
    assert pressed(first, here, act="record", died_on=day, paper="certificate").status_code == 303
    assert "离世" in words_of(first.get(f"/desk/people/{lost.pk}/"))
    assert pressed(first, here, act="name", relative=str(son.pk)).status_code == 303
    assert "是您提的，请同事来定。" in words_of(first.get(here))
    assert "请写明为什么不行。" in words_of(pressed(second, here, act="no", reason=""))
    assert pressed(second, here, act="yes", reason="").status_code == 303
    assert "时间转给了亲属" in words_of(second.get(here))
    phone = Phone(son, town.now)
    assert "王老师留下的" in phone.words("volunteer:passbook")
    assert "请节哀" in phone.words("volunteer:inbox")


def test_a_mistake_at_the_desk(town: Town) -> None:
    person, client = town.elder("李奶奶"), browser_of(town.clerk())
    here = f"/desk/people/{person.pk}/death/"
    pressed(client, here, act="record", died_on=f"{town.now:%Y-%m-%d}", paper="household")
    assert "请写明怎么弄错的。" in words_of(pressed(client, here, act="mistake", reason=""))
    assert pressed(client, here, act="mistake", reason="同名").status_code == 303
    assert "记下以后：" in words_of(client.get(here))


def test_away_and_back_by_one_press(town: Town) -> None:
    person, client = town.volunteer("周老师"), browser_of(town.clerk())
    here = f"/desk/people/{person.pk}/away/"
    assert "账户在用。" in words_of(client.get(here))
    assert pressed(client, here, act="moved").status_code == 303
    assert "2028年11月2日" in words_of(client.get(here))
    phone = Phone(person, town.now)
    assert "我回来了" in phone.words("volunteer:ways")
    assert phone.post("volunteer:come-back").status_code == 303
    assert "我回来了" not in phone.words("volunteer:ways")
    assert "账户在用。" in words_of(client.get(here))
