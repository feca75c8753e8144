"""Create, rename, move, merge, close: a question page, then a page that says what it touches, then it is done."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nuanliu.domain.network.models import Node
from nuanliu.domain.network.types import NodeKind, Power
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.forms import ActForm
from nuanliu.portals.ui.labels import BRANCH_KINDS, NODE_KINDS
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.portals.units.forms import CloseForm, EditForm, MergeForm, MoveForm, NewForm, TargetForm
from nuanliu.portals.units.views.unit import crumbs_of
from nuanliu.usecases.change_tree import close_unit, create_unit, merge_units, move_unit, rename_unit
from nuanliu.usecases.unit_page import access_unit, touched_by_change

SURE = "sure"
"""The field by which the check page says that it has been read."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One act as it is asked for: its words, its form, what it will do, and doing it (which gives the page to show)."""

    node: Node
    title: str
    button: str
    form: ActForm
    answers: Callable[[], list[tuple[str, str]]]
    act: Callable[[], Node]
    said: str
    touches: bool = False
    warning: str = ""


def through_a_check(request: HouseRequest, asked: Asked) -> HttpResponse:
    """The question page; once answered, the page that says what it touches; once that is sent, the act."""
    form = asked.form
    context: dict[str, Any] = {
        "asked": asked,
        "form": form,
        "node": asked.node,
        "crumbs": crumbs_of(request.actor, asked.node, words=asked.title),
    }
    if request.method == "POST" and SURE in request.POST:
        result: list[Node] = []
        if done(form, lambda: result.append(asked.act())):
            messages.success(request, asked.said)
            return see_other("units:unit", node_id=result[0].pk)
    elif request.method == "POST" and form.is_valid() and "again" not in request.POST:
        context |= {"answers": asked.answers(), "touched": touched_by_change(node=asked.node)}
        return render(request, "units/check.html", context)
    return render(request, "units/act.html", context)


@opens_with(Power.TREE_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HouseRequest, node_id: UUID) -> HttpResponse:
    """Something new under this one."""
    parent = access_unit(actor=request.actor, node_id=node_id)
    if not request.actor.may(Power.TREE_EDIT, path=parent.path) or parent.closed_at is not None:
        raise NotVisible
    form = NewForm(sent(request), parent=parent)
    if not form.kinds:
        raise NotVisible

    def answers() -> list[tuple[str, str]]:
        branch = form.branch()
        kind = BRANCH_KINDS[branch.value] if branch else NODE_KINDS[form.cleaned_data["kind"]]
        return [(_("哪一类单位"), str(kind)), (_("上级单位"), parent.name), *_said(form), (_("编号"), _code_of(form))]

    def act() -> Node:
        said = form.cleaned_data
        return create_unit(
            actor=request.actor,
            parent_id=parent.pk,
            kind=NodeKind(said["kind"]),
            code=said["code"],
            token=said["token"],
            branch_kind=form.branch(),
            reason=said["reason"],
            now=request.now,
            **form.facts(),
        )

    asked = Asked(parent, _("新建下级单位"), _("建这个单位"), form, answers, act, _("建好了。"))
    return through_a_check(request, asked)


def _code_of(form: NewForm) -> str:
    return form.cleaned_data["code"] or _("系统给一个")


def _said(form: ActForm) -> list[tuple[str, str]]:
    """What was written in the fields that anybody reads."""
    names = ("name", "phone", "address", "hours")
    return [(str(form.fields[name].label), form.cleaned_data[name]) for name in names if form.cleaned_data.get(name)]


@opens_with(Power.TREE_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HouseRequest, node_id: UUID) -> HttpResponse:
    """Name, telephone, address, hours."""
    node = _changeable(request, node_id)
    start = {name: getattr(node, name) for name in ("name", "phone", "address", "hours")}
    form = EditForm(sent(request), initial=start)

    def act() -> Node:
        reason = form.cleaned_data["reason"]
        return rename_unit(actor=request.actor, node_id=node.pk, facts=form.facts(), reason=reason, now=request.now)

    def answers() -> list[tuple[str, str]]:
        return [
            (str(form.fields[name].label), _("%(old)s → %(new)s") % {"old": start[name] or "—", "new": new or "—"})
            for name, new in form.facts().items()
            if new != start[name]
        ] or [(_("改了什么"), _("什么也没改"))]

    return through_a_check(request, Asked(node, _("改登记"), _("改成这样"), form, answers, act, _("改好了。")))


@opens_with(Power.TREE_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HouseRequest, node_id: UUID) -> HttpResponse:
    """To another place in the tree."""
    node = _changeable(request, node_id)
    form = MoveForm(sent(request), actor=request.actor, node=node)

    def act() -> Node:
        reason = form.cleaned_data["reason"]
        return move_unit(actor=request.actor, node_id=node.pk, to_id=_target(form), reason=reason, now=request.now)

    asked = Asked(
        node, _("移动"), _("移过去"), form, lambda: _where(form, node), act, _("移好了。"), touches=True,
        warning=_("以前的服务仍算在原来的上级，从现在起算在新的上级。管原来上级的人，从此看不到这里。"),
    )  # fmt: skip
    return through_a_check(request, asked)


@opens_with(Power.TREE_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HouseRequest, node_id: UUID) -> HttpResponse:
    """Into another of its kind."""
    node = _changeable(request, node_id)
    form = MergeForm(sent(request), actor=request.actor, node=node)

    def act() -> Node:
        reason = form.cleaned_data["reason"]
        return merge_units(actor=request.actor, node_id=node.pk, into_id=_target(form), reason=reason, now=request.now)

    asked = Asked(
        node, _("并入别的单位"), _("并过去"), form, lambda: _where(form, node), act, _("并好了。"), touches=True,
        warning=_("这个单位会撤销，不能再分开。下级和成员都过去；这里的任职和承诺到此为止；以前的记录都留着。"),
    )  # fmt: skip
    return through_a_check(request, asked)


@opens_with(Power.TREE_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HouseRequest, node_id: UUID) -> HttpResponse:
    """For good; its history stays."""
    node = _changeable(request, node_id)
    form = CloseForm(sent(request))

    def act() -> Node:
        reason = form.cleaned_data["reason"]
        return close_unit(actor=request.actor, node_id=node.pk, reason=reason, now=request.now)

    asked = Asked(
        node, _("撤销"), _("撤销这个单位"), form, lambda: [(_("撤销哪一个"), node.name)], act,
        _("撤销了，记录都留着。"), touches=True,
        warning=_("撤销以后不能恢复。这里的任职和承诺到此为止；以前的记录都留着。"),
    )  # fmt: skip
    return through_a_check(request, asked)


def _changeable(request: HouseRequest, node_id: UUID) -> Node:
    """An open organisation that the reader may change. Raises NotVisible."""
    node = access_unit(actor=request.actor, node_id=node_id)
    if not request.actor.may_edit(path=node.path) or node.closed_at is not None:
        raise NotVisible
    return node


def _target(form: TargetForm) -> UUID:
    if form.found is None:
        raise NotVisible
    return form.found.pk


def _where(form: TargetForm, node: Node) -> list[tuple[str, str]]:
    found = form.found
    to = f"{found.name}（{found.code}）" if found else ""
    return [(_("哪个单位"), node.name), (_("现在在"), node.parent.name if node.parent else "—"), (_("以后在"), to)]
