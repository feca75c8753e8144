"""The registry: every number of RULEBOOK section 4, typed, with its range, law and plain words."""

from collections.abc import Mapping
from copy import deepcopy
from types import MappingProxyType

from nuanliu.domain.standards.parameters import (
    commending,
    conduct,
    counting,
    eligibility,
    giving,
    honours,
    matching,
    privacy,
    proof,
    savings,
    shops,
    telling,
    weighing,
)
from nuanliu.domain.standards.parameters.kinds import AtSite, Kind, Parameter, Section, Unit, Value

_MODULES = (
    eligibility,
    counting,
    savings,
    giving,
    proof,
    conduct,
    matching,
    weighing,
    shops,
    honours,
    commending,
    privacy,
    telling,
)

REGISTRY: Mapping[str, Parameter] = MappingProxyType(
    {known.key: known for module in _MODULES for known in module.PARAMETERS}
)
"""Every parameter by its key, in the rulebook's order."""


def parameter(key: str) -> Parameter:
    """The registry's entry. Raises KeyError when there is none."""
    return REGISTRY[key]


def defaults() -> dict[str, Value]:
    """The default Standard: a fresh copy of every default by key."""
    return {key: deepcopy(known.default) for key, known in REGISTRY.items()}


__all__ = ["REGISTRY", "AtSite", "Kind", "Parameter", "Section", "Unit", "Value", "defaults", "parameter"]
