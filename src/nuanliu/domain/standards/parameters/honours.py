"""RULEBOOK 4.6: stars, badges, medals, the year-end commendation and its certificate."""

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.standards.parameters.kinds import Section, Unit
from nuanliu.domain.standards.parameters.making import Making

_made = Making(Section.HONOURS)
_CERTIFICATE = _("民政部令第67号第十四条至第十七条")
_CONSENT = _("《个人信息保护法》")

PARAMETERS = (
    _made.staircase(
        "star_hours",
        (100, 300, 600, 1_000, 1_500),
        Unit.HOURS,
        (1, 100_000),
        label=_("一星到五星"),
        sentence=_("荣誉时长满 {value}，各得一星。"),
    ),
    _made.staircase(
        "starter_badge_hours",
        (10, 30, 50),
        Unit.HOURS,
        (1, 1_000),
        label=_("起步徽章"),
        sentence=_("荣誉时长满 {value}，各得一枚徽章。"),
    ),
    _made.staircase(
        "medal_hours",
        (2_000, 3_000, 4_000),
        Unit.HOURS,
        (1, 100_000),
        label=_("奖章"),
        sentence=_("荣誉时长满 {value}，各得一枚奖章。"),
    ),
    _made.quantity(
        "award_min_hours",
        20,
        Unit.HOURS,
        (1, 1_000),
        label=_("年度表彰：时长"),
        sentence=_("一年做满 {value}。"),
    ),
    _made.ratio(
        "award_min_rating",
        "4.5",
        ("1", "5"),
        Unit.STARS,
        label=_("年度表彰：评价"),
        sentence=_("老人的评价不低于 {value}。"),
    ),
    _made.quantity(
        "award_min_elders",
        5,
        Unit.PEOPLE,
        (1, 100),
        label=_("年度表彰：帮过几位老人"),
        sentence=_("帮过 {value}老人。"),
    ),
    _made.quantity(
        "award_min_services",
        10,
        Unit.TIMES,
        (1, 500),
        label=_("年度表彰：或者做过几次"),
        sentence=_("或者做过 {value}服务。"),
    ),
    _made.switch(
        "award_no_complaint",
        default=True,
        label=_("年度表彰：没有投诉"),
        yes=_("没有成立的投诉。"),
        no=_("有投诉也可以参评。"),
    ),
    _made.quantity(
        "award_min_score",
        80,
        Unit.POINTS,
        (0, 100),
        label=_("年度表彰：信用分"),
        sentence=_("信用分不低于 {value}。"),
        zero_words=_("不看信用分。"),
    ),
    _made.choices(
        "award_categories",
        ("volunteer", "branch", "shop", "site", "family"),
        {
            "volunteer": _("优秀志愿者"),
            "branch": _("优秀党支部"),
            "shop": _("爱心商家"),
            "site": _("金牌服务站"),
            "family": _("最美家庭"),
        },
        label=_("表彰的种类"),
        sentence=_("年底表彰：{value}。"),
    ),
    _made.quantity(
        "award_objection_days",
        7,
        Unit.DAYS,
        (3, 30),
        label=_("公示"),
        sentence=_("名单公示 {value}。"),
    ),
    _made.switch(
        "award_name_consent",
        default=True,
        label=_("公布姓名先问本人"),
        yes=_("公布姓名要本人单独同意。"),
        legal_basis=_CONSENT,
        fixed=True,
    ),
    _made.choices(
        "certificate_fields",
        ("name", "number", "minutes", "content", "recording_unit", "issued_on", "verification_code"),
        {
            "name": _("姓名"),
            "number": _("编号"),
            "minutes": _("志愿服务时间"),
            "content": _("服务内容"),
            "recording_unit": _("记录单位"),
            "issued_on": _("日期"),
            "verification_code": _("验证码"),
        },
        label=_("证书上写什么"),
        sentence=_("证书上写：{value}。"),
        legal_basis=_CERTIFICATE,
        fixed=True,
    ),
)
