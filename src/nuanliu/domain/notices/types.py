"""Kinds of notice and the ways they reach a person."""

from enum import StrEnum


class NoticeKind(StrEnum):
    """Each has its sentence in `wording`."""

    NEED_RECEIVED = "need_received"
    NEED_RETURNED = "need_returned"
    NEED_PUBLISHED = "need_published"
    HELPER_FOUND = "helper_found"
    HELPER_CANCELLED = "helper_cancelled"
    NEED_CANCELLED = "need_cancelled"
    VISIT_ENDED = "visit_ended"
    VISIT_CERTIFIED = "visit_certified"
    VISIT_RETURNED = "visit_returned"
    VISIT_ASKED = "visit_asked"
    DISPUTE_RAISED = "dispute_raised"
    DISPUTE_DECIDED = "dispute_decided"
    CHOOSE_CREDIT = "choose_credit"
    CREDITED = "credited"
    VISIT_TODAY = "visit_today"
    RUNS_OUT = "runs_out"
    RAN_OUT = "ran_out"
    GRANTED = "granted"
    NEAR_CAP = "near_cap"
    CAP_REACHED = "cap_reached"
    BOOKS_WRONG = "books_wrong"
    APPLICATION_APPROVED = "application_approved"
    APPLICATION_RETURNED = "application_returned"
    APPLICATION_REFUSED = "application_refused"
    PROXY_ASKED = "proxy_asked"
    PROXY_AGREED = "proxy_agreed"
    PROXY_REFUSED = "proxy_refused"
    PROXY_WITHDRAWN = "proxy_withdrawn"
    GIFT_MADE = "gift_made"
    GIFT_OFFERED = "gift_offered"
    GIFT_ACCEPTED = "gift_accepted"
    GIFT_REFUSED = "gift_refused"
    GIFT_EXPIRED = "gift_expired"
    GIFT_TAKEN_BACK = "gift_taken_back"
    KIN_DIED = "kin_died"
    TIME_LEFT = "time_left"
    LEFT_TO_POOL = "left_to_pool"
    AWAY_DORMANT = "away_dormant"
    AWAY_MOVED = "away_moved"
    AWAY_ENDING = "away_ending"
    AWAY_ENDED = "away_ended"
    SHARE_ASKED = "share_asked"
    SHARE_AGREED = "share_agreed"
    SHARE_REFUSED = "share_refused"
    SHARE_LEFT = "share_left"
    SHARE_USED = "share_used"
    SERIES_SET = "series_set"
    SERIES_REFUSED = "series_refused"
    SERIES_CHANGED = "series_changed"
    SERIES_ENDED = "series_ended"
    NEED_CHANGED = "need_changed"
    PAIR_ASKED = "pair_asked"
    PAIR_AGREED = "pair_agreed"
    PAIR_REFUSED = "pair_refused"
    PAIR_PAUSED = "pair_paused"
    PAIR_ENDED = "pair_ended"
    ASKED_FIRST = "asked_first"
    COVER_ASKED = "cover_asked"
    INVITED = "invited"
    INVITE_FILLED = "invite_filled"
    INVITE_OVER = "invite_over"
    ANNOUNCED = "announced"
    HONOUR_REACHED = "honour_reached"
    AWARD_LISTED = "award_listed"
    AWARD_GIVEN = "award_given"
    COURTESY_HAD = "courtesy_had"
    COURTESY_UNDONE = "courtesy_undone"
    GATHERING_IN = "gathering_in"
    GATHERING_UP = "gathering_up"
    GATHERING_CHANGED = "gathering_changed"
    GATHERING_OFF = "gathering_off"
    GATHERING_COUNTED = "gathering_counted"
    GATHERING_CHOOSE = "gathering_choose"
    GATHERING_VOID = "gathering_void"
    GATHERING_TOMORROW = "gathering_tomorrow"
    VISIT_TOMORROW = "visit_tomorrow"
    CONDUCT_MARKED = "conduct_marked"
    CONDUCT_SUSPENDED = "conduct_suspended"
    CONDUCT_STOPPED = "conduct_stopped"
    CONDUCT_CLEARED = "conduct_cleared"
    APPEAL_DECIDED = "appeal_decided"
    ABSENCE_NOTED = "absence_noted"
    ABSENCE_DEBITED = "absence_debited"


ABOUT_WHAT_COMES = frozenset(
    {
        NoticeKind.NEED_RECEIVED,
        NoticeKind.NEED_PUBLISHED,
        NoticeKind.HELPER_FOUND,
        NoticeKind.HELPER_CANCELLED,
        NoticeKind.NEED_CANCELLED,
        NoticeKind.NEED_CHANGED,
        NoticeKind.ASKED_FIRST,
        NoticeKind.COVER_ASKED,
        NoticeKind.INVITED,
        NoticeKind.INVITE_FILLED,
        NoticeKind.INVITE_OVER,
        NoticeKind.VISIT_TODAY,
        NoticeKind.VISIT_TOMORROW,
    }
)
"""Kinds that help nobody once the agreed time has begun."""


class Channel(StrEnum):
    """How a notice leaves. Everybody has the inbox; who has no phone is on the desk's call sheet."""

    INBOX = "inbox"
    SMS = "sms"
    VOICE = "voice"
    WECHAT = "wechat"
    CALL_SHEET = "call_sheet"


class Outcome(StrEnum):
    """What a port says of one attempt."""

    SENT = "sent"
    LATER = "later"
    """Certainly not sent; another attempt may do."""
    UNKNOWN = "unknown"
    """The other end did not answer: it may have been sent, so that is asked before it is tried again."""
    REFUSED = "refused"
    """Never to be sent this way: no such number, or its owner wants none."""
    LAPSED = "lapsed"
    """Not sent, because by now it helps nobody."""


class Topic(StrEnum):
    """What a person may choose a channel for, each by itself."""

    VISITS = "visits"
    BOOK = "book"
    EVENTS = "events"


class Language(StrEnum):
    """In which language the words leave the house."""

    CHINESE = "zh-hans"
    TRADITIONAL = "zh-hant"
    ENGLISH = "en"


class DeliveryState(StrEnum):
    """Waiting, gone, or given up."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
