"""One question, one page; what was answered before stands there already."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from nuanliu.domain.people.joining.answers import Abilities, Times, abilities_in, declares_health, times_in
from nuanliu.domain.people.joining.course import LESSONS, QUESTIONS, Result
from nuanliu.domain.people.joining.operations import confided_in
from nuanliu.domain.people.joining.queries import NEEDS_PROOF, consents_given, qualifications_of
from nuanliu.domain.people.types import ConsentPurpose
from nuanliu.portals.joining.forms import (
    AbilitiesForm,
    ConsentsForm,
    CourseForm,
    GuardianForm,
    IdentityForm,
    PromiseForm,
    TimesForm,
)
from nuanliu.portals.joining.gate import Joiner, age_of, joiner_of, while_open
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.forms import ActForm
from nuanliu.portals.ui.free_times import grid_of, spans_of
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases import join_volunteer as use

asked_or_sent = require_http_methods(["GET", "HEAD", "POST"])


def _answered(request: HouseRequest, form: ActForm, act: Callable[[], object]) -> HttpResponse | None:
    """On to the next open question, if this one was answered; back to the check page when it came from there."""
    if request.method != "POST" or not done(form, act):
        return None
    joiner = joiner_of(request)
    return see_other(f"joining:{joiner.next_task()}" if joiner else "joining:start")


@asked_or_sent
@while_open
def identity(request: HouseRequest, joiner: Joiner) -> HttpResponse:
    """Who you are."""
    is_known = bool(confided_in(joiner.application).identity)
    form = IdentityForm(sent(request))

    def act() -> object:
        return use.say_identity(actor=request.actor, identity=form.cleaned_data["identity"], now=request.now)

    return _answered(request, form, act) or render(
        request, "joining/identity.html", {"form": form, "is_known": is_known}
    )


@asked_or_sent
@while_open
def guardian(request: HouseRequest, joiner: Joiner) -> HttpResponse:
    """Who agrees, for somebody under age."""
    confided = confided_in(joiner.application)
    form = GuardianForm(sent(request), initial={"name": confided.guardian_name, "phone": confided.guardian_phone})

    def act() -> object:
        said = form.cleaned_data
        return use.say_guardian(actor=request.actor, name=said["name"], phone=said["phone"])

    return _answered(request, form, act) or render(request, "joining/guardian.html", {"form": form})


def _asks_health(joiner: Joiner, request: HouseRequest) -> bool:
    age = age_of(joiner, request)
    return age is not None and declares_health(age=age, standard=joiner.standard)


@asked_or_sent
@while_open
def promise(request: HouseRequest, joiner: Joiner) -> HttpResponse:
    """Two sentences to stand by."""
    before = joiner.application
    initial = {"record": before.declared_at is not None, "health": before.health_declared_at is not None}
    form = PromiseForm(sent(request), with_health=_asks_health(joiner, request), initial=initial)

    def act() -> object:
        said = form.cleaned_data
        return use.promise(
            actor=request.actor,
            has_no_record=said["record"],
            is_healthy=said.get("health", False),
            now=request.now,
        )

    return _answered(request, form, act) or render(request, "joining/promise.html", {"form": form})


@asked_or_sent
@while_open
def course(request: HouseRequest, joiner: Joiner) -> HttpResponse:
    """What to know before the first visit, and five questions; wrong answers are explained, and tried again."""
    form = CourseForm(sent(request))
    results: list[Result] = []

    def act() -> object:
        token = form.cleaned_data["token"]
        made = use.take_course(actor=request.actor, given=form.given(), now=request.now, token=token)
        results.append(made)
        return made

    percent = joiner.standard.integer("training_pass_percent")
    if request.method == "POST" and done(form, act):
        if results[0].is_passed(percent=percent):
            after = joiner_of(request)
            return see_other(f"joining:{after.next_task()}" if after else "joining:start")
        for question in QUESTIONS:
            if question.code in results[0].wrong:
                form.add_error(question.code, ValidationError(str(question.why), code="wrong"))
    context = {"form": form, "lessons": LESSONS, "questions": [form[one.code] for one in QUESTIONS]}
    return render(request, "joining/course.html", context)


@asked_or_sent
@while_open
def abilities(request: HouseRequest, joiner: Joiner) -> HttpResponse:
    """Languages, skills, what rather not; then the papers, where a skill needs one."""
    before = abilities_in(joiner.application.answers)
    initial = {
        "languages": list(before.languages) or ["putonghua"],
        "skills": list(before.skills),
        "rather_not": list(before.rather_not),
        "own_words": before.own_words,
    }
    form = AbilitiesForm(sent(request), initial=initial)

    def act() -> object:
        said = form.cleaned_data
        told = Abilities(
            skills=tuple(said["skills"]),
            languages=tuple(said["languages"]),
            rather_not=tuple(said["rather_not"]),
            own_words=said["own_words"],
        )
        return use.say_abilities(actor=request.actor, abilities=told)

    if request.method == "POST" and done(form, act):
        proved = {one.skill for one in qualifications_of(person_id=joiner.application.person_id)}
        if (set(form.cleaned_data["skills"]) & NEEDS_PROOF) - proved:
            return see_other("joining:proofs")
        after = joiner_of(request)
        return see_other(f"joining:{after.next_task()}" if after else "joining:start")
    return render(request, "joining/abilities.html", {"form": form})


@asked_or_sent
@while_open
def times(request: HouseRequest, joiner: Joiner) -> HttpResponse:
    """The week as a grid, and how far."""
    before = times_in(joiner.application.answers)
    form = TimesForm(sent(request), grid=grid_of(spans=before.spans), initial={"reach": before.reach_metres})

    def act() -> object:
        told = Times(spans=tuple(spans_of(grid=form.chosen())), reach_metres=form.cleaned_data["reach"])
        return use.say_times(actor=request.actor, times=told)

    return _answered(request, form, act) or render(request, "joining/times.html", {"form": form})


@asked_or_sent
@while_open
def consents(request: HouseRequest, joiner: Joiner) -> HttpResponse:
    """Each purpose by itself; only the first must be."""
    given = consents_given(person_id=joiner.application.person_id)
    asked = [one for one in use.JOINING_PURPOSES if one != ConsentPurpose.HEALTH or _asks_health(joiner, request)]
    form = ConsentsForm(sent(request), purposes=asked, initial=dict.fromkeys(given, True))

    def act() -> object:
        return use.say_consents(actor=request.actor, purposes=form.purposes(), now=request.now)

    context = {"form": form, "asked": [form[purpose.value] for purpose in asked]}
    return _answered(request, form, act) or render(request, "joining/consents.html", context)
