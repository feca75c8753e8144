"""RULEBOOK 4.5, first half: review, lead time, who is asked, who steps in, insurance."""

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.standards.parameters.kinds import AtSite, Section, Unit
from nuanliu.domain.standards.parameters.making import Making

_made = Making(Section.MATCHING)
_INSURED = _("《志愿服务条例》第十七条")

PARAMETERS = (
    _made.switch(
        "request_review",
        default=True,
        label=_("发布前审核"),
        yes=_("站点看过以后才发布。"),
        no=_("提出以后直接发布。"),
        at_site=AtSite.HIGHER,
    ),
    _made.quantity(
        "request_review_hours",
        24,
        Unit.HOURS,
        (1, 72),
        label=_("多久内审核"),
        sentence=_("站点 {value}内看完。"),
        at_site=AtSite.LOWER,
    ),
    _made.quantity(
        "lead_time_hours",
        24,
        Unit.HOURS,
        (0, 168),
        label=_("提前多久提出"),
        sentence=_("请提前 {value}告诉我们。"),
        zero_words=_("随时可以提出。"),
    ),
    _made.quantity(
        "urgent_lead_hours",
        2,
        Unit.HOURS,
        (0, 24),
        label=_("急事提前多久"),
        sentence=_("急事由工作人员提前 {value}安排。"),
        zero_words=_("急事马上安排。"),
    ),
    _made.choices(
        "matching_modes",
        ("take", "assign", "regular"),
        {"take": _("志愿者自己接单"), "assign": _("站点安排"), "regular": _("老人点名结对")},
        label=_("怎样找到志愿者"),
        sentence=_("找志愿者的办法：{value}。"),
    ),
    _made.quantity(
        "fallback_hours_before",
        12,
        Unit.HOURS,
        (1, 72),
        label=_("多久没人接就兜底"),
        sentence=_("开始前 {value}没人接，由站点安排人。"),
        at_site=AtSite.HIGHER,
    ),
    _made.choices(
        "fallback_to",
        ("site_staff", "branch"),
        {"site_staff": _("站点工作人员"), "branch": _("党支部")},
        label=_("由谁兜底"),
        sentence=_("没人接时由他们去：{value}。"),
    ),
    _made.switch(
        "hold_on_publish",
        default=True,
        label=_("发布时先留时间"),
        yes=_("发布时先把时间留出来。"),
        no=_("做完再扣时间。"),
    ),
    _made.switch(
        "two_person_first_visit",
        default=True,
        label=_("独居老人第一次上门"),
        yes=_("独居老人第一次，两个人去。"),
        no=_("独居老人第一次，一个人去。"),
        at_site=AtSite.HIGHER,
    ),
    _made.switch(
        "two_person_bathing",
        default=True,
        label=_("助浴两个人"),
        yes=_("助浴要两个人去。"),
        no=_("助浴一个人去。"),
        at_site=AtSite.HIGHER,
    ),
    _made.switch(
        "insurance_required",
        default=True,
        label=_("意外保险"),
        yes=_("先有保险，再出门。"),
        no=_("不要求保险。"),
        legal_basis=_INSURED,
        at_site=AtSite.HIGHER,
    ),
    _made.choices(
        "insurance_risks",
        ("mid", "high"),
        {"low": _("低风险"), "mid": _("中风险"), "high": _("高风险")},
        label=_("哪些服务要保险"),
        sentence=_("这些服务要有保险：{value}。"),
        legal_basis=_INSURED,
    ),
    _made.quantity(
        "insurance_months",
        12,
        Unit.MONTHS,
        (1, 24),
        label=_("保险一次管多久"),
        sentence=_("市里统一买保险，一次 {value}。"),
        legal_basis=_INSURED,
    ),
    _made.switch(
        "insurance_order_before_start",
        default=True,
        label=_("保险只管先下单的"),
        yes=_("开始前下了单，保险才管。"),
        legal_basis=_INSURED,
        fixed=True,
    ),
)
