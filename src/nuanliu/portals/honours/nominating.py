"""A unit puts forward one of its own, or itself: the secretary, whoever leads a site, the owner of a shop."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from nuanliu.domain.honours.models import Commendation, Nomination
from nuanliu.domain.honours.queries import nominations_by, open_for_nominations
from nuanliu.domain.honours.types import PEOPLE, SubjectKind
from nuanliu.domain.network.models import Node
from nuanliu.domain.network.types import GRANTS, Held, NodeKind, Power
from nuanliu.domain.people.models import Person, Volunteer
from nuanliu.domain.people.types import VolunteerState
from nuanliu.portals.ui.acting import ask_for_button, done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.commending import category_name
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.forms import ActForm, TextField
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.usecases.commend.nominate import LONGEST, nominate, withdraw_nomination

KINDS = {
    SubjectKind.BRANCH: [NodeKind.BRANCH.value],
    SubjectKind.SHOP: [NodeKind.SHOP.value],
    SubjectKind.SITE: [NodeKind.COMMUNITY.value, NodeKind.CARE_HOME.value],
}
MOST = 500


class NominateForm(ActForm):
    """For what, whom, and why."""

    category = forms.ChoiceField(label=gettext_lazy("推荐哪一种"))
    subject = forms.ChoiceField(label=gettext_lazy("推荐谁"), help_text=gettext_lazy("人排在前面，单位在后面。"))
    words = TextField(
        label=gettext_lazy("为什么"),
        help_text=gettext_lazy("写几件具体的事。不写老人的姓名和地址。"),
        max_length=LONGEST,
        lines=True,
    )

    def __init__(
        self, *args: Any, categories: list[tuple[str, str]], subjects: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = categories  # type: ignore[attr-defined]
        self.fields["subject"].choices = subjects  # type: ignore[attr-defined]


class BackForm(ActForm):
    """Which nomination is taken back."""

    back = forms.UUIDField(widget=forms.HiddenInput)


@require_http_methods(["GET", "HEAD", "POST"])
@opens_with(Power.NOMINATE)
def nominate_for_unit(request: HouseRequest) -> HttpResponse:
    """The form, while nominations are open, and what one has put forward."""
    one = open_for_nominations()
    posts = [held for held in request.actor.appointments if Power.NOMINATE in GRANTS[held.role]]
    is_back = request.method == "POST" and "back" in request.POST
    data = request.POST if request.method == "POST" and not is_back else None
    form = NominateForm(data, categories=_categories(one), subjects=_subjects(posts))
    back = BackForm(request.POST if is_back else None)
    if is_back and done(
        back,
        lambda: withdraw_nomination(actor=request.actor, nomination_id=back.cleaned_data["back"], now=request.now),
    ):
        messages.success(request, _("撤回了。"))
        return see_other("honours:nominate")
    if data is not None and one is not None and done(form, lambda: _send(request, form)):
        messages.success(request, _("推荐收到了，谢谢。"))
        return see_other("honours:nominate")
    if data is not None and one is None:
        ask_for_button(form)
    mine = nominations_by(person_id=request.actor.id, commendation=one) if one and request.actor.id else []
    context = {"one": one, "form": back if is_back else form, "shown": form, "mine": _named(mine)}
    return render(request, "honours/nominate.html", context)


def _send(request: HouseRequest, form: NominateForm) -> None:
    said = form.cleaned_data
    unit, subject = said["subject"].split("|")
    nominate(
        actor=request.actor,
        category_id=UUID(said["category"]),
        subject_id=UUID(subject),
        unit_id=UUID(unit),
        words=said["words"],
        token=said["token"],
        now=request.now,
    )


def _categories(one: Commendation | None) -> list[tuple[str, str]]:
    rows = one.categories.order_by("position") if one else []
    return [(str(row.pk), category_name(row)) for row in rows]


def _subjects(posts: list[Held]) -> list[tuple[str, str]]:
    """Volunteers of the reader's units, then the units themselves, shops and branches below them."""
    found: dict[str, str] = {}
    kinds = [kind for row in KINDS.values() for kind in row]
    for held in posts:
        here = Q(home_site__path__startswith=held.path) | Q(branch__path__startswith=held.path)
        active = Volunteer.objects.exclude(state=VolunteerState.LEFT).values("pk")
        people = Person.objects.filter(here, pk__in=active, closed_at=None).order_by("pinyin", "pk")
        for pk, name, site in people.values_list("pk", "name", "home_site__name")[:MOST]:
            found.setdefault(f"{held.node}|{pk}", f"{name}（{site}）")
    for held in posts:
        nodes = Node.objects.filter(path__startswith=held.path, kind__in=kinds, closed_at=None).order_by("path")
        for pk, name in nodes.values_list("pk", "name")[:MOST]:
            found.setdefault(f"{held.node}|{pk}", name)
    return list(found.items())


def _named(mine: list[Nomination]) -> list[tuple[Nomination, str, str]]:
    """What was put forward, with the names of whom and of which award."""
    people = [one.subject_id for one in mine if SubjectKind(one.category.kind) in PEOPLE]
    nodes = [one.subject_id for one in mine if SubjectKind(one.category.kind) not in PEOPLE]
    names = dict(Person.objects.filter(pk__in=people).values_list("pk", "name"))
    names |= dict(Node.objects.filter(pk__in=nodes).values_list("pk", "name"))
    return [(one, names.get(one.subject_id, ""), category_name(one.category)) for one in mine]
