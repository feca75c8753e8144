"""Pages and sorting of lists. A page asks the database for its rows and one more: never for a count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

LAST_PAGE = 10_000


@dataclass(frozen=True, kw_only=True)
class Page:
    """`rows` of page `number` (from 1); the links keep every other parameter of the address."""

    rows: Sequence[Any]
    number: int
    size: int
    previous_link: str
    next_link: str

    @property
    def first_row(self) -> int:
        """Ordinal of the first row shown, 0 when there is none."""
        return (self.number - 1) * self.size + 1 if self.rows else 0

    @property
    def last_row(self) -> int:
        """Ordinal of the last row shown."""
        return (self.number - 1) * self.size + len(self.rows)

    @property
    def is_whole(self) -> bool:
        """Everything fits on this one page."""
        return not (self.previous_link or self.next_link)


def _wanted(request: HttpRequest, parameter: str) -> int:
    text = request.GET.get(parameter, "1")
    return min(max(int(text), 1), LAST_PAGE) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def link_with(request: HttpRequest, **changes: str | int | None) -> str:
    """This address with some parameters changed; None or empty takes one away."""
    query = request.GET.copy()
    for name, value in changes.items():
        if value in {None, ""}:
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}" if query else request.path


def page_of(
    *, request: HttpRequest, rows: QuerySet[Any] | Sequence[Any], size: int = 20, parameter: str = "page"
) -> Page:
    """The asked-for page of ordered `rows`; nonsense in the address means the first page."""
    number = _wanted(request, parameter)
    start = (number - 1) * size
    found = list(rows[start : start + size + 1])
    return Page(
        rows=found[:size],
        number=number,
        size=size,
        previous_link=link_with(request, **{parameter: number - 1 if number > 2 else None}) if number > 1 else "",
        next_link=link_with(request, **{parameter: number + 1}) if len(found) > size else "",
    )


@dataclass(frozen=True, kw_only=True)
class Sorting:
    """The order of a list, chosen by `?sort=key` or `?sort=-key` among `allowed` keys."""

    request: HttpRequest
    allowed: Mapping[str, Sequence[str]]
    key: str
    is_descending: bool

    @property
    def order_by(self) -> list[str]:
        """Arguments for `QuerySet.order_by`, the last of them unique if the caller's list ends so."""
        fields = self.allowed[self.key]
        return [_turned(name) for name in fields] if self.is_descending else list(fields)

    def link(self, key: str) -> str:
        """The address that sorts by `key`, or turns the order round if it already does; back to page one."""
        turned = key == self.key and not self.is_descending
        return link_with(self.request, sort=f"-{key}" if turned else key, page=None)

    def aria(self, key: str) -> str:
        """The value of `aria-sort` for the column of `key`."""
        if key != self.key:
            return "none"
        return "descending" if self.is_descending else "ascending"


def _turned(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def sorting_of(*, request: HttpRequest, allowed: Mapping[str, Sequence[str]], default: str) -> Sorting:
    """The order asked for; an unknown key means `default` (a key of `allowed`, perhaps with a minus before it)."""
    asked = request.GET.get("sort", "")
    chosen = asked if asked.removeprefix("-") in allowed else default
    return Sorting(
        request=request,
        allowed=allowed,
        key=chosen.removeprefix("-"),
        is_descending=chosen.startswith("-"),
    )
