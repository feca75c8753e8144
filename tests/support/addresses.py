"""Every address of the product, from Django's resolver: a new page is found by the tests without being told."""

from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse


@dataclass(frozen=True)
class Address:
    """One URL pattern: its full name, and the names of its arguments."""

    name: str
    arguments: frozenset[str]

    def path(self, values: dict[str, Any]) -> str:
        """The address with its arguments filled in."""
        return reverse(self.name, kwargs=values)


def _walk(patterns: list[Any], prefix: str, above: frozenset[str]) -> list[Address]:
    found: list[Address] = []
    for pattern in patterns:
        arguments = above | frozenset(pattern.pattern.converters)
        if isinstance(pattern, URLResolver):
            inside = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            found += _walk(pattern.url_patterns, inside, arguments)
        elif isinstance(pattern, URLPattern):
            found.append(Address(f"{prefix}{pattern.name or pattern.pattern}", arguments))
    return found


def addresses() -> list[Address]:
    """All of them, by name."""
    return sorted(_walk(get_resolver().url_patterns, "", frozenset()), key=lambda one: one.name)
