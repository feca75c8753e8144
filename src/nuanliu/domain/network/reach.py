"""The subtrees of somebody's powers as a condition on rows."""

from collections.abc import Iterable

from django.db.models import Q


def within(*, paths: Iterable[str], column: str = "path") -> Q:
    """Rows whose `column` lies in one of the subtrees; none for no subtree."""
    reach = Q(pk__in=[])
    for path in paths:
        reach |= Q(**{f"{column}__startswith": path})
    return reach
