"""Keys and profiles: what is sealed anew, and that nothing starts with the wrong ones."""

import base64
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from nuanliu.domain.audit.queries import story_of
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.operations import make_elder
from nuanliu.domain.people.queries import contact_of, emergency_of, helper_note_of
from nuanliu.platform.crypto import SM4_GCM
from nuanliu.usecases.check_keys import EXIT_CONFIG, WrongKeys, check_keys, insist_on_keys
from nuanliu.usecases.rotate_keys import KEYS, rotate_rows, still_behind
from tests.support.town import Town

pytestmark = pytest.mark.django_db(transaction=True)


def key(byte: int) -> str:
    return base64.b64encode(bytes([byte]) * 32).decode()


@pytest.fixture
def keys(settings):
    settings.FIELD_KEYS, settings.INDEX_KEY = f"k1:{key(1)}", key(9)
    return settings


@pytest.fixture
def elder(keys):
    town = Town.found()
    elder = town.elder(phone="13712345678")
    make_elder(person=elder, circumstances=[], at=town.now, helper_note="膝盖不好", emergency="找侄女")
    return elder


def everything(person: Person) -> tuple[str, ...]:
    fresh = Person.objects.get(pk=person.pk)
    contact = contact_of(person=fresh)
    return contact.phone, contact.address, helper_note_of(elder=fresh.elder), emergency_of(elder=fresh.elder)


def test_a_new_key_takes_over_and_the_old_one_is_needed_no_more(elder, keys):
    town_now = elder.registered_at
    before = everything(elder)
    keys.FIELD_KEYS = f"k2:{key(2)},k1:{key(1)}"
    assert still_behind() == 1
    assert (rotate_rows(now=town_now).changed, still_behind()) == (1, 0)
    keys.FIELD_KEYS = f"k2:{key(2)}"
    assert everything(elder) == before
    assert rotate_rows(now=town_now).changed == 0
    told = story_of(subjects=[KEYS])
    assert [(one.action, one.details["field_key"]) for one in told] == [("keys.rotated", "k2")] * 2


def test_the_other_profile_takes_over_everything(elder, keys):
    before, old = everything(elder), Person.objects.get(pk=elder.pk)
    keys.CIPHER = "sm4-gcm"
    rotate_rows(now=elder.registered_at)
    new = Person.objects.get(pk=elder.pk)
    sealed = [new.data_key, new.phone_sealed, new.address_sealed, new.elder.helper_note_sealed]
    assert {bytes(value)[0] for value in sealed} == {SM4_GCM}
    assert bytes(new.phone_index) != bytes(old.phone_index)
    assert everything(elder) == before


def test_the_right_keys_are_let_through(elder):
    check_keys()
    insist_on_keys()


@pytest.mark.parametrize(
    ("field_keys", "index_key", "code", "word"),
    [
        (f"k2:{key(2)}", key(9), "unknown_key", "“k1”"),
        (f"k1:{key(2)}", key(9), "does_not_open", "内容不对"),
        (f"k1:{key(1)}", key(8), "wrong_index_key", "NUANLIU_INDEX_KEY"),
        ("k1:short", key(9), "bad_keyring", "NUANLIU_FIELD_KEYS"),
    ],
)
def test_wrong_keys_do_not_start_and_say_why(elder, keys, capsys, field_keys, index_key, code, word):
    keys.FIELD_KEYS, keys.INDEX_KEY = field_keys, index_key
    with pytest.raises(WrongKeys) as refusal:
        check_keys()
    assert (refusal.value.code, word in str(refusal.value.words)) == (code, True)
    with pytest.raises(SystemExit) as ended:
        call_command("schedule", "--once")
    assert (ended.value.code, word in capsys.readouterr().err) == (EXIT_CONFIG, True)
    with pytest.raises(CommandError):
        call_command("rotate_keys", "--no-new", stdout=StringIO())


def test_an_empty_house_starts_with_any_keys(db):
    check_keys()


def test_keys_of_the_environment_are_not_made_by_us(elder):
    with pytest.raises(CommandError) as refusal:
        call_command("rotate_keys", stdout=StringIO())
    assert "--no-new" in str(refusal.value)
