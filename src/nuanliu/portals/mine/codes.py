"""Codes of skills, languages and peoples as words."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nuanliu.platform import words

SKILLS: dict[str, Promise] = {
    "training": _("安全培训"),
    "counsellor": _("心理咨询"),
    "barber": _("理发"),
    "care": _("助浴护理"),
    "electrician": _("水电维修"),
    "medical": _("医护"),
    "lecturer": _("健康讲师"),
    "lawyer": _("法律"),
}
LANGUAGES: dict[str, Promise] = {
    "putonghua": _("普通话"),
    "local": _("六盘水话"),
    "miao": _("苗语"),
    "yi": _("彝语"),
    "bouyei": _("布依语"),
    "sign": _("手语"),
}
ETHNICITIES: dict[str, Promise] = {
    "01": _("汉族"),
    "03": _("回族"),
    "06": _("苗族"),
    "07": _("彝族"),
    "09": _("布依族"),
}


def listed(parts: Iterable[str]) -> str:
    """A list as the reader's language writes it."""
    return (", " if words.english() else "、").join(parts)
