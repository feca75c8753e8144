"""Tables of honour."""

from nuanliu.domain.honours.models.steps import Reached

__all__ = ("Reached",)
