from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from nuanliu.domain.people.models import Person
from tests.support.pages import signed_in
from tests.support.town import Town, add_service


@pytest.fixture
def town(db) -> Iterator[Town]:
    town = Town.found()
    add_service("S201", name="代买代购", name_en="Shopping", group="协助服务", plain_words="帮我买菜买药", position=2)
    add_service("S202", name="代缴水电气费", name_en="Bills", group="协助服务", plain_words="帮我交水电费", position=3)
    add_service("S204", name="家庭保洁", name_en="Cleaning", group="生活照料", plain_words="帮我打扫", position=4)
    add_service("S301", name="陪同就医", name_en="Doctor", group="出行陪伴", plain_words="陪我去医院", position=5)
    add_service("S404", name="法律咨询", name_en="Legal", group="法律援助", plain_words="问问法律", position=6)
    with time_machine.travel(town.now, tick=False):
        yield town


@pytest.fixture
def wang(town: Town) -> Person:
    return town.elder("王秀英", minutes=600, phone="13800001111")


@pytest.fixture
def browser(wang: Person) -> Client:
    return signed_in(wang)
