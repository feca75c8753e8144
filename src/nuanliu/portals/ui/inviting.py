"""Invitations and needs near somebody in words: why she cannot, how a state looks, why this need."""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from nuanliu.domain.care.invitations.types import InvitationState, WhyNot
from nuanliu.usecases.matching.near import NearNeed, Why

WHY_NOT: Mapping[str, Promise] = MappingProxyType(
    {
        WhyNot.NO_TIME: _("那会儿没空"),
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
WHY_NEAR: Mapping[str, Promise] = MappingProxyType(
    {
        Why.NAMED: _("老人点名想请您"),
        Why.SPEECH: _("您会说老人的话"),
        Why.SKILL: _("您有这项本事"),
        Why.CLOSE: _("离您家近"),
        Why.FREE: _("您写了那时有空"),
        Why.URGENT: _("等得急"),
        Why.WANTED: _("还没有人去"),
        Why.NOT_FREE: _("不在您写的空闲时间里"),
        Why.FAR: _("比您愿意走的远"),
    }
)


def why_near(near: NearNeed) -> str:
    """One reason; empty where what hinders her is said already."""
    if near.why is Why.SEEN:
        return ngettext("这位老人您去过 %(n)d 次", "这位老人您去过 %(n)d 次", near.seen) % {"n": near.seen}
    return str(WHY_NEAR.get(near.why, ""))
