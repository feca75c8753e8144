"""Two looks at an application, and what becomes of somebody who is approved."""

from datetime import date, timedelta

import pytest

from nuanliu.domain.audit.models import Event
from nuanliu.domain.network.types import Role
from nuanliu.domain.notices.models import Notice
from nuanliu.domain.passbook.queries import savings_of
from nuanliu.domain.people.consents.operations import give_consents
from nuanliu.domain.people.joining import operations as joining
from nuanliu.domain.people.joining.answers import Abilities, Times
from nuanliu.domain.people.joining.models import Application, Qualification, TrainingRecord
from nuanliu.domain.people.joining.operations import UnableToStepApplication, picture_of
from nuanliu.domain.people.joining.pictures import redrawn
from nuanliu.domain.people.joining.queries import access_paper, waiting_for
from nuanliu.domain.people.joining.types import Decision, PaperKind
from nuanliu.domain.people.models import Consent, FreeTime, Person, Volunteer
from nuanliu.domain.people.sealing import identity_index
from nuanliu.domain.people.types import ConsentHow, ConsentPurpose
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.identifiers import parse_identity
from nuanliu.platform.ids import new_id
from nuanliu.usecases.accept_need import UnableToTakeNeed, accept_need
from nuanliu.usecases.join_on_paper import PaperApplication, join_on_paper
from nuanliu.usecases.join_review import UnableToReview, Verdict, decide_proof, record_class, review_application
from nuanliu.usecases.join_volunteer import UnableToJoin, begin_joining, hand_in, say_consents
from nuanliu.usecases.renew_volunteer import UnableToRenew, renew_volunteer
from tests.support.identities import identity_of
from tests.support.pictures import PLACE, photo
from tests.support.town import Town, add_service

pytestmark = pytest.mark.django_db
APPROVE = Verdict(Decision.APPROVE)


@pytest.fixture
def town(db) -> Town:
    return Town.found()


def applied(
    town: Town, name: str = "李晓红", *, born: date = date(1990, 5, 5), order: int = 2, **answers
) -> Application:
    """Somebody who has handed in everything, so that the lot falls on 99: the city does not draw her."""
    site = town.site
    person = town.person(name, phone="")
    application = Application.objects.create(
        pk=_not_drawn(), person=person, site=site, started_at=town.now, state="submitted",
        submitted_at=town.now, declared_at=town.now,
        answers={"languages": ["local"], "skills": [], "spans": [[2, 480, 720]], "reach_metres": 3000} | answers,
    )  # fmt: skip
    identity = parse_identity(text=identity_of(born=born, order=order), today=town.now.date())
    joining.confide_identity(application, identity)
    give_consents(
        person=person, purposes=[ConsentPurpose.SERVICE], how=ConsentHow.SELF, actor=town.actor(person), at=town.now
    )
    return application


def _not_drawn():
    while True:
        made = new_id()
        if made.int % 100 == 99:
            return made


def _drawn():
    while True:
        made = new_id()
        if made.int % 100 == 0:
            return made


def decide(town, actor, application, verdict=APPROVE):
    return review_application(actor=actor, application_id=application.id, verdict=verdict, now=town.now)


def test_who_is_not_drawn_is_a_volunteer_after_the_sites_look(town):
    application, site = applied(town), town.staff(Role.COORDINATOR)
    until = town.now.date() + timedelta(days=90)
    decide(town, site, application, Verdict(Decision.APPROVE, insured_until=until))
    volunteer = Volunteer.objects.get(person=application.person)
    assert (volunteer.state, volunteer.languages, volunteer.reach_metres, volunteer.declared_on) == (
        "active", ["local"], 3000, town.now.date(),
    )  # fmt: skip
    assert (volunteer.insured_until, volunteer.trained_on) == (until, None)
    assert list(FreeTime.objects.values_list("weekday", "from_minute", "to_minute")) == [(2, 480, 720)]
    person = Person.objects.get(pk=application.person_id)
    assert (person.birth_date, person.sex, person.identity_index is not None) == (date(1990, 5, 5), "2", True)
    assert savings_of(person_id=person.pk, site_id=person.home_site_id).time == 0
    assert Notice.objects.get(person=person).kind == "application_approved"
    assert decide(town, site, application).state == "approved"
    assert Event.objects.filter(action="application.site_approved").count() == 1


def test_who_is_drawn_waits_for_the_city_and_for_somebody_else(town):
    application, site = applied(town), town.staff(Role.COORDINATOR)
    Application.objects.filter(pk=application.pk).delete()
    application.pk = application.id = _drawn()
    application.told_sealed = None
    application.save(force_insert=True)
    city = town.staff(Role.BUREAU_STANDARDS, "褚标准", node=town.city)
    assert decide(town, site, application).state == "sampled"
    assert not Volunteer.objects.exists()
    assert [one.pk for one in waiting_for(actor=city)] == [application.pk]
    assert list(waiting_for(actor=site)) == []
    with pytest.raises(UnableToStepApplication):
        decide(town, town.staff(Role.COORDINATOR, "孙站长"), application, Verdict(Decision.REFUSE, reason="不"))
    assert decide(town, city, application).state == "approved"
    assert Volunteer.objects.count() == 1


def test_one_person_with_both_powers_gives_one_look_only(town):
    application = applied(town, born=date(2010, 5, 5))
    both = town.staff(Role.COORDINATOR)
    person = Person.objects.get(pk=both.id)
    from nuanliu.domain.network.operations import appoint  # noqa: PLC0415

    appoint(holder=person.login, node=town.city, role=Role.BUREAU_STANDARDS, at=town.now, actor_id=None)
    both = town.actor(person)
    assert decide(town, both, application).state == "sampled"
    with pytest.raises(UnableToReview) as refused:
        decide(town, both, application, Verdict(Decision.REFUSE, reason="x"))
    assert refused.value.code == "same_person"


def test_somebody_under_age_always_goes_to_the_city_and_then_takes_no_single_need(town):
    application = applied(town, born=date(2010, 5, 5))
    decide(town, town.staff(Role.COORDINATOR), application)
    decide(town, town.staff(Role.BUREAU_STANDARDS, "褚标准", node=town.city), application)
    person = Person.objects.get(pk=application.person_id)
    Volunteer.objects.filter(person=person).update(trained_on=town.now.date())
    need = town.need(town.elder())
    with pytest.raises(UnableToTakeNeed) as refused:
        accept_need(actor=town.actor(person), need_id=need.id, now=town.now)
    assert refused.value.code == "group_only"


def test_a_return_needs_a_reason_and_is_mended_and_handed_in_again(town):
    application, site = applied(town), town.staff(Role.COORDINATOR)
    TrainingRecord.objects.create(
        person=application.person, course="safety", version="1", how="online", minutes=5, is_passed=True,
        taken_on=town.now.date(), recorded_at=town.now,
    )  # fmt: skip
    with pytest.raises(UnableToReview) as refused:
        decide(town, site, application, Verdict(Decision.RETURN, reason="  "))
    assert (refused.value.code, refused.value.field) == ("no_reason", "reason")
    assert decide(town, site, application, Verdict(Decision.RETURN, reason="照片看不清")).state == "returned"
    applicant = town.actor(Person.objects.get(pk=application.person_id))
    assert hand_in(actor=applicant, now=town.now).state == "submitted"
    again = Application.objects.get()
    assert (again.reason, again.site_by) == ("", None)
    assert [notice.params["reason"] for notice in Notice.objects.all()] == ["照片看不清"]


def test_a_refusal_says_how_to_appeal(town):
    application = applied(town)
    decide(town, town.staff(Role.COORDINATOR), application, Verdict(Decision.REFUSE, reason="资料不真实"))
    from nuanliu.domain.notices.wording import words_of  # noqa: PLC0415

    title, body = words_of(Notice.objects.get())
    assert (title, "申诉" in body, "资料不真实" in body) == ("这次没有通过", True, True)


@pytest.mark.parametrize("role", [Role.HOTLINE, Role.CERTIFIER, Role.BUREAU_STANDARDS, Role.BUREAU_SECURITY])
def test_for_others_there_is_nothing_here(town, role):
    application = applied(town)
    node = town.city if role.startswith("bureau") else town.site
    with pytest.raises(NotVisible):
        decide(town, town.staff(role, node=node), application)
    with pytest.raises(NotVisible):
        decide(town, town.staff(Role.COORDINATOR, node=town.other_site), application)
    assert Application.objects.get().state == "submitted"


def test_nobody_decides_on_herself_or_her_kin(town):
    application, site = applied(town), town.staff(Role.COORDINATOR)
    town.kin(application.person, Person.objects.get(pk=site.id))
    with pytest.raises(UnableToReview) as refused:
        decide(town, site, application)
    assert refused.value.code == "kin"


def test_an_identity_that_stands_elsewhere_is_merged_before_it_is_approved(town):
    application, site = applied(town), town.staff(Role.COORDINATOR)
    index = identity_index(joining.confided_in(application).identity)
    known = town.elder("李晓红")
    Person.objects.filter(pk=known.pk).update(identity_index=index)
    with pytest.raises(UnableToReview) as refused:
        decide(town, site, application)
    assert (refused.value.code, refused.value.details["person"]) == ("identity_known", known.pk)


def claim(town, application, skill="medical", until=None):
    paper = joining.keep_paper(
        person=application.person, kind=PaperKind.PROOF, picture=redrawn(data=photo()),
        actor=town.actor(application.person), at=town.now,
    )  # fmt: skip
    return joining.claim_qualification(
        person=application.person, skill=skill, valid_until=until, is_validity_known=True, paper=paper, at=town.now
    )


def test_a_skill_counts_once_somebody_has_seen_the_paper_and_while_it_holds(town):
    application, site = applied(town, skills=["medical", "barber", "lawyer"]), town.staff(Role.COORDINATOR)
    proof = claim(town, application, until=town.now.date() + timedelta(days=1))
    with pytest.raises(UnableToReview) as refused:
        decide(town, site, application)
    assert refused.value.code == "papers_unseen"
    decide_proof(actor=site, qualification_id=proof.id, is_real=True, now=town.now)
    decide(town, site, application)
    person = Person.objects.get(pk=application.person_id)
    assert person.volunteer.skills == ["barber", "medical"]
    Volunteer.objects.filter(person=person).update(trained_on=town.now.date())
    add_service("S303", name="测血压", skill="medical", position=3)
    need = town.need(town.elder(), service_code="S303")
    with pytest.raises(UnableToTakeNeed) as expired:
        accept_need(actor=town.actor(person), need_id=need.id, now=town.now)
    assert expired.value.code == "skill_expired"
    decide_proof(actor=site, qualification_id=proof.id, is_real=False, now=town.now)
    assert Volunteer.objects.get(person=person).skills == ["barber"]


def test_a_paper_is_for_its_owner_and_whoever_decides(town):
    application = applied(town)
    paper = claim(town, application).paper
    assert picture_of(access_paper(actor=town.staff(Role.COORDINATOR), paper_id=paper.id))[:3] == b"\xff\xd8\xff"
    assert PLACE not in picture_of(paper)
    for actor in (town.clerk(), town.staff(Role.COORDINATOR, node=town.other_site), town.actor(town.elder())):
        with pytest.raises(NotVisible):
            access_paper(actor=actor, paper_id=paper.id)


def test_the_standards_minutes_of_training_are_reached_by_course_and_class_together(town):
    application, site = applied(town), town.staff(Role.COORDINATOR)
    decide(town, site, application)
    standard = standard_in_force(at=town.now)
    joining.record_training(
        person=application.person, course="safety", version="1", how="online", minutes=5, is_passed=True,
        taken_on=town.now.date(), at=town.now, standard=standard, by=None,
    )  # fmt: skip
    token, day = new_id(), town.now.date() - timedelta(days=1)
    assert Volunteer.objects.get().trained_on is None
    for minutes, trained in ((20, None), (5, town.now.date())):
        for _again in range(2):
            record_class(
                actor=site, person_id=application.person_id, minutes=minutes, day=day, token=token, now=town.now
            )
        assert Volunteer.objects.get().trained_on == trained
        token = new_id()
    assert TrainingRecord.objects.count() == 3


# -- on paper --


def on_paper(town, **facts):
    said = {
        "name": "王大山", "identity": identity_of(born=date(1960, 5, 5), order=3), "site_id": town.site.pk,
        "photo": photo(), "purposes": ("service",), "has_no_record": True,
        "abilities": Abilities(languages=("local",)), "times": Times(spans=(), reach_metres=1000), **facts,
    }  # fmt: skip
    return PaperApplication(**said)


def test_what_staff_wrote_goes_to_the_city_whoever_approves(town):
    site, token = town.staff(Role.COORDINATOR), new_id()
    application = join_on_paper(actor=site, paper=on_paper(town, class_minutes=30), token=token, now=town.now)
    assert join_on_paper(actor=site, paper=on_paper(town), token=token, now=town.now).pk == application.pk
    assert (application.state, application.channel, application.entered_by) == ("submitted", "desk", site.id)
    assert application.person.papers.get().kind == "signed_page"
    assert Consent.objects.get().how == "paper"
    assert decide(town, site, application).state == "sampled"
    decide(town, town.staff(Role.BUREAU_STANDARDS, "褚标准", node=town.city), application)
    assert Volunteer.objects.get().trained_on == town.now.date()


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"purposes": ()}, "no_service"),
        ({"has_no_record": False}, "not_declared"),
        ({"identity": identity_of(born=date(1950, 5, 5))}, "health"),
        ({"identity": identity_of(born=date(2010, 5, 5))}, "no_guardian"),
        ({"identity": "12345"}, "bad_identity"),
        ({"name": " "}, "no_name"),
    ],
)
def test_a_sheet_that_lacks_something_is_not_taken(town, facts, code):
    with pytest.raises(UnableToJoin) as refused:
        join_on_paper(actor=town.staff(Role.COORDINATOR), paper=on_paper(town, **facts), token=new_id(), now=town.now)
    assert (refused.value.code, Application.objects.count()) == (code, 0)


def test_a_clerk_without_the_power_and_one_of_another_site_enter_nobody(town):
    for actor in (town.clerk(), town.staff(Role.COORDINATOR, node=town.other_site)):
        with pytest.raises(NotVisible):
            join_on_paper(actor=actor, paper=on_paper(town), token=new_id(), now=town.now)


def test_a_consent_taken_away_on_the_list_is_taken_back(town):
    application = begin_joining(name="李晓红", phone="13800138000", site_id=town.site.pk, token=new_id(), now=town.now)
    actor = town.actor(application.person)
    say_consents(actor=actor, purposes=["service", "share_insurer"], now=town.now)
    say_consents(actor=actor, purposes=["service"], now=town.now)
    in_force = Consent.objects.filter(withdrawn_at=None).values_list("purpose", flat=True)
    assert (list(in_force), Consent.objects.count()) == (["service"], 2)
    assert Qualification.objects.count() == 0


def test_insurance_and_the_yearly_word_on_health_are_renewed_at_the_desk_and_not_by_oneself(town):
    person, site = town.volunteer(born=date(1950, 5, 5)), town.staff(Role.COORDINATOR)
    Volunteer.objects.filter(person=person).update(health_declared_on=None, insured_until=None)
    until = town.now.date() + timedelta(days=200)
    for _again in range(2):
        renew_volunteer(actor=site, volunteer_id=person.pk, insured_until=until, declares_health=True, now=town.now)
    found = Volunteer.objects.get(person=person)
    assert (found.insured_until, found.health_declared_on) == (until, town.now.date())
    assert Event.objects.filter(action="volunteer.renewed").count() == 1
    past = town.now.date() - timedelta(days=1)
    with pytest.raises(UnableToRenew) as refused:
        renew_volunteer(actor=site, volunteer_id=person.pk, insured_until=past, declares_health=False, now=town.now)
    assert refused.value.field == "insured_until"
    with pytest.raises(NotVisible):
        renew_volunteer(
            actor=town.clerk(), volunteer_id=person.pk, insured_until=None, declares_health=True, now=town.now
        )
