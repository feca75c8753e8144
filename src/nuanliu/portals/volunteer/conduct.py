"""我的守约: how I stand in plain words, what was noted with the rule behind it, and appealing."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from nuanliu.domain.integrity.conduct.queries import access_mark, marks_of, standing_of
from nuanliu.domain.people.models import Person
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.conduct import said_marks
from nuanliu.portals.ui.forms import ActForm, TextField
from nuanliu.portals.ui.paging import page_of
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.portals.ui.rules import said_rules
from nuanliu.portals.volunteer.access import for_helpers, me
from nuanliu.usecases.conduct.appeals import appeal as appeal_mark

PAGE = 10
RULES = ("score_start", "score_monthly_recovery", "score_suspend_below", "no_show_pause_count", "no_show_exit_count")


class AppealForm(ActForm):
    """Her own words."""

    words = TextField(
        label=gettext_lazy("为什么不该扣"),
        help_text=gettext_lazy("没有参与的人来看。成立了，分就还给您。"),
        max_length=500,
        lines=True,
    )


@require_safe
@for_helpers
def conduct(request: HouseRequest) -> HttpResponse:
    """How I stand, and everything that was noted."""
    person = Person.objects.get(pk=me(request))
    standard = standard_in_force(at=request.now, site=person.home_site_id)
    page = page_of(request=request, rows=marks_of(person_id=person.pk), size=PAGE)
    context = {
        "stands": standing_of(person_id=person.pk, site_id=person.home_site_id, now=request.now),
        "most": standard.integer("score_max"),
        "rules": said_rules(keys=RULES, standard=standard),
        "marks": said_marks(marks=page.rows, now=request.now),
        "page": page,
        "site": person.home_site,
    }
    return render(request, "volunteer/conduct.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_helpers
def appeal(request: HouseRequest, mark_id: UUID) -> HttpResponse:
    """Say why it is not right; what cannot be appealed any more leads back."""
    mark = access_mark(actor=request.actor, mark_id=mark_id)
    if mark.person_id != me(request):
        raise NotVisible
    form = AppealForm(sent(request))
    [said] = said_marks(marks=[mark], now=request.now)
    if request.method == "POST":
        act = lambda: appeal_mark(  # noqa: E731 (read together with its one use)
            actor=request.actor, mark_id=mark_id, words=form.cleaned_data["words"], now=request.now
        )
        if done(form, act):
            messages.success(request, _("收到了。没有参与的人会来看，有结果告诉您。"))
            return see_other("volunteer:conduct")
    elif not said.may_appeal:
        return see_other("volunteer:conduct")
    return render(request, "volunteer/appeal.html", {"form": form, "one": said})
