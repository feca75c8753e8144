"""Loading a workbook: upload, a verdict for every row, commit all of it or nothing; what was loaded before."""

from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nuanliu.domain.network.types import Actor
from nuanliu.domain.people.models import RosterUpload
from nuanliu.domain.people.types import RosterWork
from nuanliu.portals.desk.blanks import template_of
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.forms import ActForm
from nuanliu.portals.ui.paging import page_of
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.usecases.export_roster import kinds_to_export
from nuanliu.usecases.import_later import hand_in_roster, load_roster
from nuanliu.usecases.import_roster import REFUSALS, access_upload, discard_roster, uploads_of, verdicts_of
from nuanliu.usecases.rosters.ground import POWERS
from nuanliu.usecases.rosters.kinds import SPECS
from nuanliu.usecases.rosters.types import Level, RosterKind

UPLOADS_ON_A_PAGE = 15
VERDICTS_ON_A_PAGE = 50
LOOK_AGAIN_SECONDS = 5
LOADERS = tuple(sorted(set(POWERS.values())))
FILTERS = {
    "errors": (gettext_lazy("要改的"), frozenset({Level.ERROR})),
    "warnings": (gettext_lazy("请看一下的"), frozenset({Level.WARNING})),
    "changes": (gettext_lazy("有改动的"), frozenset({Level.CHANGED})),
    "all": (gettext_lazy("全部"), frozenset(Level)),
}
STATUSES = {
    Level.ERROR: "error",
    Level.WARNING: "warning",
    Level.NEW: "approved",
    Level.CHANGED: "pending",
    Level.UNCHANGED: "skipped",
    Level.OK: "ok",
}


class UploadForm(ActForm):
    """What is handed in, and what it lists."""

    kind = forms.ChoiceField(label=gettext_lazy("这张表是什么"))
    file = forms.FileField(
        label=gettext_lazy("选择文件"),
        help_text=gettext_lazy("Excel 工作簿（.xlsx），最大 20 MB。"),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={
            "empty": gettext_lazy("这个文件是空的。请重新选择文件。"),
            "invalid": gettext_lazy("没有收到文件。请再选一次。"),
            "missing": gettext_lazy("没有收到文件。请再选一次。"),
        },
    )

    def __init__(self, *args: Any, kinds: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["kind"]
        if isinstance(chosen, forms.ChoiceField):
            chosen.choices = kinds


def kinds_for(actor: Actor) -> list[tuple[str, Any]]:
    """The kinds this actor may load, in the order of loading."""
    return [(kind.value, SPECS[kind].title) for kind in RosterKind if actor.has(POWERS[kind])]


@opens_with(*LOADERS)
@require_http_methods(["GET", "HEAD", "POST"])
def rosters(request: HouseRequest) -> HttpResponse:
    """Upload, and what was uploaded before."""
    kinds = kinds_for(request.actor)
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES, kinds=kinds)
        uploads: list[RosterUpload] = []
        if done(form, lambda: uploads.append(_upload(request, form))):
            return see_other("desk:roster", upload_id=uploads[0].pk)
    else:
        form = UploadForm(kinds=kinds)
    page = page_of(request=request, rows=uploads_of(actor=request.actor), size=UPLOADS_ON_A_PAGE)
    titles = {kind.value: spec.title for kind, spec in SPECS.items()}
    history = [(upload, titles.get(upload.kind, upload.kind)) for upload in page.rows]
    context: dict[str, Any] = {"form": form, "kinds": kinds, "page": page, "history": history}
    context["may_export"] = bool(kinds_to_export(actor=request.actor))
    return render(request, "desk/rosters.html", context)


def _upload(request: HouseRequest, form: UploadForm) -> RosterUpload:
    said = form.cleaned_data
    return hand_in_roster(
        actor=request.actor,
        file=said["file"].file,
        file_name=said["file"].name,
        kind=RosterKind(said["kind"]),
        token=said["token"],
        now=request.now,
    )


@opens_with(*LOADERS)
@require_safe
def roster(request: HouseRequest, upload_id: UUID) -> HttpResponse:
    """The dry run: how many rows, what is wrong and where, and the button that loads all of it.

    While the task worker is at it, how far it is; the page comes again by itself.
    """
    upload = access_upload(actor=request.actor, upload_id=upload_id)
    if upload.under_way:
        return show_progress(request, upload)
    return show_roster(request, upload, form=None)


def show_progress(request: HouseRequest, upload: RosterUpload) -> HttpResponse:
    """What is being done with a large workbook, and how many rows of it are done."""
    title = SPECS[RosterKind(upload.kind)].title
    context = {"upload": upload, "title": title, "is_check": upload.under_way == RosterWork.CHECK}
    response = render(request, "desk/roster_under_way.html", context)
    response.headers["Refresh"] = str(LOOK_AGAIN_SECONDS)
    return response


def show_roster(request: HouseRequest, upload: RosterUpload, *, form: ActForm | None) -> HttpResponse:
    """The page; a refused form says why nothing was loaded."""
    verdicts = verdicts_of(upload=upload)
    counts = Counter(verdict.level for verdict in verdicts)
    asked = request.GET.get("show", "errors" if upload.error_count else "all")
    shown = asked if asked in FILTERS else "all"
    wanted = FILTERS[shown][1]
    page = page_of(request=request, rows=[one for one in verdicts if one.level in wanted], size=VERDICTS_ON_A_PAGE)
    context = {
        "upload": upload,
        "title": SPECS[RosterKind(upload.kind)].title,
        "counts": {level.value: counts[level] for level in Level},
        "filters": [(code, words, sum(counts[level] for level in levels)) for code, (words, levels) in FILTERS.items()],
        "shown": shown,
        "page": page,
        "lines": [(verdict, STATUSES[verdict.level]) for verdict in page.rows],
        "is_open": upload.committed_at is None and bool(upload.rows_sealed),
        "is_ready": upload.committed_at is None and bool(upload.rows_sealed) and not upload.error_count,
        "form": form,
        "trouble": REFUSALS.get(upload.trouble, ""),
    }
    return render(request, "desk/roster.html", context)


@opens_with(*LOADERS)
@require_POST
def commit(request: HouseRequest, upload_id: UUID) -> HttpResponse:
    """Load it, whole or not at all."""
    return _answer(
        request,
        upload_id,
        act=lambda: load_roster(actor=request.actor, upload_id=upload_id, now=request.now),
        words=lambda upload: "" if upload.under_way else _("都导入了。"),
    )


@opens_with(*LOADERS)
@require_POST
def discard(request: HouseRequest, upload_id: UUID) -> HttpResponse:
    """Throw the rows away."""
    return _answer(
        request,
        upload_id,
        act=lambda: discard_roster(actor=request.actor, upload_id=upload_id, now=request.now),
        words=lambda _upload: _("作废了，什么也没有导入。"),
    )


def _answer(
    request: HouseRequest, upload_id: UUID, *, act: Callable[[], object], words: Callable[[RosterUpload], str]
) -> HttpResponse:
    upload = access_upload(actor=request.actor, upload_id=upload_id)
    form = ActForm(request.POST)
    if done(form, act):
        said = words(access_upload(actor=request.actor, upload_id=upload_id))
        if said:
            messages.success(request, said)
        return see_other("desk:roster", upload_id=upload_id)
    return show_progress(request, upload) if upload.under_way else show_roster(request, upload, form=form)


@opens_with(*LOADERS)
@require_safe
def template(request: HouseRequest, kind: str) -> HttpResponse:
    """An empty workbook with the headings of one kind."""
    if kind not in set(RosterKind) or not request.actor.has(POWERS[RosterKind(kind)]):
        raise Http404
    return template_of(kind=RosterKind(kind))
