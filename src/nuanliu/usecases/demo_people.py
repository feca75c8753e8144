"""The ten people of the demo city whom a visitor may be; elsewhere there are none."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.network.models import Appointment, Login
from nuanliu.domain.network.types import Role
from nuanliu.domain.people.models import PinCard, Proxy, Volunteer

ELDER_CARD, ELDER_PIN = "100001", "1945"
"""Card and PIN of the old person of the demo, printed in the guide."""
VOLUNTEER_NUMBER = "ZS01-0002"
SHOP_CODE = "SJ009"
CLERK, CERTIFIER, BUREAU, SECOND, SECURITY = "zs01.rx", "zs01.rd", "juli", "juli.er", "quanxian"
BRANCH_CODE = "DZB03"
FAMILY, VOLUNTEER, SHOPKEEPER = "demo.family", "demo.volunteer", "demo.shop"
PASSWORD = "nuanliu-demo-2026"  # noqa: S105 (invented people on one's own machine, printed in the guide)


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody to be with one click: key of the role, its word, who it is, and the page where they land."""

    key: str
    label: Promise
    login_id: UUID
    landing: str


ROLES: tuple[tuple[str, Promise, str], ...] = (
    ("elder", _("老人"), "elder:home"),
    ("family", _("家属"), "family:home"),
    ("volunteer", _("志愿者"), "volunteer:home"),
    ("hotline", _("接线员"), "hotline:home"),
    ("desk", _("认定员"), "desk:board"),
    ("merchant", _("商家"), "merchant:home"),
    ("branch", _("支部书记"), "branch:home"),
    ("bureau", _("老干部局"), "bureau:home"),
    ("second", _("局里第二人"), "bureau:standard"),
    ("security", _("安全管理"), "units:home"),
)


def demo_people() -> list[DemoPerson]:
    """Those of the ten who are there, in the order of the bar; none outside a demo city."""
    found = _found()
    return [DemoPerson(key, label, found[key], landing) for key, label, landing in ROLES if key in found]


def _found() -> dict[str, UUID]:
    by_name = dict(
        Login.objects.filter(username__in=[CLERK, CERTIFIER, BUREAU, SECOND, SECURITY]).values_list("username", "id")
    )
    elder = PinCard.objects.filter(number=ELDER_CARD, voided_at=None).values_list("person_id", flat=True).first()
    relative = Proxy.objects.filter(elder_id=elder, withdrawn_at=None).order_by("agreed_at", "id")
    shop = Appointment.objects.filter(node__code=SHOP_CODE, role=Role.SHOP_OWNER, ended_at=None)
    branch = Appointment.objects.filter(node__code=BRANCH_CODE, role=Role.SECRETARY, ended_at=None)
    people = {
        "elder": elder,
        "family": relative.values_list("relative_id", flat=True).first() if elder else None,
        "volunteer": Volunteer.objects.filter(number=VOLUNTEER_NUMBER).values_list("person_id", flat=True).first(),
        "hotline": by_name.get(CLERK),
        "desk": by_name.get(CERTIFIER),
        "merchant": shop.values_list("holder_id", flat=True).first(),
        "branch": branch.values_list("holder_id", flat=True).first(),
        "bureau": by_name.get(BUREAU),
        "second": by_name.get(SECOND),
        "security": by_name.get(SECURITY),
    }
    return {key: login for key, login in people.items() if login is not None}
