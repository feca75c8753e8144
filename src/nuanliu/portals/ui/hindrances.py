"""Why a helper cannot have a need, in words for a clerk."""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from nuanliu.usecases.matching.types import Hindrance

HINDRANCES: Mapping[str, Promise] = MappingProxyType(
    {
        Hindrance.INACTIVE: gettext_lazy("现在不是在岗的志愿者。"),
        Hindrance.PAUSED: gettext_lazy("现在暂停着，没有在岗。"),
        Hindrance.RESTING: gettext_lazy("先歇着，暂时不接单。"),
        Hindrance.HERSELF: gettext_lazy("这是她自己提的。"),
        Hindrance.THERE: gettext_lazy("她已经接了这一单。"),
        Hindrance.KIN: gettext_lazy("是老人的家里人。"),
        Hindrance.NO_SKILL: gettext_lazy("没有这项培训或资格。"),
        Hindrance.ONLY_WOMAN: gettext_lazy("老人只要女的来。"),
        Hindrance.ONLY_MAN: gettext_lazy("老人只要男的来。"),
        Hindrance.EXPIRED: gettext_lazy("证件到那天就过期了。"),
        Hindrance.BUSY: gettext_lazy("那段时间已有别的服务。"),
        Hindrance.DECLINED: gettext_lazy("她说过这一单不合适。"),
        Hindrance.TOO_FAR: gettext_lazy("比她愿意走的路远。"),
        Hindrance.INVITED: gettext_lazy("已经请了，还没回话。"),
        Hindrance.ASKED_ENOUGH: gettext_lazy("七天里请过她好几次了，让她歇歇。"),
    }
)


def hindrance_words(code: object) -> str:
    """A code of ours in words; words of the Standard as they are."""
    return str(HINDRANCES.get(code, code)) if isinstance(code, Hindrance) else str(code)
