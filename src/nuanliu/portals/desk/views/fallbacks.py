"""Needs that nobody took in time: the list of tasks, and one of them, which somebody must answer."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nuanliu.domain.care.series.models import FallbackTask
from nuanliu.domain.care.series.tasks import access_task, tasks_within
from nuanliu.domain.care.series.types import TaskState
from nuanliu.domain.network.types import Power
from nuanliu.domain.people.queries import contact_of
from nuanliu.portals.desk.fallback_forms import BranchForm, MoveForm, NobodyForm, ServeForm
from nuanliu.portals.desk.helpers import helpers_meant
from nuanliu.portals.ui.acting import ask_for_button, done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.forms import ActForm
from nuanliu.portals.ui.paging import page_of
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.portals.ui.unserved import answers_counted
from nuanliu.portals.ui.weekly import TASKS
from nuanliu.usecases.answer_fallback import (
    UnableToAnswer,
    branches_for,
    give_to_branch,
    is_pool_offered,
    move_to,
    nobody_goes,
    serve_by,
    use_guarantee,
)

if TYPE_CHECKING:
    from collections.abc import Callable

COUNTED = timedelta(days=30)
opens = opens_with(Power.NEED_ASSIST, Power.BRANCH_SEE)


@opens
@require_safe
def fallbacks(request: HouseRequest) -> HttpResponse:
    """What waits for an answer, the soonest first; or, with `?state=`, what was answered how."""
    rows = tasks_within(actor=request.actor)
    asked = request.GET.get("state", "")
    state = asked if asked in TASKS else TaskState.OPEN.value
    order = ("starts_at", "id") if state == TaskState.OPEN else ("-raised_at", "id")
    paths = [*request.actor.paths(Power.NEED_ASSIST), *request.actor.paths(Power.BRANCH_SEE)]
    context = {
        "page": page_of(request=request, rows=rows.filter(state=state).order_by(*order)),
        "tabs": TASKS,
        "state": state,
        "counts": answers_counted(paths=paths, now=request.now),
    }
    return render(request, "desk/fallbacks.html", context)


class Page:
    """One task, its forms, and what a press of one does."""

    def __init__(self, request: HouseRequest, task: FallbackTask) -> None:
        self.request, self.task, self.need = request, task, task.need
        self.act = request.POST.get("act", "")
        self.is_staff = request.actor.may(Power.NEED_ASSIST, path=task.site.path)
        self.branches = branches_for(task=task) if self.is_staff else []
        self.forms: dict[str, ActForm] = {
            "serve": ServeForm(self._sent("serve"), auto_id="serve_%s"),
            "move": MoveForm(self._sent("move"), auto_id="move_%s", now=request.now),
            "nobody": NobodyForm(self._sent("nobody"), auto_id="nobody_%s"),
            "branch": BranchForm(self._sent("branch"), auto_id="branch_%s", branches=self.branches),
            "pool": ActForm(self._sent("pool"), auto_id="pool_%s"),
        }

    def _sent(self, act: str) -> Any:
        return self.request.POST if self.act == act else None

    def press(self) -> bool:
        """Whether what was pressed is done."""
        form = self.forms[self.act]
        said: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
        who: dict[str, Any] = {"actor": self.request.actor, "task_id": self.task.id, "now": self.request.now}
        acts: dict[str, Callable[[], object]] = {
            "serve": lambda: serve_by(**who, helper_id=self._helper(said["helper"])),
            "move": lambda: move_to(**who, starts_at=said["when"].starts_at),
            "nobody": lambda: nobody_goes(**who, reason=said["reason"]),
            "branch": lambda: give_to_branch(**who, branch_id=UUID(said["branch"])),
            "pool": lambda: use_guarantee(**who),
        }
        return done(form, acts[self.act])

    def _helper(self, text: str) -> UUID:
        found = helpers_meant(actor=self.request.actor, need=self.need, text=text)
        if len(found) == 1:
            return UUID(str(found[0].pk))
        words = _("有几位，请写编号。") if found else _("没有找到这位志愿者。请换一个写法。")
        raise UnableToAnswer("which_one", words, field="helper")

    def show(self) -> HttpResponse:
        """The page; a refused form says why."""
        may_pool = self.request.actor.may(Power.POOL_USE, path=self.task.site.path)
        context = {
            "task": self.task,
            "need": self.need,
            "acts": self.forms,
            "form": self.forms.get(self.act),
            "branches": self.branches,
            "is_staff": self.is_staff,
            "is_open": self.task.state == TaskState.OPEN,
            "contact": contact_of(person=self.need.elder),
            "may_pool": may_pool
            and self.task.pool_use is None
            and is_pool_offered(task=self.task, need=self.need, now=self.request.now),
        }
        return render(self.request, "desk/fallback.html", context)


@opens
@require_http_methods(["GET", "HEAD", "POST"])
def fallback(request: HouseRequest, task_id: UUID) -> HttpResponse:
    """One task: who goes, when else, or why nobody does."""
    page = Page(request, access_task(actor=request.actor, task_id=task_id))
    if request.method == "POST" and page.act in page.forms and page.press():
        messages.success(request, _("记下了。"))
        return see_other("desk:fallback", task_id=task_id)
    if request.method == "POST" and page.act not in page.forms:
        page.act = "pool"
        page.forms["pool"] = ActForm(request.POST, auto_id="pool_%s")
        ask_for_button(page.forms["pool"])
    return page.show()
