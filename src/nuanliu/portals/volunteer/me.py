"""About me: what the scheme knows of me, when I am free, what I want for an hour, and what I was told."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nuanliu.domain.notices.operations import mark_read
from nuanliu.domain.notices.queries import inbox_of, unread_count
from nuanliu.domain.people.models import Volunteer
from nuanliu.domain.people.operations import set_default_choice, set_free_times
from nuanliu.domain.people.queries import access_person
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.free_times import Span, grid_of, joined, spans_of
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.portals.ui.skills import language_words, listed, skill_words
from nuanliu.portals.ui.week import FreeTimesForm, span_words
from nuanliu.portals.volunteer.access import for_helpers
from nuanliu.portals.volunteer.access import me as my_id
from nuanliu.portals.volunteer.forms import EACH_TIME, DefaultChoiceForm, PressForm

asked_or_sent = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@for_helpers
def me(request: HouseRequest) -> HttpResponse:
    """My number, skills, languages, training and insurance, usual choice and free times."""
    person = access_person(actor=request.actor, person_id=my_id(request))
    context = {
        "person": person,
        "volunteer": person.volunteer,
        "skills": skill_words(person.volunteer.skills),
        "languages": language_words(person.volunteer.languages),
        "free": listed([span_words(span) for span in joined(_spans(person.volunteer))]),
    }
    return render(request, "volunteer/me.html", context)


@asked_or_sent
@for_helpers
def free_times(request: HouseRequest) -> HttpResponse:
    """When I can be asked, as a grid of days and parts of day."""
    person = access_person(actor=request.actor, person_id=my_id(request))
    form = FreeTimesForm(sent(request), grid=grid_of(spans=_spans(person.volunteer)))
    if request.method == "POST" and done(
        form, lambda: set_free_times(actor=request.actor, spans=spans_of(grid=form.chosen()))
    ):
        messages.success(request, _("记好了。您有空的时候，我们才找您。"))
        return see_other("volunteer:me")
    return render(request, "volunteer/free_times.html", {"form": form})


@asked_or_sent
@for_helpers
def default_choice(request: HouseRequest) -> HttpResponse:
    """What I want for an hour unless I say otherwise."""
    person = access_person(actor=request.actor, person_id=my_id(request))
    form = DefaultChoiceForm(sent(request), initial={"choice": person.volunteer.default_choice or EACH_TIME})
    if request.method == "POST" and done(form, lambda: set_default_choice(actor=request.actor, choice=form.chosen)):
        messages.success(request, _("记好了，以后照这样办。"))
        return see_other("volunteer:me")
    return render(request, "volunteer/default_choice.html", {"form": form})


@require_safe
@for_helpers
def inbox(request: HouseRequest) -> HttpResponse:
    """What I was told, newest first."""
    return _inbox(request, PressForm())


def _inbox(request: HouseRequest, form: PressForm) -> HttpResponse:
    who = my_id(request)
    context = {"told": inbox_of(person_id=who), "unread": unread_count(person_id=who), "form": form}
    return render(request, "volunteer/inbox.html", context)


@require_POST
@for_helpers
def inbox_read(request: HouseRequest) -> HttpResponse:
    """I have seen them all."""
    form = PressForm(request.POST)
    if not done(form, lambda: mark_read(person_id=my_id(request), now=request.now)):
        return _inbox(request, form)
    messages.success(request, _("好的，都看过了。"))
    return see_other("volunteer:inbox")


def _spans(volunteer: Volunteer) -> list[Span]:
    return [(row.weekday, row.from_minute, row.to_minute) for row in volunteer.free_times.all()]
