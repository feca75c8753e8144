"""RULEBOOK 4.4, second half: the conduct score and what follows from broken promises."""

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.standards.parameters.kinds import Section, Unit
from nuanliu.domain.standards.parameters.making import Making

_made = Making(Section.INTEGRITY)
_UNPAID = _("《志愿服务条例》第二条、第二十一条、第二十五条")
_TRUE_RECORD = _("民政部令第67号第十九条")

PARAMETERS = (
    _made.quantity(
        "score_start", 100, Unit.POINTS, (50, 100), label=_("信用分起点"), sentence=_("信用分从 {value}开始。")
    ),
    _made.quantity(
        "score_max", 100, Unit.POINTS, (100, 100), label=_("信用分满分"), sentence=_("信用分最高 {value}。")
    ),
    _made.quantity(
        "score_suspend_below",
        60,
        Unit.POINTS,
        (0, 90),
        label=_("信用分低于多少暂停"),
        sentence=_("低于 {value}暂停接单。"),
        zero_words=_("信用分低也不暂停。"),
    ),
    _made.quantity(
        "score_monthly_recovery",
        2,
        Unit.POINTS,
        (0, 20),
        label=_("信用分每月恢复"),
        sentence=_("每月恢复 {value}。"),
        zero_words=_("信用分不会自己恢复。"),
    ),
    _made.quantity(
        "late_cancel_hours",
        4,
        Unit.HOURS,
        (1, 48),
        label=_("多晚算临时取消"),
        sentence=_("开始前 {value}内取消算临时取消。"),
    ),
    _made.quantity(
        "late_cancel_points",
        3,
        Unit.POINTS,
        (0, 50),
        label=_("临时取消扣分"),
        sentence=_("临时取消扣 {value}。"),
        zero_words=_("临时取消不扣分。"),
        elsewhere=_("龙泉驿：有扣分"),
    ),
    _made.quantity(
        "no_show_points",
        10,
        Unit.POINTS,
        (0, 50),
        label=_("没有来扣分"),
        sentence=_("说好没有来，扣 {value}。"),
        zero_words=_("没有来不扣分。"),
        elsewhere=_("龙泉驿：有扣分"),
    ),
    _made.quantity(
        "no_show_pause_count",
        3,
        Unit.TIMES,
        (1, 20),
        label=_("几次没有来就暂停"),
        sentence=_("一年 {value}没有来，暂停接单。"),
        elsewhere=_("龙泉驿：3 次"),
    ),
    _made.quantity("no_show_pause_days", 30, Unit.DAYS, (1, 365), label=_("暂停多久"), sentence=_("暂停 {value}。")),
    _made.quantity(
        "no_show_exit_count",
        5,
        Unit.TIMES,
        (2, 50),
        label=_("几次没有来就退出"),
        sentence=_("一年 {value}没有来，请退出。"),
        elsewhere=_("龙泉驿：5 次"),
    ),
    _made.switch(
        "no_show_exit_appeal",
        default=True,
        label=_("退出可以申诉"),
        yes=_("被请退出的可以申诉。"),
        no=_("被请退出的不能申诉。"),
        legal_basis=_("民政部令第67号第十二条、第十三条"),
    ),
    _made.quantity(
        "elder_absent_warnings",
        1,
        Unit.TIMES,
        (0, 5),
        label=_("老人不在家先提醒"),
        sentence=_("老人不在家，先提醒 {value}。"),
        zero_words=_("老人不在家，不提醒就扣时间。"),
    ),
    _made.quantity(
        "elder_absent_debit_min",
        30,
        Unit.MINUTES,
        (0, 120),
        label=_("老人再不在家"),
        sentence=_("再不在家，扣 {value}。"),
        zero_words=_("老人不在家不扣时间。"),
    ),
    _made.quantity(
        "complaint_order_credit_min",
        0,
        Unit.MINUTES,
        (0, 0),
        label=_("投诉成立的那一次"),
        sentence=_("投诉成立，那一次记 {value}。"),
        zero_words=_("投诉成立，那一次不记时间。"),
        elsewhere=_("海林：投诉成立不记"),
        fixed=True,
    ),
    _made.quantity(
        "complaint_points",
        15,
        Unit.POINTS,
        (0, 100),
        label=_("投诉成立扣分"),
        sentence=_("投诉成立扣 {value}。"),
        zero_words=_("投诉成立不扣分。"),
        elsewhere=_("海林：有扣分"),
    ),
    _made.switch(
        "false_hours_void_all",
        default=True,
        label=_("作假的时间"),
        yes=_("作假的时间全部作废。"),
        legal_basis=_TRUE_RECORD,
        elsewhere=_("重庆：全部作废"),
        fixed=True,
    ),
    _made.quantity(
        "false_hours_points", 50, Unit.POINTS, (10, 100), label=_("作假扣分"), sentence=_("作假扣 {value}。")
    ),
    _made.quantity(
        "false_hours_no_backfill_months",
        12,
        Unit.MONTHS,
        (1, 60),
        label=_("作假后多久不能补录"),
        sentence=_("作假后 {value}内不能补录。"),
    ),
    _made.quantity(
        "false_hours_new_min",
        6_000,
        Unit.MINUTES,
        (0, 60_000),
        label=_("作假后要新做多少"),
        sentence=_("再做满 {value}才能补录。"),
        zero_words=_("作假后不要求新做时间。"),
    ),
    _made.switch(
        "false_hours_notice",
        default=True,
        label=_("作假要通报"),
        yes=_("作假要通报。"),
        no=_("作假不通报。"),
        elsewhere=_("重庆：通报"),
    ),
    _made.quantity(
        "false_hours_told_days",
        365,
        Unit.DAYS,
        (30, 1825),
        label=_("作假通报多久"),
        sentence=_("作假通报 {value}。"),
    ),
    _made.switch(
        "asked_money_suspend",
        default=True,
        label=_("向老人要钱"),
        yes=_("向老人要钱的，马上停，并上报。"),
        legal_basis=_UNPAID,
        fixed=True,
    ),
)
