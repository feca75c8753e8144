"""Reports on the branches and on the alliance."""

from datetime import datetime

from django.utils.translation import gettext as _

from nuanliu.domain.insights.periods import Period
from nuanliu.domain.network.models import Node
from nuanliu.platform import words
from nuanliu.portals.bureau.figures.amounts import hours, period_words
from nuanliu.portals.bureau.figures.sections import Section, whole_of
from nuanliu.usecases.make_report import shops_in, units_in


def branch_sections(*, place: Node, period: Period, now: datetime) -> list[Section]:
    """Branches and teams: what was done for each beside what it pledged."""
    del now
    found = units_in(place=place, period=period)
    named = [one for one in found if one.node is not None]
    whole = whole_of(one.done for one in found)
    kept = sum(1 for one in named if one.pledged and one.done.count >= one.pledged)
    pledging = sum(1 for one in named if one.pledged)
    done = whole_of(one.done for one in named)
    sentences = [
        _(
            "%(period)s，%(place)s有 %(units)s 个支部和队伍参加服务，共 %(services)s 次，%(time)s；"
            "全部服务是 %(all)s 次。"
        )
        % {
            "period": period_words(period),
            "place": place.name,
            "units": sum(1 for one in named if one.done.count),
            "services": done.count,
            "time": words.minutes(done.amount),
            "all": whole.count,
        },
        _("作出承诺的 %(pledging)s 个，做到的 %(kept)s 个。") % {"pledging": pledging, "kept": kept},
    ]
    rows = [
        [
            one.node.name if one.node else _("不属于支部"),
            str(one.done.count),
            hours(one.done.amount),
            str(one.pledged) if one.pledged else "—",
            _pledge_words(one.done.count, one.pledged),
        ]
        for one in found
    ]
    total = [_("合计"), str(whole.count), hours(whole.amount), str(sum(one.pledged for one in found)), ""]
    head = [_("支部和队伍"), _("服务"), _("服务小时"), _("承诺"), _("做到没有")]
    return [Section(_("支部和队伍"), sentences, head, [*rows, total] if rows else [])]


def _pledge_words(done: int, pledged: int) -> str:
    if not pledged:
        return "—"
    return _("做到了") if done >= pledged else _("差 %(count)s 次") % {"count": pledged - done}


def alliance_sections(*, place: Node, period: Period, now: datetime) -> list[Section]:
    """The shops: how often a courtesy was given, for how many coins; never a sum in money."""
    del now
    found = shops_in(place=place, period=period)
    count, coins = sum(one.count for one in found), sum(one.coins for one in found)
    sentence = _("%(period)s，%(place)s有 %(shops)s 家爱心商家给了志愿者礼遇，共 %(count)s 次，用了 %(coins)s。") % {
        "period": period_words(period),
        "place": place.name,
        "shops": len(found),
        "count": count,
        "coins": words.coins(coins),
    }
    rows = [[one.name, one.site, str(one.count), words.coins(one.coins)] for one in found]
    total = [_("合计"), "", str(count), words.coins(coins)]
    head = [_("商家"), _("站点"), _("次数"), _("服务币")]
    return [Section(_("公益联盟"), [sentence], head, [*rows, total] if rows else [])]
