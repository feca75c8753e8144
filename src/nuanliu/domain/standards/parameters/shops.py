"""RULEBOOK 4.5, second half: spending coins in the shops of the alliance."""

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.standards.parameters.kinds import Section, Unit
from nuanliu.domain.standards.parameters.making import Making

_made = Making(Section.MATCHING)
_UNPAID = _("《志愿服务条例》第二条、第二十一条、第二十五条")

PARAMETERS = (
    _made.quantity(
        "first_redemption_min",
        300,
        Unit.MINUTES,
        (0, 6_000),
        label=_("第一次用币之前"),
        sentence=_("做满 {value}就可以用币。"),
        zero_words=_("有币就可以用。"),
        elsewhere=_("北辰：5 小时；广州：100 小时"),
    ),
    _made.quantity(
        "coin_spend_monthly_cap",
        2_000,
        Unit.COINS,
        (100, 60_000),
        label=_("一人每月最多用"),
        sentence=_("一人一个月最多用 {value}。"),
    ),
    _made.quantity(
        "shop_monthly_quota",
        20_000,
        Unit.COINS,
        (0, 1_000_000),
        label=_("一家店每月最多收"),
        sentence=_("没有约定的店，每月最多收 {value}。"),
        zero_words=_("每家店各自约定。"),
        zero_is_unlimited=True,
    ),
    _made.quantity(
        "redemption_code_min",
        10,
        Unit.MINUTES,
        (5, 60),
        label=_("用币的号码有效期"),
        sentence=_("号码 {value}内有效。"),
    ),
    _made.quantity(
        "redemption_code_uses",
        1,
        Unit.TIMES,
        (1, 1),
        label=_("用币的号码用几次"),
        sentence=_("一个号码只能用 {value}。"),
        fixed=True,
    ),
    _made.quantity(
        "offline_till_hours",
        48,
        Unit.HOURS,
        (1, 168),
        label=_("停网时记下的号码"),
        sentence=_("停网时记下的号码，{value}内核对都算。"),
    ),
    _made.quantity(
        "statement_dispute_days",
        10,
        Unit.DAYS,
        (3, 60),
        label=_("对账单有异议"),
        sentence=_("对账单出来 {value}内可以提异议。"),
    ),
    _made.switch(
        "redemption_undo_same_day",
        default=True,
        label=_("当天撤销"),
        yes=_("当天双方都可以撤销。"),
        no=_("用了不能撤销。"),
    ),
    _made.choice(
        "settlement_period",
        "monthly",
        {"monthly": _("每月一次"), "quarterly": _("每季一次")},
        label=_("商家对账"),
        sentence=_("和商家{value}对账。"),
    ),
    _made.switch(
        "settlement_in_cash",
        default=False,
        label=_("付给商家现金"),
        yes=_("付给商家现金。"),
        no=_("不付给商家现金。"),
        legal_basis=_UNPAID,
        fixed=True,
    ),
    _made.switch(
        "sponsor_fund_allowed",
        default=True,
        label=_("爱心企业资助"),
        yes=_("爱心企业可以资助。"),
        no=_("不设资助。"),
    ),
    _made.switch(
        "year_end_reissue",
        default=True,
        label=_("年底回到爱心池"),
        yes=_("商家收的币年底回到爱心池。"),
        no=_("商家收的币年底注销。"),
    ),
    _made.choices(
        "offer_kinds",
        ("percent_off", "amount_off", "free_item", "free_service", "priority"),
        {
            "percent_off": _("打折"),
            "amount_off": _("减价"),
            "free_item": _("送一样东西"),
            "free_service": _("免费服务"),
            "priority": _("优先"),
        },
        label=_("礼遇的种类"),
        sentence=_("商家可以给的礼遇：{value}。"),
        legal_basis=_UNPAID,
    ),
)
