"""Looking through the tree: search and browse, and one organisation with its people, figures and pledges."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from nuanliu.domain.audit.queries import Happening
from nuanliu.domain.network.kinds import KINDS, kinds_under
from nuanliu.domain.network.models import Node
from nuanliu.domain.network.types import SITE_KINDS, UNIT_KINDS, Actor, NodeKind, Power, Role
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.forms import AskForm, TextField
from nuanliu.portals.ui.labels import NODE_KINDS
from nuanliu.portals.ui.paging import page_of
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.usecases.fill_posts import roles_to_fill
from nuanliu.usecases.read_audit import names_of
from nuanliu.usecases.unit_figures import pledge_months
from nuanliu.usecases.unit_page import (
    above,
    access_unit,
    changes_of,
    children_rows,
    figures_of,
    past_posts_at,
    people_by_node,
    posts_at,
    search_units,
    units_within,
)

ON_A_PAGE = 40
CHANGES_SHOWN = 12
CHANGES: dict[str, Promise] = {
    "node.created": _("新建"),
    "node.changed": _("改了登记"),
    "node.moved": _("移到别处"),
    "node.merged": _("并入别的单位"),
    "node.closed": _("撤销"),
    "pledge.made": _("承诺每月服务"),
    "pledge.ended": _("结束了承诺"),
}


class SearchForm(AskForm):
    """What to look for among the organisations."""

    q = TextField(label=_("名称或编号"), required=False, max_length=60)
    kind = forms.ChoiceField(label=_("哪一类"), required=False)
    closed = forms.BooleanField(label=_("撤销的也看"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("都看")), *NODE_KINDS.items()]  # type: ignore[attr-defined]


@require_safe
@opens_with(Power.TREE_SEE)
def home(request: HouseRequest) -> HttpResponse:
    """Every organisation within reach, in the tree's order; or those that are looked for."""
    form = SearchForm(request.GET or None)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    rows = search_units(
        actor=request.actor,
        text=asked.get("q", ""),
        kind=asked.get("kind", ""),
        with_closed=asked.get("closed", False),
    )
    page = page_of(request=request, rows=rows, size=ON_A_PAGE)
    top = units_within(actor=request.actor).first()
    depth = top.path.count("/") if top else 0
    held = people_by_node(nodes=list(page.rows))
    context = {
        "form": form,
        "page": page,
        "lines": [(node, min(node.path.count("/") - depth, 6), held.get(node.pk, 0)) for node in page.rows],
        "is_asked": bool(asked.get("q") or asked.get("kind")),
    }
    return render(request, "units/home.html", context)


@require_safe
@opens_with(Power.TREE_SEE)
def unit(request: HouseRequest, node_id: UUID) -> HttpResponse:
    """One organisation: where it stands, what was done, who holds which post, what stands below, what changed."""
    node = access_unit(actor=request.actor, node_id=node_id)
    children = page_of(request=request, rows=children_rows(node=node), size=ON_A_PAGE)
    is_unit = node.kind in UNIT_KINDS
    context = {
        "node": node,
        "crumbs": crumbs_of(request.actor, node),
        "figures": figures_of(node=node, now=request.now),
        "is_unit": is_unit,
        "is_site": node.kind in SITE_KINDS,
        "page": children,
        "posts": [(post, request.actor.may_fill(Role(post.role), path=node.path)) for post in posts_at(node=node)],
        "past_posts": past_posts_at(node=node),
        "offers_posts": bool(KINDS[NodeKind(node.kind)].roles),
        "months": pledge_months(node=node, now=request.now) if is_unit else [],
        "may": acts_on(request.actor, node),
        "events": _told(changes_of(node=node)[:CHANGES_SHOWN]),
    }
    return render(request, "units/unit.html", context)


def acts_on(actor: Actor, node: Node) -> dict[str, bool]:
    """Which acts the reader is offered on this organisation."""
    if node.closed_at is not None:
        return {}
    may_edit = actor.may_edit(path=node.path)
    return {
        "new": actor.may(Power.TREE_EDIT, path=node.path) and bool(kinds_under(NodeKind(node.kind))),
        "edit": may_edit,
        "move": may_edit and node.parent_id is not None,
        "appoint": bool(roles_to_fill(actor=actor, node=node)),
        "pledge": node.kind in UNIT_KINDS and actor.may(Power.PLEDGE, path=node.path),
    }


def crumbs_of(actor: Actor, node: Node, *, words: Any = "") -> list[tuple[str, Any]]:
    """The way down to this organisation; with `words`, to an act on it."""
    way: list[tuple[str, Any]] = [(reverse("units:home"), _("单位"))]
    way += [(reverse("units:unit", args=[one.pk]), one.name) for one in above(actor=actor, node=node)]
    own = reverse("units:unit", args=[node.pk]) if words else ""
    return [*way, (own, node.name), *([("", words)] if words else [])]


def _told(changes: list[Happening]) -> list[dict[str, Any]]:
    """What happened to the organisation, in words, with who did it and why."""
    names = names_of(people=[one.actor_id for one in changes])
    return [
        {
            "words": CHANGES.get(one.action, one.action),
            "moment": one.occurred_at,
            "who": names.get(one.actor_id, "") if one.actor_id else "",
            "note": " · ".join(str(part) for part in (one.details.get("was"), one.reason) if part),
            "tone": "stop" if one.action in {"node.closed", "node.merged"} else "done",
        }
        for one in changes
    ]
