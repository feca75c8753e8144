"""What a relative may do for an old person, as it is asked and answered."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.people.types import ProxyPower

POWER_WORDS: dict[str, Promise] = {
    ProxyPower.ASK: _("请人帮忙"),
    ProxyPower.SEE: _("看安排和时间"),
    ProxyPower.CONFIRM: _("说来了没来"),
    ProxyPower.GIVE: _("送时间"),
}


def power_choices() -> list[tuple[str, str]]:
    """For a form, in the usual order."""
    return [(power.value, str(POWER_WORDS[power])) for power in ProxyPower]
