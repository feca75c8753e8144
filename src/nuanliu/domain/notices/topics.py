"""Of what a kind of notice is, for whoever wants to be told of it in her own way."""

from nuanliu.domain.notices.types import NoticeKind, Topic

_K = NoticeKind
_BOOK = frozenset(
    {
        _K.VISIT_CERTIFIED,
        _K.CHOOSE_CREDIT,
        _K.CREDITED,
        _K.RUNS_OUT,
        _K.RAN_OUT,
        _K.GRANTED,
        _K.NEAR_CAP,
        _K.CAP_REACHED,
        _K.COURTESY_HAD,
        _K.COURTESY_UNDONE,
        _K.HONOUR_REACHED,
        _K.AWARD_LISTED,
        _K.AWARD_GIVEN,
        _K.SHARE_USED,
    }
)
_VISITS = frozenset(
    {
        _K.NEED_RECEIVED,
        _K.NEED_RETURNED,
        _K.NEED_PUBLISHED,
        _K.NEED_CANCELLED,
        _K.NEED_CHANGED,
        _K.HELPER_FOUND,
        _K.HELPER_CANCELLED,
        _K.VISIT_ENDED,
        _K.VISIT_RETURNED,
        _K.VISIT_ASKED,
        _K.VISIT_TODAY,
        _K.VISIT_TOMORROW,
        _K.ASKED_FIRST,
        _K.COVER_ASKED,
    }
)
_STARTS = {"series_": Topic.VISITS, "pair_": Topic.VISITS, "gift_": Topic.BOOK, "gathering_": Topic.EVENTS}


def topic_of(*, kind: NoticeKind) -> Topic | None:
    """The topic a person may choose a channel for; None for what always goes the usual way (rights, papers, alarms)."""
    if kind in _VISITS:
        return Topic.VISITS
    if kind in _BOOK:
        return Topic.BOOK
    if kind is _K.ANNOUNCED:
        return Topic.EVENTS
    return next((topic for start, topic in _STARTS.items() if kind.value.startswith(start)), None)
