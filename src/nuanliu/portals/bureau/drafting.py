"""The bureau's editor of the Standard: begin a draft, change rules theme by theme, say why, hand it on, decide."""

from collections.abc import Callable, Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from nuanliu.domain.network.models import Node
from nuanliu.domain.network.types import Power
from nuanliu.domain.standards.drafts import Outcome, is_editor, may_be_set, outcome_of
from nuanliu.domain.standards.models import StandardDraft
from nuanliu.domain.standards.parameters import Parameter, Value, parameter
from nuanliu.domain.standards.parameters.themes import RULES, TITLES, Theme
from nuanliu.domain.standards.saying import sentence_in_words
from nuanliu.domain.standards.types import DraftState
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.portals.bureau.frame import show
from nuanliu.portals.bureau.rule_fields import TYPED_IN
from nuanliu.portals.bureau.rule_forms import DraftForm, FrameForm, PlaceForm, ThemeForm
from nuanliu.portals.ui.acting import ask_for_button, done, refuse
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.portals.ui.rules import said_changes
from nuanliu.usecases.ask_standard import ask_for_approval, drop_draft, missing_in, take_back
from nuanliu.usecases.decide_standard import approve_draft, send_back
from nuanliu.usecases.draft_standard import PLACES, Frame, set_frame, set_values, start_draft
from nuanliu.usecases.read_audit import names_of
from nuanliu.usecases.standard_drafts import UnableToDraft

MOST_DIGITS = 8


@require_http_methods(["GET", "HEAD", "POST"])
@opens_with(Power.STANDARD_EDIT)
def draft_new(request: HouseRequest) -> HttpResponse:
    """Where the new rules shall hold; with `?like=` from the values of an old version."""
    places = list(Node.objects.filter(kind__in=PLACES, closed_at=None).order_by("path"))
    chosen = next((str(one.pk) for one in places if one.code == request.GET.get("place", "")), "")
    form = PlaceForm(sent(request), places=places, initial={"place": chosen})
    like = request.GET.get("like", "")
    number = int(like) if like.isascii() and like.isdigit() and len(like) < MOST_DIGITS else None
    begun: list[StandardDraft] = []
    if request.method == "POST" and done(form, lambda: begun.append(_start(request, form, number))):
        return see_other("bureau:draft", begun[0].pk)
    return show(request, "bureau/draft_new.html", {"form": form, "like": number})


def _start(request: HouseRequest, form: PlaceForm, like: int | None) -> StandardDraft:
    place = form.cleaned_data["place"]
    return start_draft(
        actor=request.actor,
        place_id=UUID(place) if place else None,
        token=form.cleaned_data["token"],
        like=like,
        now=request.now,
    )


def _draft(draft_id: UUID) -> StandardDraft:
    found = StandardDraft.objects.prefetch_related("values", "editors").filter(pk=draft_id).first()
    if found is None:
        raise NotVisible
    return found


def _place_of(draft: StandardDraft) -> Node | None:
    return Node.objects.filter(pk=draft.scope_node).first() if draft.scope_node else None


ACTS: dict[str, Callable[..., object]] = {"ask": ask_for_approval, "take_back": take_back, "drop": drop_draft}
DONE = {
    "ask": gettext_lazy("交给第二个人了。"),
    "take_back": gettext_lazy("拿回来了，可以接着改。"),
    "drop": gettext_lazy("作罢了。"),
    "approve": gettext_lazy("公布了。"),
    "send_back": gettext_lazy("退回去了，写草稿的人看得到。"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@opens_with(Power.STANDARD_EDIT)
def draft(request: HouseRequest, draft_id: UUID) -> HttpResponse:
    """What the draft would change, what it lacks, and its buttons: for its writers, and for a second person."""
    found = _draft(draft_id)
    form = DraftForm(sent(request))
    if request.method == "POST":
        act = request.POST.get("act", "")
        if act not in DONE:
            ask_for_button(form)
        elif done(form, lambda: _act(request, found, form, act)):
            messages.success(request, str(DONE[act]))
            return see_other("bureau:draft", draft_id)
        found = _draft(draft_id)
    outcome = outcome_of(draft=found, now=request.now)
    themes = said_changes(changes=outcome.changes)
    counts = {one.theme: len(one.changes) for one in themes}
    people = [found.started_by, found.asked_by, found.answered_by, found.decided_by]
    names = names_of(people=[*people, *(row.person for row in found.editors.all())])
    context = {
        "draft": found,
        "place": _place_of(found),
        "form": form,
        "outcome": outcome,
        "themes": themes,
        "list": [(theme, TITLES[theme], counts.get(theme, 0)) for theme in _themes(found)],
        "missing": missing_in(draft=found, now=request.now) if found.state in _OPEN else [],
        "editors": sorted(filter(None, (names.get(row.person, "") for row in found.editors.all()))),
        "asked_by": names.get(found.asked_by, "") if found.asked_by else "",
        "answered_by": names.get(found.answered_by, "") if found.answered_by else "",
        "decided_by": names.get(found.decided_by, "") if found.decided_by else "",
        "may_decide": found.state == DraftState.ASKED and not is_editor(draft=found, person=request.actor.id),
    }
    return show(request, "bureau/draft.html", context)


_OPEN = {DraftState.DRAFT.value, DraftState.ASKED.value}


def _act(request: HouseRequest, found: StandardDraft, form: DraftForm, act: str) -> object:
    who = {"actor": request.actor, "draft_id": found.pk, "now": request.now}
    if act == "approve":
        return approve_draft(mark=form.cleaned_data["mark"], **who)  # type: ignore[arg-type]
    if act == "send_back":
        return send_back(reason=form.cleaned_data["reason"], **who)  # type: ignore[arg-type]
    return ACTS[act](**who)


def _themes(found: StandardDraft) -> list[Theme]:
    return [theme for theme in Theme if _rules(theme, found)]


def _rules(theme: Theme, found: StandardDraft) -> list[Parameter]:
    for_place = found.scope_node is not None
    return [known for known in RULES[theme] if may_be_set(known=known, for_place=for_place)]


@require_http_methods(["GET", "HEAD", "POST"])
@opens_with(Power.STANDARD_EDIT)
def draft_theme(request: HouseRequest, draft_id: UUID, theme: str) -> HttpResponse:
    """The rules of one theme: value, unit, range, law and what other cities do beside each."""
    found = _draft(draft_id)
    if theme not in set(Theme) or not _rules(Theme(theme), found):
        raise NotVisible
    chosen = Theme(theme)
    outcome = outcome_of(draft=found, now=request.now)
    form = ThemeForm(sent(request), rules=_rules(chosen, found), values=outcome.values)
    if found.state != DraftState.DRAFT and request.method != "POST":
        return see_other("bureau:draft", draft_id)
    if request.method == "POST" and form.is_valid():
        try:
            set_values(actor=request.actor, draft_id=draft_id, wishes=form.wishes(), now=request.now)
        except UnableToDraft as refusal:
            _tell(form, refusal, outcome.values)
        except Unable as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("存好了。"))
            onward = _following(chosen, found) if "next" in request.POST else None
            return see_other("bureau:draft-theme", draft_id, onward) if onward else see_other("bureau:draft", draft_id)
    fixed = [known for known in RULES[chosen] if known.key not in form.fields]
    context = {
        "draft": found,
        "place": _place_of(found),
        "title": TITLES[chosen],
        "form": form,
        "rows": [_row(form, known, outcome) for known in form.rules],
        "fixed": [(known, sentence_in_words(known=known, value=outcome.values[known.key])) for known in fixed],
        "following": TITLES[_next] if (_next := _following(chosen, found)) else "",
    }
    return show(request, "bureau/draft_theme.html", context)


def _row(form: ThemeForm, known: Parameter, outcome: Outcome) -> tuple[object, ...]:
    before = outcome.before.value(known.key)
    said = sentence_in_words(known=known, value=before)
    is_changed = outcome.values[known.key] != before
    return form[known.key], known, said, is_changed, TYPED_IN.get(known.unit, "")


def _following(theme: Theme, found: StandardDraft) -> Theme | None:
    listed = _themes(found)
    place = listed.index(theme)
    return listed[place + 1] if place + 1 < len(listed) else None


def _tell(form: ThemeForm, refusal: UnableToDraft, values: Mapping[str, Value]) -> None:
    """Put each refusal beside its rule; where somebody else was faster, say who wrote what."""
    names = names_of(people=[clash.by for clash in refusal.clashes])
    for fault in refusal.faults:
        form.add_error(fault.key if fault.key in form.fields else None, str(fault.words))
    for clash in refusal.clashes:
        theirs = sentence_in_words(known=parameter(clash.key), value=clash.theirs)
        words = _("%(name)s刚才改成了：%(theirs)s 要用您的，请再按一次“存下来”。")
        form.add_error(clash.key, words % {"name": names.get(clash.by, _("同事")), "theirs": theirs})
    if refusal.clashes:
        form.show_anew({key: values[key] for key in form.values})
    if not refusal.faults and not refusal.clashes:
        refuse(form, refusal)


@require_http_methods(["GET", "HEAD", "POST"])
@opens_with(Power.STANDARD_EDIT)
def draft_frame(request: HouseRequest, draft_id: UUID) -> HttpResponse:
    """What it is called, why, and from which day."""
    found = _draft(draft_id)
    if found.state != DraftState.DRAFT and request.method != "POST":
        return see_other("bureau:draft", draft_id)
    stands = Frame(title=found.title, reason=found.reason, effective_day=found.effective_day)
    form = FrameForm(sent(request), stands=stands)
    if request.method == "POST" and done(form, lambda: _set_frame(request, found, form)):
        messages.success(request, _("存好了。"))
        return see_other("bureau:draft", draft_id)
    is_clash = any(one.code == "changed_meanwhile" for errors in form.errors.as_data().values() for one in errors)
    if is_clash:
        day = stands.effective_day
        form.show_anew(
            {"title": stands.title, "reason": stands.reason, "effective_day": day.isoformat() if day else None}
        )
    context = {"draft": found, "place": _place_of(found), "form": form, "stands": stands, "is_clash": is_clash}
    return show(request, "bureau/draft_frame.html", context)


def _set_frame(request: HouseRequest, found: StandardDraft, form: FrameForm) -> StandardDraft:
    return set_frame(
        actor=request.actor, draft_id=found.pk, seen=form.seen_frame(), frame=form.frame(), now=request.now
    )
