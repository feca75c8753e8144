"""Invitations in words: why somebody cannot, and how a state looks."""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.care.invitations.types import InvitationState, WhyNot

WHY_NOT: Mapping[str, Promise] = MappingProxyType(
    {
        WhyNot.NO_TIME: _("那时没空"),
        WhyNot.TOO_FAR: _("太远了"),
        WhyNot.UNWELL: _("身体不舒服"),
        WhyNot.AWAY: _("出门在外"),
        WhyNot.NOT_SURE: _("怕做不好"),
        WhyNot.ENOUGH: _("这周够多了"),
    }
)
STATUS_CODES: Mapping[str, str] = MappingProxyType(
    {
        InvitationState.WAITING: "invite_waiting",
        InvitationState.ACCEPTED: "invite_accepted",
        InvitationState.DECLINED: "invite_declined",
        InvitationState.EXPIRED: "invite_expired",
        InvitationState.FILLED: "invite_filled",
        InvitationState.WITHDRAWN: "invite_withdrawn",
    }
)
"""The code of each state among `statuses`."""
