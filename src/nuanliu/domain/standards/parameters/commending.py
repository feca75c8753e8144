"""The year-end commendation beyond RULEBOOK 4.6: how many, who decides, and what is asked of units."""

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.standards.parameters.kinds import Section, Unit
from nuanliu.domain.standards.parameters.making import Making

_made = Making(Section.HONOURS)

PARAMETERS = (
    _made.quantity(
        "award_places",
        10,
        Unit.PEOPLE,
        (1, 1_000),
        label=_("每一类表彰多少"),
        sentence=_("每一类最多表彰 {value}。"),
    ),
    _made.quantity(
        "award_committee_size",
        3,
        Unit.PEOPLE,
        (1, 50),
        label=_("评审委员"),
        sentence=_("评审委员不少于 {value}。"),
    ),
    _made.quantity(
        "award_quorum_percent",
        60,
        Unit.PERCENT,
        (50, 100),
        label=_("多少委员打分才算数"),
        sentence=_("能打分的委员里，打了分的要有 {value}。"),
    ),
    _made.quantity(
        "award_branch_min_services",
        24,
        Unit.TIMES,
        (1, 10_000),
        label=_("优秀党支部：次数"),
        sentence=_("党支部一年服务满 {value}。"),
    ),
    _made.quantity(
        "award_branch_min_members",
        3,
        Unit.PEOPLE,
        (1, 1_000),
        label=_("优秀党支部：人数"),
        sentence=_("党支部有 {value}参加服务。"),
    ),
    _made.quantity(
        "award_shop_min_redemptions",
        12,
        Unit.TIMES,
        (1, 10_000),
        label=_("爱心商家：收券"),
        sentence=_("商家一年收券满 {value}。"),
    ),
    _made.quantity(
        "award_shop_min_months",
        3,
        Unit.MONTHS,
        (1, 12),
        label=_("爱心商家：月份"),
        sentence=_("商家有 {value}收过券。"),
    ),
    _made.quantity(
        "award_site_min_services",
        50,
        Unit.TIMES,
        (1, 100_000),
        label=_("金牌服务站：次数"),
        sentence=_("站点一年认定满 {value}服务。"),
    ),
    _made.quantity(
        "award_site_max_late",
        0,
        Unit.TIMES,
        (0, 1_000),
        label=_("金牌服务站：认定超期"),
        sentence=_("站点认定超期不多于 {value}。"),
        zero_words=_("站点没有一次认定超期。"),
    ),
    _made.quantity(
        "award_family_min_members",
        2,
        Unit.PEOPLE,
        (2, 20),
        label=_("最美家庭：人数"),
        sentence=_("一家有 {value}做志愿者。"),
    ),
    _made.quantity(
        "award_family_min_hours",
        30,
        Unit.HOURS,
        (1, 10_000),
        label=_("最美家庭：时长"),
        sentence=_("一家人一年做满 {value}。"),
    ),
)
