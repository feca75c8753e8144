"""Agreements: given and taken back, each by itself, and honoured by what other queries show."""

import pytest
from django.db import Error, transaction

from nuanliu.domain.audit.queries import story_of
from nuanliu.domain.care.queries import helper_sheet
from nuanliu.domain.network.types import Role
from nuanliu.domain.people.consents import texts
from nuanliu.domain.people.consents.operations import UnableToConsent
from nuanliu.domain.people.consents.queries import (
    agreed_among,
    consents_of,
    has_consent,
    insurable_among,
    published_names,
    purposes_for,
    shared_name,
    standing_consents,
)
from nuanliu.domain.people.consents.texts import current_words
from nuanliu.domain.people.models import ConsentText
from nuanliu.domain.people.operations import make_elder
from nuanliu.domain.people.types import ConsentHow, ConsentPurpose
from nuanliu.platform.errors import NotVisible
from nuanliu.usecases.consents import give_consent, withdraw_consent
from tests.support.town import Town

pytestmark = pytest.mark.django_db(transaction=True)
HEALTH, HONOUR = ConsentPurpose.HEALTH, ConsentPurpose.HONOUR_NAME


@pytest.fixture
def town() -> Town:
    return Town.found()


def give(town, person, purpose, *, actor=None, how=ConsentHow.SELF, fingerprint=None):
    give_consent(
        actor=actor or town.actor(person),
        person_id=person.pk,
        purpose=purpose,
        fingerprint=fingerprint or current_words(purpose=purpose).fingerprint,
        how=how,
        now=town.now,
    )


def take_back(town, person, purpose, *, actor=None, how=ConsentHow.SELF):
    withdraw_consent(actor=actor or town.actor(person), person_id=person.pk, purpose=purpose, how=how, now=town.now)


def test_yes_and_no_again_and_again(town):
    elder = town.elder()
    assert not has_consent(person_id=elder.pk, purpose=HEALTH)
    give(town, elder, HEALTH)
    give(town, elder, HEALTH)
    assert has_consent(person_id=elder.pk, purpose=HEALTH)
    take_back(town, elder, HEALTH)
    take_back(town, elder, HEALTH)
    assert not has_consent(person_id=elder.pk, purpose=HEALTH)
    give(town, elder, HEALTH)
    rows = consents_of(person_id=elder.pk)
    assert [(row.purpose, row.how, row.given_by, row.withdrawn_how) for row in rows] == [
        ("health", "self", elder.pk, ""),
        ("health", "self", elder.pk, "self"),
    ]
    told = [(one.action, one.details["purpose"]) for one in story_of(subjects=[elder.pk]) if "consent" in one.action]
    assert told == [("consent.given", "health"), ("consent.withdrawn", "health"), ("consent.given", "health")]


def test_the_words_are_kept_as_they_were_shown(town):
    elder = town.elder()
    give(town, elder, HEALTH)
    kept = consents_of(person_id=elder.pk)[0].text
    assert kept.parts == current_words(purpose=HEALTH).parts()
    assert texts.fingerprint_of(purpose=kept.purpose, version=kept.version, parts=kept.parts) == kept.fingerprint
    with pytest.raises(Error), transaction.atomic():
        ConsentText.objects.filter(pk=kept.pk).update(version="other")


def test_nobody_agrees_to_words_she_has_not_seen(town):
    elder = town.elder()
    with pytest.raises(UnableToConsent) as refusal:
        give(town, elder, HEALTH, fingerprint="0" * 64)
    assert refusal.value.code == "text_changed"
    assert consents_of(person_id=elder.pk) == []


def test_new_words_that_ask_again_end_the_old_agreement(town, monkeypatch):
    elder = town.elder()
    give(town, elder, HEALTH)
    older = texts.source_versions(HEALTH)
    newer = {**older[-1], "number": "2027-01", "asks_again": False}
    monkeypatch.setattr(texts, "source_versions", lambda _purpose: (*older, newer))
    texts._filled.cache_clear()
    try:
        assert has_consent(person_id=elder.pk, purpose=HEALTH)
        newer["asks_again"] = True
        texts._filled.cache_clear()
        assert not has_consent(person_id=elder.pk, purpose=HEALTH)
        one = next(one for one in standing_consents(person=elder) if one.words.purpose == HEALTH)
        assert (one.is_given, one.is_outdated) == (False, True)
        give(town, elder, HEALTH)
        assert has_consent(person_id=elder.pk, purpose=HEALTH)
        assert [row.text.version for row in consents_of(person_id=elder.pk) if row.withdrawn_at is None] == ["2027-01"]
    finally:
        monkeypatch.undo()
        texts._filled.cache_clear()


def test_a_clerk_writes_down_what_was_said_to_her(town):
    elder, clerk = town.elder(), town.clerk()
    give(town, elder, HEALTH, actor=clerk, how=ConsentHow.SELF)
    row = consents_of(person_id=elder.pk)[0]
    assert (row.how, row.given_by) == ("desk", clerk.id)
    take_back(town, elder, HEALTH, actor=clerk, how=ConsentHow.PAPER)
    assert consents_of(person_id=elder.pk)[0].withdrawn_how == "paper"


def test_strangers_and_other_sites_may_not(town):
    elder = town.elder()
    stranger, certifier = town.actor(town.volunteer()), town.certifier()
    other = town.staff(Role.COORDINATOR, "周站长", node=town.other_site)
    for actor in (stranger, certifier, other):
        with pytest.raises(NotVisible):
            give(town, elder, HEALTH, actor=actor)
        with pytest.raises(NotVisible):
            take_back(town, elder, HEALTH, actor=actor)


def test_one_is_asked_what_concerns_one(town):
    elder, helper, plain = town.elder(), town.volunteer(), town.person("何家属")
    assert HEALTH in purposes_for(person=elder)
    assert HONOUR in purposes_for(person=helper)
    assert purposes_for(person=plain) == (ConsentPurpose.SERVICE,)
    with pytest.raises(NotVisible):
        give(town, plain, HEALTH)


def test_the_basic_one_is_taken_back_by_closing_the_account(town):
    elder = town.elder()
    give(town, elder, ConsentPurpose.SERVICE)
    with pytest.raises(UnableToConsent) as refusal:
        take_back(town, elder, ConsentPurpose.SERVICE)
    assert refusal.value.code == "closes_account"


def test_a_helper_reads_the_note_only_while_she_agrees(town):
    elder, helper = town.elder(), town.volunteer()
    make_elder(person=elder, circumstances=[], at=town.now, helper_note="膝盖不好")
    visit = town.taken(elder, helper)
    assert helper_sheet(visit=visit) == ""
    give(town, elder, HEALTH)
    assert helper_sheet(visit=visit) == "膝盖不好"
    take_back(town, elder, HEALTH)
    assert helper_sheet(visit=visit) == ""


def test_names_in_public_at_the_till_and_for_the_insurer(town):
    one, other = town.volunteer("欧阳志远"), town.volunteer("李小红")
    town.agrees(one, HONOUR, ConsentPurpose.SHARE_SHOP, ConsentPurpose.SHARE_INSURER)
    assert published_names(people=[one.pk, other.pk]) == {one.pk: "欧阳志远", other.pk: "李*"}
    assert (shared_name(person=one), shared_name(person=other)) == ("欧阳志远", "")
    assert insurable_among(people=[one.pk, other.pk]) == {one.pk}
    assert agreed_among(people=[one.pk, other.pk], purpose=HONOUR) == {one.pk}
    take_back(town, one, HONOUR)
    assert published_names(people=[one.pk]) == {one.pk: "欧阳*"}
