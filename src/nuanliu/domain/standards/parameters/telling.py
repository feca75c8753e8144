"""RULEBOOK 4.7, last part: when telephones may ring, and how long a clerk has a call to herself."""

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.standards.parameters.kinds import AtSite, Section, Unit
from nuanliu.domain.standards.parameters.making import Making

_made = Making(Section.PRIVACY)

PARAMETERS = (
    _made.quantity(
        "message_from_hour",
        7,
        Unit.CLOCK_HOUR,
        (5, 12),
        label=_("短信最早几点"),
        sentence=_("短信 {value}以后才发。"),
        at_site=AtSite.HIGHER,
    ),
    _made.quantity(
        "message_to_hour",
        21,
        Unit.CLOCK_HOUR,
        (13, 23),
        label=_("短信最晚几点"),
        sentence=_("短信 {value}以后不发，等第二天。"),
        at_site=AtSite.LOWER,
    ),
    _made.quantity(
        "voice_from_hour",
        8,
        Unit.CLOCK_HOUR,
        (6, 12),
        label=_("语音电话最早几点"),
        sentence=_("语音电话 {value}以后才打。"),
        at_site=AtSite.HIGHER,
    ),
    _made.quantity(
        "voice_to_hour",
        20,
        Unit.CLOCK_HOUR,
        (13, 22),
        label=_("语音电话最晚几点"),
        sentence=_("语音电话 {value}以后不打，等第二天。"),
        at_site=AtSite.LOWER,
    ),
    _made.quantity(
        "reminder_evening_hour",
        18,
        Unit.CLOCK_HOUR,
        (15, 20),
        label=_("前一晚几点提醒"),
        sentence=_("前一天 {value}起，提醒第二天的事。"),
    ),
    _made.quantity(
        "callback_claim_min",
        15,
        Unit.MINUTES,
        (5, 60),
        label=_("一个电话留给一个人多久"),
        sentence=_("谁要打的电话，先留给她 {value}。"),
    ),
    _made.quantity(
        "duplicate_need_hours",
        4,
        Unit.HOURS,
        (1, 48),
        label=_("多近算重复"),
        sentence=_("同一件事隔得不到 {value}，先问一声。"),
    ),
    _made.quantity(
        "call_note_days",
        365,
        Unit.DAYS,
        (30, 1_095),
        label=_("通话记录保存"),
        sentence=_("通话记录保存 {value}。"),
        legal_basis=_("《个人信息保护法》"),
        at_site=AtSite.LOWER,
    ),
)
