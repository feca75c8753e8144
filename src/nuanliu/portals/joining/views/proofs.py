"""Papers that prove a skill: add one with a photograph, take one away, look at one's own."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from nuanliu.domain.people.joining.answers import abilities_in
from nuanliu.domain.people.joining.queries import NEEDS_PROOF, qualifications_of
from nuanliu.portals.joining.forms import ProofForm
from nuanliu.portals.joining.gate import Joiner, while_open
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.forms import ActForm
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.portals.ui.skills import SKILLS
from nuanliu.usecases.join_proofs import add_proof, remove_proof


@require_http_methods(["GET", "HEAD", "POST"])
@while_open
def proofs(request: HouseRequest, joiner: Joiner) -> HttpResponse:
    """Which papers are there, which are still wanted."""
    skills = [one for one in abilities_in(joiner.application.answers).skills if one in NEEDS_PROOF]
    is_sent = request.method == "POST"
    form = ProofForm(request.POST, request.FILES, skills=skills) if is_sent else ProofForm(skills=skills)
    if is_sent and done(form, lambda: _add(request, form)):
        messages.success(request, _("收到了。站点看过原件就算数。"))
        return see_other("joining:proofs")
    found = qualifications_of(person_id=joiner.application.person_id)
    missing = [SKILLS[one] for one in skills if one not in {each.skill for each in found}]
    context = {
        "form": form,
        "found": [(one, SKILLS.get(one.skill, one.skill)) for one in found],
        "skills": skills,
        "missing": missing,
        "onward": joiner.next_task(),
        "remove": ActForm(),
    }
    return render(request, "joining/proofs.html", context)


def _add(request: HouseRequest, form: ProofForm) -> object:
    said = form.cleaned_data
    return add_proof(
        actor=request.actor,
        skill=said["skill"],
        valid_until=said["valid_until"],
        is_validity_known=said["valid"] != "unknown",
        photo=said["photo"].read(),
        now=request.now,
    )


@require_POST
@while_open
def remove(request: HouseRequest, _joiner: Joiner, qualification_id: UUID) -> HttpResponse:
    """Take a paper away; the picture is destroyed."""
    form = ActForm(request.POST)
    if done(form, lambda: remove_proof(actor=request.actor, qualification_id=qualification_id, now=request.now)):
        messages.info(request, _("拿掉了。"))
    return see_other("joining:proofs")
