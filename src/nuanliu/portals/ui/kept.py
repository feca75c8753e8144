"""What is typed into a search for people: kept in the searcher's own session, never in an address.

A search form is POSTed; its words are kept under a short random mark and the answer leads to the same page with
`?s=<mark>`. Paging, sorting and export carry the mark. They are gone with the session, when she signs out; a mark that
is not known any more means that nothing was searched for.
"""

import secrets

from django.http import QueryDict

from nuanliu.portals.ui.answers import SeeOther, see_other
from nuanliu.portals.ui.once import keep_once, look_at
from nuanliu.portals.ui.request import HouseRequest

MARK = "s"
KEPT = 20
"""Searches of one session; older ones are forgotten."""
LONGEST = 200
NEVER_ASKED = frozenset({"q", "among", "name", "person", "whom"})
"""Fields that mean a person in her own words: what stands in an address under these names is not read."""
_SHELF = "searched"


def keep(request: HouseRequest, *names: str) -> SeeOther:
    """Keep what was sent under these names and lead to the page that shows what it finds."""
    query = request.GET.copy()
    for name in (MARK, "page", *names):
        query.pop(name, None)
    words = {name: request.POST.get(name, "")[:LONGEST] for name in names}
    if any(words.values()):
        query[MARK] = secrets.token_urlsafe(6)
        shelf = (look_at(request, _SHELF) or {}) | {query[MARK]: words}
        keep_once(request, _SHELF, dict(list(shelf.items())[-KEPT:]))
    return see_other(f"{request.path}{'?' if query else ''}{query.urlencode()}")


def kept_words(request: HouseRequest) -> dict[str, str]:
    """The words that are kept under the mark in the page's address; none without a mark that is known."""
    return (look_at(request, _SHELF) or {}).get(request.GET.get(MARK)) or {}


def asked(request: HouseRequest) -> QueryDict:
    """What the page is asked for: its address, and the words that are kept under its mark."""
    found = request.GET.copy()
    for name in NEVER_ASKED:
        found.pop(name, None)
    for name, value in kept_words(request).items():
        found[name] = value
    return found
