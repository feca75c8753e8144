"""Short ways to write a parameter down, one for each kind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict, Unpack

from nuanliu.domain.standards.parameters.kinds import AtSite, Kind, Parameter, Section, Unit
from nuanliu.platform.errors import Words


class Extras(TypedDict, total=False):
    """What only some parameters have."""

    legal_basis: Words
    elsewhere: Words
    at_site: AtSite
    fixed: bool


class QuantityExtras(Extras, total=False):
    """What only some quantities have."""

    zero_words: Words
    zero_is_unlimited: bool


@dataclass(frozen=True, slots=True)
class Making:
    """Makes the parameters of one section."""

    section: Section

    def quantity(
        self,
        key: str,
        default: int,
        unit: Unit,
        span: tuple[int, int],
        *,
        label: Words,
        sentence: Words,
        **extras: Unpack[QuantityExtras],
    ) -> Parameter:
        """A whole number of `unit`, within `span` (both ends allowed)."""
        low, high = span
        return Parameter(
            key=key,
            section=self.section,
            kind=Kind.QUANTITY,
            unit=unit,
            default=default,
            minimum=low,
            maximum=high,
            label=label,
            sentence=sentence,
            **extras,
        )

    def switch(
        self,
        key: str,
        *,
        default: bool,
        label: Words,
        yes: Words,
        no: Words = "",
        **extras: Unpack[Extras],
    ) -> Parameter:
        """Yes or no, with a sentence for each."""
        return Parameter(
            key=key,
            section=self.section,
            kind=Kind.SWITCH,
            unit=Unit.NONE,
            default=default,
            label=label,
            sentence=yes,
            sentence_no=no,
            **extras,
        )

    def choice(
        self,
        key: str,
        default: str,
        choices: Mapping[str, Words],
        *,
        label: Words,
        sentence: Words,
        **extras: Unpack[Extras],
    ) -> Parameter:
        """One of several codes."""
        return Parameter(
            key=key,
            section=self.section,
            kind=Kind.CHOICE,
            unit=Unit.NONE,
            default=default,
            choices=choices,
            label=label,
            sentence=sentence,
            **extras,
        )

    def choices(
        self,
        key: str,
        default: Sequence[str],
        choices: Mapping[str, Words],
        *,
        label: Words,
        sentence: Words,
        **extras: Unpack[Extras],
    ) -> Parameter:
        """Any of several codes."""
        return Parameter(
            key=key,
            section=self.section,
            kind=Kind.CHOICES,
            unit=Unit.NONE,
            default=list(default),
            choices=choices,
            label=label,
            sentence=sentence,
            **extras,
        )

    def ratio(
        self,
        key: str,
        default: str,
        span: tuple[str, str],
        unit: Unit = Unit.FACTOR,
        *,
        label: Words,
        sentence: Words,
        **extras: Unpack[Extras],
    ) -> Parameter:
        """An exact decimal written as text."""
        low, high = span
        return Parameter(
            key=key,
            section=self.section,
            kind=Kind.RATIO,
            unit=unit,
            default=default,
            minimum=low,
            maximum=high,
            label=label,
            sentence=sentence,
            **extras,
        )

    def staircase(
        self,
        key: str,
        default: Sequence[int],
        unit: Unit,
        span: tuple[int, int],
        *,
        label: Words,
        sentence: Words,
        **extras: Unpack[Extras],
    ) -> Parameter:
        """Several whole numbers of `unit`, each further than the one before."""
        low, high = span
        return Parameter(
            key=key,
            section=self.section,
            kind=Kind.STAIRCASE,
            unit=unit,
            default=list(default),
            minimum=low,
            maximum=high,
            label=label,
            sentence=sentence,
            **extras,
        )
