"""What every template knows without being told."""

from dataclasses import dataclass, field

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nuanliu.portals.ui.reader import LANGUAGES, TEXT_SIZES, Reader

DEMO_ROLES: dict[str, Promise] = {
    "elder": _("老人"),
    "family": _("家属"),
    "volunteer": _("志愿者"),
    "hotline": _("接线员"),
    "desk": _("认定员"),
    "merchant": _("商家"),
    "branch": _("支部书记"),
    "bureau": _("老干部局"),
    "second": _("局里第二人"),
    "security": _("安全管理"),
}


@dataclass(frozen=True, kw_only=True)
class House:
    """The names of this installation (RULEBOOK 2.9: settings, never constants)."""

    brand: str
    city: str
    bureau: str
    hotline: str
    demo: bool
    demo_roles: dict[str, Promise] = field(default_factory=lambda: DEMO_ROLES)
    text_sizes: dict[str, Promise] = field(default_factory=lambda: TEXT_SIZES)
    languages: dict[str, str] = field(default_factory=lambda: LANGUAGES)


def the_house() -> House:
    """The installation's names, for pages without a request too."""
    return House(
        brand=settings.BRAND,
        city=settings.CITY,
        bureau=settings.BUREAU,
        hotline=settings.HOTLINE,
        demo=settings.DEMO,
    )


def house(request: HttpRequest) -> dict[str, object]:
    """Context processor: `house`, `reader`, `actor`, `now`."""
    return {
        "house": the_house(),
        "reader": getattr(request, "reader", Reader()),
        "actor": getattr(request, "actor", None),
        "now": getattr(request, "now", None),
    }
