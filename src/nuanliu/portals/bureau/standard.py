"""统一标准, to be read: what is in force, announced, being drafted; every version and what it changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nuanliu.domain.network.models import Node
from nuanliu.domain.network.queries import city
from nuanliu.domain.network.types import Power
from nuanliu.domain.standards.drafts import Change, changes, drafts_open, is_editor, outcome_of
from nuanliu.domain.standards.models import StandardDraft, StandardVersion
from nuanliu.domain.standards.parameters import REGISTRY, parameter
from nuanliu.domain.standards.places import places_above
from nuanliu.domain.standards.queries import published_versions, standard_by_id, standard_in_force
from nuanliu.domain.standards.timeline import timeline_of
from nuanliu.domain.standards.types import Standard
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.typed import tidy_text
from nuanliu.portals.bureau.frame import show
from nuanliu.portals.bureau.rule_forms import WithdrawForm
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.paging import page_of
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.portals.ui.rules import chapters, said_changes
from nuanliu.usecases.decide_standard import withdraw_announced
from nuanliu.usecases.read_audit import names_of

LONGEST_SEARCH = 40
ON_A_PAGE = 10


@require_safe
@opens_with(Power.CITY_SEE)
def standard(request: HouseRequest) -> HttpResponse:
    """What is in force in the city or `?place=`, by theme; what is under way and announced above it."""
    versions = list(published_versions().filter(carries=None))
    places = _places({one.scope_node for one in versions if one.scope_node})
    place = next((one for one in places.values() if one.code == request.GET.get("place", "")), None)
    line = timeline_of(place=place.pk if place else None)
    shown = line.at(request.now)
    if shown is None:
        raise NotVisible
    words = tidy_text(request.GET.get("q", ""))[:LONGEST_SEARCH]
    whole = timeline_of().at(request.now) if place else None
    may_edit = request.actor.has(Power.STANDARD_EDIT)
    coming = [one for one in versions if one.effective_from > request.now and one.withdrawn_at is None]
    context = {
        "standard": shown,
        "place": place,
        "places": list(places.values()),
        "words": words,
        "chapters": chapters(standard=shown, line=line, now=request.now, city=whole, words=words),
        "count": len(REGISTRY),
        "may_edit": may_edit,
        "drafts": _drafts(request) if may_edit else [],
        "coming": [(one, _place_name(one.scope_node, places)) for one in reversed(coming)],
    }
    return show(request, "bureau/standard.html", context)


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """A draft on the first page."""

    draft: StandardDraft
    place: str
    count: int
    who: str
    is_mine: bool


def _drafts(request: HouseRequest) -> list[OpenDraft]:
    found = list(drafts_open().prefetch_related("values", "editors"))
    places = _places({one.scope_node for one in found if one.scope_node})
    names = names_of(people=[one.asked_by or one.started_by for one in found])
    return [
        OpenDraft(
            draft=one,
            place=_place_name(one.scope_node, places),
            count=len(outcome_of(draft=one, now=request.now).changes),
            who=names.get(one.asked_by or one.started_by, ""),
            is_mine=is_editor(draft=one, person=request.actor.id),
        )
        for one in found
    ]


def _places(nodes: Iterable[UUID | None]) -> dict[UUID, Node]:
    return {one.pk: one for one in Node.objects.filter(pk__in=[one for one in nodes if one]).order_by("path")}


def _place_name(node: UUID | None, places: dict[UUID, Node]) -> str:
    if node is None:
        return _("全市")
    return places[node].name if node in places else ""


@require_safe
@opens_with(Power.CITY_SEE)
def history(request: HouseRequest) -> HttpResponse:
    """Every version ever published, newest first; searched by number, name, reason or a rule it changed."""
    words = tidy_text(request.GET.get("q", ""))[:LONGEST_SEARCH]
    versions = list(published_versions().filter(carries=None))
    places = _places({one.scope_node for one in versions if one.scope_node})
    told = [(one, _place_name(one.scope_node, places), changed_by(version=one)) for one in versions]
    kept = [row for row in told if _speaks_of(row, words)]
    page = page_of(request=request, rows=kept, size=ON_A_PAGE)
    names = names_of(people=[who for version, _place, _changes in page.rows for who in _hands(version)])
    rows = [
        (version, place, said_changes(changes=found), [names.get(who, "") for who in _hands(version)])
        for version, place, found in page.rows
    ]
    return show(request, "bureau/standard_history.html", {"rows": rows, "page": page, "words": words})


def _speaks_of(row: tuple[StandardVersion, str, list[Change]], words: str) -> bool:
    version, place, found = row
    text = (
        f"{version.number} {version.title} {version.reason} {place} {' '.join(str(one.known.label) for one in found)}"
    )
    return all(word in text.lower() for word in words.lower().split())


def _hands(version: StandardVersion) -> list[UUID]:
    return [who for who in (version.published_by, version.approved_by) if who is not None]


def changed_by(*, version: StandardVersion) -> list[Change]:
    """What a version changed, seen from what governed there just before it; all of the first changed nothing."""
    before = _before(version)
    if before is None:
        return []
    after = standard_by_id(version_id=version.pk)
    return [Change(parameter(key), old, new) for key, (old, new) in changes(before=before, after=after).items()]


def _before(version: StandardVersion) -> Standard | None:
    others = published_versions().filter(
        scope_node=version.scope_node, effective_from__lte=version.effective_from, number__lt=version.number
    )
    earlier = others.exclude(withdrawn_at__lte=version.effective_from).order_by("-effective_from", "-number").first()
    if earlier is not None:
        return standard_by_id(version_id=earlier.pk)
    if version.scope_node is None:
        return None
    above = places_above(place=version.scope_node)
    return standard_in_force(at=version.effective_from, above=above)


@require_http_methods(["GET", "HEAD", "POST"])
@opens_with(Power.CITY_SEE)
def version(request: HouseRequest, version_number: int) -> HttpResponse:
    """One version: who, why, from when, what it changed; before its day it can be withdrawn here."""
    found = published_versions().filter(number=version_number, carries=None).first()
    if found is None:
        raise NotVisible
    may_edit = request.actor.has(Power.STANDARD_EDIT)
    is_coming = found.effective_from > request.now and found.withdrawn_at is None
    form = WithdrawForm(sent(request)) if may_edit else None
    if request.method == "POST":
        if form is None:
            raise NotVisible
        if done(form, lambda: _withdraw(request, form, found)):
            messages.success(request, _("撤回了，不会起用。"))
            return see_other("bureau:standard-version", version_number)
    hands = names_of(people=[*_hands(found), found.withdrawn_by])
    places = _places({found.scope_node})
    context = {
        "version": found,
        "place": _place_name(found.scope_node, places),
        "place_node": places.get(found.scope_node) if found.scope_node else city(),
        "themes": said_changes(changes=changed_by(version=found)),
        "author": hands.get(found.published_by, "") if found.published_by else "",
        "second": hands.get(found.approved_by, "") if found.approved_by else "",
        "withdrawn_by": hands.get(found.withdrawn_by, "") if found.withdrawn_by else "",
        "is_coming": is_coming,
        "may_edit": may_edit,
        "form": form if is_coming else None,
        "carried": list(found.carried.order_by("number").values_list("number", flat=True)),
    }
    return show(request, "bureau/standard_version.html", context)


def _withdraw(request: HouseRequest, form: WithdrawForm, found: StandardVersion) -> StandardVersion:
    return withdraw_announced(
        actor=request.actor, version_id=found.pk, reason=form.cleaned_data["reason"], now=request.now
    )
