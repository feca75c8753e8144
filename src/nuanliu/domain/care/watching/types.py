"""Codes of incidents."""

from enum import StrEnum


class Severity(StrEnum):
    """How bad it was."""

    LOW = "low"
    MID = "mid"
    HIGH = "high"
    """Somebody is hurt or in danger."""


class End(StrEnum):
    """Which end of a visit."""

    START = "start"
    END = "end"


class IncidentState(StrEnum):
    """Whether somebody still has to see to it."""

    OPEN = "open"
    CLOSED = "closed"
