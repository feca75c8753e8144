"""Skills and languages of a roster as words; a tag that nobody has named (老教师) is shown as it was written."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.people.joining.types import RatherNot
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

RATHER_NOT: dict[str, Promise] = {
    RatherNot.PETS.value: _("家里有猫狗"),
    RatherNot.SMOKE.value: _("家里有人抽烟"),
    RatherNot.STAIRS.value: _("爬楼梯"),
    RatherNot.NIGHT.value: _("晚上出门"),
    RatherNot.LIFTING.value: _("搬重东西"),
    RatherNot.MONEY.value: _("代人付钱"),
}


def rather_not_words(codes: list[str]) -> str:
    """What a volunteer would rather not do, in the reader's language."""
    return listed([str(RATHER_NOT.get(code, code)) for code in codes])


def skill_words(codes: list[str]) -> str:
    """The skills in the reader's language, one after the other."""
    return listed([str(SKILLS.get(code, code)) for code in codes])


def language_words(codes: list[str]) -> str:
    """The languages in the reader's language, one after the other."""
    return listed([str(LANGUAGES.get(code, code)) for code in codes])


def listed(parts: Iterable[str]) -> str:
    """A list as the reader's language writes it."""
    return (", " if words.english() else "、").join(parts)
