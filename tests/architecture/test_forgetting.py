"""Whatever refers to a person is forgotten with her, or stays for a reason that is written here."""

from django.apps import apps
from django.db.models import ForeignKey

from nuanliu.domain.network.models import Login
from nuanliu.domain.people.models import Elder, Person, Volunteer

OF_A_PERSON = {Person, Login, Elder, Volunteer}
FORGOTTEN = {
    "people.Person": "blanked, its key destroyed",
    "people.Elder": "blanked",
    "people.Volunteer": "blanked, another number",
    "people.FreeTime": "removed",
    "people.Relation": "removed",
    "people.Proxy": "ended",
    "people.PinCard": "removed",
    "people.Correction": "removed",
    "people.Application": "blanked",
    "people.Paper": "removed",
    "people.Qualification": "removed",
    "people.SpecialStatus": "blanked",
    "people.ProxyAsking": "removed",
    "people.RegisterWish": "removed",
    "people.Merge": "words blanked",
    "care.Need": "words blanked",
    "care.Visit": "words blanked",
    "care.Declined": "removed",
    "care.VisitPlace": "removed",
    "care.Series": "ended, words blanked",
    "care.Pair": "ended, words blanked",
    "care.FirstAsked": "removed",
    "dispatch.RunVisit": "removed",
    "dispatch.Acceptance": "removed",
    "care.Invitation": "removed",
    "gatherings.Signup": "words blanked",
    "honours.Nomination": "words blanked",
    "notices.Notice": "removed",
    "notices.Preference": "removed",
    "notices.Call": "removed",
    "passbook.PoolUse": "words blanked",
    "passbook.Overdraft": "words blanked",
    "integrity.Mark": "words blanked",
    "certificates.Certificate": "name, citation and lines blanked",
    "certificates.BatchItem": "words blanked",
    "signing.Session": "removed",
    "signing.Authenticator": "removed",
    "signing.Passkey": "removed",
    "signing.RecoveryCode": "removed",
}
STAYS = {
    "passbook.OldPage": "why a line stands in the book; its words and photograph are sealed with her key",
    "care.SlipRow": "which slip of paper a line came from; ids, times and minutes only",
    "gatherings.Gathering": "who was to keep a roll; an id only",
    "honours.Seat": "who sat on a committee when; ids and days only",
    "honours.Reached": "why a star stands; ids, hours and days only",
    "passbook.Estate": "why a line stands in two books; ids, papers' kinds and amounts only",
    "passbook.Away": "why an account rested; days only",
    "passbook.HouseholdMember": "ended; whose time paid when; ids and days only",
    "people.Consent": "proves what was allowed; ids and fingerprints only",
    "people.Closing": "proves that she asked; days only",
    "people.TrainingRecord": "a group of record of its own by the law; course and result only",
    "passbook.Gift": "why a line stands in two books; ids, kinship and amounts only",
    "passbook.Dealing": "why a line stands in the book; ids and amounts only",
    "passbook.Bonus": "why a line stands in the book; ids and amounts only",
    "passbook.OverflowWish": "proves what was agreed; ids and days only",
    "alliance.Handover": "why a line stands in the book; ids, goods and amounts only",
    "passbook.Booklet": "which line stands on which paper; numbers and days only",
    "passbook.IssuedPaper": "what a paper in her hands says; the name is not kept with it",
    "passbook.Grant": "why a line stands in the book; ids and amounts only",
    "alliance.Redemption": "why a line stands in the book; ids, a shop's words and amounts only",
    "network.Appointment": "who held an office when; nobody is forgotten while holding one",
}


def references():
    return {
        model._meta.label
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey) and field.remote_field.model in OF_A_PERSON
    }


def test_everything_that_refers_to_a_person_is_thought_of():
    known = FORGOTTEN.keys() | STAYS.keys()
    assert references() - known == set(), "say in the forgetting of its area what becomes of it, and here"
    assert known - references() == set()
