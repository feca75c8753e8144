"""Keys are changed while others register people, write telephones and look them up, in processes of their own."""

import base64
import time
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from nuanliu.domain.network.models import Node
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.operations import Facts, change_person, make_elder, person_with_identity, register_person
from nuanliu.domain.people.queries import contact_of, helper_note_of
from nuanliu.domain.people.sealing import phone_indexes
from nuanliu.platform.ids import new_id
from nuanliu.usecases.rotate_keys import still_behind
from tests.support.races import run_in_processes
from tests.support.town import Town

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]
GRACE = "0.4"
WRITERS = 2
NAMES = ("NUANLIU_FIELD_KEYS", "NUANLIU_INDEX_KEY")


def key(byte: int) -> str:
    return base64.b64encode(bytes([byte]) * 32).decode()


@pytest.fixture
def given(settings, tmp_path):
    path = tmp_path / "secrets.env"
    path.write_text(f"NUANLIU_FIELD_KEYS=k1:{key(1)}\nNUANLIU_INDEX_KEY={key(9)}\n")
    settings.KEYS_FILE = path
    town = Town.found()
    elder = town.elder(phone="13700000000")
    make_elder(person=elder, circumstances=[], at=town.now, helper_note="膝盖不好")
    for number in range(20):
        town.person(f"老住户{number}", phone=f"1360000{number:04d}")
    return {"path": str(path), "site": town.site.pk, "now": town.now, "elder": elder.pk, "follow": True, "most": 1_500}


def rotate_or_write(*, worker: int, round: int, given) -> list[str]:
    """Worker 0 changes the keys; the others write and look until it has finished. What went wrong."""
    path, done = Path(given["path"]), Path(given["path"]).with_name("done")
    settings.KEYS_FILE = path if worker == 0 or given["follow"] else None
    settings.FIELD_KEYS, settings.INDEX_KEY = f"k1:{key(1)}", key(9)
    if worker == 0:
        try:
            time.sleep(0.3)
            arguments = ["--forget-old"] if given["follow"] else []
            call_command("rotate_keys", *arguments, grace=float(GRACE), stdout=StringIO())
        finally:
            done.touch()
        return []
    return _write_until(done, worker, given)


def _write_until(done: Path, worker: int, given) -> list[str]:
    """Write up to `most` people while the keys change, and one more when they have: nobody sweeps after that one."""
    wrong, number = [], 0
    while not done.exists():
        if number < given["most"]:
            number += 1
            wrong += _register_and_move(number, worker, given)
        else:
            time.sleep(0.02)
    return [*wrong, *_register_and_move(number + 1, worker, given), f"wrote {number + 1}"]


def _register_and_move(number: int, worker: int, given) -> list[str]:
    site = Node.objects.get(pk=given["site"])
    phone, later = f"139{worker}{number:07d}", f"138{worker}{number:07d}"
    facts = Facts(name=f"新人{worker}-{number}", home_site=site, phone=phone, address="文化路 8 号")
    with transaction.atomic():
        person = register_person(facts=facts, username=f"r-{new_id().hex}", at=given["now"])
    wrong = [] if _found(phone) == [person.pk] else [f"{phone} not found"]
    again = Facts(name=facts.name, home_site=site, phone=later, address="文化路 9 号")
    with transaction.atomic():
        change_person(person=Person.objects.get(pk=person.pk), facts=again)
    read = contact_of(person=Person.objects.get(pk=person.pk))
    return wrong + ([] if (read.phone, read.address) == (later, "文化路 9 号") else [f"{later} not read"])


def _found(phone: str) -> list:
    """As a page looks: keys may change between making the index and asking, so once more before giving up."""
    for _try in range(2):
        found = list(Person.objects.filter(phone_index__in=phone_indexes(phone)).values_list("pk", flat=True))
        if found:
            break
    return found


def test_everybody_goes_on_working_and_nothing_is_left_under_the_old_key(given):
    before = dict(line.split("=", 1) for line in Path(given["path"]).read_text().splitlines())
    [outcomes] = run_in_processes(count=1 + WRITERS, function=rotate_or_write, given=[given])
    assert [one.error + one.words for one in outcomes if not one.is_ok] == []
    assert [line for one in outcomes[1:] for line in one.value if not line.startswith("wrote")] == []
    after = dict(line.split("=", 1) for line in Path(given["path"]).read_text().splitlines())
    assert all(name in after and before[name] not in after[name] for name in NAMES), "the old keys are gone"
    assert still_behind() == 0
    people = list(Person.objects.all())
    assert len(people) > 21 + WRITERS * 2, "they wrote while the keys changed"
    assert all(contact_of(person=person).address for person in people)
    elder = Person.objects.get(pk=given["elder"])
    assert helper_note_of(elder=elder.elder) == "膝盖不好"
    assert _found("13700000000") == [elder.pk]


def test_control_a_writer_that_never_reads_the_file_again_fails_or_leaves_rows_behind(given):
    [outcomes] = run_in_processes(
        count=1 + WRITERS, function=rotate_or_write, given=[{**given, "follow": False, "most": 60}]
    )
    assert [one.code for one in outcomes if one.code == "unknown_key"] or still_behind() > 0


def test_one_identity_number_is_one_person_while_index_keys_change(given, settings):
    identity = "11010519491231002X"
    site = Node.objects.get(pk=given["site"])
    with transaction.atomic():
        person = register_person(
            facts=Facts(name="周老", home_site=site, identity=identity), username="zhou", at=given["now"]
        )
    old = Path(given["path"]).read_text()
    Path(given["path"]).write_text(old.replace("INDEX_KEY=", f"INDEX_KEY=i2:{key(5)},i1:"))
    assert person_with_identity(identity=identity) == person
