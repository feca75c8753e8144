"""What a visit is worth when helpers are ranked and a week is proposed: points, each with its words."""

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.standards.parameters.kinds import Section, Unit
from nuanliu.domain.standards.parameters.making import Making

_made = Making(Section.MATCHING)
_MOST = 500


PARAMETERS = (
    _made.quantity(
        "match_points_served",
        100,
        Unit.POINTS,
        (1, _MOST),
        label=_("有人去，值多少分"),
        sentence=_("挑人时打分：有人去，记 {value}。"),
    ),
    _made.quantity(
        "match_points_urgent",
        60,
        Unit.POINTS,
        (1, _MOST),
        label=_("急事加分"),
        sentence=_("急事再加 {value}。"),
    ),
    _made.quantity(
        "match_points_frail",
        30,
        Unit.POINTS,
        (1, _MOST),
        label=_("最难的老人加分"),
        sentence=_("独居、失能等最难的老人，最多再加 {value}。"),
    ),
    _made.quantity(
        "match_points_known",
        25,
        Unit.POINTS,
        (1, _MOST),
        label=_("熟人加分"),
        sentence=_("老人认识的志愿者，最多再加 {value}。"),
    ),
    _made.quantity(
        "match_points_speech",
        8,
        Unit.POINTS,
        (1, _MOST),
        label=_("说得来加分"),
        sentence=_("会说老人的话，再加 {value}。"),
    ),
    _made.quantity(
        "match_points_sex",
        8,
        Unit.POINTS,
        (1, _MOST),
        label=_("合老人心愿加分"),
        sentence=_("老人想要女志愿者或男志愿者，合了再加 {value}。"),
    ),
    _made.quantity(
        "match_points_chance",
        10,
        Unit.POINTS,
        (1, _MOST),
        label=_("多半会答应加分"),
        sentence=_("多半会答应的，最多再加 {value}。"),
    ),
    _made.quantity(
        "match_points_new",
        4,
        Unit.POINTS,
        (1, _MOST),
        label=_("新志愿者加分"),
        sentence=_("新来的也要有机会，再加 {value}。"),
    ),
    _made.quantity(
        "match_points_kept",
        15,
        Unit.POINTS,
        (1, _MOST),
        label=_("说好的不变，加分"),
        sentence=_("已经告诉大家的，再排时加 {value}，少变动。"),
    ),
    _made.quantity(
        "match_points_km",
        3,
        Unit.POINTS,
        (1, _MOST),
        label=_("路远减分"),
        sentence=_("来回每走一公里，减 {value}。"),
    ),
    _made.quantity(
        "match_load_percent",
        20,
        Unit.PERCENT,
        (1, _MOST),
        label=_("忙的人少派"),
        sentence=_("近一个月小时数的平方，乘 {value}，就是减的分。"),
    ),
    _made.quantity(
        "match_week_max_min",
        600,
        Unit.MINUTES,
        (60, 2400),
        label=_("一周最多派一个人多少"),
        sentence=_("排下周时，一个人最多派 {value}。"),
    ),
    _made.quantity(
        "dispatch_waves_most",
        4,
        Unit.TIMES,
        (1, 12),
        label=_("一处最多请几轮"),
        sentence=_("排好的一处，最多请 {value}。"),
    ),
    _made.switch(
        "dispatch_learns",
        default=True,
        label=_("从回话里学"),
        yes=_("排人时，看以前请她去没去成。"),
        no=_("排人时，不看以前的回话。"),
    ),
    _made.quantity(
        "dispatch_way_min",
        15,
        Unit.MINUTES,
        (5, 120),
        label=_("别的事前后留多久"),
        sentence=_("排人时，她已有的事前后各留 {value}。"),
    ),
    _made.quantity(
        "dispatch_usual_percent",
        70,
        Unit.PERCENT,
        (1, 100),
        label=_("没请过的人，多半答应"),
        sentence=_("没请过的人，当作有 {value}会答应。"),
    ),
    _made.quantity(
        "dispatch_usual_answers",
        4,
        Unit.TIMES,
        (1, 50),
        label=_("这个估计抵多少次回话"),
        sentence=_("这个估计抵 {value}回话，一次没去不算什么。"),
    ),
    _made.quantity(
        "dispatch_least_percent",
        25,
        Unit.PERCENT,
        (1, 100),
        label=_("最少当作多少"),
        sentence=_("再少也当作有 {value}会答应，人人都有机会。"),
    ),
    _made.quantity(
        "dispatch_learn_days",
        365,
        Unit.DAYS,
        (30, 1825),
        label=_("从多久的回话里学"),
        sentence=_("只看最近 {value}的回话。"),
    ),
)
