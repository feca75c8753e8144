"""The book's codes as words: units, kinds of account, kinds of line."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuanliu.domain.gatherings.counted import signups_by_id
from nuanliu.domain.ledger.types import AccountKind, Kind, Unit
from nuanliu.domain.passbook.giving import gifts_by_id
from nuanliu.domain.passbook.models import Gift
from nuanliu.domain.passbook.resting import estates_by_id

TITLES: dict[Unit, Promise] = {
    Unit.TIME: gettext_lazy("时间存折"),
    Unit.COIN: gettext_lazy("服务币"),
    Unit.HONOUR: gettext_lazy("荣誉时长"),
}
UNITS: dict[Unit, Promise] = {
    Unit.TIME: gettext_lazy("时间"),
    Unit.COIN: gettext_lazy("服务币"),
    Unit.HONOUR: gettext_lazy("荣誉时长"),
}
ACCOUNTS: dict[AccountKind, Promise] = {
    AccountKind.SAVINGS: gettext_lazy("个人存折"),
    AccountKind.GRANT: gettext_lazy("个人补助"),
    AccountKind.ISSUANCE: gettext_lazy("社区发放"),
    AccountKind.SERVICE: gettext_lazy("服务结算"),
    AccountKind.POOL: gettext_lazy("爱心池"),
    AccountKind.BONUS: gettext_lazy("奖励金"),
    AccountKind.CONVERSION: gettext_lazy("时间换币"),
    AccountKind.EXPIRY: gettext_lazy("过期转出"),
    AccountKind.REDEMPTION: gettext_lazy("商家核销"),
    AccountKind.CLEARING: gettext_lazy("站点往来"),
}
KINDS: dict[Kind, Promise] = {
    Kind.SERVICE: gettext_lazy("志愿服务"),
    Kind.OPENING: gettext_lazy("旧存折转入"),
    Kind.CONVERSION: gettext_lazy("时间换币"),
    Kind.CLEARING: gettext_lazy("站点之间结转"),
    Kind.GIFT: gettext_lazy("赠送"),
    Kind.DONATION: gettext_lazy("捐给爱心池"),
    Kind.GRANT: gettext_lazy("每月补助"),
    Kind.REDEMPTION: gettext_lazy("商家优惠"),
    Kind.BONUS: gettext_lazy("奖励"),
    Kind.EXPIRY: gettext_lazy("过期转入爱心池"),
}


def told_lines(*, ids: Iterable[UUID], whose: UUID) -> dict[UUID, str]:
    """What lines about these subjects were: gifts, what somebody left, gatherings; three questions, however many."""
    subjects = list(ids)
    said = {key: gift_words(gift=gift, whose=whose) for key, gift in gifts_by_id(ids=subjects).items()}
    for key, estate in estates_by_id(ids=subjects).items():
        is_hers = estate.person_id == whose
        said[key] = _("留给亲属") if is_hers else _("%(name)s留下的") % {"name": estate.person.name}
    for key, line in signups_by_id(ids=subjects).items():
        said[key] = _("活动：%(title)s") % {"title": line.gathering.title}
    return said


def gift_words(*, gift: Gift, whose: UUID) -> str:
    """What a line of a gift was: to whom it went, or from whom it came."""
    if gift.giver_id == whose:
        return _("送给%(name)s") % {"name": gift.receiver.name}
    return _("%(name)s送的") % {"name": gift.giver.name}
