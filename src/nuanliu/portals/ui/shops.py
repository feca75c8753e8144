"""Looking for a shop: words, a kind of courtesy, and from where; the same for the public and for volunteers."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuanliu.domain.alliance.queries import by_distance, shops_found, shown_shops
from nuanliu.domain.network.models import Node
from nuanliu.platform.geo import Place, place
from nuanliu.portals.ui.forms import AskForm, TextField
from nuanliu.portals.ui.labels import OFFER_KINDS
from nuanliu.portals.ui.paging import Page, page_of
from nuanliu.portals.ui.request import HouseRequest

LONGEST_WORDS = 40
ON_A_PAGE = 12


class ShopsForm(AskForm):
    """What is looked for. `near` is offered where sites are given."""

    word = TextField(label=gettext_lazy("找什么"), max_length=LONGEST_WORDS, required=False)
    kind = forms.ChoiceField(label=gettext_lazy("什么礼遇"), required=False)
    near = forms.ChoiceField(label=gettext_lazy("离哪儿近"), required=False)

    def __init__(self, *args: Any, sites: Iterable[Node] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("都看看")), *OFFER_KINDS.items()]  # type: ignore[attr-defined]
        places = [(str(site.pk), site.name) for site in sites]
        if places:
            self.fields["near"].choices = [("", _("都看看")), *places]  # type: ignore[attr-defined]
        else:
            del self.fields["near"]

    def wanted(self, name: str) -> str:
        """What was asked for; what cannot be asked for is as if not asked."""
        self.full_clean()
        return str(self.cleaned_data.get(name) or "") if self.is_bound else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """A page of shops, and whether something was asked for."""

    page: Page
    is_filtered: bool


def place_of(node: Any) -> Place | None:
    """Where a person or a node is; None if that is not known."""
    return place(latitude=node.latitude, longitude=node.longitude)


def look_for_shops(*, request: HouseRequest, form: ShopsForm, here: Place | None) -> Looked:
    """The shops asked for, the nearest first, one page of them with what they offer."""
    words, kind = form.wanted("word"), form.wanted("kind")
    found = by_distance(shops=shops_found(words=words, kind=kind), here=here)
    page = page_of(request=request, rows=found, size=ON_A_PAGE)
    shown = shown_shops(found=page.rows, now=request.now, kind=kind)
    return Looked(
        page=Page(
            rows=shown,
            number=page.number,
            size=page.size,
            previous_link=page.previous_link,
            next_link=page.next_link,
        ),
        is_filtered=bool(words or kind),
    )
