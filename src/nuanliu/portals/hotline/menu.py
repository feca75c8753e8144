"""The numbered menu of services, and which service a clerk means by what she typed."""

from collections.abc import Sequence
from dataclasses import dataclass

from nuanliu.domain.care.models import Service
from nuanliu.platform.pinyin import search_keys
from nuanliu.platform.typed import tidy_digits, tidy_text

LONGEST_NUMBER = 3


@dataclass(frozen=True, slots=True)
class MenuLine:
    """`number` is the key to press."""

    number: int
    service: Service


def menu_of(*, services: Sequence[Service]) -> list[MenuLine]:
    """The services with the numbers of the catalogue: the same at every site, and on every card that was printed."""
    return [MenuLine(service.position, service) for service in services]


def services_meant(*, text: str, services: Sequence[Service]) -> list[Service]:
    """The services that `text` can mean: a menu number, a code, a name or a part of it, or pinyin.

    One that fits exactly is the only answer; nothing that fits is an empty list.
    """
    typed = tidy_digits(text).upper()
    if typed.isascii() and typed.isdigit() and len(typed) < LONGEST_NUMBER:
        numbered = [one for one in services if one.position == int(typed)]
        if numbered:
            return numbered
    exact = [one for one in services if typed in {one.code.upper(), one.code[1:]} or tidy_text(text) == one.name]
    if exact:
        return exact
    words = tidy_text(text).lower()
    if not words:
        return []
    by_word = [one for one in services if words in one.name.lower() or words in one.plain_words.lower()]
    return by_word or _by_sound(words=words.replace(" ", ""), services=services)


def _by_sound(*, words: str, services: Sequence[Service]) -> list[Service]:
    if not words.isascii():
        return []
    heard = [(one, search_keys(one.name).split()) for one in services]
    exact = [one for one, keys in heard if words in keys]
    return exact or [one for one, keys in heard if any(key.startswith(words) for key in keys)]
