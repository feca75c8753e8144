"""Ways of signing in, and the numbers that stand in no Standard."""

from datetime import timedelta
from enum import StrEnum

from nuanliu.domain.network.types import BUREAU_ROLES, Role


class Way(StrEnum):
    """How a person came in."""

    CARD = "card"
    PASSWORD = "password"  # noqa: S105 (the word, no password)
    CODE = "code"
    DEMO = "demo"


class Tried(StrEnum):
    """What is counted, each for itself: somebody who guesses at a card locks nobody's password."""

    CARD = "card"
    PASSWORD = "password"  # noqa: S105 (the word, no password)
    CODE = "code"
    SECOND = "second"
    ADDRESS = "address"
    SENT_TO = "sent-to"
    SENT_FROM = "sent-from"
    WISH_TO = "wish-to"
    WISH_FROM = "wish-from"
    REPORT_FROM = "report-from"


class Channel(StrEnum):
    """How a one-time code travels."""

    SMS = "sms"
    VOICE = "voice"


class Purpose(StrEnum):
    """What a one-time code is for; a code for one is none for the other."""

    SIGN_IN = "sign_in"
    CONTACT = "contact"
    """Somebody who joins shows that the telephone is hers."""


ADMINISTRATORS = BUREAU_ROLES | {Role.ADMINISTRATOR}
"""Who signs in with two proofs (the Standard's `admin_two_factors`) and is signed out after `admin_idle_min`."""

CODE_LIVES = timedelta(minutes=10)
"""RULEBOOK 3: one-time codes live ten minutes."""
SEND_AGAIN_AFTER = timedelta(seconds=60)
SENT_WITHIN = timedelta(hours=1)
SENT_TO_ONE = 5
"""Codes to one telephone within the hour."""
SENT_FROM_ONE = 40
"""Codes asked for from one address within the hour: a whole community centre sits behind one."""
WISHES_TO_ONE = 3
"""Wishes to be rung at one telephone within the hour."""
WISHES_FROM_ONE = 20
"""Wishes to be registered from one address within the hour."""
REPORTS_FROM_ONE = 10
"""Reports from one address within the hour."""
FREE_FAILURES = 10
"""Failures from one address that cost nothing; each further one makes it wait longer."""
FIRST_WAIT = timedelta(seconds=2)
PROOF_LASTS = timedelta(minutes=15)
"""How long after proving who one is a sensitive act may follow."""
HALF_WAY_LASTS = timedelta(minutes=10)
"""How long the second step may follow the first."""
RECOVERY_CODES = 10
"""How many are given out at once."""
