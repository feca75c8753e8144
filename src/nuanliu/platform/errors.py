"""Failures that were foreseen. Each carries a stable code for machines and a sentence for the person."""

from typing import Any

from django.utils.functional import Promise

Words = str | Promise
"""A sentence in the reader's language, translated when shown."""


class Unable(Exception):  # noqa: N818 (the house's word: UnableToTakeNeed reads as a sentence)
    """The act was not done, nothing was written, and `words` says why to the person who asked.

    `field` names the input to mend, if one is to blame.
    """

    def __init__(self, code: str, words: Words, *, field: str = "", **details: Any) -> None:
        super().__init__(code)
        self.code, self.words, self.field, self.details = code, words, field, details

    def __str__(self) -> str:
        return f"{self.code}: {self.words}"


class NotVisible(Exception):  # noqa: N818 (it is not an error of ours)
    """There is nothing here for this actor: the screens answer 404, whether or not the thing exists."""
